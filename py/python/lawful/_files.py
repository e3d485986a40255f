"""Reports in files."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from lawful import _given
from lawful._core import Report
from lawful.errors import DamagedFile, InvalidInput

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1 << 30


def read_report(path: str | os.PathLike[str]) -> Report:
    """Reads a report from a file of JSON lines. The file is not trusted.

    Raises `DamagedFile` if it is not a whole report, `OSError` if it cannot be read.

    >>> import lawful, pathlib, tempfile
    >>> report = lawful.check("bool.logic")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "report.jsonl")
    ...     _ = file.write_text(report.to_json_lines(), encoding="utf-8")
    ...     lawful.read_report(file) == report
    True
    """
    with open(_given.path("path", path), "rb") as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise DamagedFile(f"{path}: a report of more than a gibibyte is not read")
    try:
        return Report.from_json_lines(text)
    except DamagedFile as error:
        raise DamagedFile(f"{path}: {error}") from None


def refuse_unwritable(path: str | os.PathLike[str]) -> None:
    """Makes sure that `write_whole` can write a file, before the work whose result it is to hold.

    Raises `InvalidInput` if it cannot.
    """
    target = _target(path)
    if _is_stream(target):
        return
    try:
        if target.is_dir() or not target.name:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        draft = _draft(target)
        draft.touch()
        draft.unlink()
    except OSError as error:
        raise InvalidInput(_told(path, error)) from None


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Writes a file so that who reads it sees the old one or the new one, never a part.

    A pipe or a device is written to, not replaced, and a link stays one.

    Raises `InvalidInput` if it cannot be written.
    """
    target = _target(path)
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    refuse_unwritable(path)
    try:
        if _is_stream(target):
            target.write_bytes(data)
            return
        draft = _draft(target)
        try:
            draft.write_bytes(data)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InvalidInput(_told(path, error)) from None


def _target(path: str | os.PathLike[str]) -> Path:
    """Returns what is written when a file of this path is."""
    from pathlib import Path

    target = Path(path)
    # What /dev/stdout leads to, if it is a pipe, has no path of its own.
    return Path(os.path.realpath(target)) if target.is_symlink() and not _is_stream(target) else target


def _is_stream(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _draft(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.new")


def _told(path: str | os.PathLike[str], error: OSError) -> str:
    return f"cannot write `{os.fspath(path)}`: {error.strerror or error}"
