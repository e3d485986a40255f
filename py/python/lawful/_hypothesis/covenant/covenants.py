"""Covenants in every state, and how they are passed on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.covenant.calls import budgets, permissions
from lawful._hypothesis.covenant.reviews import review_gates
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import texts
from lawful._hypothesis.times import START
from lawful.covenant import Chain, Covenant

_AGE = 100 * 365 * 86_400
_STATES = ["granted", "proposed", "negotiating", "revoked", "expired", "amended"]


def _terms() -> SearchStrategy[dict[str, Any]]:
    rates = st.tuples(st.sampled_from(["calls", "tokens"]), st.integers(1, 100), st.just(1000))
    return st.fixed_dictionaries(
        {},
        optional={
            "permissions": permissions(),
            "budget": budgets(),
            "review_gates": st.lists(review_gates(), max_size=2, unique_by=lambda gate: gate.name),
            "reason": texts(),
            "rates": st.lists(rates, max_size=1),
            "revokers": st.just([key("reviewer")]),
        },
    )


@st.composite
def granted(draw: DrawFn, depth: int = 0) -> Covenant:
    """Draws covenants in force, of which some have just begun and none ends for a hundred years."""
    proposed = Covenant.propose(
        by=key("agent"),
        grantor=key("owner"),
        seconds=_AGE,
        depth=depth,
        now=START,
        **draw(_terms()),
    )
    return proposed.grant(key("owner"), now=START)


@st.composite
def covenants(draw: DrawFn) -> Covenant:
    """Draws covenants in every state."""
    state = draw(st.sampled_from(_STATES))
    agent, owner = key("agent"), key("owner")
    if state in ("proposed", "negotiating"):
        terms = draw(_terms())
        proposed = Covenant.propose(by=agent, grantor=owner, seconds=_AGE, now=START, **terms)
        if state == "proposed":
            return proposed
        return proposed.negotiate(owner, now=START, **draw(_terms()))
    made = draw(granted(depth=draw(st.integers(0, 3))))
    match state:
        case "revoked":
            return made.revoke(owner, draw(texts()), now=START)
        case "expired":
            return made.expire(now=START + timedelta(seconds=_AGE))
        case "amended":
            amendment = made.amend(agent, now=START, **draw(_terms())).grant(owner, now=START)
            return made.amended_by(amendment, owner, now=START)
    return made


@st.composite
def chains(draw: DrawFn) -> Chain:
    """Draws covenants that were passed on once or twice."""
    made = draw(granted(depth=2))
    helper, stranger = key("helper"), key("stranger")
    chain = made.delegate(key("agent"), to=helper, depth=1, now=START, **draw(_narrower()))
    if draw(st.booleans()):
        chain = chain.delegate(helper, to=stranger, now=START, **draw(_narrower()))
    return chain


def _narrower() -> SearchStrategy[dict[str, Any]]:
    optional = {"permissions": permissions(), "budget": budgets()}
    return st.fixed_dictionaries({}, optional=optional)
