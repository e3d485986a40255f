"""The speed table: ours beside plain Python and published packages, in one run.

    python py/benches/speed.py [--html PAGE] [--json]

Every figure is the median of several rounds, in which ours and the peers take turns. The ratio says
how many times as long the peer takes. A peer that is not installed is left out, and that is said.
Limits that are missed are named at the end; with LAWFUL_BENCH_GATE set, they also make the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import peers
from lawful import FiniteOperad, verify_operad_laws
from lawful.covenant import Budget, Covenant, CovenantGate
from lawful.platform import KeyStore
from lawful.trace import TraceLedger, TraceNode
from lawful.trust import EntityTrust, TrustColumns, TrustStore
from measure import Row, Work, compare, resident
from page import page

MANY = 100_000
NAMES = [f"n{n}" for n in range(MANY)]


def nodes() -> list[Row]:
    """Making nodes, and appending them."""
    made = [TraceNode(name, "brain", n) for n, name in enumerate(NAMES)]
    theirs = [peers.Node(name, "brain", n) for n, name in enumerate(NAMES)]

    def append() -> None:
        ledger = TraceLedger()
        add = ledger.append
        for node in made:
            add(node)

    def append_plain() -> None:
        ledger = peers.Ledger()
        add = ledger.append
        for node in theirs:
            add(node)

    return [
        compare(
            "make a node",
            {"lawful": lambda: TraceNode("abc", "brain", 1), "dataclass": lambda: peers.Node("abc", "brain", 1)},
            limit=0.2e-6,
        ),
        compare(f"append {MANY} nodes", {"lawful": append, "list and dict": append_plain}, limit=MANY * 60e-9),
        compare(
            f"extend by {MANY} nodes",
            {"lawful": lambda: TraceLedger().extend(made), "list and dict": lambda: peers.Ledger().extend(theirs)},
            limit=MANY * 20e-9,
        ),
    ]


def laws() -> list[Row]:
    """The laws of an operad of 16 elements."""
    size = 16
    table = [[(a + b) % size for b in range(size)] for a in range(size)]
    operad = FiniteOperad(table, 0)
    works: dict[str, Work] = {
        "lawful": lambda: verify_operad_laws(operad),
        "plain Python": lambda: peers.operad_laws(table, 0),
    }
    return [compare("check 3 laws of an operad, 16 elements", works, limit=75e-6)]


def gates() -> list[Row]:
    """A permission check with a budget and an end, among ten thousand permissions."""
    store = KeyStore.memory()
    owner, agent = store.new_key("owner"), store.new_key("agent")
    allowed = [f"fs.write:/srv/app{n % 50}/file{n}" for n in range(10_000)]
    most = 2**62
    granted = Covenant.propose(
        by=agent, grantor=owner, permissions=allowed, budget=Budget(calls=most), seconds=3600.0
    ).grant(owner)
    gate, asked = CovenantGate(granted), allowed[-1]
    plain = peers.Gate(allowed, time.time() + 3600.0, {"calls": most})
    one = Budget(calls=1)
    works: dict[str, Work] = {
        "lawful": lambda: gate.check(asked, cost=one),
        "set and dict": lambda: plain.check(asked, {"calls": 1}),
    }
    return [compare("check a permission among 10000", works, limit=200e-9)]


def trust() -> list[Row]:
    """Updates and decay, of one and of many, and stores."""
    import numpy

    ours, plain = EntityTrust("mcp:files"), peers.Entity("mcp:files")
    updates: dict[str, Work] = {
        "lawful": lambda: ours.update_from_outcome(True, 0.1),
        "plain Python": lambda: plain.update_from_outcome(True, 0.1),
    }
    decays: dict[str, Work] = {
        "lawful": lambda: ours.apply_decay(1.0, 0.01),
        "plain Python": lambda: plain.apply_decay(1.0, 0.01),
    }
    columns = TrustColumns(MANY)
    successes, magnitudes = numpy.ones(MANY, dtype=bool), numpy.full(MANY, 0.1)
    crowd = [peers.Entity(name) for name in NAMES]

    def update_crowd() -> None:
        for each in crowd:
            each.update_from_outcome(True, 0.1)

    many: dict[str, Work] = {
        "lawful": lambda: columns.update(successes, magnitudes),
        "plain Python": update_crowd,
    }
    store = TrustStore.memory()
    store.save(ours)
    gets: dict[str, Work] = {"lawful": lambda: store.get("mcp:files")}
    with tempfile.TemporaryDirectory() as folder:
        if (web4 := peers.web4_trust()) is not None:
            theirs = web4.EntityTrust("mcp:files")
            updates["web4-trust"] = lambda: theirs.update_from_outcome(True, 0.1)
            decays["web4-trust"] = lambda: theirs.apply_decay(1.0, 0.01)
            directory = web4.TrustStore(folder)
            directory.save(theirs)
            gets["web4-trust, JSON"] = lambda: directory.get("mcp:files")
        return [
            compare("update trust", updates, limit=100e-9),
            compare("decay trust", decays, limit=100e-9),
            compare(f"update trust in {MANY}", many),
            compare("get from a store", gets, limit=300e-9),
        ]


def keys() -> list[Row]:
    """Signatures."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    message = bytes(64)
    key = KeyStore.memory().new_key("bench")
    signature = key.sign(message, context="bench")
    theirs = Ed25519PrivateKey.generate()
    their_public, their_signature = theirs.public_key(), theirs.sign(message)
    signs: dict[str, Work] = {
        "lawful": lambda: key.sign(message, context="bench"),
        "cryptography": lambda: theirs.sign(message),
    }
    if (web4 := peers.web4_core()) is not None:
        pair = web4.PyKeyPair.generate()
        signs["web4-core"] = lambda: pair.sign(message)
    verifies: dict[str, Work] = {
        "lawful": lambda: key.public_key.verify(message, signature, context="bench"),
        "cryptography": lambda: their_public.verify(their_signature, message),
    }
    return [compare("sign 64 bytes", signs), compare("verify a signature", verifies)]


