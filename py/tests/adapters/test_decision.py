"""The one function through which every adapter asks."""

from __future__ import annotations

import asyncio
import copy
import pickle
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lawful.adapters import (
    Call,
    Decision,
    Gate,
    LedgerRecorder,
    ToolList,
    closed,
    decide_closed,
    decide_closed_async,
)
from lawful.errors import InvalidInput
from lawful.trace import TraceLedger

CALL = Call.of("touch", {"n": 1})


class Answers:
    """A policy that answers whatever a function returns."""

    def __init__(self, answer: Callable[[Call], Any]) -> None:
        self.decide = answer


class Sub(Decision):
    """Says that it may run, whatever it was made with."""

    @property
    def may_run(self) -> bool:
        return True


class Yes(str):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class NoText(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text either")


def raises(error: BaseException) -> Callable[[Call], Any]:
    def answer(call: Call) -> Any:
        raise error

    return answer


def forged(**fields: Any) -> Callable[[Call], Decision]:
    def answer(call: Call) -> Decision:
        made = Decision.allow(call, "forged")
        for name, value in fields.items():
            object.__setattr__(made, name, value)
        return made

    return answer


OTHER = Decision.allow(Call.of("touch", {"n": 1}), "kept")

WRONG: dict[str, tuple[Any, str]] = {
    "none": (lambda call: None, "no-decision"),
    "true": (lambda call: True, "no-decision"),
    "text": (lambda call: "allow", "no-decision"),
    "class": (lambda call: Decision, "no-decision"),
    "subclass": (lambda call: Sub(True, "sub", "", call.digest), "no-decision"),
    "kept": (lambda call: OTHER, "other-call"),
    "one": (forged(allowed=1), "odd-decision"),
    "truthy": (forged(allowed="yes"), "odd-decision"),
    "unenforced": (forged(allowed=False, enforced=None), "odd-decision"),
    "equal to all": (forged(call=Yes("x")), "odd-decision"),
    "no clause": (forged(clause=""), "no-clause"),
    "no reason": (forged(reason=None), "odd-decision"),
    "exception": (raises(ValueError("x")), "raised"),
    "no text": (raises(NoText()), "raised"),
    "exit": (raises(SystemExit(0)), "raised"),
    "interrupt": (raises(KeyboardInterrupt()), "raised"),
    "generator exit": (raises(GeneratorExit()), "raised"),
    "cancelled": (raises(asyncio.CancelledError()), "raised"),
    "memory": (raises(MemoryError()), "raised"),
    "failed": (lambda call: closed.Failed("raised", "x"), "no-decision"),
    "no method": (None, "raised"),
    "not callable": ("x", "raised"),
}


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_denies(name: str) -> None:
    answer, clause = WRONG[name]
    policy = object() if answer is None else Answers(answer)
    for decision in (
        decide_closed(policy, CALL),
        asyncio.run(decide_closed_async(policy, CALL)),
    ):
        assert type(decision) is Decision
        assert not decision.allowed and decision.enforced and not decision.may_run
        assert decision.clause == f"lawful.{clause}"
        assert decision.call == CALL.digest


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), None, "5", True, 10**9])
def test_an_odd_timeout_denies(timeout: Any) -> None:
    policy = Answers(lambda call: Decision.allow(call, "x"))
    assert decide_closed(policy, CALL, timeout).clause == "lawful.no-timeout"


def test_what_is_not_a_call_is_denied() -> None:
    class Forged(Call):
        __slots__ = ()

    forged = Forged("touch", "{}")
    policy = Answers(lambda call: Decision.allow(call, "x"))
    assert not decide_closed(policy, forged).may_run
    assert not decide_closed(policy, None).may_run  # type: ignore[arg-type]


def test_a_policy_that_hangs_is_given_up_and_its_late_answer_is_thrown_away() -> None:
    go = threading.Event()

    def late(call: Call) -> Decision:
        go.wait(30)
        return Decision.allow(call, "late")

    decision = decide_closed(Answers(late), CALL, 0.05)
    assert decision.clause == "lawful.timed-out"
    go.set()
    assert not decision.may_run


def test_policies_that_hang_do_not_use_up_all_threads() -> None:
    go = threading.Event()
    policy = Answers(lambda call: go.wait(60))
    # Policies of earlier tests may hang still.
    before = set(closed._hanging)
    try:
        with ThreadPoolExecutor(32) as pool:
            done = list(pool.map(lambda _: decide_closed(policy, CALL, 0.05), range(160)))
        assert {decision.clause for decision in done} >= {"lawful.timed-out", "lawful.too-many"}
        assert not any(decision.may_run for decision in done)
        assert len(closed._hanging) <= closed.MOST_HANGING + 32
    finally:
        go.set()
    until = time.monotonic() + 10
    while not closed._hanging <= before and time.monotonic() < until:
        time.sleep(0.01)
    assert closed._hanging <= before
    assert decide_closed(ToolList(allow=["touch"]), CALL).may_run


