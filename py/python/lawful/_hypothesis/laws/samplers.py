"""Samplers of many sorts of values."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful

_Samplers = SearchStrategy[lawful.Sampler[Any]]


def samplers() -> _Samplers:
    """Draws samplers of numbers, texts, chosen values, and collections of them."""
    return st.recursive(_leaves(), _wholes, max_leaves=4)


def _leaves() -> _Samplers:
    low = st.integers(-(2**31), 2**31)
    return st.one_of(
        st.builds(lambda a, width: lawful.integers(a, a + width), low, st.integers(0, 1000)),
        st.just(lawful.booleans()),
        st.builds(lambda n: lawful.floats(-float(n), float(n)), st.integers(0, 1000)),
        st.builds(lambda n: lawful.text("ab", longest=n), st.integers(0, 8)),
        st.builds(lawful.values, st.lists(st.integers(), min_size=1, max_size=4, unique=True)),
    )


def _wholes(of: _Samplers) -> _Samplers:
    return st.one_of(
        st.builds(lambda one, n: lawful.lists(one, longest=n), of, st.integers(0, 4)),
        st.lists(of, min_size=1, max_size=3).map(lambda many: lawful.tuples(*many)),
    )
