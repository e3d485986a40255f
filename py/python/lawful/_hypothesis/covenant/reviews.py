"""Reviews: where calls stop, what reviewers are asked and what they answer."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.covenant.open import open_covenant, tool_calls
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import names
from lawful._hypothesis.times import START
from lawful.covenant import Approval, CovenantGate, ManualClock, ReviewGate, ReviewRequest

_REVIEWERS = ["reviewer", "owner", "nist"]
_TRIGGERS = ["tool:*", "fs.write:/srv/**", "pay:**"]


@st.composite
def review_gates(draw: DrawFn) -> ReviewGate:
    """Draws gates with some reviewers, of whom some must approve."""
    reviewers = draw(st.lists(st.sampled_from(_REVIEWERS), min_size=1, max_size=3, unique=True))
    return ReviewGate(
        draw(names()),
        draw(st.sampled_from(_TRIGGERS)),
        reviewers=[key(name) for name in reviewers],
        threshold=draw(st.integers(1, 5)),
        quorum=draw(st.integers(1, len(reviewers))),
        seconds=draw(st.integers(1, 3600)),
    )


@st.composite
def review_requests(draw: DrawFn) -> ReviewRequest:
    """Draws questions to the reviewer of the handful of keys."""
    stop = ReviewGate(
        draw(names()),
        "tool:*",
        reviewers=[key("reviewer")],
        seconds=draw(st.integers(1, 3600)),
    )
    gate = CovenantGate(open_covenant([stop]), clock=ManualClock(START))
    [request] = gate.check(draw(tool_calls())).requests
    return request


def approvals() -> SearchStrategy[Approval]:
    """Draws approvals of the reviewer of the handful of keys."""
    return review_requests().map(lambda request: request.approve(key("reviewer")))
