"""Prototype in Python, harden in Rust: two models over the same cases."""

from __future__ import annotations

import copy
import pickle
import signal
import threading
import time
from typing import Any

import lawful
import pytest

WIDE = lawful.integers(-(2**63), 2**63 - 1)
WRAPPING = "int.i64.wrapping_add"


def plus(combine: Any, elem: Any = WIDE, id: str = "test.plus") -> lawful.Model:
    class Plus:
        pass

    Plus.elem = elem  # type: ignore[attr-defined]
    Plus.combine = staticmethod(combine)  # type: ignore[attr-defined]
    return lawful.build(Plus, theory="semigroup", id=id)


def wrap(n: int) -> int:
    return (n + 2**63) % 2**64 - 2**63


def test_a_python_model_agrees_with_a_rust_one() -> None:
    found = lawful.compare(plus(lambda a, b: wrap(a + b)), WRAPPING)
    assert found.agrees and found
    assert found.difference is None
    assert [law.law for law in found.operations] == ["agreement[combine].same"]
    assert found.operations[0].cases > 10_000


def test_the_first_difference_is_shrunk_and_typed() -> None:
    for models in ((plus(lambda a, b: a + b), WRAPPING), (WRAPPING, plus(lambda a, b: a + b))):
        difference = lawful.compare(*models).difference
        assert difference is not None
        assert difference.operation == "combine"
        left, right = (int(side.text) for side in (difference.left, difference.right))
        assert abs(left - right) == 2**64
        assert difference.shrink_tried > 0
        match difference:
            case lawful.Difference("combine", lawful.Outcome("returned", text), _):
                assert int(text) == left
            case _:
                raise AssertionError


def test_the_result_is_frozen_and_pickles() -> None:
    found = lawful.compare(plus(lambda a, b: a - b), WRAPPING, cases=100)
    assert found.difference is not None
    for value in (found, found.difference, found.difference.left):
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
        assert hash(value) == hash(copy.copy(value))
        with pytest.raises(AttributeError):
            setattr(value, "left", 1)


def test_the_same_seed_gives_the_same_difference() -> None:
    models = plus(lambda a, b: a + b), WRAPPING
    assert lawful.compare(*models, seed=3) == lawful.compare(*models, seed=3, threads=1)


