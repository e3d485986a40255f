"""Calls, what they cost, and permissions that allow some of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.texts import simple_names
from lawful.covenant import Budget, Call

_PLACES = ["tool:{}", "fs.read:/srv/{}", "fs.write:/srv/app/{}", "mcp:files/{}", "pay:{}/transfer"]
_PERMISSIONS = [
    "tool:*",
    "fs.*:/srv/**",
    "mcp:files/*",
    "!fs.write:/srv/app/secrets/**",
    "pay:*/transfer when /amount <= 500",
    'tool:* when key in ["tpm2"]',
]
RESOURCES = ["tokens", "calls", "micro_currency", "milliseconds", "entropy_bits"]


def actions() -> SearchStrategy[str]:
    """Draws actions."""
    return st.builds(str.format, st.sampled_from(_PLACES), simple_names())


def permissions() -> SearchStrategy[list[str]]:
    """Draws permissions, allowances and denials, with conditions and without."""
    return st.lists(st.sampled_from(_PERMISSIONS) | actions(), max_size=4, unique=True)


def budgets(most: int = 2**63 - 1) -> SearchStrategy[Budget]:
    """Draws budgets."""
    amounts = {name: st.integers(0, most) for name in RESOURCES}
    return st.fixed_dictionaries({}, optional=amounts).map(lambda made: Budget(**made))


def arguments() -> SearchStrategy[dict[str, Any]]:
    """Draws arguments of calls."""
    return st.fixed_dictionaries(
        {},
        optional={
            "amount": st.integers(0, 1000),
            "text": st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
            "of": st.lists(st.none() | st.booleans() | st.integers(-(2**31), 2**31), max_size=3),
        },
    )


def calls(asked: SearchStrategy[str] | None = None) -> SearchStrategy[Call]:
    """Draws calls of some actions: of no cost, of a known one, or of one known only afterwards."""
    costs: SearchStrategy[dict[str, Any]] = st.one_of(
        st.just({}),
        budgets(10).map(lambda budget: {"cost": budget}),
        budgets(10).map(lambda budget: {"at_most": budget}),
    )
    return st.builds(
        lambda action, arguments, cost, model: Call(action, arguments=arguments, model=model, **cost),
        actions() if asked is None else asked,
        arguments(),
        costs,
        st.none() | st.just("int.i64.wrapping_add"),
    )
