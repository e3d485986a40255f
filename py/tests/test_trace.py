"""Nodes and ledgers."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from lawful.errors import (
    Conflict,
    DamagedFile,
    InvalidInput,
    LawfulError,
    LedgerError,
    NotFound,
    ProofRejected,
)
from lawful.platform import KeyStore
from lawful.trace import (
    Checkpoint,
    ConsistencyProof,
    Head,
    InclusionProof,
    Link,
    ProofFile,
    Receipt,
    TraceLedger,
    TraceNode,
    verifier_key,
)

FULL = TraceNode(
    "b",
    "hand",
    20,
    "act",
    stimulus="go",
    response="",
    walk_id="w",
    tags=["z", "a", "z"],
    causes=["a"],
    fulfils=["a"],
    payload=b"\x00\xff",
)


def three() -> list[TraceNode]:
    return [TraceNode("a", "brain", 10), FULL, TraceNode("c", "brain", 30, "plan", continues=["b"])]


def filled() -> TraceLedger:
    ledger = TraceLedger()
    ledger.extend(three())
    return ledger


def test_the_seed() -> None:
    node = TraceNode(id="abc", origin="brain", timestamp=1234567890)
    ledger = TraceLedger()
    ledger.append(node)
    assert len(ledger) == 1 and ledger[0] == node and ledger["abc"] == node


def test_parts() -> None:
    assert (FULL.id, FULL.origin, FULL.timestamp, FULL.kind) == ("b", "hand", 20, "act")
    assert (FULL.stimulus, FULL.response, FULL.walk_id) == ("go", "", "w")
    assert FULL.tags == ("a", "z") and FULL.payload == b"\x00\xff"
    assert FULL.links == (Link("causes", "a"), Link("fulfils", "a"))
    assert (FULL.causes, FULL.continues, FULL.branches, FULL.fulfils) == (("a",), (), (), ("a",))
    assert len(FULL.content_id) == 32 and FULL.commitment is None
    plain = TraceNode("a", "o", -5)
    assert (plain.kind, plain.tags, plain.links, plain.payload) == (None, (), (), None)
    assert plain.to_dict() == {"id": "a", "origin": "o", "timestamp": -5}


@pytest.mark.parametrize("node", [*three(), TraceNode("x'\\\n", 'é"', 2**63 - 1)])
def test_values(node: TraceNode) -> None:
    assert eval(repr(node)) == node and hash(eval(repr(node))) == hash(node)
    assert pickle.loads(pickle.dumps(node)) == node == copy.deepcopy(node) == copy.copy(node)
    assert TraceNode.from_bytes(bytes(node)) == node
    with pytest.raises(AttributeError):
        node.id = "other"  # type: ignore[misc]
    match node:
        case TraceNode(name, _, time):
            assert (name, time) == (node.id, node.timestamp)


def test_equal_exactly_when_the_bytes_are() -> None:
    assert TraceNode("a", "b", 1) != TraceNode("a", "b", 2)
    assert TraceNode("a", "b", 1, tags=["x", "y"]) == TraceNode("a", "b", 1, tags=["y", "x", "y"])
    assert TraceNode("a", "b", 1) != "a"
    assert len({TraceNode("a", "b", 1), TraceNode("a", "b", 1), TraceNode("a", "b", 2)}) == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"id": ""}, "`id` is empty"),
        ({"id": "a\0"}, "NUL at byte `1`"),
        ({"id": "x" * 256}, "256 bytes, and 255"),
        ({"origin": "é" * 128}, "256 bytes, and 255"),
        ({"timestamp": 2**63}, "out of range; give an integer from -2"),
        ({"stimulus": "x" * (256 * 1024 + 1)}, "stimulus"),
        ({"tags": ["x"] * 300}, "`tags` has"),
        ({"tags": [""]}, "`tags` is empty"),
        ({"causes": map(str, range(10**6))}, "4096"),
        ({"payload": bytes(16 * 2**20 + 1)}, "payload"),
        ({"erasable": True}, "needs a payload"),
    ],
)
def test_bad_values(arguments: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        TraceNode(**{"id": "a", "origin": "b", "timestamp": 1, **arguments})


@pytest.mark.parametrize(
    "arguments",
    [{"id": 7}, {"timestamp": 1.5}, {"timestamp": "1"}, {"tags": "abc"}, {"links": ["a"]}, {"x": 1}],
)
def test_bad_types(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        TraceNode(**{"id": "a", "origin": "b", "timestamp": 1, **arguments})


def test_surrogates_and_noise() -> None:
    with pytest.raises(InvalidInput):
        TraceNode("\ud800", "b", 1)
    with pytest.raises(InvalidInput, match="byte 0"):
        TraceNode.from_bytes(b"\xff")
    for cut in range(len(bytes(FULL))):
        with pytest.raises(InvalidInput):
            TraceNode.from_bytes(bytes(FULL)[:cut])
    with pytest.raises(InvalidInput, match="is not a relation"):
        Link("follows", "a")


def test_sequences() -> None:
    ledger = filled()
    nodes = three()
    assert list(ledger) == nodes and ledger[-1] == nodes[2] and ledger[0:3:2] == nodes[::2]
    assert ledger[::-1] == nodes[::-1] and ledger[5:] == []
    assert "b" in ledger and FULL in ledger and "x" not in ledger and 7 not in ledger
    assert ledger.index("c") == 2 and ledger.get("x") is None and ledger.get("x", 3) == 3
    assert bool(TraceLedger()) and len(TraceLedger()) == 0
    for key in (3, -4):
        with pytest.raises(IndexError):
            ledger[key]
    with pytest.raises(NotFound, match="no such node `x`"):
        ledger["x"]
    with pytest.raises(TypeError, match="indexed by"):
        ledger[1.5]  # type: ignore[call-overload]


def test_receipts_and_retries() -> None:
    ledger = TraceLedger()
    receipt = ledger.extend(three())
    assert receipt == ledger.extend([]) or receipt.appended == 3
    assert (receipt.first, receipt.length, receipt.durability) == (0, 3, "volatile")
    again = ledger.extend(three())
    assert (again.first, again.appended, len(ledger)) == (0, 0, 3)
    assert ledger.append(FULL) == 1
    match receipt:
        case Receipt(first, appended, length, durability):
            assert (first, appended, length, durability) == (0, 3, 3, "volatile")
    for same in eval(repr(receipt)), pickle.loads(pickle.dumps(receipt)), copy.deepcopy(receipt):
        assert same == receipt
    with pytest.raises(InvalidInput, match="`safe` is not a durability"):
        Receipt(0, 3, 3, "safe")
    with pytest.raises(InvalidInput, match="volatile"):
        ledger.extend([], durability="synced")


@pytest.mark.parametrize(
    ("node", "error", "why"),
    [
        (TraceNode("d", "x", 40, causes=["nobody"]), InvalidInput, "`nobody`, which is not"),
        (TraceNode("d", "x", 40, causes=["d"]), InvalidInput, "does not come before|not in"),
        (TraceNode("d", "x", 5), InvalidInput, "not earlier"),
        (TraceNode("a", "other", 40), Conflict, "another node with the id `a`"),
    ],
)
def test_refused_appends(node: TraceNode, error: type[Exception], why: str) -> None:
    ledger = filled()
    head = ledger.head()
    with pytest.raises(error, match=why):
        ledger.append(node)
    with pytest.raises(error, match=why):
        ledger.extend([TraceNode("ok", "x", 31), node])
    assert ledger.head() == head and "ok" not in ledger


def test_only_nodes() -> None:
    ledger = filled()
    with pytest.raises(TypeError, match="not `str`"):
        ledger.extend([TraceNode("d", "x", 40), "e"])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        ledger.append("e")  # type: ignore[arg-type]
    assert len(ledger) == 3
    ledger.extend(TraceNode(str(n), "x", 40) for n in range(10))
    assert len(ledger) == 13


def test_expected_heads() -> None:
    ledger = filled()
    head = ledger.head()
    fourth, other = TraceNode("d", "x", 40), TraceNode("e", "x", 40)
    ledger.extend([fourth], expected=head)
    ledger.extend([fourth], expected=head)
    with pytest.raises(Conflict, match="4"):
        ledger.extend([other], expected=3)
    with pytest.raises(Conflict):
        ledger.extend([other], expected=Head(4, bytes(32)))
    assert len(ledger) == 4


@pytest.mark.parametrize("tree_hash", ["blake3", "rfc6962-sha256"])
def test_proofs(tree_hash: str) -> None:
    ledger = TraceLedger(tree_hash=tree_hash)
    nodes = three()
    ledger.extend(nodes)
    head = ledger.head()
    assert head == Head(3, head.root, tree_hash) and head.tree_hash == tree_hash
    assert pickle.loads(pickle.dumps(head)) == head and eval(repr(head)) == head
    for index, node in enumerate(nodes):
        for which in (index, node, node.id):
            proof = ledger.prove(which)
            proof.verify(node, head)
        assert InclusionProof(bytes(proof)) == proof == pickle.loads(pickle.dumps(proof))
        with pytest.raises(ProofRejected):
            proof.verify(TraceNode("x", "y", 1), head)
        with pytest.raises(ProofRejected):
            proof.verify(node, Head(3, bytes(32), tree_hash))
        for bit in range(8 * len(bytes(proof))):
            changed = bytearray(bytes(proof))
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises((ProofRejected, InvalidInput)):
                InclusionProof(bytes(changed)).verify(node, head)
    early = ledger.prove("a", head=1)
    early.verify(nodes[0], ledger.head(1))
    consistent = ledger.prove_consistency(1)
    consistent.verify(ledger.head(1), head)
    assert ConsistencyProof(bytes(consistent)) == consistent
    with pytest.raises(ProofRejected):
        consistent.verify(ledger.head(2), head)
    for wrong in (lambda: ledger.prove("x"), lambda: ledger.head(9)):
        with pytest.raises(NotFound):
            wrong()


def test_known_roots() -> None:
    import hashlib

    ledger = TraceLedger(tree_hash="rfc6962-sha256")
    assert ledger.head().root == hashlib.sha256().digest()
    first, second = three()[:2]
    ledger.append(first)
    leaf = hashlib.sha256(b"\0" + bytes(first)).digest()
    assert ledger.head().root == leaf
    ledger.append(second)
    other = hashlib.sha256(b"\0" + bytes(second)).digest()
    assert ledger.head().root == hashlib.sha256(b"\1" + leaf + other).digest()


def test_settings() -> None:
    ledger = TraceLedger(time_rule="causal")
    ledger.extend([TraceNode("a", "x", 10), TraceNode("b", "x", 5)])
    with pytest.raises(InvalidInput, match="later time"):
        ledger.append(TraceNode("c", "x", 7, causes=["a"]))
    assert ledger.time_rule == "causal"
    with pytest.raises(InvalidInput, match="rule of time"):
        TraceLedger(time_rule="none")
    with pytest.raises(InvalidInput, match="tree hash"):
        TraceLedger(tree_hash="md5")


def test_erasure() -> None:
    ledger = TraceLedger()
    secret = TraceNode("a", "x", 1, payload=b"Ada Lovelace", erasable=True)
    assert secret.payload == b"Ada Lovelace" and secret.is_erasable and secret.commitment
    assert pickle.loads(pickle.dumps(secret)).payload == b"Ada Lovelace"
    assert b"Ada" not in bytes(secret) and TraceNode.from_bytes(bytes(secret)).payload is None
    ledger.extend([secret, TraceNode("b", "x", 2, payload=b"kept")])
    before = ledger.head()
    assert ledger.erase("a", id="e", origin="officer", timestamp=3) == 2
    assert ledger["a"].payload is None and ledger["e"].kind == "lawful.erasure"
    ledger.prove("a", head=before).verify(ledger["a"], before)
    for target in ("b", "nobody"):
        with pytest.raises(InvalidInput):
            ledger.erase(target, id="f", origin="officer", timestamp=4)
    assert ledger.verify() == ledger.head()


def test_salts_and_commitments() -> None:
    secret = TraceNode("a", "x", 1, payload=b"Ada Lovelace", erasable=True)
    assert secret.salt is not None and len(secret.salt) == 32
    again = TraceNode.from_bytes(bytes(secret), salt=secret.salt, payload=secret.payload)
    assert again.payload == b"Ada Lovelace" and again.salt == secret.salt
    assert secret.to_dict()["salt"] == secret.salt and TraceNode("a", "x", 1).salt is None
    # What may have to be forgotten is not in what people log.
    assert repr(secret) == f"TraceNode('a', 'x', 1, commitment={secret.commitment!r})"
    gone: TraceNode = eval(repr(secret))
    assert gone == secret and gone.payload is None and gone.salt is None and gone.is_erasable
    with pytest.raises(InvalidInput, match="32 bytes, not `5`"):
        TraceNode("a", "x", 1, commitment=b"short")
    with pytest.raises(InvalidInput, match="give one of them"):
        TraceNode("a", "x", 1, commitment=bytes(32), payload=b"x")


def test_erasing_a_node_by_any_of_its_names() -> None:
    for which in (0, -1, "a", TraceNode("a", "x", 1, commitment=bytes(32))):
        ledger = TraceLedger()
        ledger.append(TraceNode("a", "x", 1, payload=b"Ada", erasable=True))
        if isinstance(which, TraceNode):
            with pytest.raises(NotFound):
                ledger.erase(which, id="e", origin="officer", timestamp=3)
            which = ledger["a"]
        assert ledger.erase(which, id="e", origin="officer", timestamp=3) == 1
        assert ledger["a"].payload is None
        with pytest.raises(IndexError):
            ledger.erase(7, id="f", origin="officer", timestamp=4)


def test_links_of_any_iterable() -> None:
    links = [Link("causes", "a"), Link("fulfils", "a")]
    for given in (links, tuple(links), set(links), iter(links), dict.fromkeys(links)):
        assert TraceNode("b", "x", 1, links=given).links == tuple(links)
    with pytest.raises(TypeError, match="Link"):
        TraceNode("b", "x", 1, links=["a"])  # type: ignore[list-item]


def test_a_pruned_ledger_as_a_sequence() -> None:
    ledger = filled()
    ledger.prune(1)
    assert ledger[:] == list(ledger) == list(reversed(ledger))[::-1]
    assert ledger[0:1] == [] and ledger[:2] == [ledger[1]] and ledger[::-1] == list(reversed(ledger))
    backwards = reversed(ledger)
    assert next(backwards).id == "c" and next(backwards).id == "b"
    assert next(backwards, None) is None


def test_pruning() -> None:
    ledger = filled()
    head = ledger.head()
    ledger.prune(1)
    assert ledger.first == 1 and len(ledger) == 3 and ledger.head() == head
    assert [node.id for node in ledger] == ["b", "c"]
    ledger.prove("c").verify(ledger["c"], head)
    with pytest.raises(NotFound, match="pruned"):
        ledger[0]
    with pytest.raises(NotFound):
        ledger.prove(0)
    with pytest.raises(NotFound):
        ledger.prune(9)
    assert ledger.verify() == head


def test_queries() -> None:
    ledger = filled()

    def ids(nodes: list[TraceNode]) -> list[str]:
        return [node.id for node in nodes]

    assert ids(ledger.query()) == ["a", "b", "c"]
    assert ids(ledger.query(origin="brain", newest_first=True)) == ["c", "a"]
    assert ids(ledger.query(kind="act")) == ids(ledger.query(tag="z")) == ["b"]
    assert ids(ledger.query(tag=["a", "z"])) == ids(ledger.query(walk_id="w")) == ["b"]
    assert ids(ledger.query(since=10, until=30)) == ["a", "b"] and ids(ledger.query(id="c")) == ["c"]
    assert ids(ledger.query(limit=1)) == ["a"] and ledger.query(origin="nobody") == []
    assert ledger.count() == 3 and ledger.count(origin="brain") == 2 and ledger.count(id="x") == 0
    assert ledger.counts()["origins"] == {"brain": 2, "hand": 1}
    assert ids(ledger.causes("b")) == ["a"] and ids(ledger.effects("a")) == ["b"]
    assert ids(ledger.causes("b", relations=["fulfils"])) == ["a"]
    assert ids(ledger.ancestors("c")) == ["b", "a"] and ids(ledger.descendants("a")) == ["b", "c"]
    assert ids(ledger.path_between("a", "c")) == ["a", "b", "c"]
    assert ids(ledger.critical_path("c")) == ["a", "b", "c"]
    assert ids(ledger.ancestors("c", relations=["causes"])) == []
    ledger.append(TraceNode("d", "brain", 40, causes=["c"]))
    assert ids(ledger.descendants("a", limit=2)) == ["b", "c"] and ledger.count() == 4
    with pytest.raises(InvalidInput, match="relation"):
        ledger.causes("b", relations=["follows"])
    with pytest.raises(NotFound):
        ledger.ancestors("x")


def test_a_long_chain() -> None:
    ledger = TraceLedger()
    chain = [TraceNode("0", "x", 0)]
    chain += [TraceNode(str(n), "x", n, causes=[str(n - 1)]) for n in range(1, 50_000)]
    ledger.extend(chain)
    assert len(ledger.ancestors("49999")) == 49_999 == len(ledger.critical_path(-1)) - 1


def test_exports() -> None:
    ledger = filled()
    lines = [json.loads(line) for line in ledger.export("jsonl").splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert lines[1]["content_id"] == FULL.content_id.hex()
    spans = json.loads(ledger.export("otlp", name="me"))["resourceSpans"][0]["scopeSpans"][0]
    assert len(spans["spans"]) == 3
    assert "n0 -->|causes| n1" in ledger.export("mermaid")
    assert "n2" not in ledger.export("mermaid", nodes=ledger[:2])
    page = ledger.export("html", name="<script>alert(1)</script>")
    assert page.startswith("<!") and "<script>alert(1)" not in page
    with pytest.raises(InvalidInput, match="`pdf` is not a format"):
        ledger.export("pdf")
    with pytest.raises(NotFound):
        ledger.export("jsonl", nodes=[TraceNode("x", "y", 1)])
    with pytest.raises(TypeError, match="only nodes are taken here, not `int`"):
        ledger.export("jsonl", nodes=[1])  # type: ignore[list-item]


def test_checkpoints_and_proof_files(tmp_path: Path) -> None:
    keys = KeyStore.memory()
    log, witness, other = (keys.new_key(name) for name in ("log", "witness", "other"))
    ledger = TraceLedger(tree_hash="rfc6962-sha256")
    ledger.extend(three())
    name = "example.com/log"
    checkpoint = ledger.checkpoint(log, origin=name)
    trust: dict[str, Any] = {"origin": name, "log": log.public_key}
    assert checkpoint.verify(**trust) == ledger.head() == checkpoint.head
    assert Checkpoint(str(checkpoint)) == checkpoint == pickle.loads(pickle.dumps(checkpoint))
    assert checkpoint.verify(origin=name, log=verifier_key(name, log.public_key)).size == 3
    for wrong in ({**trust, "log": other.public_key}, {**trust, "origin": "example.com/x"}):
        with pytest.raises(ProofRejected):
            checkpoint.verify(**wrong)
    who = verifier_key("w.example/1", witness.public_key, witness=True)
    with pytest.raises(ProofRejected):
        checkpoint.verify(**trust, witnesses=[who])
    seen = checkpoint.cosign(witness, name="w.example/1", time=1_700_000_000)
    assert seen.verify(**trust, witnesses=[who]).size == 3
    assert checkpoint.verify(**trust, witnesses=[who], quorum=0).size == 3
    proof = ledger.prove_file("b", checkpoint)
    assert ProofFile(str(proof)).verify(**trust) == FULL and proof.checkpoint == checkpoint
    assert proof == pickle.loads(pickle.dumps(proof)) and proof.index == 1
    for at in range(0, len(str(proof)), 7):
        text = str(proof)
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        with pytest.raises((ProofRejected, InvalidInput)):
            ProofFile(changed).verify(**trust)
    ledger.export_tiles(tmp_path / "tiles", checkpoint)
    assert (tmp_path / "tiles" / "checkpoint").read_text() == str(checkpoint)
    ledger.append(TraceNode("d", "x", 40))
    with pytest.raises(NotFound):
        ledger.prove_file("d", checkpoint)


def test_tiles_of_a_ledger_that_has_grown(tmp_path: Path) -> None:
    key = KeyStore.memory().new_key("log")
    ledger = TraceLedger(tree_hash="rfc6962-sha256")
    ledger.extend(TraceNode(f"{n}", "x", n) for n in range(300))
    early = ledger.checkpoint(key, origin="log")
    ledger.extend(TraceNode(f"{n}", "x", n) for n in range(300, 600))
    ledger.export_tiles(tmp_path / "tiles", early)
    assert (tmp_path / "tiles" / "checkpoint").read_text() == str(early)
    entries = {path.name for path in (tmp_path / "tiles/tile/entries").iterdir()}
    assert entries == {"000", "001.p"}
    late = ledger.checkpoint(key, origin="log")
    ledger.export_tiles(tmp_path / "tiles", late)
    with pytest.raises(InvalidInput, match="`600` entries.*never gets shorter"):
        ledger.export_tiles(tmp_path / "tiles", early)
    other = TraceLedger(tree_hash="rfc6962-sha256")
    other.extend(TraceNode(f"{n}", "y", n) for n in range(400))
    with pytest.raises(InvalidInput, match="another root at size `300`"):
        other.export_tiles(tmp_path / "others", early)
    with pytest.raises(InvalidInput, match="is of `600` entries, and this log has `400`"):
        other.export_tiles(tmp_path / "others", late)
    assert not (tmp_path / "others").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot write"):
        ledger.export_tiles(tmp_path / "file" / "tiles", late)


def test_heads_of_another_ledger_are_refused() -> None:
    key = KeyStore.memory().new_key("log")
    ledger, other = filled(), TraceLedger()
    other.extend(TraceNode(f"{n}", "x", n) for n in range(3))
    sha = Head(3, ledger.head().root, "rfc6962-sha256")
    for wrong in (Head(3, bytes(32)), Head(2, bytes(32)), sha, other.head()):
        with pytest.raises(Conflict, match="of another ledger"):
            ledger.checkpoint(key, origin="o", head=wrong)
        with pytest.raises(Conflict, match="of another ledger"):
            ledger.prove(1, wrong)
        with pytest.raises(Conflict, match="of another ledger"):
            ledger.prove_consistency(1, wrong)
        with pytest.raises(Conflict, match="of another ledger"):
            ledger.prove_consistency(wrong)
    with pytest.raises(Conflict, match="of another ledger"):
        ledger.prove_file(1, other.checkpoint(key, origin="o"))
    assert ledger.checkpoint(key, origin="o", head=ledger.head(2)).head == ledger.head(2)


def test_every_node_has_a_proof_file() -> None:
    key = KeyStore.memory().new_key("log")
    ledger = TraceLedger()
    largest = TraceNode("a", "x", 1, stimulus="s" * (256 << 10), payload=bytes(16 << 20))
    ledger.append(largest)
    proof = str(ledger.prove_file("a", ledger.checkpoint(key, origin="log")))
    assert ProofFile(proof).verify(origin="log", log=key.public_key) == largest


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with TraceLedger.open(path) as ledger:
        assert ledger.durability == "written" and ledger.path == path
        assert ledger.extend(three()).durability == "written"
        assert ledger.extend(three(), durability="synced").durability == "synced"
        assert ledger.append(TraceNode("d", "x", 40)) == 3 and ledger.sync() == 4
        head = ledger.head()
        with pytest.raises(LedgerError, match="another writer"):
            TraceLedger.open(path)
        reader = TraceLedger.open(path, read_only=True)
        ledger.append(TraceNode("e", "x", 50))
        assert len(reader) == 4 and reader.refresh() == 5 and reader["e"].id == "e"
        with pytest.raises(LedgerError, match="opened for reading"):
            reader.append(TraceNode("f", "x", 60))
    with pytest.raises(LedgerError, match="closed"):
        ledger.append(TraceNode("f", "x", 60))
    assert "closed" in repr(ledger)
    ledger.close()
    again = TraceLedger.open(path, pinned=head)
    assert again.recovery["is_clean"] and list(again)[:3] == three()
    assert again.verify() == again.head() and len(again) == 5
    again.close()
    with pytest.raises(NotFound):
        TraceLedger.open(tmp_path / "none", create=False)
    with pytest.raises(NotFound):
        TraceLedger.open(tmp_path / "none", read_only=True)
    with pytest.raises(DamagedFile):
        TraceLedger.open(path, pinned=Head(9, head.root))
    with pytest.raises(DamagedFile):
        TraceLedger.open(path, pinned=Head(4, bytes(32)))
    with pytest.raises(InvalidInput, match="durability"):
        TraceLedger.open(path, durability="forever")
    with pytest.raises(InvalidInput, match="in memory"):
        TraceLedger().sync()


def test_foreign_folders(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader")
    with pytest.raises(LawfulError):
        TraceLedger.open(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(LawfulError):
        TraceLedger.open(tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "dear reader"


def test_flipped_bytes_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with TraceLedger.open(path) as ledger:
        ledger.extend(three(), durability="synced")
        head = ledger.head()
    segments = [file for file in path.rglob("*") if file.is_file()]
    whole = {file: file.read_bytes() for file in segments}
    for file, content in whole.items():
        for at in range(0, len(content), 5):
            changed = bytearray(content)
            changed[at] ^= 0x40
            file.write_bytes(bytes(changed))
            try:
                found = TraceLedger.open(path, read_only=True, pinned=head)
            except LawfulError:
                continue
            finally:
                file.write_bytes(content)
            assert list(found) == three() and found.head() == head


def test_threads() -> None:
    ledger = TraceLedger()

    def work(number: int) -> None:
        for at in range(200):
            ledger.append(TraceNode(f"{number}-{at}", "x", 1))
            assert ledger.head().size >= at
            assert ledger.query(id=f"{number}-{at}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger) == 3200 == len({node.id for node in ledger})
    assert ledger.verify() == ledger.head()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_fork(tmp_path: Path) -> None:
    script = f"""
