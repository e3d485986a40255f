"""Opening a ledger, and saying what a crash has left in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lawful._core import TraceLedger
from lawful.cli.streams import say
from lawful.errors import DamagedFile


def open_ledger(path: Path, *, unsynced: str | None = None, **how: Any) -> TraceLedger:
    """Opens a ledger, and says on standard error what was cut, left out or finished."""
    try:
        ledger = TraceLedger.open(path, unsynced=unsynced or "refuse", **how)  # type: ignore[arg-type]
    except DamagedFile as why:
        raise DamagedFile(str(why).replace('`unsynced="cut"`', "`--unsynced cut`")) from None
    tell_recovery(path, ledger)
    return ledger


def tell_recovery(path: Path, ledger: TraceLedger) -> None:
    """Says on standard error what opening a ledger found and did, if that is anything."""
    found = ledger.recovery
    cut, bodies, records = found["cut_bytes"], found["cut_body_bytes"], found["cut_records"]
    if cut or bodies:
        what = f"{cut} bytes at the end ({records} nodes as far as can be told)"
        if not cut:
            what = f"{bodies} bytes of payloads that belong to no node"
        if ledger.is_read_only:
            say(f"{path}: {what} are torn and left out; the next writer cuts them")
        else:
            say(f"{path}: cut {what}; they were torn, and not known to be synced")
    if found["finished_erasures"]:
        say(f"{path}: finished {found['finished_erasures']} erasures that were interrupted")
    if found["removed_files"]:
        say(f"{path}: removed {found['removed_files']} files that were never finished")
    if not found["mark_read"]:
        say(
            f"{path}: the mark of the last sync, the file `synced`, is missing or damaged; whether "
            "synced nodes are missing at the end is only shown by a head that was kept elsewhere "
            "(lawful trace verify --pinned)"
        )
