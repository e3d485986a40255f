"""Operads: composition whose laws are checked.

    from lawful import verify_operad_laws

    assert verify_operad_laws(my_operad)

`my_operad` is any object with `compose(a, b)` and `identity` (a method or a value). Its operations are
given as `samples`, or found: `operations()`, `elements`, `samples`, or iteration. If they are closed
under composition the laws are *proved* by visiting all cases, otherwise *tested* on them.

An object with a mapping `operations` and a list `laws`, each with an `equation` as text, is an operad of
agents: both sides of each equation are evaluated on agents and compared by what they do. What the object
says of its own laws is not asked.

    >>> from lawful import FiniteOperad, verify_operad_laws
    >>> xor = FiniteOperad([[0, 1], [1, 0]], 0)
    >>> xor.operations(), xor.identity(), xor.compose(1, 1)
    ([0, 1], 0, 0)
    >>> verify_operad_laws(xor).result("operad.associative").verdict
    'proved'
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from lawful._core import FiniteOperad, tabulate_operad
from lawful.errors import InvalidInput, LawRefuted

__all__ = [
    "FiniteOperad",
    "LawResult",
    "LawViolation",
    "OperadReport",
    "verify_operad_laws",
]

# Beyond this many triples, random ones are drawn.
MOST_TRIPLES = 10_000

EQUATIONS = {
    "left_identity": "identity ∘ a = a",
    "right_identity": "a ∘ identity = a",
    "associative": "(a ∘ b) ∘ c = a ∘ (b ∘ c)",
}


@dataclass(frozen=True, slots=True)
class LawResult:
    """What is known of one law.

    `verdict` is `proved` or `tested`; `cases` is the number of cases that ran. `up_to` names the
    isomorphism up to which both sides agree, and is empty for plain equality.

    >>> from lawful import verify_operad_laws
    >>> class Shifts:
    ...     identity = 0
    ...     def compose(self, a, b):
    ...         return (a + b) % 4
    ...     def operations(self):
    ...         return range(4)
    >>> verify_operad_laws(Shifts()).result("operad.associative").verdict
    'proved'
    """

    law: str
    equation: str
    verdict: str
    cases: int
    up_to: str = ""

    def __str__(self) -> str:
        up_to = f", up to {self.up_to}" if self.up_to else ""
        return f"{self.law}: {self.equation}: {self.verdict}, {self.cases} cases{up_to}"


@dataclass(frozen=True, slots=True)
class OperadReport:
    """The results of all laws. True if there is at least one: a law that fails raises.

    >>> from lawful import verify_operad_laws
    >>> class Shifts:
    ...     identity = 0
    ...     def compose(self, a, b):
    ...         return (a + b) % 4
    ...     def operations(self):
    ...         return range(4)
    >>> report = verify_operad_laws(Shifts())
    >>> bool(report), len(report.results)
    (True, 3)
    """

    subject: str
    results: tuple[LawResult, ...]

    def __bool__(self) -> bool:
        return bool(self.results)

    def __str__(self) -> str:
        return "\n".join([self.subject, *(f"  {result}" for result in self.results)])

    def result(self, law: str) -> LawResult:
        """Returns the result of a law. Raises `KeyError` if there is none."""
        for result in self.results:
            if result.law == law:
                return result
        raise KeyError(law)


class LawViolation(LawRefuted):
    """An operad breaks a law.

    `counterexample` has the value of each variable; `left` and `right` are what the sides came to.

    >>> from lawful import LawViolation, verify_operad_laws
    >>> class Distance:
    ...     identity = 0
    ...     def compose(self, a, b):
    ...         return abs(a - b)
    ...     def operations(self):
    ...         return range(4)
    >>> try:
    ...     verify_operad_laws(Distance())
    ... except LawViolation as violation:
    ...     print(violation.law)
    operad.associative
    """

    def __init__(
        self,
        law: str,
        equation: str,
        counterexample: Mapping[str, Any],
        left: Any,
        right: Any,
    ) -> None:
        self.law = law
        self.equation = equation
        self.counterexample = dict(counterexample)
        self.left = left
        self.right = right
        values = ", ".join(f"{name} = {value!r}" for name, value in self.counterexample.items())
        super().__init__(
            f"{law} does not hold: {equation}\n"
            f"  for    {values}\n"
            f"  left   {left!r}\n"
            f"  right  {right!r}"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.law, self.equation, self.counterexample, self.left, self.right)
        return (LawViolation, parts)


def verify_operad_laws(
    operad: Any,
    samples: Iterable[Any] | None = None,
    *,
    equal: Callable[[Any, Any], bool] | None = None,
    inputs: Iterable[Any] | None = None,
    seed: int = 0,
) -> OperadReport:
    """Checks the laws of an operad and returns a report, which is true.

    `samples` are operations (or agents, for an operad of agents); `equal` compares two operations,
    `==` if it is not given; `inputs` are what agents that take anything are given.

    Raises `LawViolation` with a counterexample if a law fails, and `InvalidInput` if the object is no
    operad, or there are no samples.

    >>> from lawful import verify_operad_laws
    >>> class Shifts:
    ...     identity = 0
    ...     def compose(self, a, b):
    ...         return (a + b) % 4
    ...     def operations(self):
    ...         return range(4)
    >>> bool(verify_operad_laws(Shifts()))
    True
    """
    if isinstance(getattr(operad, "operations", None), Mapping):
        from lawful._operad_agents import verify_agents

        return verify_agents(operad, samples, inputs)
    compose, identity = _parts(operad)
    if isinstance(operad, FiniteOperad):
        return _decide(operad, operad, None)
    elements = _elements(operad, samples)
    if equal is None:
        table = _tabulate(compose, identity, elements)
        if table is not None:
            return _decide(operad, table, elements)
    return _test(operad, compose, identity, elements, equal, seed)


def _parts(operad: Any) -> tuple[Callable[[Any, Any], Any], Any]:
    compose = getattr(operad, "compose", None)
    if not callable(compose) or not hasattr(operad, "identity"):
        raise InvalidInput(
            f"`{type(operad).__name__}` is no operad: it needs a method `compose(a, b)` and an "
            "`identity`, a method or a value"
        )
    identity = operad.identity
    return compose, identity() if callable(identity) else identity


def _elements(operad: Any, samples: Iterable[Any] | None) -> tuple[Any, ...]:
    if samples is None:
        for name in ("operations", "elements", "samples"):
            found = getattr(operad, name, None)
            if found is not None:
                samples = cast("Iterable[Any]", found() if callable(found) else found)
                break
        else:
            samples = operad if isinstance(operad, Iterable) else None
    elements = () if samples is None else tuple(samples)
    if not elements:
        raise InvalidInput(
            f"there are no operations of `{type(operad).__name__}` to check; give some: "
            "`verify_operad_laws(operad, samples=[..])`"
        )
    return elements


def _tabulate(
    compose: Callable[[Any, Any], Any], identity: Any, elements: tuple[Any, ...]
) -> FiniteOperad | None:
    return tabulate_operad(compose, identity, elements)


def _decide(operad: Any, table: FiniteOperad, elements: Sequence[Any] | None) -> OperadReport:
    """Decides all laws of a table."""
    found = table.refutation()
    if found is not None:
        law, operations, left, right = found
        named: Callable[[int], Any] = elements.__getitem__ if elements is not None else int
        values = {name: named(place) for name, place in zip("abc", operations)}
        raise LawViolation(f"operad.{law}", EQUATIONS[law], values, named(left), named(right))
    size = table.size
    return OperadReport(
        type(operad).__name__,
        (
            LawResult("operad.left_identity", EQUATIONS["left_identity"], "proved", size),
            LawResult("operad.right_identity", EQUATIONS["right_identity"], "proved", size),
            LawResult("operad.associative", EQUATIONS["associative"], "proved", size**3),
        ),
    )


def _test(
    operad: Any,
    compose: Callable[[Any, Any], Any],
    identity: Any,
    elements: Sequence[Any],
    equal: Callable[[Any, Any], bool] | None,
    seed: int,
) -> OperadReport:
    """Tests all laws on samples."""
    same = equal if equal is not None else lambda left, right: bool(left == right)

    def judge(law: str, values: Mapping[str, Any], left: Any, right: Any) -> None:
        if not same(left, right):
            raise LawViolation(f"operad.{law}", EQUATIONS[law], values, left, right)

    for a in elements:
        judge("left_identity", {"a": a}, compose(identity, a), a)
        judge("right_identity", {"a": a}, compose(a, identity), a)
    triples: Iterable[tuple[Any, ...]]
    if len(elements) ** 3 <= MOST_TRIPLES:
        triples = itertools.product(elements, repeat=3)
    else:
        draw = random.Random(seed)
        triples = (tuple(draw.choices(elements, k=3)) for _ in range(MOST_TRIPLES))
    cases = 0
    for a, b, c in triples:
        cases += 1
        left, right = compose(compose(a, b), c), compose(a, compose(b, c))
        judge("associative", {"a": a, "b": b, "c": c}, left, right)
    return OperadReport(
        type(operad).__name__,
        (
            LawResult(
                "operad.left_identity", EQUATIONS["left_identity"], "tested", len(elements)
            ),
            LawResult(
                "operad.right_identity", EQUATIONS["right_identity"], "tested", len(elements)
            ),
            LawResult("operad.associative", EQUATIONS["associative"], "tested", cases),
        ),
    )