import os, sys
from lawful.trace import TraceLedger, TraceNode
from lawful.errors import LedgerError
ledger = TraceLedger.open({str(tmp_path / "ledger")!r})
ledger.append(TraceNode("a", "x", 1))
child = os.fork()
if child == 0:
    try:
        ledger.append(TraceNode("b", "x", 2))
    except LedgerError as error:
        sys.exit(0 if "forked" in str(error) else 3)
    sys.exit(4)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
ledger.append(TraceNode("c", "x", 3))
ledger.close()
assert [n.id for n in TraceLedger.open({str(tmp_path / "ledger")!r})] == ["a", "c"]
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_ledger_that_is_open_when_the_interpreter_ends(tmp_path: Path) -> None:
    script = f"""
from lawful.trace import TraceLedger, TraceNode
ledger = TraceLedger.open({str(tmp_path / "ledger")!r})
ledger.append(TraceNode("a", "x", 1))
iterator = iter(ledger)
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    assert len(TraceLedger.open(tmp_path / "ledger")) == 1


def test_nodes_outlive_the_ledger(tmp_path: Path) -> None:
    ledger = TraceLedger.open(tmp_path / "ledger")
    ledger.extend(three())
    nodes = list(ledger)
    ledger.close()
    del ledger
    gc.collect()
    assert nodes == three() and nodes[1].tags == ("a", "z")


def test_export_writes_what_the_ledger_has() -> None:
    ledger = TraceLedger()
    ledger.append(TraceNode("a", "honest", 1))
    kept = TraceNode("b", "x", 2, payload=b"SECRET", erasable=True)
    ledger.append(kept)
    assert ledger.export("jsonl", nodes=[kept]) == ledger.export("jsonl").splitlines(keepends=True)[1]
    for format in ("jsonl", "otlp", "mermaid", "html"):
        for other in (TraceNode("a", "EVIL", 1), TraceNode("none", "x", 1)):
            with pytest.raises(NotFound, match="no such node"):
                ledger.export(format, nodes=[other])
    ledger.erase("b", id="e", origin="office", timestamp=2)
    assert kept.payload == b"SECRET"
    assert "payload_salt" not in ledger.export("jsonl", nodes=[kept])


def test_pruning_ends_no_iteration() -> None:
    ledger = TraceLedger()
    ledger.extend([TraceNode(f"{n}", "x", n) for n in range(100)])
    forward, backward, late = iter(ledger), reversed(ledger), iter(ledger)
    assert next(forward).id == "0" and next(backward).id == "99"
    for _ in range(70):
        next(late)
    ledger.prune(50)
    assert [node.id for node in forward] == [f"{n}" for n in range(50, 100)]
    assert [node.id for node in backward] == [f"{n}" for n in range(98, 49, -1)]
    assert [node.id for node in late] == [f"{n}" for n in range(70, 100)]
    assert next(forward, None) is None
