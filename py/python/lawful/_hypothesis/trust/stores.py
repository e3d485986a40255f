"""Stores in memory, filled, and their clocks."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import START, times
from lawful._hypothesis.trust.entities import model_names
from lawful._hypothesis.trust.tensors import outcomes
from lawful.trust import ManualClock, TrustStore


def clocks() -> SearchStrategy[ManualClock]:
    """Draws clocks that show some time."""
    return st.builds(ManualClock, times())


@st.composite
def trust_stores(draw: DrawFn) -> TrustStore:
    """Draws stores whose entities have acted, and witnessed each other."""
    clock = ManualClock(START)
    rate = draw(st.none() | st.just(0.01))
    store = TrustStore.memory(model=draw(model_names()), decay_rate=rate, clock=clock)
    ids = draw(st.lists(entity_ids(), max_size=4, unique=True))
    for id in ids:
        clock.advance(seconds=draw(st.integers(0, 86_400)))
        store.update(id, *draw(outcomes()))
    for witness, target in zip(ids, ids[1:], strict=False):
        store.witness(witness, target, *draw(outcomes()))
    return store
