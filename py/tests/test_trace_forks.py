"""Ledgers and processes that are forked from one that has them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lawful.errors import LedgerError
from lawful.trace import TraceLedger, TraceNode

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")

# More than one core hashes so many.
MANY = 10_000


def nodes(count: int, start: int = 0) -> list[TraceNode]:
    return [TraceNode(f"n{start + n}", "brain", 7) for n in range(count)]


def child(work: Callable[[], object]) -> int:
    """Forks a process that works and ends, without what else this one has; returns its number."""
    if (number := os.fork()) != 0:
        return number
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ends_well(number: int, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(number, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.01)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    return False


def wait_for_ever() -> None:
    while True:
        time.sleep(1)


def test_a_forked_process_hashes_on_its_own_cores() -> None:
    ledger = TraceLedger()
    ledger.extend(nodes(MANY))
    head = ledger.head()

    def work() -> None:
        fresh = TraceLedger()
        fresh.extend(nodes(MANY))
        assert fresh.head() == head
        ledger.extend(nodes(MANY, MANY))
        ledger.prove(0).verify(ledger[0], ledger.head())

    assert ends_well(child(work))


def test_a_forked_process_opens_a_ledger_of_many_files(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with TraceLedger.open(path, segment_bytes=1 << 16) as ledger:
        for start in range(0, MANY, 1000):
            ledger.extend(nodes(1000, start))
        head = ledger.head()
    assert len(list(path.glob("*.segment"))) > 2
    with TraceLedger.open(path, read_only=True):
        pass

    def work() -> None:
        with TraceLedger.open(path, read_only=True) as again:
            assert again.verify() == head

    assert ends_well(child(work))


def test_closing_frees_the_ledger_though_a_forked_process_lives(tmp_path: Path) -> None:
    path = tmp_path / "book"
    ledger = TraceLedger.open(path)
    ledger.append(nodes(1)[0])
    idle = child(wait_for_ever)
    try:
        with pytest.raises(LedgerError, match="another writer"):
            TraceLedger.open(path)
        ledger.close()
        with TraceLedger.open(path) as again:
            assert len(again) == 1
    finally:
        os.kill(idle, signal.SIGKILL)
        os.waitpid(idle, 0)


def test_a_ledger_is_free_when_its_writer_was_killed_though_a_forked_process_lives(tmp_path: Path) -> None:
    path, told = tmp_path / "book", tmp_path / "told"

    def write() -> None:
        with TraceLedger.open(path) as ledger:
            ledger.append(nodes(1)[0])
            (tmp_path / "new").write_text(str(child(wait_for_ever)))
            os.rename(tmp_path / "new", told)
            wait_for_ever()

    writer = child(write)
    until = time.monotonic() + 30
    while not told.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    idle = int(told.read_text())
    try:
        with pytest.raises(LedgerError, match="another writer"):
            TraceLedger.open(path)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        with TraceLedger.open(path) as again:
            assert len(again) == 1
    finally:
        os.kill(idle, signal.SIGKILL)


def test_a_forked_process_does_not_free_the_ledger_of_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "book"
    ledger = TraceLedger.open(path)

    def work() -> None:
        with pytest.raises(LedgerError, match="before this process was forked"):
            ledger.append(nodes(1)[0])
        with pytest.raises(LedgerError, match="another writer"):
            TraceLedger.open(path)

    assert ends_well(child(work))
    with pytest.raises(LedgerError, match="another writer"):
        TraceLedger.open(path)
    ledger.append(nodes(1)[0])
    ledger.close()
