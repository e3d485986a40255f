"""Nodes made of the parts of other nodes."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest
from lawful.errors import InvalidInput
from lawful.trace import Link, TraceLedger, TraceNode

FULL = TraceNode(
    "b",
    "brain",
    2,
    "plan",
    stimulus="s",
    response="r",
    walk_id="w",
    tags=["t"],
    links=[Link("causes", "a"), ("branches", "a")],
    payload=b"p",
)
ERASABLE = TraceNode("c", "brain", 3, payload=b"secret", erasable=True)


def erased() -> TraceNode:
    ledger = TraceLedger()
    ledger.append(ERASABLE)
    ledger.erase("c", id="e", origin="office", timestamp=3)
    return ledger[0]


@pytest.mark.parametrize("node", [TraceNode("a", "x", 1), FULL, ERASABLE, erased()])
def test_parts_make_the_same_node(node: TraceNode) -> None:
    again = TraceNode(**node.to_dict())
    assert again == node and again.payload == node.payload and again.salt == node.salt


def test_other_parts() -> None:
    other = FULL.replace(id="d", timestamp=4, kind=None, causes=["x", "y"])
    assert (other.id, other.timestamp, other.kind, other.origin) == ("d", 4, None, "brain")
    assert other.causes == ("x", "y") and other.branches == ("a",)
    assert FULL.replace(links=None).links == () and FULL.replace(causes=None).causes == ()
    assert FULL.replace(payload=None).payload is None
    assert FULL.replace() == FULL and FULL.replace().payload == b"p"
    if sys.version_info >= (3, 13):
        assert copy.replace(FULL, id="d") == FULL.replace(id="d")


def test_payloads_that_can_be_erased() -> None:
    other = ERASABLE.replace(id="d")
    assert other.payload == b"secret" and other.commitment == ERASABLE.commitment
    new = ERASABLE.replace(payload=b"other")
    assert new.is_erasable and new.payload == b"other" and new.commitment != ERASABLE.commitment
    assert not ERASABLE.replace(payload=b"other", erasable=False).is_erasable
    gone = ERASABLE.replace(payload=None)
    assert gone.payload is None and gone.commitment is None
    assert erased().replace(id="d").commitment == ERASABLE.commitment


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"salt": bytes(32)}, "`salt` goes with a payload"),
        ({"salt": b"x", "payload": b"p"}, "a salt has 32 bytes, not `1`"),
        ({"salt": bytes(32), "payload": b"p", "commitment": bytes(32)}, "not of this `payload` and `salt`"),
        ({"payload": b"p", "commitment": bytes(32)}, "not at hand"),
        ({"erasable": True, "commitment": bytes(32)}, "not at hand"),
        ({"erasable": True}, "`erasable` needs a payload"),
        ({"commitment": b"x"}, "a commitment has 32 bytes, not `1`"),
        ({"links": [("follows", "a")]}, "`follows` is not a relation"),
    ],
)
def test_parts_that_do_not_fit(parts: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        TraceNode("a", "x", 1, **parts)


def test_a_damaged_pickle_says_what_is_wrong_with_its_salt() -> None:
    restore, (data, _, payload) = ERASABLE.__reduce__()
    with pytest.raises(InvalidInput, match="a salt has 32 bytes, not `1`"):
        restore(data, b"x", payload)


def test_links_that_are_none() -> None:
    for links in ([("causes",)], [("causes", "a", "b")], ["causes"], [("causes", 1)], 1):
        with pytest.raises((TypeError, ValueError)):
            TraceNode("a", "x", 1, links=links)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="odd"):
        FULL.replace(odd=1)
