"""A covenant that allows every tool, and calls of tools."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.covenant.calls import RESOURCES, calls
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import simple_names
from lawful._hypothesis.times import START
from lawful.covenant import Call, Covenant, ReviewGate


def open_covenant(review_gates: Sequence[ReviewGate] = ()) -> Covenant:
    """Makes a covenant in force, with budget enough for one call."""
    proposed = Covenant.propose(
        by=key("agent"),
        grantor=key("owner"),
        permissions=["tool:*"],
        budget=dict.fromkeys(RESOURCES, 10),
        review_gates=review_gates,
        now=START,
    )
    return proposed.grant(key("owner"), now=START)


def tool_calls() -> SearchStrategy[Call]:
    """Draws calls of tools."""
    return calls(simple_names().map("tool:{}".format))
