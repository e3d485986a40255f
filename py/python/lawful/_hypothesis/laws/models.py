"""Small models, of which some break a law."""

from __future__ import annotations

from typing import Any

import lawful
from lawful._hypothesis.kept import kept


def built(theory: str, **parts: Any) -> lawful.Model:
    """Builds a model that is not registered."""
    return lawful.build(type("Example", (), parts), theory=theory, id="example.model")


@kept
def broken() -> lawful.Model:
    """Returns a model that breaks its law, made once."""
    return built("semigroup", elem=lawful.integers(), combine=lambda self, a, b: a - b)


@kept
def checked() -> tuple[lawful.Model, ...]:
    """Returns models with verdicts of several kinds, made once."""
    names = ("bool.logic", "int.i64.wrapping_add")
    return (broken(), *map(lawful.find_model, names))
