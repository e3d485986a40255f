"""Claims about what entities made."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.platform.keys import keys
from lawful._hypothesis.texts import entity_ids, names
from lawful._hypothesis.times import START, times
from lawful._hypothesis.trust.tensors import scores
from lawful.trace import TraceLedger
from lawful.trust import Claims, SignedClaim


def signed_claims() -> SearchStrategy[SignedClaim]:
    """Draws signed claims."""
    return st.builds(
        SignedClaim.sign,
        keys(),
        entity_ids(),
        st.sampled_from(["valuation", "veracity", "validity"]),
        names(),
        st.booleans(),
        scores(),
        work=st.binary(min_size=32, max_size=32),
        now=times(),
    )


def claims() -> SearchStrategy[Claims]:
    """Draws ledgers on which claims are anchored."""

    def make(signed: list[SignedClaim]) -> Claims:
        made = Claims(TraceLedger())
        for claim in signed:
            made.anchor(claim, now=max(START, claim.at))
        return made

    # In the order of their times, as a ledger has it.
    return st.lists(signed_claims(), max_size=3).map(lambda many: make(sorted(many, key=_time)))


def _time(claim: SignedClaim) -> float:
    return claim.at.timestamp()
