"""Opening ledgers that a crash, or somebody, has left in an odd state."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from lawful.adapters import Call, Decision, LedgerRecorder
from lawful.errors import Conflict, DamagedFile, InvalidInput, LedgerError
from lawful.platform import KeyStore
from lawful.trace import Head, TraceLedger, TraceNode


def nodes(count: int) -> list[TraceNode]:
    return [TraceNode(f"{n}", "x", n) for n in range(count)]


def files(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The files of a ledger of ten nodes of which none was synced, as a crash of the machine finds them."""
    with TraceLedger.open(tmp_path / "live") as ledger:
        for node in nodes(10):
            ledger.append(node)
        shutil.copytree(tmp_path / "live", tmp_path / "book")
    return tmp_path / "book"


def segment(folder: Path) -> Path:
    return folder / "0000000000.segment"


def cut(folder: Path, length: int) -> None:
    content = segment(folder).read_bytes()
    segment(folder).write_bytes(content[:-length])


@pytest.mark.parametrize(
    "left",
    [
        {"lock": b""},
        {"lock": b"", "0000000000.segment.new": b""},
        {"lock": b"", "0000000000.segment.new": b"lawful-trace\r\n"},
        {},
    ],
)
def test_an_interrupted_creation_is_finished(tmp_path: Path, command: Run, left: dict[str, bytes]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for file, content in left.items():
            (tmp_path / name / file).write_bytes(content)
    with TraceLedger.open(tmp_path / "a", tree_hash="rfc6962-sha256") as ledger:
        assert ledger.extend(nodes(2)).first == 0
        assert ledger.recovery["is_clean"] and ledger.recovery["mark_read"]
    assert files(tmp_path / "a") == {"lock", "synced", "spare", "0000000000.segment"}
    with TraceLedger.open(tmp_path / "a") as again:
        assert len(again) == 2 and again.tree_hash == "rfc6962-sha256"
    # What is refused leaves the folder as it was.
    refused = command("trace", "append", "b", "--id", "a", "--origin", "x", "--causes", "nobody")
    assert refused.returncode == 2 and files(tmp_path / "b") == set(left)
    ran = command("trace", "append", "b", "--id", "a", "--origin", "x")
    assert ran.returncode == 0 and ran.stderr.startswith("made the ledger b"), ran.stderr


@pytest.mark.parametrize(
    "foreign", [{"letter.txt": b""}, {"lock": b"pid 7"}, {"lock": b"", "synced": b""}]
)
def test_what_may_be_of_somebody_else_is_refused(tmp_path: Path, foreign: dict[str, bytes]) -> None:
    for file, content in foreign.items():
        (tmp_path / file).write_bytes(content)
    with pytest.raises(LedgerError, match="is not a ledger"):
        TraceLedger.open(tmp_path)
    assert files(tmp_path) == set(foreign)


def test_an_interrupted_creation_is_no_ledger_for_those_who_want_one(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    asked: list[dict[str, Any]] = [
        {"create": False},
        {"read_only": True},
        {"pinned": Head(0, bytes(32))},
    ]
    for how in asked:
        with pytest.raises(LedgerError, match="is not a ledger"):
            TraceLedger.open(tmp_path, **how)
    assert files(tmp_path) == {"lock"}


MAKES = """
import sys
from lawful.errors import LedgerError
from lawful.trace import TraceLedger, TraceNode
sys.stdin.readline()
try:
    with TraceLedger.open(sys.argv[1]) as ledger:
        ledger.append(TraceNode(sys.argv[2], "x", 1))
        print("made", flush=True)
        sys.stdin.readline()
except LedgerError as why:
    print(why, flush=True)
"""


def test_of_two_who_make_a_ledger_one_is_told_of_the_other(tmp_path: Path) -> None:
    for round in range(5):
        path = tmp_path / f"book{round}"
        pipe = subprocess.PIPE
        both = [
            subprocess.Popen(
                [sys.executable, "-c", MAKES, str(path), name], stdin=pipe, stdout=pipe, text=True
            )
            for name in "ab"
        ]
        for process in both:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = sorted(process.stdout.readline() for process in both if process.stdout is not None)
        for process in both:
            process.communicate("end\n", timeout=60)
        assert told[1] == "made\n" and "held by another writer" in told[0], told
        with TraceLedger.open(path) as ledger:
            assert len(ledger) == 1


def test_what_a_power_failure_may_have_left_is_cut_if_asked(written: Path, command: Run) -> None:
    whole = segment(written).read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    segment(written).write_bytes(damaged)
    with pytest.raises(DamagedFile, match='open with `unsynced="cut"`'):
        TraceLedger.open(written)
    with pytest.raises(InvalidInput, match="use `refuse` or `cut`"):
        TraceLedger.open(written, unsynced="keep")  # type: ignore[arg-type]
    reader = TraceLedger.open(written, read_only=True, unsynced="cut")
    left = len(reader)
    assert 0 < left < 10 and list(reader) == nodes(left)
    ran = command("trace", "verify", str(written))
    assert ran.returncode == 1 and "open with `--unsynced cut`" in ran.stderr, ran.stderr
    more = ("--id", "new", "--origin", "x", "--timestamp", "99")
    assert command("trace", "append", str(written), *more).returncode == 2
    assert segment(written).read_bytes() == damaged
    ran = command("trace", "append", str(written), *more, "--unsynced", "cut", "--json")
    assert ran.returncode == 0 and f"{written}: cut " in ran.stderr, ran.stderr
    assert f'"first": {left}' in ran.stdout and '"cut_records": ' in ran.stdout
    with TraceLedger.open(written) as ledger:
        assert list(ledger)[:-1] == nodes(left) and ledger.recovery["is_clean"]


def test_a_torn_end_is_told_by_every_command(written: Path, command: Run) -> None:
    cut(written, 3)
    book = str(written)
    for arguments in (("show", book), ("query", book), ("export", book), ("verify", book)):
        ran = command("trace", *arguments)
        assert ran.returncode == 0, ran.stderr
        assert "bytes at the end (1 nodes as far as can be told) are torn and left out" in ran.stderr
    ran = command("trace", "verify", book, "--json")
    assert '"cut_records": 1' in ran.stdout and '"mark_read": true' in ran.stdout
    ran = command("trace", "append", book, "--id", "new", "--origin", "x", "--timestamp", "99")
    assert ran.returncode == 0 and ": cut " in ran.stderr and "(1 nodes" in ran.stderr
    assert command("trace", "verify", book).stderr == "verified\n"


def test_recorders_warn_of_a_torn_end(written: Path, caplog: pytest.LogCaptureFixture) -> None:
    cut(written, 3)

    def record() -> None:
        call = Call.of("read", {})
        LedgerRecorder(written).decided(call, Decision.allow(call, "because"))

    record()
    assert [(record.name, record.levelname) for record in caplog.records] == [("lawful", "WARNING")]
    assert "cut " in caplog.text and "(1 nodes" in caplog.text
    record()
    assert len(caplog.records) == 1


def test_a_mark_that_is_missing_is_told(written: Path, command: Run) -> None:
    book = str(written)
    (written / "synced").unlink()
    reader = TraceLedger.open(written, read_only=True)
    assert reader.recovery["mark_read"] is False and len(reader) == 10
    ran = command("trace", "verify", book)
    assert ran.returncode == 0 and "the mark of the last sync" in ran.stderr
    cut(written, 3)
    ran = command("trace", "verify", book)
    assert ran.returncode == 1 and "cannot be told" in ran.stderr and "verified" not in ran.stderr
    with TraceLedger.open(written) as ledger:
        assert ledger.recovery["mark_read"] is False and len(ledger) == 9
    with TraceLedger.open(written) as ledger:
        assert ledger.recovery["mark_read"] is True


def test_a_damaged_start_is_damage(written: Path, command: Run) -> None:
    whole = segment(written).read_bytes()
    for damaged in (b"", whole[:9], b"?" + whole[1:]):
        segment(written).write_bytes(damaged)
        with pytest.raises(DamagedFile, match="at byte `0`"):
            TraceLedger.open(written)
        assert command("trace", "verify", str(written)).returncode == 1


def test_a_pinned_head_has_the_tree_hash_of_the_ledger(tmp_path: Path) -> None:
    with TraceLedger.open(tmp_path) as ledger:
        ledger.extend(nodes(3))
        head = ledger.head()
    with pytest.raises(Conflict, match="tree hash `blake3`, not `rfc6962-sha256`"):
        TraceLedger.open(tmp_path, pinned=Head(head.size, head.root, "rfc6962-sha256"))


def test_pruning_frees_segments(tmp_path: Path) -> None:
    with TraceLedger.open(tmp_path, segment_bytes=1000) as ledger:
        for node in nodes(100):
            ledger.append(node)
        before = files(tmp_path)
        ledger.prune(90)
        assert len(before) > 8 > len(files(tmp_path))
        assert list(ledger) == nodes(100)[90:]
    with pytest.raises(InvalidInput, match="above the limit"):
        TraceLedger.open(tmp_path, segment_bytes=2 << 30)


SIGNS = """
import os, signal, sys
from lawful.platform import KeyStore
from lawful.trace import TraceLedger, TraceNode
ledger = TraceLedger.open(sys.argv[1], durability="volatile")
ledger.append(TraceNode("a", "x", 1))
print(ledger.checkpoint(KeyStore.memory().new_key("log"), origin="log").head.root.hex(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_is_signed_is_not_lost(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SIGNS, str(tmp_path / "book")], capture_output=True, text=True
    )
    with TraceLedger.open(tmp_path / "book") as ledger:
        assert len(ledger) == 1 and ledger.head().root.hex() == ran.stdout.strip(), ran.stderr
        # A reader signs what is on the disk, too.
        ledger.append(TraceNode("b", "x", 2))
        reader = TraceLedger.open(tmp_path / "book", read_only=True)
        key = KeyStore.memory().new_key("log")
        assert reader.checkpoint(key, origin="log").head == ledger.head()


def test_a_foreign_file_of_any_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    (tmp_path / "book").mkdir()
    with segment(tmp_path / "book").open("wb") as file:
        file.truncate(2**32 - 1)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

    look = [sys.executable, "-m", "lawful", "trace", "show", str(tmp_path / "book")]
    ran = subprocess.run(look, capture_output=True, text=True, preexec_fn=limit)
    assert ran.returncode == 2 and "is not a ledger" in ran.stderr, ran.stderr


def test_a_ledger_leads_nowhere_else(tmp_path: Path, command: Run) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"v" * 100)
    with TraceLedger.open(tmp_path / "book") as ledger:
        ledger.append(nodes(1)[0])
    (tmp_path / "book" / "synced").unlink()
    (tmp_path / "book" / "synced").symlink_to(victim)
    with TraceLedger.open(tmp_path / "book") as ledger:
        ledger.append(nodes(2)[1])
        ledger.sync()
    assert victim.read_bytes() == b"v" * 100
    segment(tmp_path / "book").rename(tmp_path / "moved")
    segment(tmp_path / "book").symlink_to(tmp_path / "moved")
    with pytest.raises(LedgerError, match="a symbolic link"):
        TraceLedger.open(tmp_path / "book")
    segment(tmp_path / "book").unlink()
    os.mkfifo(segment(tmp_path / "book"))
    with pytest.raises(LedgerError, match="no regular file"):
        TraceLedger.open(tmp_path / "book")


def test_a_ledger_that_stays_on_the_disk(tmp_path: Path) -> None:
    with TraceLedger.open(tmp_path / "book", segment_bytes=1 << 16) as ledger:
        ledger.extend([TraceNode(f"{n}", "x", n, stimulus="s" * 100) for n in range(5000)])
        head = ledger.head()
    with TraceLedger.open(tmp_path / "book", mapped=True) as ledger:
        assert ledger.verify() == head and ledger["17"].stimulus == "s" * 100
        ledger.append(TraceNode("new", "x", 6000))
        ledger.prove("17").verify(ledger["17"], ledger.head())
