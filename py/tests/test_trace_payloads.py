"""Payloads beside the nodes of a ledger in files: read when somebody asks for them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from lawful.errors import DamagedFile, LedgerError
from lawful.trace import TraceLedger, TraceNode


def secret(number: int) -> TraceNode:
    return TraceNode(f"s{number}", "x", number, kind="doc", payload=b"SECRET %d" % number, erasable=True)


def bodies(folder: Path) -> Path:
    return folder / "0000000000.bodies"


@pytest.fixture
def ledger(tmp_path: Path) -> TraceLedger:
    ledger = TraceLedger.open(tmp_path / "book")
    ledger.extend([secret(number) for number in range(10)])
    ledger.sync()
    return ledger


def path(ledger: TraceLedger) -> Path:
    assert ledger.path is not None
    return ledger.path


def test_finding_nodes_reads_no_payload(ledger: TraceLedger) -> None:
    away = path(ledger) / "away"
    bodies(path(ledger)).rename(away)
    node = ledger["s3"]
    assert len(ledger.query(kind="doc")) == 10 == len(list(ledger)) and ledger.index(node) == 3
    assert node.id == "s3" and node == ledger[3] and "SECRET" not in repr(node)
    assert ledger.descendants("s3") == [] and "s3" in ledger.export("mermaid")
    for broken in (
        lambda: node.payload,
        lambda: node.salt,
        lambda: node.to_dict(),
        lambda: pickle.dumps(node),
        lambda: TraceLedger().append(node),
        lambda: ledger.export("jsonl"),
    ):
        with pytest.raises(DamagedFile, match=r"payload of node `s\d` cannot be read"):
            broken()
    # The failure was not one of the node.
    away.rename(bodies(path(ledger)))
    assert node.payload == b"SECRET 3" and pickle.loads(pickle.dumps(node)).payload == b"SECRET 3"
    ledger.close()


def test_a_payload_is_read_after_closing(ledger: TraceLedger) -> None:
    nodes = list(ledger)
    folder = path(ledger)
    ledger.close()
    with TraceLedger.open(folder, read_only=True) as reader:
        nodes += list(reader)
    with TraceLedger.open(folder):
        assert [node.payload for node in nodes] == [b"SECRET %d" % number for number in range(10)] * 2
        assert all(node.salt for node in nodes)


def test_what_was_erased_or_pruned_since_is_none(ledger: TraceLedger) -> None:
    with TraceLedger.open(path(ledger), read_only=True) as reader:
        given = [ledger["s0"], reader["s0"]]
        pruned = [ledger["s1"], reader["s1"], reader["s2"]]
        kept = reader["s9"]
        ledger.erase("s0", id="e", origin="office", timestamp=10)
        assert [node.payload for node in given] == [None, None]
        ledger.prune(9)
        assert [node.payload for node in pruned] == [None] * 3
        assert kept.payload == b"SECRET 9"
    ledger.close()


def test_a_failure_of_the_system_is_no_damage(ledger: TraceLedger) -> None:
    resource = pytest.importorskip("resource")
    node = ledger["s0"]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    failures = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        for read in (lambda: node.payload, lambda: TraceLedger().append(node), ledger.verify):
            try:
                read()
            except Exception as failure:
                failures.append(failure)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert [type(failure) for failure in failures] == [LedgerError] * 3
    assert node.payload == b"SECRET 0"
    ledger.close()


def test_bytes_behind_sealed_payloads_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    with TraceLedger.open(folder, segment_bytes=200) as ledger:
        ledger.append(secret(0))
        ledger.append(secret(1))
    with bodies(folder).open("ab") as file:
        file.write(b"junk")
    with TraceLedger.open(folder, read_only=True) as reader:
        assert not reader.recovery["is_clean"] and reader.recovery["cut_body_bytes"] == 4
    with TraceLedger.open(folder) as ledger:
        assert ledger.recovery["cut_body_bytes"] == 4 and ledger["s0"].payload == b"SECRET 0"
    with TraceLedger.open(folder) as ledger:
        assert ledger.recovery["is_clean"]
