"""Laws as tests of Hypothesis, and samplers as strategies. Imports Hypothesis."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import hypothesis
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from lawful import _core
from lawful._find import find_law
from lawful._register import object_of, sampler
from lawful.errors import InvalidInput, LawRefuted

Strategies = Mapping[str, SearchStrategy[Any]] | SearchStrategy[Any] | None


def test_of(model: _core.Model, law: str, strategies: Strategies) -> Callable[[], None]:
    """Makes the test of a claimed law of a model."""
    claims = {claim.law: claim for claim in model.claims}
    if law not in claims:
        raise InvalidInput(f"`{model.id}` makes no claim about `{law}`")
    if claims[law].claim == "fails":
        # Its cases that hold refute nothing, and one that fails bears it out: a test would say the opposite.
        raise InvalidInput(
            f"`{model.id}` claims that `{law}` fails: a negative claim is no test of Hypothesis; "
            "`lawful.check` looks for its witness"
        )
    variables = find_law(law).variables
    drawn = {v.name: _strategy(model, v, strategies) for v in variables}

    def test(**values: Any) -> None:
        given = [values[v.name] for v in variables]
        evidence = _core.judge(model, law, given, shrink=0)
        if not evidence.effective and not isinstance(evidence.verdict, _core.Refuted):
            if not variables:
                raise Unsatisfiable(f"`{law}` of `{model.id}`: {evidence.verdict}")
            hypothesis.reject()
        if isinstance(evidence.verdict, _core.Refuted):
            raise LawRefuted(evidence.to_text(model.id))

    words = re.sub(r"\W+", "_", f"{model.id}_{law}")
    test.__name__ = test.__qualname__ = f"test_{words}"
    test.__doc__ = f"{claims[law].statement}, of `{model.id}`."
    test.__module__ = __name__
    if not variables:
        # There is one case, and nothing to draw.
        return test
    made: Callable[[], None] = hypothesis.given(**drawn)(test)
    return made


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


BUILT_IN: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "bool": st.booleans,
    "u64": lambda: st.integers(0, 2**64 - 1),
    "i64": lambda: st.integers(-(2**63), 2**63 - 1),
    "String": lambda: st.text(st.characters(exclude_categories=["Cs"])),
    "Ordering": lambda: st.sampled_from([-1, 0, 1]),
}


def _strategy(
    model: _core.Model, variable: _core.Variable, strategies: Strategies
) -> SearchStrategy[Any]:
    sort = _snake(variable.sort)
    if isinstance(strategies, SearchStrategy):
        return strategies
    for name in (variable.name, sort, variable.sort):
        if strategies is not None and name in strategies:
            return strategies[name]
    if variable.sort in BUILT_IN:
        return BUILT_IN[variable.sort]()
    given = getattr(object_of(model), sort, None)
    if given is None:
        raise InvalidInput(
            f"nothing says where `{variable.name}` of the sort `{variable.sort}` comes from; give "
            f"`strategies={{'{variable.name}': ...}}`"
        )
    return strategy_of(sampler(given))


def strategy_of(sampler: _core.Sampler[Any]) -> SearchStrategy[Any]:
    """Turns a sampler into a strategy that draws from the same values."""
    source, (valid, *parts) = sampler._parts
    made = _of_source(source, parts)
    return made if valid is None else made.filter(valid)


def _of_source(source: str, parts: list[Any]) -> SearchStrategy[Any]:
    match source, parts:
        case "integers", [low, high]:
            return st.integers(low, high)
        case "floats", [low, high]:
            return st.floats(low, high, allow_nan=False, allow_infinity=False)
        case "text", [None, longest]:
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=longest)
        case "text", [letters, longest]:
            return st.text(letters, max_size=longest)
        case "values", [values]:
            return st.sampled_from(values)
        case "sampled", [draw]:
            return st.randoms(use_true_random=False).map(draw)
        case "strategy", [strategy]:
            made: SearchStrategy[Any] = strategy
            return made
        case "lists", [of, longest]:
            return st.lists(strategy_of(of), max_size=longest)
        case "sets", [of, longest]:
            return st.sets(strategy_of(of), max_size=longest)
        case "tuples", of:
            return st.tuples(*map(strategy_of, of))
        case "dicts", [keys, values, longest]:
            return st.dictionaries(strategy_of(keys), strategy_of(values), max_size=longest)
        case "mapped", [of, image]:
            return strategy_of(of).map(image)
    raise InvalidInput(f"a sampler of `{source}` is no strategy of Hypothesis")
