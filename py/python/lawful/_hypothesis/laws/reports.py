"""Reports and kill matrices of real runs, short ones, and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful
from lawful._hypothesis.kept import kept
from lawful._hypothesis.laws.models import checked
from lawful._hypothesis.times import seeds


@kept
def _report(cases: int, seed: int) -> lawful.Report:
    return lawful.check(list(checked()), cases=cases, seed=seed, threads=1)


@kept
def _matrix(seed: int) -> lawful.KillMatrix:
    return lawful.measure_adequacy("int.i64.wrapping_add", seed=seed, cases=20)


def reports() -> SearchStrategy[lawful.Report]:
    """Draws reports."""
    return st.builds(_report, st.integers(1, 40), seeds())


def parts(take: Callable[[lawful.Report], Iterable[Any]]) -> SearchStrategy[Any]:
    """Draws one of what a function takes out of a report."""
    return reports().map(take).map(list).filter(bool).flatmap(st.sampled_from)


def laws_of(report: lawful.Report) -> list[lawful.LawEvidence]:
    """Returns the evidence of all laws of all models."""
    return [law for evidence in report.evidence for law in evidence.laws]


def evidence() -> SearchStrategy[lawful.Evidence]:
    """Draws the evidence of models."""
    return parts(lambda report: report.evidence)


def law_evidence() -> SearchStrategy[lawful.LawEvidence]:
    """Draws the evidence of laws."""
    return parts(laws_of)


def summaries() -> SearchStrategy[lawful.Summary]:
    """Draws summaries."""
    return reports().map(lambda report: report.summary)


def matrices() -> SearchStrategy[lawful.KillMatrix]:
    """Draws kill matrices."""
    return st.builds(_matrix, seeds())


def mutants() -> SearchStrategy[lawful.Mutant]:
    """Draws mutants."""
    return matrices().map(lambda matrix: matrix.mutants).filter(bool).flatmap(st.sampled_from)
