"""What is discovered about models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful
from lawful._hypothesis.kept import kept
from lawful._hypothesis.laws.models import built
from lawful._hypothesis.times import seeds

_OPERATIONS: dict[str, Callable[[Any, bool, bool], bool]] = {
    "and": lambda self, a, b: a and b,
    "or": lambda self, a, b: a or b,
    "xor": lambda self, a, b: a != b,
    "left": lambda self, a, b: a,
}


@kept
def _discovered(theory: str, operation: str, seed: int) -> lawful.Discoveries:
    def empty(self: object) -> bool:
        return operation == "and"

    parts = {"elem": lawful.booleans(), "combine": _OPERATIONS[operation], "empty": empty}
    return lawful.discover(built(theory, **parts), size=3, cases=20, seed=seed)


def discoveries() -> SearchStrategy[lawful.Discoveries]:
    """Draws what is discovered about small models."""
    theories = st.sampled_from(["semigroup", "monoid", "commutative_monoid", "band"])
    return st.builds(_discovered, theories, st.sampled_from(sorted(_OPERATIONS)), seeds())


def single_discoveries() -> SearchStrategy[lawful.Discovery]:
    """Draws equations that hold and are not claimed."""
    return discoveries().map(lambda made: made.new).filter(bool).flatmap(st.sampled_from)


def redundant_claims() -> SearchStrategy[lawful.RedundantClaim]:
    """Draws claims that follow from other claims."""
    operations = st.sampled_from(["and", "or", "xor"])
    made = st.builds(_discovered, st.just("commutative_monoid"), operations, seeds())
    return made.map(lambda found: found.redundant).filter(bool).flatmap(st.sampled_from)
