"""Gates, what they decide, and what they know of holders."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.covenant.calls import calls
from lawful._hypothesis.covenant.covenants import chains, granted
from lawful._hypothesis.covenant.open import open_covenant, tool_calls
from lawful._hypothesis.covenant.reviews import review_gates
from lawful._hypothesis.laws.reports import reports
from lawful._hypothesis.platform.attestations import attest
from lawful._hypothesis.platform.certificates import certify_model
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import START
from lawful._hypothesis.trust.stores import trust_stores
from lawful.covenant import CovenantGate, Decision, ManualClock, Standing


def gates() -> SearchStrategy[CovenantGate]:
    """Draws gates of covenants and of chains, which enforce or not, on a clock of their own."""
    return st.builds(
        lambda covenant, enforced, standing: CovenantGate(
            covenant,
            grantors=[key("owner")],
            clock=ManualClock(START),
            enforced=enforced,
            standing=standing,
        ),
        granted() | chains(),
        st.booleans(),
        st.none() | standings(),
    )


def decisions() -> SearchStrategy[Decision]:
    """Draws decisions about calls: allowed, denied, and left to reviewers."""
    stops = st.lists(review_gates(), max_size=1)
    opened = st.builds(
        lambda stops: CovenantGate(open_covenant(stops), clock=ManualClock(START)), stops
    )
    asked = [st.tuples(opened, tool_calls()), st.tuples(gates(), calls())]
    return st.one_of(asked).map(lambda pair: pair[0].check(pair[1]))


@st.composite
def standings(draw: DrawFn) -> Standing:
    """Draws what is known of the handful of keys."""
    made = Standing(trust=draw(st.none() | trust_stores()))
    for name in draw(st.lists(st.sampled_from(["agent", "helper"]), unique=True)):
        id = draw(entity_ids())
        made.name(key(name), id)
        made.attested(attest(name, id, timedelta()), now=START)
    if draw(st.booleans()):
        certified = certify_model("int.i64.wrapping_add", draw(reports()), key("reviewer"), None)
        made.certified(certified, now=START)
    return made
