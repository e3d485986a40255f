"""Provers that nobody has to trust.

    from lawful import provers

    def prover(task):
        return provers.Refutation(1, 2, 3)

    print(provers.settle("int.i64.wrapping_add", "semigroup.associative", prover))

A prover is a function that takes a `Task` and returns a `Derivation`, a `Refutation` or `Unknown`: a
search, a genetic algorithm, a language model. Nothing that it says is believed: derivations are
replayed and the laws that they cite are checked, cases are run again. A prover that lies, raises or
hangs has proved nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lawful import _core
from lawful._check import SEED_LIMIT, _count, _model, _seconds, _whole
from lawful._core import Settled, Task
from lawful.errors import InvalidInput

__all__ = [
    "Answer",
    "Derivation",
    "Equality",
    "Population",
    "Prover",
    "Refutation",
    "Settled",
    "Task",
    "Unknown",
    "settle",
]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The claim that a law follows from others: each line is the next term and the law that gives it.

    The lines lead from the left side of the law to its right side; a law may be read in either
    direction and applies at one place.

    >>> from lawful import provers
    >>> proof = provers.Derivation(
    ...     ("join(a, meet(a, join(a, a)))", "lattice.absorption_meet"),
    ...     ("a", "lattice.absorption_join"),
    ... )
    >>> provers.settle("bool.logic", "band[join].idempotent", lambda task: proof).outcome
    'proved'
    """

    lines: tuple[tuple[str, str], ...]
    _kind: ClassVar[str] = "derivation"

    def __init__(self, *lines: tuple[str, str]) -> None:
        object.__setattr__(self, "lines", lines)

    def __repr__(self) -> str:
        return f"Derivation({', '.join(map(repr, self.lines))})"


@dataclass(frozen=True, slots=True)
class Refutation:
    """The claim that a law is false for these values, one for each variable.

    >>> from lawful import provers
    >>> provers.Refutation(1, 2, 3).values
    (1, 2, 3)
    """

    values: tuple[Any, ...]
    _kind: ClassVar[str] = "refutation"

    def __init__(self, *values: Any) -> None:
        object.__setattr__(self, "values", values)

    def __repr__(self) -> str:
        return f"Refutation({', '.join(map(repr, self.values))})"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was found, and why.

    >>> from lawful import provers
    >>> provers.Unknown("nothing came to mind").why
    'nothing came to mind'
    """

    why: str = ""
    _kind: ClassVar[str] = "unknown"


Answer = Derivation | Refutation | Unknown


@dataclass(frozen=True, slots=True)
class Population:
    """A population search over configurations of the samplers: where the value of each variable comes
    from is mutated, crossed and selected.

    What it exploits: with `watch`, what a Python model compares its numbers and texts with while a
    case runs, which tells values worth trying and how near the case came; with `mine`, the constants in
    the model's code; `constants` that are given; and how near an equality within a tolerance is to its
    limit. Without all of these it finds no more than drawing at random does.

    >>> import lawful
    >>> from lawful import provers
    >>> class Or:
    ...     elem = lawful.integers(0, 65535)
    ...     def combine(self, a, b):
    ...         return a if (a, b) == (0x1234, 0xBEEF) else a | b
    >>> model = lawful.build(Or, theory="commutative_semigroup", id="demo.or")
    >>> law = "commutative_semigroup.commutative"
    >>> provers.settle(model, law, provers.Population()).outcome
    'refuted'
    """

    watch: bool = True
    mine: bool = True
    constants: tuple[object, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Equality:
    """A search for a derivation from the other claimed equations of the model.

    >>> from lawful import provers
    >>> provers.settle("bool.logic", "band[join].idempotent", provers.Equality()).outcome
    'proved'
    """


Prover = Callable[[Task], Answer] | Population | Equality


def settle(
    model: _core.Model | str | type,
    law: str,
    prover: Prover,
    *,
    time: float = 10.0,
    cases: int = 10_000_000,
    seed: int = 0,
    checking: float = 20.0,
    shrink: int = 10_000,
) -> Settled:
    """Asks a prover about a claimed law of a model, and checks its answer.

    The prover has `time` seconds and `cases` cases (`Task.judge`); checking its answer may take
    `checking` seconds. A prover in Python that hangs is ended at its next line.

    Raises `InvalidInput` if the model makes no such claim, or a setting makes no sense; `NotFound` if
    there is no such model.

    >>> from lawful import provers
    >>> guess = provers.Refutation(0, 0, 1)
    >>> provers.settle("int.i64.wrapping_add", "semigroup.associative", lambda task: guess).outcome
    'refused'
    """
    found = _model(model)
    constants: list[str] = []
    watched = False
    given: object = prover
    if isinstance(prover, Population):
        from lawful._constants import mined, written

        given, watched = "population", prover.watch and found.language == "python"
        constants = written(prover.constants)
        if prover.mine:
            constants += [text for text in mined(found) if text not in constants]
    elif isinstance(prover, Equality):
        given = "equality"
    elif not callable(prover):
        raise InvalidInput(
            f"`{prover!r}` is not a prover; give a function that takes a task, `Population()` or "
            "`Equality()`"
        )
    ids = [claim.law for claim in found.claims]
    if law not in ids:
        short = [id for id in ids if id.rpartition(".")[2] == law]
        law = short[0] if len(short) == 1 else law
    return _core.settle(
        found,
        law,
        given,
        constants=constants,
        watched=watched,
        seconds=_seconds("time", time),
        cases=_count("cases", cases),
        seed=_whole("seed", seed, SEED_LIMIT),
        checking=_seconds("checking", checking),
        shrink=_count("shrink", shrink),
    )