def test_a_cancelled_decision_is_cancelled_and_recorded_as_denied() -> None:
    ledger = TraceLedger()
    go = threading.Event()

    def late(call: Call) -> Decision:
        go.wait(30)
        return Decision.allow(call, "late")

    gate = Gate(Answers(late), timeout=20, recorder=LedgerRecorder(ledger))
    runs: list[int] = []

    async def agent() -> None:
        if (await gate.decide_async(Call.of("touch", {}))).may_run:
            runs.append(1)

    async def main() -> None:
        task = asyncio.create_task(agent())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    go.set()
    assert runs == []
    assert [(node.kind, node.stimulus) for node in ledger][1:] == [("denied", "lawful.cancelled")]


def test_a_decision_that_its_policy_keeps_cannot_be_changed_later() -> None:
    kept: list[Decision] = []

    def answer(call: Call) -> Decision:
        kept.append(Decision.deny(call, "no"))
        return kept[0]

    decision = decide_closed(Answers(answer), CALL)
    object.__setattr__(kept[0], "allowed", True)
    assert not decision.may_run


def test_many_threads_get_each_their_own_decision() -> None:
    policy = Answers(lambda call: Decision.allow(call, call.value()["n"]) if call.value()["n"] != "7" else None)

    def ask(n: int) -> tuple[int, Decision]:
        return n, decide_closed(policy, Call.of("touch", {"n": str(n)}), 20)

    with ThreadPoolExecutor(16) as pool:
        for n, decision in pool.map(ask, range(200)):
            assert decision.may_run == (n != 7)
            assert n == 7 or decision.clause == str(n)


def test_a_recorder_that_raises_or_hangs_denies() -> None:
    class Broken:
        def __init__(self, wait: float) -> None:
            self.wait = wait

        def decided(self, call: Call, decision: Decision) -> None:
            time.sleep(self.wait)
            raise OSError("the disk is full")

        def settled(self, call: Call, succeeded: bool, note: str) -> None:
            raise OSError("the disk is full")

    for wait in (0.0, 3.0):
        gate = Gate(ToolList(allow=["*"]), timeout=0.2, recorder=Broken(wait))
        assert gate.decide(CALL).clause == "lawful.not-recorded"
        assert asyncio.run(gate.decide_async(CALL)).clause == "lawful.not-recorded"


def test_an_outcome_without_a_decision_is_not_recorded() -> None:
    from lawful.adapters import OutcomeNotRecorded

    ledger = TraceLedger()
    gate = Gate(ToolList(), recorder=LedgerRecorder(ledger))
    with pytest.raises(OutcomeNotRecorded, match="no decision on this call"):
        gate.settle(CALL, succeeded=True)
    gate.decide(CALL)
    with pytest.raises(OutcomeNotRecorded):
        gate.settle(CALL, succeeded=True)
    assert [node.kind for node in ledger] == ["proposed", "denied"]


def test_a_denial_is_recorded_whatever_the_names_of_the_call_are() -> None:
    ledger = TraceLedger()
    gate = Gate(ToolList(), recorder=LedgerRecorder(ledger))
    odd = {"walk": "a\0b", "id": "\0", "origin": "x" * 1000, "resource": "\0"}
    assert gate.decide(Call.of("delete_file", {}, **odd)).clause == "default"
    assert [node.kind for node in ledger] == ["proposed", "denied"]
    assert ledger[0].walk_id == "a\ufffdb"


def test_a_call_that_is_replayed_is_denied() -> None:
    gate = Gate(ToolList(allow=["*"]), recorder=LedgerRecorder(TraceLedger()))
    assert gate.decide(CALL).may_run
    assert gate.decide(CALL).clause == "lawful.not-recorded"


def test_calls_and_decisions_are_values() -> None:
    decision = Decision.deny(CALL, "no", "because")
    for value in (CALL, decision):
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
        assert hash(value) == hash(copy.copy(value))
        assert eval(repr(value)) == value
    with pytest.raises(AttributeError):
        CALL.tool = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        decision.allowed = True  # type: ignore[misc]
    assert Call.of("touch", {"n": 1}) != CALL
    same = {"id": "1", "nonce": "n"}
    assert Call.of("t", '{"b":1,"a":2}', **same) == Call.of("t", {"a": 2, "b": 1}, **same)


