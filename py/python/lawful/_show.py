"""Printing values, the same way in every process."""

from __future__ import annotations

from typing import Any

from lawful._traceback import without_addresses, writable

LONGEST = 4_000
DEEPEST = 30


def show(value: Any) -> str:
    """Returns the value as text, as `repr` does; sets are sorted, long texts are cut."""
    text = writable(_show(value, 0))
    if len(text) > LONGEST:
        return f"{text[:LONGEST]}… ({len(text)} characters)"
    return text


def _show(value: Any, depth: int) -> str:
    kind = type(value)
    if depth > DEEPEST:
        return "…"
    if kind is int:
        return _integer(value)
    if kind in (list, tuple):
        parts = [_show(part, depth + 1) for part in value]
        if kind is list:
            return f"[{', '.join(parts)}]"
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if kind in (set, frozenset):
        # The order of a set differs from process to process.
        parts = sorted(_show(part, depth + 1) for part in value)
        parts.sort(key=len)
        inside = f"{{{', '.join(parts)}}}" if parts else ""
        if kind is set:
            return inside or "set()"
        return f"frozenset({inside})"
    if kind is dict:
        pairs = value.items()
        inside = ", ".join(f"{_show(k, depth + 1)}: {_show(v, depth + 1)}" for k, v in pairs)
        return f"{{{inside}}}"
    try:
        text = repr(value)
    except Exception as error:
        return f"a `{kind.__name__}` whose repr raises {type(error).__name__}"
    return without_addresses(text)


def _integer(value: int) -> str:
    # Python refuses to print more than 4300 digits.
    if value.bit_length() > 10_000:
        return f"an integer of {value.bit_length()} bits, {value >> (value.bit_length() - 64):#x}…"
    return repr(value)
