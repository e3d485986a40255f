"""Comparisons of two models."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful
from lawful._hypothesis.kept import kept
from lawful._hypothesis.laws.models import broken
from lawful._hypothesis.times import seeds

_PLUS = "int.i64.wrapping_add"


@kept
def _compared(agree: bool, seed: int) -> lawful.Comparison:
    left = _PLUS if agree else broken()
    return lawful.compare(left, _PLUS, cases=5, seed=seed, threads=1)


def comparisons() -> SearchStrategy[lawful.Comparison]:
    """Draws comparisons, of models that agree and of models that differ."""
    return st.builds(_compared, st.booleans(), seeds())


def differences() -> SearchStrategy[lawful.Difference]:
    """Draws differences."""

    def make(seed: int) -> lawful.Difference:
        found = _compared(False, seed).difference
        assert found is not None
        return found

    return st.builds(make, seeds())


def outcomes() -> SearchStrategy[lawful.Outcome]:
    """Draws what a model made of a case."""
    return differences().flatmap(lambda found: st.sampled_from([found.left, found.right]))
