"""What is written where: data on standard output, words about it on standard error."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TextIO, cast

from lawful._printable import printable


def prepare() -> None:
    """Lets any text be written, whatever the encoding of the terminal, and to streams that were
    closed before the command began: what is written there is lost.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        # With PYTHONUNBUFFERED Python writes once and drops what the system did not take.
        encoding = sys.stdout.encoding
        whole = io.BufferedWriter(cast("io.RawIOBase", sys.stdout.detach()))
        sys.stdout = io.TextIOWrapper(whole, encoding=encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def is_terminal(stream: TextIO) -> bool:
    """Returns whether a person looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_color(stream: TextIO) -> bool:
    """Returns whether the stream may be coloured; `NO_COLOR` forbids it."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def width() -> int:
    """Returns the width of the terminal, or 80 if there is none."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 80


def paint(text: str, code: str, stream: TextIO | None = None) -> str:
    """Returns a text in a colour, if the stream has any."""
    if not has_color(stream or sys.stdout):
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def complain(why: str) -> None:
    """Says what went wrong. A message may have several lines, and quotes texts of others."""
    print(f"{paint('error', '1;31', sys.stderr)}: {_told(why)}", file=sys.stderr)


def say(what: str, *, code: str | None = None) -> None:
    """Says something besides the data, if wanted in a colour. It may quote texts of others."""
    told = _told(what)
    print(told if code is None else paint(told, code, sys.stderr), file=sys.stderr)


def _told(what: str) -> str:
    return "\n".join(map(printable, what.split("\n")))
