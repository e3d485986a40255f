"""Nodes as JSON lines, there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from lawful.errors import InvalidInput
from lawful.trace import TraceLedger, TraceNode

LINE = {"id": "a", "origin": "x", "timestamp": 1}


def secrets(ledger: TraceLedger) -> TraceLedger:
    ledger.extend(
        [
            TraceNode("kept", "x", 1, payload=b"\0kept", erasable=True),
            TraceNode("gone", "x", 2, payload=b"gone", erasable=True),
            TraceNode("plain", "x", 3, payload=bytes(range(256)), causes=["kept"], tags=["t"]),
            TraceNode("empty", "x", 4, payload=b"", erasable=True),
        ]
    )
    ledger.erase("gone", id="erasure", origin="officer", timestamp=5)
    return ledger


def same(one: TraceLedger, other: TraceLedger) -> bool:
    return list(one) == list(other) and one.head() == other.head() and [
        (node.content_id, node.payload, node.salt) for node in one
    ] == [(node.content_id, node.payload, node.salt) for node in other]


def test_every_node_comes_back_by_the_command_line(command: Run, tmp_path: Path) -> None:
    with TraceLedger.open(tmp_path / "book") as ledger:
        secrets(ledger)
        ran = command("trace", "export", "book", "--out", "lines")
        assert ran.returncode == 0, ran.stderr
        assert b"gone" not in (tmp_path / "lines").read_bytes().replace(b'"gone"', b"")
        ran = command("trace", "append", "copy", "--lines", "lines")
        assert ran.returncode == 0 and "5 appended" in ran.stderr, ran.stderr
        with TraceLedger.open(tmp_path / "copy") as copy:
            assert same(ledger, copy) and copy.verify() == ledger.head()
            assert copy["gone"].payload is None and copy["kept"].payload == b"\0kept"
            # The salt came along: the payload can still be erased.
            copy.erase("kept", id="late", origin="officer", timestamp=6)
            assert copy["kept"].payload is None


@given(st.from_type(TraceLedger))
def test_every_ledger_comes_back(ledger: TraceLedger) -> None:
    lines = ledger.export("jsonl")
    back = TraceNode.from_json_lines(lines)
    assert back == list(ledger) == TraceNode.from_json_lines(lines.encode())
    assert [node.payload for node in back] == [node.payload for node in ledger]
    if ledger.first == 0:
        copy = TraceLedger(tree_hash=ledger.tree_hash, time_rule=ledger.time_rule)
        copy.extend(back)
        assert same(ledger, copy) and copy.export("jsonl") == lines


def test_what_lines_need_not_say() -> None:
    assert TraceNode.from_json_lines("") == []
    for line in (LINE, {**LINE, "kind": None, "index": 7, "time": None, "tags": [], "links": []}):
        for end in ("", "\n", "\r\n"):
            assert TraceNode.from_json_lines(json.dumps(line) + end) == [TraceNode("a", "x", 1)]


SECRET = secrets(TraceLedger())["kept"]
assert SECRET.commitment is not None and SECRET.salt is not None
PAYLOAD = {
    **LINE,
    "payload": "AGtlcHQ=",
    "payload_salt": SECRET.salt.hex(),
    "payload_commitment": SECRET.commitment.hex(),
}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({**LINE, "foo": 1}, "unknown field `foo`"),
        ({**LINE, "self": 1}, "unknown field `self`"),
        ({"id": "a", "origin": "x"}, "missing field `timestamp`"),
        ({**LINE, "timestamp": True}, "boolean `true`, expected a whole number"),
        ({**LINE, "timestamp": 1.5}, "floating point `1.5`, expected a whole number"),
        ({**LINE, "timestamp": "1"}, "expected a whole number"),
        ({**LINE, "timestamp": 2**63}, "expected a whole number"),
        ({**LINE, "index": True}, "expected a number of a node"),
        ({**LINE, "index": -1}, "expected a number of a node"),
        ({**LINE, "time": "1970-01-01T00:00:00.000000002Z"}, "`timestamp` is 1970-01-01T00:00:00.0"),
        ({**LINE, "time": 1}, "expected a string"),
        ({**LINE, "content_id": "00" * 32}, "`content_id` is `0000"),
        ({**LINE, "content_id": "zz"}, "64 hexadecimal digits"),
        ({**LINE, "id": ""}, "`id`"),
        ({**LINE, "links": [{"relation": "causes"}]}, "missing field `target`"),
        ({**LINE, "links": [{"relation": "follows", "target": "a"}]}, "not a relation"),
        ({**LINE, "links": {"relation": "causes", "target": "a"}}, "expected a sequence"),
        ({**LINE, "payload": "not base64"}, "`payload` is not base64"),
        ({**PAYLOAD, "payload_salt": None}, "`payload_salt` is missing"),
        ({**PAYLOAD, "payload": None}, "of a payload, and there is none"),
        ({**PAYLOAD, "payload": "AAAA"}, "do not fit `payload_commitment`"),
        ({**PAYLOAD, "payload_salt": "00" * 32}, "do not fit `payload_commitment`"),
        ([], "expected an object"),
        ([7, "a", "o", 1, None, None, None, None, None, [], []], "expected an object"),
        ({**LINE, "links": [["causes", "x"]]}, "expected an object"),
        ('{"id":"a","id":"b","origin":"x","timestamp":1}', "duplicate field `id`"),
        ('{"id":"\\ud800","origin":"x","timestamp":1}', "in column"),
        ("null", "expected an object"),
        (b"\xff", "in column"),
    ],
)
def test_lines_that_are_refused(line: Any, why: str) -> None:
    text = line if isinstance(line, (str, bytes)) else json.dumps(line)
    good = json.dumps({**LINE, "id": "first"}) + "\n"
    whole = good.encode() + text + b"\n" if isinstance(text, bytes) else f"{good}{text}\n"
    with pytest.raises(InvalidInput, match="^line 2: ") as refused:
        TraceNode.from_json_lines(whole)
    told = str(refused.value)
    assert why in told and "i64" not in told and "u64" not in told, told


def test_what_editors_add_is_passed_over() -> None:
    text = json.dumps({**LINE, "walk_id": "w"})
    node = TraceNode("a", "x", 1, walk_id="w")
    assert TraceNode.from_json_lines(f"\ufeff\n{text}\r\n \t\n\n") == [node]
    with pytest.raises(InvalidInput, match="^line 3: "):
        TraceNode.from_json_lines(f"\ufeff\n\n{text}{text}")


def test_indices_grow() -> None:
    lines = secrets(TraceLedger()).export("jsonl").splitlines()
    assert len(TraceNode.from_json_lines("\n".join(lines[::2]))) == 3
    for wrong in (lines[::-1], [*lines, lines[-1]]):
        with pytest.raises(InvalidInput, match="keep the order of the ledger"):
            TraceNode.from_json_lines("\n".join(wrong))
