"""`lawful explain`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from lawful._core import Law, Model, Theory, lawbreakers, theories
from lawful._find import all_laws
from lawful._suggest import suggestion
from lawful.cli.loading import load
from lawful.cli.select import plain_theories
from lawful.cli.streams import paint
from lawful.errors import NotFound


def run(options: argparse.Namespace) -> int:
    """Tells all about a law or a theory and returns the exit code."""
    models = load(options.load)
    known = {theory.id: theory for theory in theories()}
    if options.name in known:
        _theory(known[options.name], models)
        return 0
    laws = _laws(options.name, models)
    for number, law in enumerate(laws):
        if number:
            print()
        _law(law, known.get(law.theory), models)
    return 0


def _laws(name: str, models: Iterable[Model]) -> list[Law]:
    known = all_laws()
    found = [known[name]] if name in known else [l for l in known.values() if l.name == name]
    if not found:
        words = [*known, *(theory.id for theory in theories())]
        raise NotFound(f"no law or theory is called `{name}`{suggestion(name, words)}")
    return found


def _law(law: Law, theory: Theory | None, models: Iterable[Model]) -> None:
    print(paint(law.id, "1"))
    print(f"  {law.statement}")
    if law.about:
        print(f"  {law.about}")
    print()
    about = f": {theory.about}" if theory else ""
    variables = ", ".join(f"{variable.name}: {variable.sort}" for variable in law.variables)
    _row("theory", f"{law.theory}{about}")
    _row("variables", variables or "none")
    _row("law set", str(law.law_set))
    _row("floor", f"{law.floor} effective cases for a verdict")
    for broken, id, about, breaks in lawbreakers():
        if broken == law.theory and law.name in breaks:
            _row("broken by", f"{id}: {about}")
    for claim in ("holds", "fails"):
        ids = [
            model.id
            for model in models
            if any(c.law == law.id and c.claim == claim for c in model.claims)
        ]
        if ids:
            _row(f"claimed ({claim})", ", ".join(ids))


def _theory(theory: Theory, models: Iterable[Model]) -> None:
    print(paint(theory.id, "1"))
    print(f"  {theory.about}")
    print()
    _row("extends", ", ".join(theory.parents) or "nothing")
    _row("samplers", ", ".join(theory.sorts))
    for operation in theory.operations:
        arguments = ", ".join(operation.arguments)
        symbol = f"  ({operation.symbol})" if operation.symbol else ""
        _row("operation", f"{operation.name}({arguments}) -> {operation.result}{symbol}")
    for law in theory.laws:
        _row("law", f"{law.id}: {law.statement}")
    ids = [model.id for model in models if theory.id in plain_theories(model)]
    _row("models", ", ".join(ids) or "none")


def _row(head: str, text: str) -> None:
    print(f"  {head:16}  {text}")
