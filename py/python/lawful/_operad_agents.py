"""Operads of agents: both sides of each stated equation are run and compared by what they do."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawful._core import read_term
from lawful.errors import InvalidInput
from lawful.operad import LawResult, LawViolation, OperadReport

# Positions that are compared of one pair of agents.
MOST_POSITIONS = 2_000
# What agents are given that take anything.
ANYTHING: tuple[Any, ...] = (0, 1, 2, "a", None)
BY_TYPE: dict[type, tuple[Any, ...]] = {
    int: (0, 1, -1),
    bool: (False, True),
    str: ("", "a"),
    float: (0.0, 1.5),
}
IDENTITIES = frozenset({"id", "Id", "ID", "identity"})

STATES = "re-association of states"
OUTPUTS = "re-association of states and outputs"
BISIMULATION = "bisimulation of states"
BISIMULATION_OUTPUTS = "bisimulation of states and re-association of outputs"


@dataclass(frozen=True)
class Agent:
    """A polynomial agent: positions, the inputs that each takes, and what an input does.

    It has the shape that operads of agents expect: `transition(position, input)` returns the next
    position and the output.
    """

    name: str
    positions: frozenset[Any]
    directions: Callable[[Any], Iterable[Any]]
    transition: Callable[[Any, Any], tuple[Any, Any]]

    def invoke(self, position: Any, given: Any) -> tuple[Any, Any]:
        """Runs one step. Raises `ValueError` if there is no such position."""
        if position not in self.positions:
            raise ValueError(f"`{position!r}` is no position of {self.name}")
        return self.transition(position, given)

    def run(self, initial: Any, inputs: Iterable[Any]) -> tuple[Any, list[Any]]:
        """Runs several steps and returns the last position and the outputs."""
        outputs, position = [], initial
        for given in inputs:
            position, output = self.invoke(position, given)
            outputs.append(output)
        return position, outputs


def _anything(_position: Any) -> frozenset[Any]:
    return frozenset({Any})


IDENTITY = Agent("id", frozenset({"ready"}), _anything, lambda position, given: (position, given))

SAMPLES: tuple[Agent, ...] = (
    Agent("tag", frozenset({0}), _anything, lambda position, given: (position, ("tag", given))),
    Agent(
        "count",
        frozenset({0, 1, 2}),
        _anything,
        lambda position, given: ((position + 1) % 3, (position, given)),
    ),
    Agent(
        "delay",
        frozenset({0, 1}),
        _anything,
        lambda position, given: (1 - position, given if position else "nothing"),
    ),
)


def verify_agents(
    operad: Any, samples: Iterable[Any] | None, inputs: Iterable[Any] | None
) -> OperadReport:
    """Evaluates both sides of every stated equation on all choices of agents."""
    agents = SAMPLES if samples is None else tuple(samples)
    given = ANYTHING if inputs is None else tuple(inputs)
    laws: tuple[Any, ...] = tuple(getattr(operad, "laws", ()))
    if not agents or not laws:
        missing = "agents" if not agents else "laws"
        raise InvalidInput(f"the operad has no {missing} to check")
    results = tuple(_law(operad, law, agents, given) for law in laws)
    return OperadReport(str(getattr(operad, "name", type(operad).__name__)), results)


Term = Sequence[tuple[str, int | None]]


def _law(operad: Any, law: Any, agents: Sequence[Any], inputs: Sequence[Any]) -> LawResult:
    name, equation = str(law.name), str(law.equation)
    sides = _sides(operad, name, equation)
    variables = sorted(
        {part for side in sides for part, arity in side if arity is None and part not in IDENTITIES}
    )
    cases, worst = 0, ""
    for chosen in itertools.product(agents, repeat=len(variables)):
        values = dict(zip(variables, chosen))
        first, *others = [_evaluate(operad, side, values) for side in sides]
        for other in others:
            comparison = _Comparison(first, other, inputs)
            difference = comparison.difference()
            cases += comparison.cases
            if difference is not None:
                names = {variable: _name(agent) for variable, agent in values.items()}
                raise LawViolation(name, equation, {**names, **difference[0]}, *difference[1:])
            worst = max(worst, comparison.up_to, key=len)
    if cases == 0:
        raise InvalidInput(
            f"the law `{name}` was never run: no agent takes an input without an error; give agents "
            "and inputs that fit: `verify_operad_laws(operad, samples=[..], inputs=[..])`"
        )
    return LawResult(name, equation, "tested", cases, worst)


def _sides(operad: Any, name: str, equation: str) -> list[Term]:
    operations = [
        (str(key), int(operation.arity)) for key, operation in operad.operations.items()
    ]
    texts = re.split(r"==|=|≅|≡", equation)
    if len(texts) < 2:
        raise InvalidInput(f"the law `{name}` states no equation: `{equation}` has no `=`")
    try:
        return [read_term(operations, text.strip()) for text in texts]
    except InvalidInput as error:
        raise InvalidInput(f"the equation of `{name}` cannot be read: {error}") from error


def _evaluate(operad: Any, side: Term, values: Mapping[str, Any]) -> Any:
    done: list[Any] = []
    for part, arity in side:
        if arity is None:
            done.append(values[part] if part in values else _identity(operad))
        else:
            split = len(done) - arity
            arguments = done[split:]
            del done[split:]
            done.append(operad.compose(part, *arguments))
    return done.pop()


def _identity(operad: Any) -> Any:
    identity = getattr(operad, "identity", None)
    if identity is None:
        return IDENTITY
    return identity() if callable(identity) else identity


def _name(agent: Any) -> str:
    return str(getattr(agent, "name", agent))


def _flat(value: Any) -> tuple[Any, ...]:
    """Returns the leaves of nested pairs: what re-association does not change."""
    if isinstance(value, tuple):
        return tuple(leaf for part in value for leaf in _flat(part))
    return (value,)


Step = tuple[Any, Any] | Exception


class _Comparison:
    """Two agents, position by position: positions that differ only in their brackets are paired."""

    def __init__(self, left: Any, right: Any, inputs: Sequence[Any]) -> None:
        self.left = left
        self.right = right
        self.inputs = inputs
        self.cases = 0
        self.up_to = ""

    def difference(self) -> tuple[dict[str, Any], Any, Any] | None:
        """Returns where the agents differ: the situation, and what each does."""
        right = {_flat(position): position for position in self.right.positions}
        left = {_flat(position) for position in self.left.positions}
        ordered = sorted(self.left.positions, key=repr)[:MOST_POSITIONS]
        sizes = {len(self.left.positions), len(left), len(self.right.positions), len(right)}
        # Brackets may be all that tells two positions of one side apart: then they pair nothing up.
        if len(sizes) > 1 or left != right.keys():
            if self._unmatched(lambda output: output) is None:
                self._note(BISIMULATION)
                return None
            self._note(BISIMULATION_OUTPUTS)
            return self._unmatched(_flat)
        for position in ordered:
            other = right[_flat(position)]
            if other != position:
                self._note(STATES)
            taken = tuple(_directions(self.left, position, self.inputs))
            elsewhere = tuple(_directions(self.right, other, self.inputs))
            for given in (*taken, *elsewhere):
                if given not in taken or given not in elsewhere:
                    left_does, right_does = (
                        "takes it" if given in side else "does not take it"
                        for side in (taken, elsewhere)
                    )
                    return {"position": position, "input": given}, left_does, right_does
            for given in taken:
                found = self._step(position, other, given)
                if found is not None:
                    return found
        return None

    def _step(
        self, position: Any, other: Any, given: Any
    ) -> tuple[dict[str, Any], Any, Any] | None:
        left, right = _try(self.left, position, given), _try(self.right, other, given)
        situation = {"position": position, "input": given}
        if isinstance(left, Exception) or isinstance(right, Exception):
            # Where both sides refuse, nothing was compared: that is no case.
            return None if type(left) is type(right) else (situation, left, right)
        self.cases += 1
        if left[1] != right[1]:
            if _flat(left[1]) != _flat(right[1]):
                return situation, left[1], right[1]
            self._note(OUTPUTS)
        if _flat(left[0]) != _flat(right[0]):
            return {**situation, "next position": "the same on both sides"}, left[0], right[0]
        return None

    def _unmatched(
        self, seen: Callable[[Any], Any]
    ) -> tuple[dict[str, Any], Any, Any] | None:
        """Returns a position that does what no position of the other side does for ever.

        Positions are told apart by their outputs, then by where they lead, until nothing changes.
        """
        nodes = [
            (side, position)
            for side, agent in enumerate((self.left, self.right))
            for position in sorted(agent.positions, key=repr)[:MOST_POSITIONS]
        ]
        steps = [self._steps(side, position, seen) for side, position in nodes]
        classes = dict.fromkeys(nodes, 0)
        count = 0
        while True:
            numbers: dict[Any, int] = {}
            fresh = {}
            for node, moves in zip(nodes, steps):
                does = tuple(
                    (given, output, classes.get((node[0], next_position)))
                    for given, output, next_position in moves
                )
                fresh[node] = numbers.setdefault(does, len(numbers))
            classes = fresh
            if len(numbers) == count:
                break
            count = len(numbers)
        found = [{classes[node] for node in nodes if node[0] == side} for side in (0, 1)]
        for node in nodes:
            side, position = node
            if classes[node] not in found[1 - side]:
                there = "does what no position of the other side does"
                situation = {"position": position}
                return (situation, there, None) if side == 0 else (situation, None, there)
        return None

    def _steps(
        self, side: int, position: Any, seen: Callable[[Any], Any]
    ) -> list[tuple[str, str, Any]]:
        agent = (self.left, self.right)[side]
        moves = []
        for given in _directions(agent, position, self.inputs):
            step = _try(agent, position, given)
            if isinstance(step, Exception):
                moves.append((repr(given), f"raises {type(step).__name__}", None))
            else:
                self.cases += 1
                moves.append((repr(given), repr(seen(step[1])), step[0]))
        return sorted(moves, key=lambda move: move[0])

    def _note(self, isomorphism: str) -> None:
        self.up_to = max(self.up_to, isomorphism, key=len)


def _try(agent: Any, position: Any, given: Any) -> Step:
    try:
        position, output = agent.transition(position, given)
    except Exception as error:  # what an agent raises is part of what it does
        return error
    return position, output


def _directions(agent: Any, position: Any, inputs: Sequence[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for direction in agent.directions(position):
        if direction is Any or direction is object:
            offered: Sequence[Any] = inputs
        elif isinstance(direction, type):
            fitting = [value for value in inputs if isinstance(value, direction)]
            offered = BY_TYPE.get(direction, tuple(fitting))
        else:
            offered = (direction,)
        for value in offered:
            if not any(value is other or value == other for other in seen):
                seen.append(value)
                yield value
