"""Ledgers in memory, filled."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.trace.nodes import names, nodes
from lawful.trace import Receipt, TraceLedger

_HASHES = ["blake3", "rfc6962-sha256"]


@st.composite
def filled(draw: DrawFn, least: int = 0) -> TraceLedger:
    """Draws ledgers of linked nodes, as they are before anything is pruned."""
    rule = draw(st.sampled_from(["monotone", "causal"]))
    ledger = TraceLedger(tree_hash=draw(st.sampled_from(_HASHES)), time_rule=rule)
    ids = draw(st.lists(names(), unique=True, min_size=least, max_size=6))
    time = 0
    for at, id in enumerate(ids):
        time += draw(st.integers(0, 10**9))
        targets = st.sampled_from(ids[:at]) if at else st.nothing()
        ledger.append(draw(nodes(st.just(id), st.just(time), targets)))
    return ledger


@st.composite
def ledgers(draw: DrawFn) -> TraceLedger:
    """Draws ledgers, of which some have had payloads erased, or were pruned."""
    ledger: TraceLedger = draw(filled())
    erasable = [node for node in ledger if node.is_erasable]
    is_erased = draw(st.booleans())
    if erasable and is_erased:
        time = ledger[-1].timestamp
        ledger.erase(erasable[0].id, id="erasure", origin="example", timestamp=time)
    if draw(st.booleans()):
        ledger.prune(draw(st.integers(0, len(ledger))))
    return ledger


def receipts() -> SearchStrategy[Receipt]:
    """Draws receipts of appends."""
    counts = st.integers(0, 2**31)
    durabilities = st.sampled_from(["volatile", "written", "synced"])
    return st.builds(
        lambda first, appended, durability: Receipt(first, appended, first + appended, durability),
        counts,
        counts,
        durabilities,
    )
