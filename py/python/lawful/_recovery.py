"""What opening a ledger found and did, in words."""

from __future__ import annotations

from collections.abc import Iterator

from lawful._core import TraceLedger


def found_in(ledger: TraceLedger) -> Iterator[str]:
    """Yields what is worth saying about the files of a ledger, if anything is."""
    found, path = ledger.recovery, ledger.path
    cut, bodies, records = found["cut_bytes"], found["cut_body_bytes"], found["cut_records"]
    if cut or bodies:
        what = f"{cut} bytes at the end ({records} nodes as far as can be told)"
        if not cut:
            what = f"{bodies} bytes of payloads that belong to no node"
        if ledger.is_read_only:
            yield f"{path}: {what} are torn and left out; the next writer cuts them"
        else:
            yield f"{path}: cut {what}; they were torn, and not known to be synced"
    if found["finished_erasures"]:
        yield f"{path}: finished {found['finished_erasures']} erasures that were interrupted"
    if found["removed_files"]:
        yield f"{path}: removed {found['removed_files']} files that were never finished"
    if not found["mark_read"]:
        yield (
            f"{path}: the mark of the last sync, the file `synced`, is missing or damaged; whether "
            "synced nodes are missing at the end is only shown by a head that was kept elsewhere "
            "(lawful trace verify --pinned)"
        )


def log_found(ledger: TraceLedger) -> None:
    """Warns, through the logger `lawful`, of what a crash has left in the files of a ledger."""
    for what in found_in(ledger):
        from lawful._logging import logger

        logger().warning("%s", what)
