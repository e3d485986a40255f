"""From filters to models and laws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from lawful._core import Model, theories
from lawful._suggest import suggestion
from lawful.errors import NotFound


def select(models: Iterable[Model], filters: Sequence[str]) -> list[Model]:
    """Returns the models that any filter asks for, with the claims that it asks for.

    Raises `NotFound`, with a suggestion, if a filter asks for nothing.
    """
    known = list(models)
    if not filters:
        return known
    wanted: dict[str, set[str]] = {}
    for text in filters:
        for id, laws in _asked(known, text).items():
            wanted.setdefault(id, set()).update(laws)
    return [
        model
        if len(wanted[model.id]) == len(model.claims)
        else model.only(sorted(wanted[model.id]))
        for model in known
        if model.id in wanted
    ]


def _asked(models: list[Model], text: str) -> dict[str, set[str]]:
    head, slash, tail = text.partition("/")
    if slash:
        inside = [model for model in models if _matches(head, [model.id])]
        found = {model.id: _laws(model, tail) for model in inside}
        found = {id: laws for id, laws in found.items() if laws}
    else:
        found = _by_model(models, text) or _by_theory(models, text) or _by_law(models, text)
    if not found:
        raise NotFound(f"the filter `{text}` matches nothing{_meant(models, text)}; models in a file of yours need `--load FILE`")
    return found


def _matches(text: str, ids: Iterable[str]) -> bool:
    if any(sign in text for sign in "*?["):
        return any(fnmatchcase(id, text) for id in ids)
    return any(text in id for id in ids)


def plain_theories(model: Model) -> list[str]:
    """Returns the ids of a model's theories, without the laws that it claims to break."""
    return [theory.partition(" without ")[0] for theory in model.theories]


def _all(model: Model) -> set[str]:
    return {claim.law for claim in model.claims}


def _laws(model: Model, text: str) -> set[str]:
    return {claim.law for claim in model.claims if _matches(text, [claim.law])}


def _by_model(models: list[Model], text: str) -> dict[str, set[str]]:
    exact = [model for model in models if model.id == text]
    return {
        model.id: _all(model) for model in exact or models if _matches(text, [model.id])
    }


def _by_theory(models: list[Model], text: str) -> dict[str, set[str]]:
    # A theory's own name stands for it alone: `monoid` is not `commutative_monoid`.
    named = any(theory.id == text for theory in theories())

    def claims(model: Model) -> bool:
        ids = plain_theories(model)
        return text in ids if named else _matches(text, ids)

    return {model.id: _all(model) for model in models if claims(model)}


def _by_law(models: list[Model], text: str) -> dict[str, set[str]]:
    found = {model.id: _laws(model, text) for model in models}
    return {id: laws for id, laws in found.items() if laws}


def _meant(models: list[Model], text: str) -> str:
    words = {model.id for model in models}
    words |= {theory for model in models for theory in plain_theories(model)}
    words |= {claim.law for model in models for claim in model.claims}
    return suggestion(text, sorted(words)) or "; `lawful list` names all models"
