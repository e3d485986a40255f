"""Operads from Python: any object, and frozen tables."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from conftest import Run
from lawful import FiniteOperad, InvalidInput, LawViolation, discover, find_model, verify_operad_laws


class Shifts:
    """Shifts around a circle."""

    def __init__(self, size: int = 16) -> None:
        self.size = size
        self.identity = 0

    def compose(self, a: int, b: int) -> int:
        return (a + b) % self.size

    def operations(self) -> range:
        return range(self.size)


class Differences(Shifts):
    def compose(self, a: int, b: int) -> int:
        return abs(a - b)


class Words:
    """Strings, one after the other: never closed."""

    def compose(self, a: str, b: str) -> str:
        return a + b

    def identity(self) -> str:
        return ""


def test_the_seed_works_as_written() -> None:
    my_operad = Shifts()
    assert verify_operad_laws(my_operad)


def test_closed_operations_are_proved() -> None:
    report = verify_operad_laws(Shifts())
    assert [result.verdict for result in report.results] == ["proved"] * 3
    assert report.result("operad.associative").cases == 16**3
    assert "operad.associative: (a ∘ b) ∘ c = a ∘ (b ∘ c): proved, 4096 cases" in str(report)
    with pytest.raises(KeyError):
        report.result("other")


def test_open_operations_are_tested() -> None:
    report = verify_operad_laws(Words(), ["", "a", "bc"])
    assert [result.verdict for result in report.results] == ["tested"] * 3
    assert report.result("operad.associative").cases == 27
    many = verify_operad_laws(Words(), [str(n) for n in range(100)])
    assert many.result("operad.associative").cases == 10_000


def test_a_violation_tells_the_counterexample() -> None:
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(Differences(5))
    violation = caught.value
    assert violation.law == "operad.associative"
    assert violation.counterexample == {"a": 1, "b": 1, "c": 2}
    assert (violation.left, violation.right) == (2, 0)
    assert "for    a = 1, b = 1, c = 2" in str(violation)
    again = pickle.loads(pickle.dumps(violation))
    assert again.counterexample == violation.counterexample and str(again) == str(violation)


def test_a_violation_is_found_among_open_operations_too() -> None:
    class Joined(Words):
        def compose(self, a: str, b: str) -> str:
            return f"{a}-{b}" if a and b else a or b

    class Doubled(Words):
        def compose(self, a: str, b: str) -> str:
            return a + b + b

    assert verify_operad_laws(Joined(), ["", "a", "b"])
    with pytest.raises(LawViolation) as caught:
        verify_operad_laws(Doubled(), ["a"])
    assert caught.value.law == "operad.left_identity"


@pytest.mark.parametrize(
    ("operad", "told"),
    [
        (object(), "is no operad: it needs a method `compose(a, b)` and an `identity`"),
        (Words(), "there are no operations of `Words` to check"),
    ],
)
def test_what_is_no_operad_is_refused(operad: Any, told: str) -> None:
    with pytest.raises(InvalidInput, match="(?s)" + told.replace("(", r"\(").replace(")", r"\)")):
        verify_operad_laws(operad)


def test_samples_that_are_there_twice_are_refused() -> None:
    with pytest.raises(InvalidInput, match="`1` is there twice"):
        verify_operad_laws(Shifts(), [0, 1, 1])


def test_what_compose_raises_is_passed_on() -> None:
    class Raising(Shifts):
        def compose(self, a: int, b: int) -> int:
            raise RuntimeError(f"cannot compose {a} and {b}")

    with pytest.raises(RuntimeError, match="cannot compose 0 and 0"):
        verify_operad_laws(Raising())


def test_unhashable_operations_are_compared_one_by_one() -> None:
    class Lists:
        identity: list[int] = [0]

        def compose(self, a: list[int], b: list[int]) -> list[int]:
            return [(a[0] + b[0]) % 3]

    report = verify_operad_laws(Lists(), [[0], [1], [2]])
    assert report.result("operad.associative").verdict == "proved"


def test_an_equality_may_be_given() -> None:
    class Floats:
        identity = 0.0

        def compose(self, a: float, b: float) -> float:
            return a + b

    samples = [0.0, 0.1, 0.2, 0.3]
    with pytest.raises(LawViolation):
        verify_operad_laws(Floats(), samples)
    near = verify_operad_laws(Floats(), samples, equal=lambda a, b: abs(a - b) < 1e-9)
    assert near.result("operad.associative").verdict == "tested"


def test_frozen_operads() -> None:
    xor = FiniteOperad([[0, 1], [1, 0]], 0)
    assert verify_operad_laws(xor).result("operad.associative").cases == 8
    assert xor.compose(1, 1) == 0 and xor.identity() == 0 and xor.size == 2
    assert repr(xor) == "<FiniteOperad of 2 operations, identity 0>"
    for other in (pickle.loads(pickle.dumps(xor)), copy.copy(xor), copy.deepcopy(xor)):
        assert other == xor and hash(other) == hash(xor)
    with pytest.raises(AttributeError):
        xor.size = 3  # type: ignore[misc]
    wrong = FiniteOperad([[0, 1, 2], [1, 0, 1], [2, 1, 0]], 0)
    assert wrong != xor
    with pytest.raises(LawViolation, match="a = 1, b = 1, c = 2"):
        verify_operad_laws(wrong)


@pytest.mark.parametrize(
    ("table", "identity", "told"),
    [
        ([], 0, "element"),
        ([[0, 1], [1]], 0, "row 1 of the table has 1 entries, but there are 2 operations"),
        ([[0, 1], [1, 7]], 0, "7"),
        ([[0]], 3, "the identity `3` is not one of the 1 operations"),
    ],
)
def test_tables_that_make_no_sense_are_refused(
    table: list[list[int]], identity: int, told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        FiniteOperad(table, identity)
    with pytest.raises(InvalidInput, match="`5` or `0` is not one of the 2 operations"):
        FiniteOperad([[0, 1], [1, 0]], 0).compose(5, 0)


def test_discover_finds_what_is_not_claimed() -> None:
    found = discover(find_model("int.i64.wrapping_add"))
    assert found.broken == [] and found.model == "int.i64.wrapping_add"
    assert "inverse undoes itself" not in [law.name for law in found.new]
    strings = discover(find_model("python.str.max"))
    assert all(law.verdict in ("proved", "tested") and law.cases > 0 for law in strings.new)
    with pytest.raises(InvalidInput, match="a size of `1`"):
        discover(find_model("python.str.max"), size=1)


def test_the_command(command: Run) -> None:
    ran = command("discover", "int.u8.bits")
    assert ran.returncode == 0, ran.stderr
    assert "int.u8.bits: " in ran.stdout and "follows from the other claims" in ran.stdout
    data = json.loads(command("discover", "int.u8.bits", "--json").stdout)
    assert data["model"] == "int.u8.bits" and data["broken"] == []
    ran = command("discover", "no.such.model")
    assert ran.returncode == 2 and "no model is called `no.such.model`" in ran.stderr
    assert command("discover", "--help").returncode == 0
