"""Strategies for the classes of `lawful.provers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful import provers
from lawful._hypothesis.kept import kept
from lawful._hypothesis.laws.models import broken
from lawful._hypothesis.texts import texts
from lawful._hypothesis.times import seeds

_LAW = "semigroup.associative"
_PLUS = "int.i64.wrapping_add"


def derivations() -> SearchStrategy[provers.Derivation]:
    """Draws derivations, which need not be right."""
    lines = st.lists(st.tuples(texts(), texts()), max_size=4)
    return lines.map(lambda lines: provers.Derivation(*lines))


def refutations() -> SearchStrategy[provers.Refutation]:
    """Draws refutations, which need not be right."""
    return st.lists(st.integers(), max_size=4).map(lambda values: provers.Refutation(*values))


def unknowns() -> SearchStrategy[provers.Unknown]:
    """Draws answers of provers that do not know."""
    return st.builds(provers.Unknown, texts())


def populations() -> SearchStrategy[provers.Population]:
    """Draws population searches."""
    constants = st.lists(st.integers() | texts(), max_size=3).map(tuple)
    return st.builds(provers.Population, st.booleans(), st.booleans(), constants)


@kept
def _settled(how: str, seed: int) -> provers.Settled:
    def prover(task: provers.Task) -> provers.Answer:
        if how == "raised":
            raise ValueError("example")
        if how == "unknown":
            return provers.Unknown("example")
        # True of subtraction, false of addition.
        return provers.Refutation(0, 0, 1)

    if how == "proved":
        return provers.settle("bool.logic", "band[join].idempotent", provers.Equality(), seed=seed)
    model = broken() if how == "refuted" else _PLUS
    return provers.settle(model, _LAW, prover, seed=seed)


def settled() -> SearchStrategy[provers.Settled]:
    """Draws what is known after a prover was asked."""
    outcomes = ["unknown", "raised", "refused", "refuted", "proved"]
    return st.builds(_settled, st.sampled_from(outcomes), seeds())


def tasks() -> SearchStrategy[provers.Task]:
    """Draws the questions of provers, which can still be read and run."""

    def make(seed: int) -> provers.Task:
        asked: list[provers.Task] = []

        def prover(task: provers.Task) -> provers.Answer:
            asked.append(task)
            return provers.Unknown()

        provers.settle(_PLUS, _LAW, prover, seed=seed)
        [task] = asked
        return task

    return st.builds(make, seeds())


STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    provers.Derivation: derivations,
    provers.Equality: lambda: st.builds(provers.Equality),
    provers.Population: populations,
    provers.Refutation: refutations,
    provers.Settled: settled,
    provers.Task: tasks,
    provers.Unknown: unknowns,
}
