"""What witnesses say, signed."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.platform.keys import keys
from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import times
from lawful._hypothesis.trust.tensors import outcomes
from lawful.platform import Key
from lawful.trust import SignedWitnessEvent


def witness_events() -> SearchStrategy[SignedWitnessEvent]:
    """Draws signed events of one entity about another."""

    def make(
        key: Key, pair: list[str], number: int, outcome: tuple[bool, float], now: datetime
    ) -> SignedWitnessEvent:
        [witness, target] = pair
        return SignedWitnessEvent.sign(key, witness, target, number, *outcome, now=now)

    pairs = st.lists(entity_ids(), min_size=2, max_size=2, unique=True)
    return st.builds(make, keys(), pairs, st.integers(0, 2**64 - 1), outcomes(), times())