def test_a_pickle_of_a_call_is_checked() -> None:
    data = pickle.dumps(CALL).replace(b'{"n":1}', b'{"n" 1}')
    assert data != pickle.dumps(CALL)
    with pytest.raises(InvalidInput):
        pickle.loads(data)


def test_every_field_counts_for_the_digest() -> None:
    base = {"tool": "touch", "arguments": "{}", "nonce": "n"}
    changes: list[dict[str, Any]] = [
        {},
        {"tool": "touch2"},
        {"arguments": '{"a":1}'},
        {"resource": "r"},
        {"id": "r"},
        {"walk": "r"},
        {"origin": "r"},
        {"action": "list"},
        {"nonce": "r"},
    ]
    assert len({Call(**{**base, **change}).digest for change in changes}) == len(changes)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_an_interrupt_of_the_main_thread_goes_on() -> None:
    import _thread

    policy = Answers(lambda call: time.sleep(3))
    threading.Timer(0.2, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        decide_closed(policy, CALL, 2.5)


def test_an_answer_that_comes_too_late_does_not_allow() -> None:
    def answer(call: Call) -> Decision:
        # No other thread runs meanwhile, so nobody notices that the time is over.
        interval = sys.getswitchinterval()
        sys.setswitchinterval(60)
        try:
            until = time.monotonic() + 0.6
            while time.monotonic() < until:
                pass
            return Decision.allow(call, "late")
        finally:
            sys.setswitchinterval(interval)

    assert decide_closed(Answers(answer), CALL, 0.2).clause == "lawful.timed-out"
    assert asyncio.run(decide_closed_async(Answers(answer), CALL, 0.2)).clause == "lawful.timed-out"


@pytest.mark.parametrize("is_async", [False, True])
def test_what_is_denied_because_the_ledger_is_held_is_not_authorised_later(
    tmp_path: Path, is_async: bool
) -> None:
    held = TraceLedger.open(tmp_path / "ledger")
    threading.Timer(1.0, held.close).start()
    recorder = LedgerRecorder(tmp_path / "ledger", patience=30)
    gate = Gate(ToolList(allow=["*"]), timeout=0.5, recorder=recorder)
    decision = asyncio.run(gate.decide_async(CALL)) if is_async else gate.decide(CALL)
    assert decision.clause == "lawful.not-recorded" and "held by another writer" in decision.reason
    time.sleep(1.5)
    assert len(TraceLedger.open(tmp_path / "ledger", read_only=True)) == 0


class SlowLedger(LedgerRecorder):
    """Takes its time once it has begun to write."""

    def __init__(self, ledger: TraceLedger, wait: float) -> None:
        super().__init__(ledger)
        self._wait = wait

    def _extend(self, *given: Any, **named: Any) -> None:
        time.sleep(self._wait)
        super()._extend(*given, **named)
        self._wait = 0.0


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(("wait", "may_run"), [(0.7, True), (1.6, False)])
def test_what_the_recorder_has_begun_to_write_counts(is_async: bool, wait: float, may_run: bool) -> None:
    ledger = TraceLedger()
    gate = Gate(ToolList(allow=["*"]), timeout=0.5, recorder=SlowLedger(ledger, wait))
    decision = asyncio.run(gate.decide_async(CALL)) if is_async else gate.decide(CALL)
    assert decision.may_run == may_run
    time.sleep(0 if may_run else 1.2)
    kinds = ["proposed", "authorised"]
    assert [node.kind for node in ledger] == (kinds if may_run else [*kinds, "denied"])


def test_a_recorder_that_raises_after_it_wrote_denies() -> None:
    class Twice(LedgerRecorder):
        def decided(self, call: Call, decision: Decision, /) -> None:
            super().decided(call, decision)
            raise OSError("the copy cannot be written")

    gate = Gate(ToolList(allow=["*"]), recorder=Twice(TraceLedger()))
    assert gate.decide(CALL).clause == "lawful.not-recorded"


def test_a_decision_that_is_cancelled_while_it_is_recorded_ends_denied() -> None:
    ledger = TraceLedger()
    gate = Gate(ToolList(allow=["*"]), timeout=5, recorder=SlowLedger(ledger, 0.5))

    async def main() -> None:
        task = asyncio.create_task(gate.decide_async(CALL))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    time.sleep(1)
    assert [node.kind for node in ledger] == ["proposed", "authorised", "denied"]
