"""Every public name has a docstring example, and every example runs."""

from __future__ import annotations

import doctest
import importlib
import inspect
from types import ModuleType
from typing import Any

import pytest

MODULES = [
    "lawful",
    "lawful.adapters",
    "lawful.adapters.langchain",
    "lawful.adapters.mcp_server",
    "lawful.adapters.openai_agents",
    "lawful.covenant",
    "lawful.laws",
    "lawful.operad",
    "lawful.platform",
    "lawful.provers",
    "lawful.trace",
    "lawful.trust",
]
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# Not classes or functions, so that they have no docstring of their own.
WITHOUT = {"__version__", "Answer", "Prover"}


def public() -> list[tuple[str, str]]:
    """Returns every public name of every public module, each object once."""
    found: dict[int, tuple[str, str]] = {}
    for module in MODULES:
        there = importlib.import_module(module)
        for name in there.__all__:
            if name not in WITHOUT:
                found.setdefault(id(getattr(there, name)), (module, name))
    return sorted(found.values())


def examples(object: Any, name: str) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(inspect.getdoc(object) or "", name)


@pytest.mark.parametrize(("module", "name"), public())
def test_the_example_of(module: str, name: str) -> None:
    object = getattr(importlib.import_module(module), name)
    found = examples(object, name)
    assert found, f"`{module}.{name}` has no example in its docstring"
    test = doctest.DocTest(found, {}, name, None, None, None)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    said: list[str] = []
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_lists_its_public_names_in_order(module: str) -> None:
    there: ModuleType = importlib.import_module(module)
    assert list(there.__all__) == sorted(set(there.__all__))
    assert there.__doc__ and ".\n" in there.__doc__


def test_the_law_framework_is_the_same_in_both_places() -> None:
    import lawful
    from lawful import laws

    for name in laws.__all__:
        if hasattr(lawful, name):
            assert getattr(lawful, name) is getattr(laws, name)
