"""Theories, models and laws: the law framework under one name.

    from lawful import laws

    test = laws.as_hypothesis("int.i64.wrapping_add/semigroup.associative")
    test()

Everything here is also in `lawful` itself, but for `judge`, `as_hypothesis` and `strategy_of`, which
judge single cases and turn laws into tests of Hypothesis.

A report in every form, and reports of shards that become one:

    >>> import lawful
    >>> model = lawful.find_model("bool.xor")
    >>> report = lawful.check(model.only(["monoid.left_identity", "monoid.right_identity"]))
    >>> forms = report.to_text(), report.to_html(), report.to_junit(), report.to_json_lines()
    >>> [type(form) for form in forms] == [str] * 4
    True
    >>> print(report.model("bool.xor").law("left_identity").to_text("bool.xor").splitlines()[0])
    proved: bool.xor claims monoid.left_identity
    >>> report.with_adequacy([lawful.measure_adequacy(model)]).adequacy[0].model
    'bool.xor'
    >>> halves = [lawful.check(model, shard=shard) for shard in ("1/2", "2/2")]
    >>> whole = lawful.check(model)
    >>> halves[0].merge(halves[1]).canonical() == whole.canonical()
    True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lawful import _core
from lawful._check import check, check_case, check_token, measure_adequacy, replay
from lawful._check import _model
from lawful._compare import compare
from lawful._core import (
    Binding,
    Claim,
    Comparison,
    Counterexample,
    Difference,
    Discoveries,
    Discovery,
    Evidence,
    Failure,
    KillMatrix,
    Law,
    LawEvidence,
    Model,
    Mutant,
    NotRun,
    Operation,
    Outcome,
    Proved,
    RedundantClaim,
    Refuted,
    Report,
    Sampler,
    Step,
    Summary,
    Tested,
    Theory,
    Timing,
    Vacuous,
    Variable,
    Verdict,
    booleans,
    dicts,
    discover,
    floats,
    integers,
    lists,
    sampled,
    sets,
    strategy,
    text,
    theories,
    tuples,
    values,
)
from lawful._files import read_report
from lawful._find import find_law, find_model, find_theory, models
from lawful._plugins import load_plugins
from lawful._register import build, model, register

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "Binding",
    "Claim",
    "Comparison",
    "Counterexample",
    "Difference",
    "Discoveries",
    "Discovery",
    "Evidence",
    "Failure",
    "KillMatrix",
    "Law",
    "LawEvidence",
    "Model",
    "Mutant",
    "NotRun",
    "Operation",
    "Outcome",
    "Proved",
    "RedundantClaim",
    "Refuted",
    "Report",
    "Sampler",
    "Step",
    "Summary",
    "Tested",
    "Theory",
    "Timing",
    "Vacuous",
    "Variable",
    "Verdict",
    "as_hypothesis",
    "booleans",
    "build",
    "check",
    "check_case",
    "check_token",
    "compare",
    "dicts",
    "discover",
    "find_law",
    "find_model",
    "find_theory",
    "floats",
    "integers",
    "judge",
    "lists",
    "load_plugins",
    "measure_adequacy",
    "model",
    "models",
    "read_report",
    "register",
    "replay",
    "sampled",
    "sets",
    "strategy",
    "strategy_of",
    "text",
    "theories",
    "tuples",
    "values",
]


def judge(
    model: _core.Model | str | type, law: str, values: Sequence[object], *, shrink: int = 0
) -> _core.LawEvidence:
    """Judges a claimed law of a model for given values and returns the evidence of this one case.

    Every value of a sort's type is taken, whether or not the sampler would draw it. With `shrink`, so
    many simpler cases are tried if the law is refuted.

    Raises `InvalidInput` if the model makes no such claim, or a value is of another sort.

    >>> from lawful import laws
    >>> laws.judge("int.i64.wrapping_add", "semigroup.associative", [1, 2, 3]).verdict.name
    'tested'
    """
    found = _model(model)
    return _core.judge(found, _claimed(found, law), list(values), shrink=shrink)


def _claimed(model: _core.Model, law: str) -> str:
    ids = [claim.law for claim in model.claims]
    if law not in ids:
        short = [id for id in ids if id.rpartition(".")[2] == law]
        law = short[0] if len(short) == 1 else law
    return law


def as_hypothesis(
    law: str | _core.Law,
    strategies: Mapping[str, SearchStrategy[Any]] | SearchStrategy[Any] | None = None,
    *,
    model: _core.Model | str | type | None = None,
) -> Callable[[], None]:
    """Makes a test of Hypothesis of a law of a model: Hypothesis draws, shrinks and remembers.

    `law` is `"model/law"`, or a law whose model is given. `strategies` says where values come from, by
    the name of a variable or of its sort as a model spells it (`elem`), or one strategy for all;
    without it, the samplers of a Python model are turned into strategies. Decorate the test with
    `hypothesis.settings` as any other.

    Raises `InvalidInput` if the model makes no such claim, or nothing says where a variable comes
    from. The test raises `LawRefuted`.

    >>> from hypothesis import strategies as st
    >>> from lawful import laws
    >>> test = laws.as_hypothesis("int.i64.wrapping_add/semigroup.associative", st.integers(-100, 100))
    >>> test()
    """
    from lawful._hypothesis.law_tests import test_of

    name = law if isinstance(law, str) else law.id
    if model is None:
        given, _, name = name.partition("/")
        model = given
    found = _model(model)
    return test_of(found, _claimed(found, name), strategies)


def strategy_of(sampler: _core.Sampler[Any]) -> SearchStrategy[Any]:
    """Turns a sampler into a strategy of Hypothesis that draws from the same values.

    >>> import lawful
    >>> from lawful import laws
    >>> laws.strategy_of(lawful.lists(lawful.integers(0, 9), longest=3))
    lists(integers(min_value=0, max_value=9), max_size=3)
    """
    from lawful._hypothesis.law_tests import strategy_of

    return strategy_of(sampler)
