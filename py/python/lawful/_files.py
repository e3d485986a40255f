"""Reports in files."""

from __future__ import annotations

import os
from pathlib import Path

from lawful._core import Report
from lawful.errors import DamagedFile

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
    with Path(path).open("rb") as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise DamagedFile(f"{path}: a report of more than a gibibyte is not read")
    try:
        return Report.from_json_lines(text)
    except DamagedFile as error:
        raise DamagedFile(f"{path}: {error}") from None


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Writes a file so that who reads it sees the old one or the new one, never a part."""
    target = Path(path)
    if target.is_char_device():
        target.write_text(text, encoding="utf-8")
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
