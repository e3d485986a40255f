"""Verdicts of every kind, and counterexamples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful
from lawful._hypothesis.laws.models import built
from lawful._hypothesis.laws.reports import laws_of, parts
from lawful._hypothesis.times import seeds


def _of_kind(kind: type) -> SearchStrategy[Any]:
    return parts(lambda report: [v for law in laws_of(report) if isinstance(v := law.verdict, kind)])


def proved() -> SearchStrategy[lawful.Proved]:
    """Draws proved verdicts."""
    return _of_kind(lawful.Proved)


def tested() -> SearchStrategy[lawful.Tested]:
    """Draws tested verdicts."""
    return _of_kind(lawful.Tested)


def refuted() -> SearchStrategy[lawful.Refuted]:
    """Draws refuted verdicts."""
    return _of_kind(lawful.Refuted)


def counterexamples() -> SearchStrategy[lawful.Counterexample]:
    """Draws counterexamples."""
    return refuted().map(lambda verdict: verdict.counterexample)


def failures() -> SearchStrategy[lawful.Failure]:
    """Draws failures: sides that are unequal, and what raised."""
    raised = st.builds(_raised, st.sampled_from([ValueError, KeyError, ZeroDivisionError]))
    return counterexamples().map(lambda found: found.failure) | raised


def _raised(error: type[Exception]) -> lawful.Failure:
    def combine(self: object, a: int, b: int) -> int:
        raise error("example")

    model = built("semigroup", elem=lawful.integers(0, 3), combine=combine)
    verdict = _verdict_of(model, "associative", 1, 0)
    assert isinstance(verdict, lawful.Refuted)
    return verdict.counterexample.failure


def vacuous() -> SearchStrategy[lawful.Vacuous]:
    """Draws vacuous verdicts."""
    return st.builds(_vacuous, st.integers(1, 100), seeds())


def _vacuous(cases: int, seed: int) -> Any:
    # Nothing is at most anything: the premise of transitivity is never true.
    order: Callable[[int, int], bool] = lambda a, b: False
    model = built("partial_order", elem=lawful.integers(0, 10**6), at_most=staticmethod(order))
    return _verdict_of(model, "transitive", cases, seed)


def not_run() -> SearchStrategy[lawful.NotRun]:
    """Draws verdicts of laws that did not run."""
    return st.builds(_not_run, seeds())


def _not_run(seed: int) -> Any:
    nothing = lawful.sampled(lambda random: 1 // 0)
    model = built("semigroup", elem=nothing, combine=lambda self, a, b: a)
    return _verdict_of(model, "associative", 1, seed)


def _verdict_of(model: lawful.Model, law: str, cases: int, seed: int) -> lawful.Verdict:
    [evidence] = lawful.check(model, cases=cases, seed=seed, threads=1).evidence
    return evidence.law(law).verdict


def verdicts() -> SearchStrategy[lawful.Verdict]:
    """Draws verdicts of every kind."""
    return st.one_of(proved(), tested(), vacuous(), not_run(), refuted())
