"""Every public name has a docstring example, and every example runs."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from types import GetSetDescriptorType, MemberDescriptorType, ModuleType
from typing import Any

import lawful
import pytest

# Programs, and models that the registry loads.
INTERNAL = ("lawful.__main__", "lawful.cli", "lawful.pytest_plugin", "lawful.standard_models")
# Public is a module without an underscore that says what is public in it.
MODULES = [
    "lawful",
    *sorted(
        module.name
        for module in pkgutil.walk_packages(lawful.__path__, "lawful.")
        if "._" not in module.name
        and not module.name.startswith(INTERNAL)
        and hasattr(importlib.import_module(module.name), "__all__")
    ),
]
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# Not classes or functions, so that they have no docstring of their own.
WITHOUT = {"__version__", "Answer", "Prover"}


# Nothing to show without the device.
NEEDS_A_DEVICE = {
    f"KeyStore.{name}"
    for name in (
        "attestation_key",
        "fido2",
        "pin_attempts_left",
        "platform_state",
        "set_first_pin",
        "tpm2",
    )
}


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


def run(found: list[doctest.Example], name: str) -> None:
    test = doctest.DocTest(found, {}, name, None, None, None)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    said: list[str] = []
    runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize(("module", "name"), public())
def test_the_example_of(module: str, name: str) -> None:
    found = examples(getattr(importlib.import_module(module), name), name)
    assert found, f"`{module}.{name}` has no example in its docstring"
    run(found, name)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_the_module(module: str) -> None:
    run(examples(importlib.import_module(module), module), module)


def is_property(found: object) -> bool:
    return isinstance(found, (property, GetSetDescriptorType, MemberDescriptorType))


def is_called_by_a_framework(cls: type, name: str) -> bool:
    return any(name in vars(base) for base in cls.__mro__[1:] if not base.__module__.startswith("lawful"))


@pytest.mark.parametrize(("module", "name"), public())
def test_every_method_is_told_and_shown(module: str, name: str) -> None:
    """In an example of its own, of its class, or of the module, which all run."""
    there = importlib.import_module(module)
    cls = getattr(there, name)
    if not isinstance(cls, type):
        return
    owners = [owner for owner in MODULES if cls in vars(importlib.import_module(owner)).values()]
    shown = [cls, *map(importlib.import_module, owners)]
    code = "".join(one.source for object in shown for one in examples(object, name))
    for method, raw in vars(cls).items():
        if method.startswith("_") or is_property(raw) or not callable(getattr(cls, method)):
            continue
        if is_called_by_a_framework(cls, method) or f"{name}.{method}" in NEEDS_A_DEVICE:
            continue
        assert inspect.getdoc(getattr(cls, method)), f"`{name}.{method}` has no docstring"
        own = examples(getattr(cls, method), method)
        assert own or re.search(rf"(\.|def ){method}\b", code), f"no example shows `{name}.{method}`"
        run(own, method)


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
