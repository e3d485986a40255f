"""Ledgers that other things happen to meanwhile."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from lawful.errors import LedgerError, NotFound
from lawful.platform import KeyStore
from lawful.trace import TraceLedger, TraceNode


def node(number: int) -> TraceNode:
    return TraceNode(f"n{number}", "brain", number, payload=b"x" * 200)


def test_a_relative_path_means_the_same_after_chdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "there")
    with TraceLedger.open("runs", create=True, segment_bytes=1000) as other:
        other.extend([node(n) for n in range(10)], durability="synced")
    monkeypatch.chdir(tmp_path / "here")
    with TraceLedger.open("runs", create=True, segment_bytes=1000, durability="synced") as ledger:
        for number in range(5):
            ledger.append(node(number))
        monkeypatch.chdir(tmp_path / "there")
        for number in range(5, 15):
            ledger.append(node(number))
        ledger.prune(8)
        ledger.verify()
        assert ledger.path == tmp_path / "here" / "runs"
    with TraceLedger.open("runs") as other:
        assert [found.id for found in other] == [f"n{n}" for n in range(10)]
    with TraceLedger.open(tmp_path / "here" / "runs") as ledger:
        assert (ledger.first, len(ledger)) == (8, 15)


def test_a_folder_that_was_moved_is_told(tmp_path: Path) -> None:
    ledger = TraceLedger.open(tmp_path / "runs", create=True, durability="synced")
    ledger.append(node(1))
    (tmp_path / "runs").rename(tmp_path / "runs.1")
    with pytest.raises(LedgerError, match="was moved, or the file removed"):
        ledger.append(node(2))
    with pytest.raises(LedgerError):
        ledger.close()
    assert [found.id for found in TraceLedger.open(tmp_path / "runs.1")] == ["n1"]


def test_an_empty_path_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for create in (True, False):
        with pytest.raises((LedgerError, NotFound)):
            TraceLedger.open("", create=create)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("in_files", [False, True])
def test_a_ledger_that_is_pruned_meanwhile_is_not_damaged(tmp_path: Path, in_files: bool) -> None:
    ledger = (
        TraceLedger.open(tmp_path / "ledger", create=True, segment_bytes=4000)
        if in_files
        else TraceLedger()
    )
    ledger.append(node(0))
    stop = threading.Event()

    def roll() -> None:
        number = 1
        while not stop.is_set():
            ledger.extend([node(n) for n in range(number, number + 50)])
            number += 50
            ledger.prune(len(ledger))

    thread = threading.Thread(target=roll)
    thread.start()
    verified = 0
    try:
        for _ in range(60):
            try:
                ledger.verify()
                verified += 1
            except LedgerError as busy:
                assert "pruned faster than it was verified" in str(busy)  # noqa: PT017
    finally:
        stop.set()
        thread.join()
    assert verified > 0
    ledger.verify()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_what_is_no_segment_is_not_synced_before_signing(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    with TraceLedger.open(folder, create=True) as ledger:
        ledger.append(node(1))
    os.mkfifo(folder / "x.segment")
    key = KeyStore.memory().new_key("log")
    reader = TraceLedger.open(folder, read_only=True)
    assert reader.checkpoint(key, origin="example.com/log").head.size == 1


def test_a_retry_on_a_reader_is_safe_and_appends_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    with TraceLedger.open(folder, create=True) as ledger:
        ledger.append(node(1))
    reader = TraceLedger.open(folder, read_only=True)
    receipt = reader.extend([node(1)], durability="synced")
    assert (receipt.appended, receipt.durability) == (0, "synced")
    with pytest.raises(LedgerError, match="opened for reading"):
        reader.extend([node(2)], durability="synced")
    assert len(reader) == 1