def memory() -> list[Row]:
    """The bytes that a node takes in a ledger, beside those of objects in a list and a dict."""

    def ours() -> object:
        ledger = TraceLedger()
        for start in range(0, MANY, 1000):
            ledger.extend([TraceNode(name, "brain", n) for n, name in enumerate(NAMES[start : start + 1000], start)])
        return ledger

    def plain() -> object:
        ledger = peers.Ledger()
        ledger.extend([peers.Node(name, "brain", n) for n, name in enumerate(NAMES)])
        return ledger

    each = {"lawful": resident(ours) / MANY, "dataclass": resident(plain) / MANY}
    return [Row("memory of a node in a ledger", each, "B")]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--html", type=Path, help="write a page with plots")
    arguments.add_argument("--json", action="store_true", help="print the rows as JSON")
    options = arguments.parse_args()
    rows: list[Row] = []
    for part in nodes, laws, gates, trust, keys, memory:
        for row in part():
            rows.append(row)
            if not options.json:
                print(row, flush=True)
    if options.json:
        print(json.dumps([row.as_dict() for row in rows]))
    for package in peers.missing:
        print(f"left out, because it is not installed: {package}", file=sys.stderr)
    if options.html is not None:
        options.html.parent.mkdir(parents=True, exist_ok=True)
        options.html.write_text(page(rows), encoding="utf-8")
        print(f"wrote {options.html}", file=sys.stderr)
    missed = [row.name for row in rows if row.is_missed]
    for name in missed:
        print(f"missed: {name}", file=sys.stderr)
    if missed and "LAWFUL_BENCH_GATE" in os.environ:
        sys.exit(1)


if __name__ == "__main__":
    main()
