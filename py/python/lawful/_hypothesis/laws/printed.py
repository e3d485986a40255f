"""Parts of evidence that are printed texts and counts."""

from __future__ import annotations

import functools
import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful import _core, laws
from lawful._hypothesis.texts import texts


def _restored(cls: type, **fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    def make(data: dict[str, Any]) -> Any:
        return _core._restore(cls.__name__, json.dumps(data))

    return st.fixed_dictionaries(fields).map(make)


def bindings() -> SearchStrategy[laws.Binding]:
    """Draws bindings."""
    return _restored(
        laws.Binding, variable=texts(), sort=texts(), value=texts(), matters=st.booleans()
    )


def steps() -> SearchStrategy[laws.Step]:
    """Draws steps of an evaluation."""
    return _restored(laws.Step, term=texts(), value=texts())


def variables() -> SearchStrategy[laws.Variable]:
    """Draws variables."""
    return _restored(laws.Variable, name=texts(), sort=texts())


def timings() -> SearchStrategy[laws.Timing]:
    """Draws timings."""
    counts = functools.partial(st.integers, 0, 2**63 - 1)
    return _restored(
        laws.Timing, model=texts(), law=texts(), nanoseconds=counts(), cases=counts()
    )
