"""Tokens, their life, and what is bound to them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.platform.attestations import attest
from lawful._hypothesis.platform.keys import key
from lawful._hypothesis.texts import texts
from lawful._hypothesis.times import spans, times
from lawful.trace import TraceLedger
from lawful.trust import DidDocument, HardwareBinding, Lct, Lifecycle, StatusChange, StatusLedger

_TYPES = [
    "human",
    "ai_software",
    "ai_embodied",
    "organization",
    "society",
    "role",
    "task",
    "resource",
    "hybrid",
]
_DAY = 86_400.0
_NEXT: dict[str, list[str]] = {
    "active": ["dormant", "void"],
    "dormant": ["active", "void"],
    "void": [],
    "slashed": [],
}


@st.composite
def _roots(draw: DrawFn, name: str) -> Lct:
    return Lct.create(draw(st.sampled_from(_TYPES)), key(name), now=draw(times()))


@st.composite
def _held(draw: DrawFn) -> tuple[Lct, str]:
    """Draws tokens, each with the name of its key."""
    name = draw(st.sampled_from(["agent", "helper", "reviewer"]))
    if draw(st.booleans()):
        parent = draw(_roots("owner"))
        child = Lct.create_child(
            draw(st.sampled_from(_TYPES)),
            key(name),
            parent=Lifecycle(parent),
            parent_key=key("owner"),
            now=parent.created_at + draw(spans(_DAY)),
        )
        return child, name
    return draw(_roots(name)), name


def lcts() -> SearchStrategy[Lct]:
    """Draws tokens, with a parent and without."""
    return _held().map(lambda held: held[0])


@st.composite
def _changed(draw: DrawFn, least: int = 0) -> tuple[Lifecycle, list[StatusChange]]:
    lct, name = draw(_held())
    life, now = Lifecycle(lct), lct.created_at
    changes: list[StatusChange] = []
    wanted = draw(st.integers(least, 4))
    while len(changes) < wanted and _NEXT[life.status]:
        now += draw(spans(_DAY))
        status = draw(st.sampled_from(_NEXT[life.status]))
        changes.append(life.change(status, key(name), reason=draw(texts()), now=now))
        life.apply(changes[-1])
    return life, changes


def lifecycles() -> SearchStrategy[Lifecycle]:
    """Draws tokens after some changes of status."""
    return _changed().map(lambda made: made[0])


def status_changes() -> SearchStrategy[StatusChange]:
    """Draws changes of status."""
    return _changed(least=1).flatmap(lambda made: st.sampled_from(made[1]))


def status_ledgers() -> SearchStrategy[StatusLedger]:
    """Draws ledgers on which a token was minted, and what became of it recorded."""

    def make(changed: tuple[Lifecycle, list[StatusChange]]) -> StatusLedger:
        life, changes = changed
        made = StatusLedger(TraceLedger())
        made.mint(life.lct, now=life.lct.created_at)
        for change in changes:
            made.record(change, now=change.at)
        return made

    return _changed().map(make)


def hardware_bindings() -> SearchStrategy[HardwareBinding]:
    """Draws bindings of tokens to where their keys live."""

    def make(held: tuple[Lct, str], age: timedelta) -> HardwareBinding:
        lct, name = held
        return HardwareBinding(lct, attest(name, lct.id, age))

    return st.builds(make, _held(), spans(59.0))


def did_documents() -> SearchStrategy[DidDocument]:
    """Draws documents of tokens."""

    def make(held: tuple[Lct, str], age: timedelta) -> DidDocument:
        lct, name = held
        return DidDocument.issue(lct, key(name), now=lct.created_at + age)

    return st.builds(make, _held(), spans(_DAY))
