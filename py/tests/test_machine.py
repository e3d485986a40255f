"""Python objects as systems of machines."""

from __future__ import annotations

from collections import deque
from typing import Any

import lawful
import pytest
from lawful.errors import InvalidInput


class Queue:
    """A queue on a deque."""

    def start(self) -> deque[int]:
        return deque()

    def push(self, live: deque[int], item: int) -> None:
        live.append(item)

    def pop(self, live: deque[int]) -> int | None:
        return live.popleft() if live else None

    def len(self, live: deque[int]) -> int:
        return len(live)


class Stack(Queue):
    """A stack, and so no queue."""

    def pop(self, live: deque[int]) -> int | None:
        return live.pop() if live else None


class Log:
    """An append-only log."""

    def start(self) -> list[int]:
        return []

    def append(self, live: list[int], item: int) -> int:
        live.append(item)
        return len(live) - 1

    def get(self, live: list[int], at: int) -> int | None:
        return live[at] if at < len(live) else None

    def len(self, live: list[int]) -> int:
        return len(live)

    def prefix(self, live: list[int], length: int) -> list[int]:
        return live[:length]


def checked(system: Any, machine: str, **more: Any) -> dict[str, lawful.LawEvidence]:
    model = lawful.build(system, theory=machine, id="test.machine", **more)
    [evidence] = lawful.check(model, cases=100).evidence
    return {law.law.partition(".")[2]: law for law in evidence.laws}


@pytest.mark.parametrize(("system", "machine"), [(Queue, "queue"), (Log, "log")])
def test_a_system_that_keeps_its_laws(system: type, machine: str) -> None:
    laws = checked(system, machine)
    assert set(laws) == {"refinement", "linearizable"}
    assert all(law.is_good for law in laws.values()), laws
    assert all(isinstance(law.verdict, lawful.Tested) for law in laws.values())


def test_a_system_that_breaks_one_is_shown_the_smallest_program() -> None:
    verdict = checked(Stack, "queue")["refinement"].verdict
    assert isinstance(verdict, lawful.Refuted)
    [binding] = verdict.counterexample.substitution
    assert binding.value.count("push") == 2 and binding.value.endswith("pop()")


def test_a_law_may_be_claimed_to_fail() -> None:
    laws = checked(Stack, "queue", fails={"refinement": None, "linearizable": None})
    assert laws["refinement"].is_good and laws["refinement"].claim == "fails"
    with pytest.raises(InvalidInput, match="a law of a machine takes none"):
        checked(Stack, "queue", fails={"refinement": (1,)})


def test_wrong_answers_and_exceptions_are_told() -> None:
    class Wrong(Queue):
        def push(self, live: deque[int], item: int) -> Any:
            return item

    class Raising(Queue):
        def len(self, live: deque[int]) -> int:
            raise OSError("no space")

    for system, why in ((Wrong, "must return `None`"), (Raising, "no space")):
        model = lawful.build(system, theory="queue", id="test.machine").only(["queue.refinement"])
        report = lawful.check(model, cases=100)
        assert not report.is_good and why in report.to_text(verbose=True)


def test_a_system_without_a_method() -> None:
    class NoStart(Queue):
        start = None  # type: ignore[assignment]

    class NoPush:
        def start(self) -> None: ...

    with pytest.raises(InvalidInput, match=r"has no method `start\(\)`"):
        checked(NoStart, "queue")
    with pytest.raises(InvalidInput, match="push"):
        checked(NoPush, "queue")
