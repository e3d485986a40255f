"""Opening a ledger, and saying what a crash has left in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lawful._core import TraceLedger
from lawful._recovery import found_in
from lawful.cli.streams import say
from lawful.errors import DamagedFile


def open_ledger(path: Path, *, unsynced: str | None = None, **how: Any) -> TraceLedger:
    """Opens a ledger, and says on standard error what was cut, left out or finished."""
    try:
        ledger = TraceLedger.open(path, unsynced=unsynced or "refuse", **how)  # type: ignore[arg-type]
    except DamagedFile as why:
        raise DamagedFile(str(why).replace('`unsynced="cut"`', "`--unsynced cut`")) from None
    tell_recovery(ledger)
    return ledger


def tell_recovery(ledger: TraceLedger) -> None:
    """Says on standard error what opening a ledger found and did, if that is anything."""
    for what in found_in(ledger):
        say(what)
