"""Passwords of key stores: from a file, the environment, or a prompt; never from an argument."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lawful.errors import InvalidInput

VARIABLE = "LAWFUL_PASSWORD"
# A password has at most 1024 bytes; a newline may follow it.
_LONGEST = 1024 + 2


def password(file: Path | None, store: Path, *, new: bool = False) -> bytes:
    """Returns the password of a store. A new one that is typed is asked for twice.

    Raises `InvalidInput` if there is none, or it is too long.
    """
    given = given_password(file)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise InvalidInput(
            f"there is no password for `{store}`: set {VARIABLE}, give --password-file, or run "
            "this in a terminal"
        )
    return _typed(store, new)


def given_password(file: Path | None) -> bytes | None:
    """Returns the password of the file or the environment, or `None`: a device may need none."""
    if file is not None:
        return _from_file(file)
    given = os.environ.get(VARIABLE)
    return None if given is None else os.fsencode(given)


def _from_file(file: Path) -> bytes:
    with file.open("rb") as opened:
        read = opened.read(_LONGEST + 1)
    if len(read) > _LONGEST:
        raise InvalidInput(f"`{file}` holds no password: it has more than 1024 bytes")
    # Editors end the last line.
    return read.removesuffix(b"\n").removesuffix(b"\r")


def _typed(store: Path, new: bool) -> bytes:
    from getpass import getpass

    try:
        typed = getpass(f"{'new ' if new else ''}password of {store}: ", sys.stderr)
        if new and getpass("once more: ", sys.stderr) != typed:
            raise InvalidInput("the passwords differ; nothing was written")
    except EOFError:
        raise InvalidInput("no password was typed") from None
    return os.fsencode(typed)
