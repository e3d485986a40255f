"""Tensors after outcomes and decay, and what is computed from scores."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lawful._hypothesis.texts import names
from lawful.trust import Coherence, T3Tensor, TrustColumns, TrustLevel, V3Tensor

_Tensor = TypeVar("_Tensor", T3Tensor, V3Tensor)
_RATE = 0.01


def scores() -> SearchStrategy[float]:
    """Draws numbers from 0 to 1."""
    return st.floats(0.0, 1.0)


_THREE = st.tuples(scores(), scores(), scores())


def outcomes() -> SearchStrategy[tuple[bool, float]]:
    """Draws the outcome of an action: a success, and how much it mattered."""
    return st.tuples(st.booleans(), scores())


def days() -> SearchStrategy[float]:
    """Draws days without an action."""
    return st.floats(0.0, 1000.0)


@st.composite
def t3_tensors(draw: DrawFn) -> T3Tensor:
    """Draws trust tensors."""
    return draw(_lived(T3Tensor(*draw(_THREE)), ["talent", "training", "temperament"]))


@st.composite
def v3_tensors(draw: DrawFn) -> V3Tensor:
    """Draws value tensors."""
    return draw(_lived(V3Tensor(*draw(_THREE)), ["valuation", "veracity", "validity"]))


@st.composite
def _lived(draw: DrawFn, tensor: _Tensor, parents: list[str]) -> _Tensor:
    for success, magnitude in draw(st.lists(outcomes(), max_size=3)):
        tensor.update_from_outcome(success, magnitude)
    for success, magnitude in draw(st.lists(outcomes(), max_size=2)):
        parent = draw(st.sampled_from(parents))
        tensor.observe_sub_dimension(f"{parent}/{draw(names())}", parent, success, magnitude)
    tensor.apply_decay(draw(days()), _RATE)
    return tensor


def trust_columns() -> SearchStrategy[TrustColumns]:
    """Draws columns of a few entities, of which each had outcomes of its own."""

    def make(rows: list[tuple[bool, float, float]]) -> TrustColumns:
        columns = TrustColumns(len(rows))
        columns.update([row[0] for row in rows], [row[1] for row in rows])
        columns.decay([row[2] for row in rows], _RATE)
        return columns

    return st.lists(st.tuples(st.booleans(), scores(), days()), max_size=5).map(make)


def trust_levels() -> SearchStrategy[TrustLevel]:
    """Draws levels."""
    return st.sampled_from(TrustLevel.all())


def coherences() -> SearchStrategy[Coherence]:
    """Draws coherences."""
    return st.builds(Coherence, scores(), scores(), scores(), scores())
