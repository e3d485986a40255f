"""Telling what a model's code raised."""

from __future__ import annotations

import re

LONGEST_MESSAGE = 2_000
LONGEST_TRACEBACK = 8_000
FRAMES = 12

_address = re.compile(r" at 0x[0-9a-fA-F]+")


def without_addresses(text: str) -> str:
    """Returns a text without memory addresses: reports must not differ from run to run."""
    return _address.sub(" at 0x…", text)


def writable(text: str) -> str:
    """Returns a text that can be written as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def describe(error: BaseException) -> tuple[str, str]:
    """Returns the message of an exception and its traceback, both of bounded length."""
    name = type(error).__qualname__
    try:
        said = str(error)
    except Exception:
        said = "an exception that cannot be printed"
    message = f"{name}: {said}" if said else name
    if len(message) > LONGEST_MESSAGE:
        message = message[:LONGEST_MESSAGE] + "…"
    try:
        from traceback import format_exception

        trace = "".join(format_exception(error, limit=-FRAMES))
    except Exception:
        trace = ""
    if len(trace) > LONGEST_TRACEBACK:
        trace = "…" + trace[-LONGEST_TRACEBACK:]
    return writable(without_addresses(message)), writable(without_addresses(trace))
