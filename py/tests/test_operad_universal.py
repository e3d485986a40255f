"""The universal operad of agents in its usual shape: frozen agents, operations with a signature, laws
whose `verify` compares names at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

import pytest
from lawful import InvalidInput, LawViolation, verify_operad_laws


@dataclass(frozen=True)
class PolyAgent:
    """States, inputs of each, and what an input does; the functions are private fields."""

    name: str
    positions: frozenset[Any]
    _directions: Callable[[Any], frozenset[Any]]
    _transition: Callable[[Any, Any], tuple[Any, Any]]

    def directions(self, state: Any) -> frozenset[Any]:
        return self._directions(state)

    def transition(self, state: Any, given: Any) -> tuple[Any, Any]:
        return self._transition(state, given)

    def invoke(self, state: Any, given: Any) -> tuple[Any, Any]:
        if state not in self.positions:
            raise ValueError(f"no state {state}")
        valid = self.directions(state)
        if Any not in valid and given not in valid:
            raise ValueError(f"no input {given}")
        return self.transition(state, given)


@dataclass
class Operation:
    name: str
    arity: int
    signature: str
    compose: Callable[..., PolyAgent]
    description: str = ""

    def __call__(self, *agents: PolyAgent) -> PolyAgent:
        if len(agents) != self.arity:
            raise ValueError(f"{self.name} takes {self.arity} agents")
        return self.compose(*agents)


class LawStatus(Enum):
    PASSED = auto()
    FAILED = auto()
    SKIPPED = auto()
    STRUCTURAL = auto()


@dataclass(frozen=True)
class LawVerification:
    law_name: str
    status: LawStatus
    left_result: Any = None
    right_result: Any = None
    message: str = ""


asked: list[str] = []


def lies(*_agents: Any) -> LawVerification:
    """Says that all is well, whatever is true; notes that it was asked."""
    asked.append("verify")
    return LawVerification("law", LawStatus.PASSED, message="structure matches")


@dataclass
class Law:
    name: str
    equation: str
    verify: Callable[..., LawVerification] = lies
    description: str = ""


@dataclass
class Operad:
    name: str
    operations: dict[str, Operation] = field(default_factory=dict)
    laws: list[Law] = field(default_factory=list)
    description: str = ""

    def get(self, name: str) -> Operation | None:
        return self.operations.get(name)

    def compose(self, name: str, *agents: PolyAgent) -> PolyAgent:
        if name not in self.operations:
            raise KeyError(f"unknown operation: {name}")
        return self.operations[name](*agents)


def function(name: str, does: Callable[[Any], Any]) -> PolyAgent:
    return PolyAgent(
        name, frozenset({"ready"}), lambda _: frozenset({Any}), lambda _, x: ("ready", does(x))
    )


def sequential(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    def transition(state: tuple[Any, Any], given: Any) -> tuple[Any, Any]:
        first, between = left.transition(state[0], given)
        second, output = right.transition(state[1], between)
        return (first, second), output

    return PolyAgent(
        f"{left.name}>>{right.name}",
        frozenset((p, q) for p in left.positions for q in right.positions),
        lambda state: left.directions(state[0]),
        transition,
    )


def parallel(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    def directions(state: tuple[Any, Any]) -> frozenset[Any]:
        first, second = left.directions(state[0]), right.directions(state[1])
        if Any in first:
            return second
        return first if Any in second else first & second

    def transition(state: tuple[Any, Any], given: Any) -> tuple[Any, Any]:
        first, one = left.transition(state[0], given)
        second, other = right.transition(state[1], given)
        return (first, second), (one, other)

    return PolyAgent(
        f"par({left.name},{right.name})",
        frozenset((p, q) for p in left.positions for q in right.positions),
        directions,
        transition,
    )


def branch(predicate: PolyAgent, then: PolyAgent, other: PolyAgent) -> PolyAgent:
    def transition(state: tuple[Any, Any, Any], given: Any) -> tuple[Any, Any]:
        p, t, o = state
        p, holds = predicate.transition(p, given)
        if holds:
            t, output = then.transition(t, given)
        else:
            o, output = other.transition(o, given)
        return (p, t, o), output

    return PolyAgent(
        f"branch({predicate.name},{then.name},{other.name})",
        frozenset(
            (p, t, o)
            for p in predicate.positions
            for t in then.positions
            for o in other.positions
        ),
        lambda state: predicate.directions(state[0]),
        transition,
    )


def fix(predicate: PolyAgent, body: PolyAgent) -> PolyAgent:
    most = 3

    def transition(state: tuple[Any, Any, int], given: Any) -> tuple[Any, Any]:
        p, b, rounds = state
        if rounds >= most:
            return state, None
        b, output = body.transition(b, given)
        p, _stops = predicate.transition(p, output)
        return (p, b, rounds + 1), output

    return PolyAgent(
        f"fix({predicate.name},{body.name})",
        frozenset(
            (p, b, n)
            for p in predicate.positions
            for b in body.positions
            for n in range(most + 1)
        ),
        lambda state: body.directions(state[1]),
        transition,
    )


def trace(inner: PolyAgent) -> PolyAgent:
    seen: list[tuple[Any, Any]] = []

    def transition(state: Any, given: Any) -> tuple[Any, Any]:
        after, output = inner.transition(state, given)
        seen.append((given, output))
        return after, output

    return PolyAgent(f"trace({inner.name})", inner.positions, inner.directions, transition)


UNIVERSAL = Operad(
    "AgentOperad",
    {
        "seq": Operation("seq", 2, "Agent[A,B] × Agent[B,C] → Agent[A,C]", sequential),
        "par": Operation("par", 2, "Agent[A,B] × Agent[A,C] → Agent[A, (B,C)]", parallel),
        "branch": Operation("branch", 3, "Pred[A] × Agent[A,B] × Agent[A,B] → Agent[A,B]", branch),
        "fix": Operation("fix", 2, "Pred[B] × Agent[A,B] → Agent[A,B]", fix),
        "trace": Operation("trace", 1, "Agent[A,B] → Agent[A,B] (with observation)", trace),
    },
    [
        Law("seq_associativity", "seq(seq(a, b), c) = seq(a, seq(b, c))"),
        Law("par_associativity", "par(par(a, b), c) = par(a, par(b, c))"),
    ],
)


def stating(*equations: str, **operations: Operation) -> Operad:
    laws = [Law(f"law_{n}", equation) for n, equation in enumerate(equations)]
    return replace(UNIVERSAL, operations={**UNIVERSAL.operations, **operations}, laws=laws)


def run(agent: PolyAgent) -> Callable[[Any, Any], tuple[Any, Any]]:
    return agent.transition


def test_both_laws_hold_up_to_what_is_named_and_nobody_is_asked() -> None:
    asked.clear()
    report = verify_operad_laws(UNIVERSAL)
    assert report and asked == []
    assert report.subject == "AgentOperad"
    assert report.result("seq_associativity").up_to == "re-association of states"
    assert report.result("par_associativity").up_to == "re-association of states and outputs"
    assert all(r.verdict == "tested" and r.cases > 500 for r in report.results)


def test_both_sides_run() -> None:
    ran: list[str] = []

    def noting(name: str) -> PolyAgent:
        def note(given: Any) -> Any:
            ran.append(name)
            return given

        return function(name, note)

    agents = [noting("f"), noting("g")]
    report = verify_operad_laws(UNIVERSAL, agents, inputs=[0])
    # Eight choices of three agents, two sides, three agents each, two laws.
    assert len(ran) == 8 * 2 * 3 * 2 and {"f", "g"} == set(ran)
    assert [result.cases for result in report.results] == [8, 8]


def test_branch_fix_and_trace_are_evaluated_too() -> None:
    is_zero = function("is_zero", lambda given: given == 0)
    double = function("double", lambda given: (given, given))
    good = stating(
        "branch(p, seq(a, c), seq(b, c)) = seq(branch(p, a, b), c)",
        "trace(trace(a)) = trace(a)",
        "trace(a) = a",
        "fix(p, trace(a)) = fix(p, a)",
    )
    report = verify_operad_laws(good, [is_zero, double])
    assert [bool(result.cases) for result in report.results] == [True] * 4
    # The states of one side have one part more: they are matched by what they do.
    assert report.result("law_0").up_to == "bisimulation of states"
    assert report.result("law_2").up_to == ""


@pytest.mark.parametrize(
    "equation",
    [
        "seq(a, b) = seq(b, a)",
        "par(a, b) = par(b, a)",
        "branch(p, a, b) = branch(p, b, a)",
        "fix(p, a) = a",
        "par(trace(a), a) = a",
    ],
)
def test_equations_that_do_not_hold_are_refuted_though_verify_says_passed(equation: str) -> None:
    operad = stating(equation)
    assert operad.laws[0].verify().status is LawStatus.PASSED
    agents = [function("is_zero", lambda x: x == 0), function("pair", lambda x: (x, x))]
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(operad, agents)
    assert caught.value.equation == equation


def test_a_law_of_a_domain_that_lies() -> None:
    contradict = function("contradict", lambda x: ("not", x))
    sublate = function("sublate", lambda pair: ("both", pair))
    operad = stating(
        "shadow(dialectic(t, a)) = dialectic(shadow(t), shadow(a))",
        shadow=Operation("shadow", 1, "", lambda agent: sequential(agent, contradict)),
        dialectic=Operation(
            "dialectic", 2, "", lambda t, a: sequential(parallel(t, a), sublate)
        ),
    )
    with pytest.raises(LawViolation, match="shadow"):
        verify_operad_laws(operad)


def broken(name: str, compose: Callable[..., PolyAgent]) -> Operad:
    operations = {**UNIVERSAL.operations, name: replace(UNIVERSAL.operations[name], compose=compose)}
    return replace(UNIVERSAL, operations=operations)


def skips_if_nested(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    """Forgets the right side of what is composed already."""
    return left if ">>" in left.name else sequential(left, right)


def swaps_outputs(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    """Turns the outputs around when the left agent is composed; always would be associative."""
    made = parallel(left, right)
    if not left.name.startswith("par"):
        return made

    def transition(state: Any, given: Any) -> tuple[Any, Any]:
        after, (one, other) = run(made)(state, given)
        return after, (other, one)

    return replace(made, _transition=transition)


def keeps_the_state(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    """Loses the new state of the right agent when the left one is composed."""
    made = sequential(left, right)

    def transition(state: Any, given: Any) -> tuple[Any, Any]:
        after, output = run(made)(state, given)
        return ((after[0], state[1]) if ">>" in left.name else after), output

    return replace(made, _transition=transition)


def refuses_some_inputs(left: PolyAgent, right: PolyAgent) -> PolyAgent:
    made = sequential(left, right)
    return replace(made, _directions=lambda _: frozenset({0})) if ">>" in left.name else made


@pytest.mark.parametrize(
    ("name", "compose"),
    [
        ("seq", skips_if_nested),
        ("seq", keeps_the_state),
        ("seq", refuses_some_inputs),
        ("par", swaps_outputs),
    ],
)
def test_a_broken_composition_is_caught(name: str, compose: Callable[..., PolyAgent]) -> None:
    operad = broken(name, compose)
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(operad)
    assert caught.value.law == f"{name}_associativity"
    assert {"a", "b", "c", "position"} <= set(caught.value.counterexample)


def test_where_both_sides_only_raise_nothing_was_shown() -> None:
    def useless(left: PolyAgent, right: PolyAgent) -> PolyAgent:
        def transition(state: Any, given: Any) -> tuple[Any, Any]:
            raise TypeError("nothing fits")

        return replace(sequential(left, right), _transition=transition)

    with pytest.raises(InvalidInput, match="was never run: no agent takes an input without"):
        verify_operad_laws(broken("seq", useless))


def test_brackets_may_tell_states_of_one_side_apart() -> None:
    # Two states with the same leaves, which do different things.
    odd = PolyAgent(
        "odd",
        frozenset({((1, 2), 3), (1, (2, 3))}),
        lambda _: frozenset({Any}),
        lambda state, given: (state, (state == (1, (2, 3)), given)),
    )
    plain = replace(odd, name="plain", _transition=lambda state, given: (state, (False, given)))
    operad = stating("twist(a) = a", twist=Operation("twist", 1, "", lambda _: plain))
    with pytest.raises(LawViolation):
        verify_operad_laws(operad, [odd])
    assert verify_operad_laws(operad, [plain])
