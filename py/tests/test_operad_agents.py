"""Operads of agents: what they state is run, what they say of themselves is not believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from lawful import InvalidInput, LawViolation, verify_operad_laws


@dataclass(frozen=True)
class PolyAgent:
    name: str
    positions: frozenset[Any]
    directions: Callable[[Any], frozenset[Any]]
    transition: Callable[[Any, Any], tuple[Any, Any]]


@dataclass(frozen=True)
class Operation:
    name: str
    arity: int
    signature: str
    compose: Callable[..., Any]
    description: str = ""


@dataclass(frozen=True)
class Law:
    """Its `verify` says that all is well, whatever is true."""

    name: str
    equation: str
    verify: Callable[..., Any] = lambda *agents: "PASSED"


@dataclass
class AgentOperad:
    name: str
    operations: dict[str, Operation]
    laws: list[Law] = field(default_factory=list)

    def compose(self, op_name: str, *agents: Any) -> Any:
        operation = self.operations[op_name]
        if len(agents) != operation.arity:
            raise ValueError(f"{op_name} takes {operation.arity} agents")
        return operation.compose(*agents)


def pairs(a: Any, b: Any) -> frozenset[Any]:
    return frozenset((p, q) for p in a.positions for q in b.positions)


def seq(a: Any, b: Any) -> PolyAgent:
    def transition(position: Any, given: Any) -> tuple[Any, Any]:
        p, between = a.transition(position[0], given)
        q, output = b.transition(position[1], between)
        return (p, q), output

    return PolyAgent("seq", pairs(a, b), lambda p: frozenset(a.directions(p[0])), transition)


def par(a: Any, b: Any) -> PolyAgent:
    def transition(position: Any, given: Any) -> tuple[Any, Any]:
        p, left = a.transition(position[0], given)
        q, right = b.transition(position[1], given)
        return (p, q), (left, right)

    return PolyAgent("par", pairs(a, b), lambda p: frozenset(a.directions(p[0])), transition)


def left_biased(a: Any, b: Any) -> Any:
    """Drops the second agent unless the first one is plain."""
    return a if a.name == "seq" else seq(a, b)


SEQ = Operation("seq", 2, "Agent[A,B] x Agent[B,C] -> Agent[A,C]", seq)
PAR = Operation("par", 2, "Agent[A,B] x Agent[A,C] -> Agent[A,(B,C)]", par)
SEQ_LAW = Law("seq_associativity", "seq(seq(a, b), c) = seq(a, seq(b, c))")
PAR_LAW = Law("par_associativity", "par(par(a, b), c) = par(a, par(b, c))")


def agents(*laws: Law, **operations: Operation) -> AgentOperad:
    return AgentOperad("AgentOperad", operations, list(laws))


def test_associativity_holds_up_to_what_is_named() -> None:
    report = verify_operad_laws(agents(SEQ_LAW, PAR_LAW, seq=SEQ, par=PAR))
    assert report
    by_law = {result.law: result for result in report.results}
    assert by_law["seq_associativity"].up_to == "re-association of states"
    assert by_law["par_associativity"].up_to == "re-association of states and outputs"
    assert all(result.cases > 100 for result in report.results)
    assert "up to re-association of states and outputs" in str(report)


def test_verify_is_not_believed() -> None:
    wrong = Operation("seq", 2, "", left_biased)
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(agents(SEQ_LAW, seq=wrong))
    assert caught.value.law == "seq_associativity"
    assert {"a", "b", "c"} <= set(caught.value.counterexample)


def test_a_different_output_is_told_with_position_and_input() -> None:
    commutes = Law("seq_commutativity", "seq(a, b) = seq(b, a)")
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(agents(commutes, seq=SEQ))
    assert {"a", "b", "position"} <= set(caught.value.counterexample)


def test_identities_of_agents_and_chains_of_equations() -> None:
    unit = Law("unit", "seq(id, a) = a = seq(a, id)")
    # The positions of `seq(id, a)` are pairs: more than brackets differ.
    assert verify_operad_laws(agents(unit, seq=SEQ)).results[0].up_to == "bisimulation of states"
    absorbing = Law("absorbing", "seq(id, a) = id")
    with pytest.raises(LawViolation, match="does what no position of the other side does"):
        verify_operad_laws(agents(absorbing, seq=SEQ))
    idempotent = Law("same", "par(a, b) = par(a, b)")
    assert verify_operad_laws(agents(idempotent, par=PAR)).results[0].up_to == ""


def test_own_agents_and_inputs() -> None:
    once = PolyAgent(
        "once",
        frozenset({"fresh", "used"}),
        lambda position: frozenset({int}) if position == "fresh" else frozenset(),
        lambda position, given: ("used", given + 1),
    )
    report = verify_operad_laws(agents(SEQ_LAW, seq=SEQ), [once])
    assert report.results[0].cases == 4 * 3
    echo = PolyAgent("echo", frozenset({0}), lambda _: frozenset({Any}), lambda p, x: (p, x))
    report = verify_operad_laws(agents(SEQ_LAW, seq=SEQ), [echo], inputs=["x"])
    assert report.results[0].cases == 1


@pytest.mark.parametrize(
    ("law", "told"),
    [
        (Law("text", "composition is nice"), "states no equation"),
        (Law("typo", "sqe(a, b) = a"), "there is no operation `sqe` .*did you mean `seq`"),
        (Law("arity", "seq(a) = a"), "`seq` takes 2 arguments, but 1 are given"),
    ],
)
def test_equations_that_cannot_be_read_are_refused(law: Law, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        verify_operad_laws(agents(law, seq=SEQ))


def test_an_operad_without_laws_or_agents_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no laws"):
        verify_operad_laws(agents(seq=SEQ))
    with pytest.raises(InvalidInput, match="no agents"):
        verify_operad_laws(agents(SEQ_LAW, seq=SEQ), [])
