"""Numbers and times as people write them."""

from __future__ import annotations

import argparse
import re

_SCALES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
_UNITS = {"": 1.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "min": 60.0, "m": 60.0, "h": 3600.0}


def count(text: str) -> int:
    """Reads a number such as `500`, `10_000`, `20k` or `1M`."""
    found = re.fullmatch(r"([0-9][0-9_,]*)([kKmMgG]?)", text.strip())
    if found is None or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"`{text[:40]}` is not a number; write 500, 10_000, 20k or 1M"
        )
    digits = found[1].replace("_", "").replace(",", "")
    return int(digits) * _SCALES[found[2].lower()]


def seconds(text: str) -> float:
    """Reads a time such as `2`, `0.5s`, `200ms`, `3min` or `1h`."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(us|ms|s|min|m|h|)", text.strip())
    if found is None or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"`{text[:40]}` is not a time; write 2s, 200ms, 3min or 1h"
        )
    return float(found[1]) * _UNITS[found[2]]


def seed(text: str) -> int:
    """Reads a seed: a number, or hexadecimal digits after `0x`."""
    try:
        return int(text, 0) if len(text) <= 40 else -1
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a seed; write 7 or 0x2a") from None
