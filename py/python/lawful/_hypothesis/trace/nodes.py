"""Nodes with links, tags, walks and payloads."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful.trace import Link, TraceNode

_RELATIONS = ["causes", "continues", "branches", "fulfils"]
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
_TIMES = st.integers(-(2**63), 2**63 - 1)


def names() -> SearchStrategy[str]:
    """Draws ids of nodes."""
    return _NAMES


def links(targets: SearchStrategy[str] = _NAMES) -> SearchStrategy[Link]:
    """Draws links to some targets."""
    return st.builds(Link, st.sampled_from(_RELATIONS), targets)


def nodes(
    ids: SearchStrategy[str] = _NAMES,
    times: SearchStrategy[int] = _TIMES,
    targets: SearchStrategy[str] = _NAMES,
) -> SearchStrategy[TraceNode]:
    """Draws nodes, some with a payload, which may be one that can be erased."""
    optional = {
        "kind": _NAMES,
        "stimulus": _TEXTS,
        "response": _TEXTS,
        "walk_id": _NAMES,
        "tags": st.lists(_NAMES, max_size=3),
        "links": st.lists(links(targets), max_size=3),
    }
    payloads: SearchStrategy[dict[str, Any]] = st.one_of(
        st.just({}),
        st.fixed_dictionaries({"payload": st.binary(max_size=40)}, optional={"erasable": st.booleans()}),
    )
    return st.builds(
        lambda id, origin, time, parts, payload: TraceNode(id, origin, time, **parts, **payload),
        ids,
        _NAMES,
        times,
        st.fixed_dictionaries({}, optional=optional),
        payloads,
    )
