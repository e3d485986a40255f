"""What is written where: data on standard output, words about it on standard error.

What a program or a file gets from standard output is UTF-8, with `\\n` at the end of a line, whatever
the locale says: proofs, JSON and keys are so. People get what their terminal can show.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from typing import Any, TextIO, cast

from lawful._printable import printable


def prepare() -> None:
    """Makes the streams ready for any text.

    One that was closed before the command began has nothing to read, and what is written there is
    lost.
    """
    # In this order, so that no file of the command gets the number of a stream.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        # With PYTHONUNBUFFERED Python writes once and drops what the system did not take.
        encoding = sys.stdout.encoding
        whole = io.BufferedWriter(cast("io.RawIOBase", sys.stdout.detach()))
        sys.stdout = io.TextIOWrapper(whole, encoding=encoding, line_buffering=True)
    replacing: dict[str, Any] = {"errors": "backslashreplace"}
    # An escape in the place of a letter is no harm to a person, and breaks a signature.
    exact: dict[str, Any] = {"encoding": "utf-8", "errors": "strict", "newline": "\n"}
    _reconfigure(sys.stdout, **(replacing if sys.stdout.isatty() else exact))
    _reconfigure(sys.stderr, **replacing)


def _reconfigure(stream: TextIO, **how: Any) -> None:
    # What a program of Python has put in the place of a stream may not have it.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(**how)


def write_out() -> OSError | None:
    """Writes what is left on the streams; returns why standard output did not take it, if so."""
    drop_unless_written(sys.stderr)
    return drop_unless_written(sys.stdout)


def drop_unless_written(stream: TextIO) -> OSError | None:
    """Writes what is left on a stream, or drops it and what follows, and returns why."""
    try:
        stream.flush()
    except OSError as error:
        drop(stream)
        return error
    except BaseException:
        drop(stream)
        raise
    return None


def drop(stream: TextIO) -> None:
    """Drops what is left to write, and what follows: the interpreter would try, and complain, at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def aside() -> contextlib.AbstractContextManager[TextIO]:
    """Sends what models and policies print meanwhile to standard error: it must not get between the data."""
    return contextlib.redirect_stdout(sys.stderr)


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
    _tell(f"{paint('error', '1;31', sys.stderr)}: {_told(why)}")


def say(what: str, *, code: str | None = None) -> None:
    """Says something besides the data, if wanted in a colour. It may quote texts of others."""
    told = _told(what)
    _tell(told if code is None else paint(told, code, sys.stderr))


def _tell(line: str) -> None:
    try:
        print(line, file=sys.stderr)
    except OSError:
        # Nobody can be told. What was done, and the exit code, are the same.
        drop(sys.stderr)


def _told(what: str) -> str:
    return "\n".join(map(printable, what.split("\n")))
