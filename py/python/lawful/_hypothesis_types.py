"""Strategies for the classes of lawful: `st.from_type(lawful.Report)`.

Hypothesis calls `register` when it is imported, by the entry point group `hypothesis`. Nothing is
built before a strategy is drawn from.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

SEEDS = 2**64 - 1


def register() -> None:
    """Registers a strategy for every class whose values are data."""
    from hypothesis import strategies as st

    import lawful
    from lawful import _core, laws, platform, provers
    from lawful.operad import LawResult, OperadReport

    def lazily(cls: type, make: Callable[[], SearchStrategy[Any]]) -> None:
        st.register_type_strategy(cls, st.deferred(make))

    def of_reports(cls: type, take: Callable[[Any], list[Any]]) -> None:
        lazily(cls, lambda: reports().map(take).filter(bool).flatmap(st.sampled_from))

    def restored(cls: type, **fields: SearchStrategy[Any]) -> None:
        def make(data: dict[str, Any]) -> Any:
            return _core._restore(cls.__name__, json.dumps(data))

        lazily(cls, lambda: st.fixed_dictionaries(fields).map(make))

    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    counts = st.integers(0, 2**63 - 1)
    restored(
        lawful.Binding, variable=words, sort=words, value=words, matters=st.booleans()
    )
    restored(lawful.Step, term=words, value=words)
    restored(lawful.Variable, name=words, sort=words)
    restored(lawful.Timing, model=words, law=words, nanoseconds=counts, cases=counts)

    lazily(lawful.Report, reports)
    of_reports(lawful.Evidence, lambda r: list(r.evidence))
    of_reports(lawful.Summary, lambda r: [r.summary])
    of_reports(lawful.LawEvidence, _laws)
    of_reports(lawful.Verdict, lambda r: [law.verdict for law in _laws(r)])
    for kind in (lawful.Proved, lawful.Tested, lawful.Refuted):
        of_reports(kind, functools.partial(_verdicts, kind=kind))
    of_reports(lawful.Counterexample, _counterexamples)
    of_reports(lawful.Failure, lambda r: [c.failure for c in _counterexamples(r)])
    lazily(
        lawful.Vacuous,
        lambda: st.builds(_vacuous, st.integers(1, 100), st.integers(0, SEEDS)),
    )
    lazily(lawful.NotRun, lambda: st.builds(_not_run, st.integers(0, SEEDS)))

    theories = st.deferred(lambda: st.sampled_from(lawful.theories()))
    st.register_type_strategy(lawful.Theory, theories)
    lazily(lawful.Law, lambda: theories.filter(lambda t: t.laws).flatmap(_one("laws")))
    lazily(
        lawful.Operation,
        lambda: theories.filter(lambda t: t.operations).flatmap(_one("operations")),
    )
    models = st.deferred(lambda: st.sampled_from(lawful.models()))
    st.register_type_strategy(lawful.Model, models)
    lazily(lawful.Claim, lambda: models.filter(lambda m: m.claims).flatmap(_one("claims")))

    lazily(lawful.KillMatrix, matrices)
    lazily(lawful.Mutant, lambda: matrices().filter(_has_mutants).flatmap(_one("mutants")))
    lazily(lawful.FiniteOperad, lambda: st.integers(1, 12).map(_cyclic))
    lazily(
        LawResult,
        lambda: st.builds(
            LawResult, words, words, st.sampled_from(["proved", "tested"]), st.integers(0)
        ),
    )
    lazily(
        OperadReport,
        lambda: st.builds(
            OperadReport, words, st.lists(st.from_type(LawResult), max_size=4).map(tuple)
        ),
    )

    pairs = st.deferred(lambda: st.builds(_compared, st.integers(0, SEEDS)))
    st.register_type_strategy(laws.Comparison, pairs)
    lazily(laws.Difference, lambda: pairs.map(lambda c: c.difference))
    lazily(laws.Outcome, lambda: pairs.map(lambda c: c.difference.left))

    lazily(provers.Unknown, lambda: st.builds(provers.Unknown, words))
    lazily(
        provers.Refutation,
        lambda: st.lists(st.integers(), max_size=4).map(lambda v: provers.Refutation(*v)),
    )
    lazily(
        provers.Derivation,
        lambda: st.lists(st.tuples(words, words), max_size=4).map(
            lambda lines: provers.Derivation(*lines)
        ),
    )

    lazily(platform.PublicKey, lambda: st.builds(_key).map(lambda key: key.public_key))
    lazily(
        platform.Signature,
        lambda: st.builds(
            lambda message: _key().sign(message, context="lawful.example"),
            st.binary(max_size=64),
        ),
    )


def reports() -> SearchStrategy[Any]:
    """Draws reports of real runs, short ones."""
    from hypothesis import strategies as st

    return st.builds(_report, st.integers(1, 40), st.integers(0, SEEDS))


def matrices() -> SearchStrategy[Any]:
    """Draws kill matrices of real measurements."""
    from hypothesis import strategies as st

    return st.builds(_matrix, st.integers(0, SEEDS))


def _one(name: str) -> Callable[[Any], SearchStrategy[Any]]:
    from hypothesis import strategies as st

    return lambda whole: st.sampled_from(getattr(whole, name))


def _model(theory: str, **parts: Any) -> Any:
    import lawful

    return lawful.build(type("Example", (), parts), theory=theory, id="example.model")


def _make_models() -> list[Any]:
    import lawful

    broken = _model("semigroup", elem=lawful.integers(), combine=lambda self, a, b: a - b)
    return [broken, lawful.find_model("bool.logic"), lawful.find_model("int.i64.wrapping_add")]


def _make_report(cases: int, seed: int) -> Any:
    import lawful

    return lawful.check(_models(), cases=cases, seed=seed, threads=1)


def _make_matrix(seed: int) -> Any:
    import lawful

    return lawful.measure_adequacy("int.i64.wrapping_add", seed=seed, cases=20)


_models: Callable[[], list[Any]] = functools.lru_cache(maxsize=1)(_make_models)
_report: Callable[[int, int], Any] = functools.lru_cache(maxsize=64)(_make_report)
_matrix: Callable[[int], Any] = functools.lru_cache(maxsize=16)(_make_matrix)


def _laws(report: Any) -> list[Any]:
    return [law for evidence in report.evidence for law in evidence.laws]


def _verdicts(report: Any, kind: type) -> list[Any]:
    return [law.verdict for law in _laws(report) if isinstance(law.verdict, kind)]


def _counterexamples(report: Any) -> list[Any]:
    import lawful

    return [verdict.counterexample for verdict in _verdicts(report, lawful.Refuted)]


def _has_mutants(matrix: Any) -> bool:
    return bool(matrix.mutants)


def _check_one(order: Callable[..., bool], cases: int, seed: int) -> Any:
    import lawful

    built = _model("partial_order", elem=lawful.integers(0, 10**6), at_most=staticmethod(order))
    [evidence] = lawful.check(built, cases=cases, seed=seed, threads=1).evidence
    return evidence


def _vacuous(cases: int, seed: int) -> Any:
    # Nothing is at most anything: the premise of transitivity is never true.
    evidence = _check_one(lambda a, b: False, cases, seed)
    return evidence.law("transitive").verdict


def _not_run(seed: int) -> Any:
    import lawful

    nothing = lawful.sampled(lambda random: 1 // 0)
    built = _model("semigroup", elem=nothing, combine=lambda self, a, b: a)
    [evidence] = lawful.check(built, cases=1, seed=seed, threads=1).evidence
    return evidence.laws[0].verdict


def _cyclic(size: int) -> Any:
    from lawful import FiniteOperad

    return FiniteOperad([[(a + b) % size for b in range(size)] for a in range(size)], 0)


def _compared(seed: int) -> Any:
    import lawful

    [broken, *_] = _models()
    return lawful.compare(broken, "int.i64.wrapping_add", cases=5, seed=seed, threads=1)


def _key() -> Any:
    from lawful.platform import KeyStore

    return KeyStore.memory().new_key("example")
