"""Strategies for the classes of `lawful.operad`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.texts import texts
from lawful.operad import FiniteOperad, LawResult, OperadReport

# Binary operations on 0..n with an identity: addition modulo n, the greater one, and only the first.
_TABLES: list[tuple[Callable[[int, int, int], int], int]] = [
    (lambda a, b, n: (a + b) % n, 0),
    (lambda a, b, n: max(a, b), 0),
    (lambda a, b, n: a * b % n, 1),
    (lambda a, b, n: a, 0),
]


def finite_operads() -> SearchStrategy[FiniteOperad]:
    """Draws finite operads, of which some break a law."""

    def make(size: int, table: tuple[Callable[[int, int, int], int], int]) -> FiniteOperad:
        compose, identity = table
        rows = [[compose(a, b, size) for b in range(size)] for a in range(size)]
        return FiniteOperad(rows, identity % size)

    return st.builds(make, st.integers(1, 12), st.sampled_from(_TABLES))


def law_results() -> SearchStrategy[LawResult]:
    """Draws the results of laws that hold."""
    verdicts = st.sampled_from(["proved", "tested"])
    return st.builds(LawResult, texts(), texts(), verdicts, st.integers(0, 2**63 - 1))


def operad_reports() -> SearchStrategy[OperadReport]:
    """Draws reports of operads."""
    return st.builds(OperadReport, texts(), st.lists(law_results(), max_size=4).map(tuple))


STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    FiniteOperad: finite_operads,
    LawResult: law_results,
    OperadReport: operad_reports,
}