def test_raising_is_an_outcome() -> None:
    first = plus(lambda a, b: a // b, lawful.integers(0, 9), "test.first")
    also = plus(lambda a, b: a // b if b else [][0], lawful.integers(0, 9), "test.also")
    assert lawful.compare(first, also)
    quiet = plus(lambda a, b: a // b if b else 0, lawful.integers(0, 9), "test.quiet")
    difference = lawful.compare(first, quiet).difference
    assert difference is not None
    assert [b.value for b in difference.arguments] == ["0", "0"]
    assert difference.left.how == "raised" and "ZeroDivisionError" in difference.left.text
    assert difference.right == lawful.compare(first, quiet).difference.right  # type: ignore[union-attr]


def test_a_small_domain_is_proved() -> None:
    digits = lawful.integers(0, 15)
    first = plus(lambda a, b: a | b, digits, "test.first")
    second = plus(lambda a, b: b | a, digits, "test.second")
    verdict = lawful.compare(first, second).operations[0].verdict
    assert isinstance(verdict, lawful.Proved) and verdict.cases == 256


def test_texts_and_lists_travel() -> None:
    class Joined:
        elem = lawful.text()

        def combine(self, a: str, b: str) -> str:
            return a + b

        def empty(self) -> str:
            return ""

    joined = lawful.build(Joined, theory="monoid", id="test.joined")
    [rust] = [m for m in lawful.models() if m.id == "string.concat"] or [joined]
    assert lawful.compare(joined, rust, cases=500)


@pytest.mark.parametrize("machine", ["map", "log", "queue", "stack", "counter", "register"])
def test_a_python_system_of_every_machine_is_compared_with_a_rust_one(machine: str) -> None:
    rust = {m.theories[0]: m for m in lawful.models() if m.language == "rust" and m.id.startswith("system.")}
    python = lawful.build(SYSTEMS[machine], theory=machine, id=f"test.{machine}")
    assert lawful.check(python, cases=2_000).is_good
    found = lawful.compare(python, rust[machine], cases=2_000)
    assert found, found
    assert lawful.compare(rust[machine], python, cases=2_000)


def test_a_system_that_differs_is_shown_with_a_program() -> None:
    counter: Any = SYSTEMS["counter"]

    class Forgetful(counter):  # type: ignore[misc]
        def add(self, live: list[int], n: int) -> int:
            live[0] = wrap(live[0] + n)
            if live[0] == 3:
                live[0] = 0
            return live[0]

    forgetful = lawful.build(Forgetful, theory="counter", id="test.forgetful")
    difference = lawful.compare("system.atomic_counter", forgetful).difference
    assert difference is not None
    assert [b.value for b in difference.arguments] == ["add(3)"]
    assert (difference.left.text, difference.right.text) == ("3", "0")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(lawful.InvalidInput, match="no operation in common"):
        lawful.compare(WRAPPING, "system.hash_map")
    with pytest.raises(lawful.InvalidInput, match="cannot be written as JSON"):
        strange = plus(lambda a, b: a, lawful.values([object(), object()]), "test.strange")
        lawful.compare(strange, WRAPPING)
    with pytest.raises(lawful.InvalidInput, match="`cases`"):
        lawful.compare(WRAPPING, WRAPPING, cases=-1)
    with pytest.raises(lawful.NotFound):
        lawful.compare(WRAPPING, "nobody")


def test_a_model_that_hangs_is_stopped() -> None:
    def spin(a: int, b: int) -> int:
        while a > 100:
            pass
        return a

    found = lawful.compare(plus(spin), WRAPPING, deadline=0.3)
    assert not found and "hangs" in str(found.operations[0].verdict)


def test_other_threads_run_meanwhile() -> None:
    turns = 0
    over = threading.Event()

    def count() -> None:
        nonlocal turns
        while not over.wait(0.001):
            turns += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        # The work is in Rust alone: the interpreter is free.
        lawful.compare(WRAPPING, WRAPPING, time=0.4)
    finally:
        over.set()
        thread.join()
    assert turns > 20


def test_ctrl_c_ends_a_comparison() -> None:
    def slow(a: int, b: int) -> int:
        time.sleep(0.001)
        return a

    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        lawful.compare(plus(slow), plus(slow, id="test.other"), cases=10**9)
    timer.join()


def test_many_threads_compare_at_once() -> None:
    came: list[bool] = []

    def one() -> None:
        came.append(lawful.compare(plus(lambda a, b: wrap(a + b)), WRAPPING, cases=20).agrees)

    threads = [threading.Thread(target=one) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == [True] * 100


def test_an_operation_of_a_rust_model_can_be_called() -> None:
    model = lawful.find_model(WRAPPING)
    assert model.call("combine", 2**63 - 1, 1) == -(2**63)
    for arguments in ((1,), (1, 2**63), (1, "a"), (1, None), (1, 1.5)):
        with pytest.raises(lawful.InvalidInput):
            model.call("combine", *arguments)
    with pytest.raises(lawful.InvalidInput, match="has no operation `minus`; it has: combine"):
        model.call("minus", 1, 2)


def test_what_a_python_model_raises_comes_back_as_an_exception_of_ours() -> None:
    broken = plus(lambda a, b: a // b)
    with pytest.raises(lawful.ModelRaised, match="ZeroDivisionError") as caught:
        broken.call("combine", 1, 0)
    assert "a // b" in "".join(caught.value.__notes__)
    assert broken.call("combine", 7, 2) == 3


class Map:
    def start(self) -> dict[int, int]:
        return {}

    def get(self, live: dict[int, int], key: int) -> int | None:
        return live.get(key)

    def put(self, live: dict[int, int], key: int, value: int) -> int | None:
        before = live.get(key)
        live[key] = value
        return before

    def remove(self, live: dict[int, int], key: int) -> int | None:
        return live.pop(key, None)

    def len(self, live: dict[int, int]) -> int:
        return len(live)


class Log:
    def start(self) -> list[int]:
        return []

    def append(self, live: list[int], entry: int) -> int:
        live.append(entry)
        return len(live) - 1

    def get(self, live: list[int], place: int) -> int | None:
        return live[place] if place < len(live) else None

    def prefix(self, live: list[int], count: int) -> list[int]:
        return live[:count]

    def len(self, live: list[int]) -> int:
        return len(live)


class Queue:
    def start(self) -> list[int]:
        return []

    def push(self, live: list[int], value: int) -> None:
        live.append(value)

    def pop(self, live: list[int]) -> int | None:
        return live.pop(0) if live else None

    def len(self, live: list[int]) -> int:
        return len(live)


class Stack(Queue):
    def pop(self, live: list[int]) -> int | None:
        return live.pop() if live else None

    def top(self, live: list[int]) -> int:
        return live[-1]


class Counter:
    def start(self) -> list[int]:
        return [0]

    def add(self, live: list[int], n: int) -> int:
        live[0] = wrap(live[0] + n)
        return live[0]

    def get(self, live: list[int]) -> int:
        return live[0]


class Register:
    def start(self) -> list[int]:
        return [0]

    def read(self, live: list[int]) -> int:
        return live[0]

    def write(self, live: list[int], value: int) -> None:
        live[0] = value

    def compare_and_swap(self, live: list[int], expected: int, value: int) -> bool:
        if live[0] != expected:
            return False
        live[0] = value
        return True


SYSTEMS: dict[str, Any] = {
    "map": Map,
    "log": Log,
    "queue": Queue,
    "stack": Stack,
    "counter": Counter,
    "register": Register,
}
