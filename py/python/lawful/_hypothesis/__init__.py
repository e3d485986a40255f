"""Strategies for the classes of lawful: `st.from_type(lawful.Report)`.

Hypothesis calls `register` when it is imported, by the entry point group `hypothesis`. A folder or
file here is named after the public module for whose classes it has strategies; it is imported when
one of them is asked for.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from lawful._hypothesis.excluded import is_excluded

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# A class that is in two modules is drawn by the first.
MODULES = ("laws", "operad", "provers", "platform", "trace", "trust", "covenant", "adapters")


def drawn_classes() -> dict[type, str]:
    """Returns the classes that have a strategy, each with its public module."""
    found: dict[type, str] = {}
    for module in MODULES:
        there = importlib.import_module(f"lawful.{module}")
        for name in there.__all__:
            value = getattr(there, name)
            if isinstance(value, type) and not is_excluded(value):
                found.setdefault(value, module)
    return found


def register() -> None:
    """Registers a strategy for every public class that a user can make."""
    from hypothesis import strategies as st

    for cls, module in drawn_classes().items():
        st.register_type_strategy(cls, functools.partial(_strategy, cls, module))


def _strategy(cls: type, module: str, asked: object) -> SearchStrategy[Any]:
    table: Mapping[type, Callable[[], SearchStrategy[Any]]]
    table = importlib.import_module(f"lawful._hypothesis.{module}").STRATEGIES
    return table[cls]()
