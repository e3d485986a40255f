"""Guards: what is recorded of calls, and when."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from time import time_ns
from typing import Any

import pytest
from covenants import AGENT, BELIEVED, BOSS, HELPER, LOG, ORIGIN, OWNER, gate, granted, recorded
from lawful.covenant import (
    Budget,
    Call,
    Covenant,
    CovenantError,
    CovenantGate,
    Denied,
    Guard,
    NeedsReview,
    ReviewGate,
    verify_run,
)
from lawful.errors import InvalidInput, LedgerError
from lawful.trace import TraceLedger, TraceNode
from lawful.trust import TrustStore


def test_a_guarded_function() -> None:
    guard = Guard(granted("tool:add", budget={"calls": 2}))
    ran = []

    @guard(cost={"calls": 1})
    def add(a: int, b: int = 2, *, c: int = 0) -> int:
        """Adds."""
        ran.append((a, b, c))
        return a + b + c

    assert add(1) == 3 and add.__doc__ == "Adds."
    value, receipt = add.with_receipt(1, c=5)
    assert value == 8 and receipt.spent == Budget(calls=1) and receipt.outcome == "succeeded"
    with pytest.raises(Denied) as denied:
        add(5)
    assert denied.value.clause == "budget" and ran == [(1, 2, 0), (1, 2, 5)]
    assert recorded(guard.ledger) == ["run.opened"] + 2 * [
        "call.proposed",
        "call.authorised",
        "call.executed",
        "call.returned",
    ] + ["call.proposed", "call.denied"]
    assert denied.value.call in {str(node.id).rpartition("/")[0] for node in guard.ledger}
    assert add.call_of(1, c=5) == Call(
        "tool:add", arguments={"a": 1, "b": 2, "c": 5}, cost={"calls": 1}
    )
    with pytest.raises(TypeError):
        add()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        add(1, a=2)  # type: ignore[misc]
    with pytest.raises(TypeError):
        add(1, d=2)  # type: ignore[call-arg]


def test_all_kinds_of_parameters() -> None:
    guard = Guard(granted("tool:*"))

    @guard
    def every(a: int, /, b: int, *rest: int, c: int = 3, **more: int) -> int:
        return a + b + sum(rest) + c + sum(more.values())

    assert every(1, 2, 4, 5, d=6) == 21
    assert Call(every.call_of(1, 2, 4, d=6)).arguments == (
        '{"a":1,"b":2,"c":3,"more":{"d":6},"rest":[4]}'
    )

    class Agent:
        @guard(action="tool:method", omit=["self"])
        def method(self, x: int) -> int:
            return x

    assert Agent().method(5) == 5  # type: ignore[call-arg, arg-type]
    with pytest.raises(InvalidInput, match="no parameter"):
        guard(lambda x: x, omit=["y"])
    with pytest.raises(InvalidInput, match="list of names"):
        guard(lambda x: x, omit="x")
    with pytest.raises(InvalidInput, match="no function"):
        guard(5)  # type: ignore[call-overload]
    with pytest.raises(InvalidInput, match="a generator runs after"):

        @guard
        def numbers():  # type: ignore[no-untyped-def]
            yield 1

    with pytest.raises(InvalidInput):

        @guard(action="no action")
        def nothing() -> None: ...

    with pytest.raises(InvalidInput, match="not plain"):
        every(object(), 2)  # type: ignore[arg-type]


def test_exceptions_are_recorded_and_raised_again() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 4})
    def fails() -> None:
        raise ValueError("no luck")

    with pytest.raises(ValueError, match="no luck"):
        fails()
    last = guard.ledger[-1]
    assert last.kind == "call.returned" and last.response == "ValueError: no luck"
    # Nobody knows what it has cost, so the ceiling is spent.
    assert guard.balance["spent"] == Budget(tokens=4) and not guard.balance["reserved"]
    with pytest.raises(KeyboardInterrupt), guard.begin("tool:x", at_most={"tokens": 5}) as running:
        running.spend({"tokens": 1})
        raise KeyboardInterrupt
    assert running.receipt is not None and running.receipt.spent == Budget(tokens=1)
    assert running.receipt.outcome == "failed"


def test_what_a_call_has_cost() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 6}, settle=lambda answer: {"tokens": len(answer)})
    def answer(text: str) -> str:
        return text

    assert answer("abc") == "abc" and guard.balance["spent"] == Budget(tokens=3)
    value, receipt = answer.with_receipt("abcdefg")
    assert value == "abcdefg" and receipt.troubles and "more than was reserved" in receipt.troubles[0]
    assert guard.balance["spent"] == Budget(tokens=10) and guard.halted is None

    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 6}, settle=lambda answer: {"tokens": float("nan")})  # type: ignore[dict-item]
    def odd() -> None: ...

    with pytest.raises(InvalidInput):
        odd()
    assert guard.balance["spent"] == Budget(tokens=6)
    with pytest.raises(InvalidInput, match="needs `at_most`"):
        guard(odd, settle=lambda answer: {})


def test_async_functions() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 3}))
    inside = asyncio.Event()

    @guard(cost={"calls": 1})
    async def wait(seconds: float) -> str:
        inside.set()
        await asyncio.sleep(seconds)
        return "done"

    @guard(cost={"calls": 1})
    async def fail() -> None:
        raise ValueError("no luck")

    async def main() -> None:
        assert await wait(0) == "done"
        with pytest.raises(ValueError):
            await fail()
        inside.clear()
        task = asyncio.create_task(wait(100))
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(Denied):
            await wait(0)
        with pytest.raises(Denied):
            await wait.with_receipt(0)

    asyncio.run(main())
    ends = [node.response for node in guard.ledger if node.kind == "call.returned"]
    assert ends == [None, "ValueError: no luck", "CancelledError: "]


def test_many_async_calls_share_a_budget() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 20}))

    @guard(cost={"calls": 1})
    async def step(number: int) -> int:
        await asyncio.sleep(0)
        return number

    async def main() -> list[Any]:
        return await asyncio.gather(*(step(n) for n in range(30)), return_exceptions=True)

    results = asyncio.run(main())
    assert sum(isinstance(result, Denied) for result in results) == 10
    assert guard.balance["spent"] == Budget(calls=20)


def test_threads_share_a_guard() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 400}))

    @guard(cost={"calls": 1})
    def step() -> None: ...

    denied = []

    def work() -> None:
        for _ in range(60):
            try:
                step()
            except Denied:
                denied.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(denied) == 80 and guard.balance["spent"] == Budget(calls=400)
    assert len(guard.ledger) == 1 + 400 * 4 + 80 * 2


def test_revocation_stops_a_running_guard() -> None:
    covenant = granted("tool:*")
    guard = Guard(covenant)
    ran = []

    @guard
    def step(number: int) -> None:
        ran.append(number)
        if number == 2:
            covenant.revoke(OWNER, "enough")

    with pytest.raises(Denied) as denied:
        for number in range(10):
            step(number)
    assert ran == [0, 1, 2] and denied.value.clause == "revoked"


def test_a_shadow_guard_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard(granted("tool:a"), enforced=False)

    @guard
    def b() -> int:
        return 5

    assert b() == 5 and not guard.enforced
    assert "not enforced: the call is denied: no permission allows it" in caplog.text
    assert all("not enforced" in node.tags for node in guard.ledger)
    with guard.begin("tool:b") as running:
        assert running.not_enforced == "not enforced: the call is denied: no permission allows it"
    assert running.receipt is not None and running.receipt.not_enforced == running.not_enforced
    assert recorded(guard.ledger)[-3:] == ["call.denied", "call.executed", "call.returned"]


def test_a_closed_guard_allows_nothing() -> None:
    with Guard(granted("tool:*")) as guard:
        running = guard.begin("tool:x")
    with pytest.raises(CovenantError, match="the guard is closed"):
        guard.begin("tool:x")
    assert running.finish().outcome == "succeeded"
    for move in (running.finish, lambda: running.fail(ValueError()), lambda: running.spend({})):
        with pytest.raises(CovenantError, match="ended"):
            move()
    with pytest.raises(InvalidInput, match="not how a call ends"):
        Guard(granted("tool:*")).begin("tool:x").finish("lost")  # type: ignore[arg-type]


def test_a_lost_call_is_recorded() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 5}))
    guard.begin("tool:x", at_most={"tokens": 5})
    assert guard.balance["spent"] == Budget(tokens=5)
    assert recorded(guard.ledger)[-1] == "call.returned"


def test_a_guard_with_reviews() -> None:
    review = ReviewGate("r", "tool:rm", reviewers=[BOSS])
    guard = Guard(granted("tool:*", review_gates=[review]), signer=LOG, origin=ORIGIN)
    with pytest.raises(NeedsReview) as waits:
        guard.begin("tool:rm", arguments={"path": "a"})
    [request] = waits.value.requests
    with guard.begin(
        "tool:rm", arguments={"path": "a"}, approvals=[request.approve(BOSS)]
    ) as running:
        pass
    call = Call("tool:rm", arguments={"path": "a"})
    answer = verify_run(guard.ledger, guard.seal(), running.name, call, **BELIEVED)
    assert answer.authorised and answer.reviewers == [BOSS.public_key]


def test_what_is_sealed_is_synced(tmp_path: Path) -> None:
    with TraceLedger.open(tmp_path / "runs") as ledger:
        guard = Guard(granted("tool:*"), ledger, signer=LOG, origin=ORIGIN)
        with guard.begin("tool:x"):
            pass
        mark = tmp_path / "runs" / "synced"
        before = mark.read_bytes()
        guard.seal()
        sealed = mark.read_bytes()
        assert sealed != before
        # A further sync finds nothing to do.
        ledger.sync()
        assert mark.read_bytes() == sealed


def test_a_ledger_in_files_goes_on(tmp_path: Path) -> None:
    covenant = granted("tool:*", budget={"calls": 3})
    for turn in range(2):
        with TraceLedger.open(tmp_path / "runs") as ledger:
            guard = Guard(covenant, ledger)
            assert guard.balance["spent"] == Budget(calls=turn)
            with guard.begin("tool:x", cost={"calls": 1}):
                pass
    with TraceLedger.open(tmp_path / "runs", read_only=True) as ledger:
        assert recorded(ledger).count("call.returned") == 2
    ledger = TraceLedger.open(tmp_path / "runs")
    guard = Guard(covenant, ledger, signer=LOG, origin=ORIGIN)
    running = guard.begin("tool:x")
    ledger.close()
    # Nothing is recorded behind its back, so nothing is allowed.
    with pytest.raises(Denied, match="the ledger is closed") as denied:
        guard.begin("tool:x", cost={"calls": 1})
    assert denied.value.clause == "ledger" and guard.balance["spent"] == Budget(calls=2)
    assert "is closed" in running.finish().troubles[0] and guard.halted is not None
    with pytest.raises(LedgerError, match="is closed"):
        guard.seal()
    with pytest.raises(LedgerError, match="is closed"):
        Guard(covenant, ledger)
    # The guard holds no file open.
    with TraceLedger.open(tmp_path / "runs") as ledger:
        assert Guard(covenant, ledger).balance["spent"] == Budget(calls=2)


def test_a_guard_and_other_nodes_share_a_ledger() -> None:
    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)
    for number in range(50):
        with guard.begin("tool:x"):
            ledger.append(TraceNode(str(number), "brain", time_ns()))
    assert guard.ledger is ledger and len(ledger) == 1 + 50 * 5


def test_a_ledger_that_refuses_denies() -> None:
    # Time never goes back in this ledger, and what is there is from the far future.
    ledger = TraceLedger()
    guard = Guard(granted("tool:*", budget={"calls": 1}), ledger)
    ledger.append(TraceNode("a", "brain", 2**62))
    with pytest.raises(Denied) as denied:
        guard.begin("tool:x", cost={"calls": 1})
    assert denied.value.clause == "ledger" and not guard.balance["spent"]


def test_a_child_guard() -> None:
    covenant = granted("tool:*", budget={"calls": 5}, depth=1)
    guard = Guard(covenant, signer=LOG, origin=ORIGIN)
    chain = covenant.delegate(AGENT, to=HELPER, budget={"calls": 2}, permissions=["tool:a"])
    child = guard.open_child(chain, grantors=[OWNER])
    with child.begin("tool:a", cost={"calls": 1}) as running:
        pass
    with pytest.raises(Denied):
        child.begin("tool:b")
    assert child.ledger is guard.ledger and guard.balance["free"] == Budget(calls=3)
    call = Call("tool:a", cost={"calls": 1})
    answer = verify_run(guard.ledger, guard.seal(), running.name, call, **BELIEVED)
    assert answer.holder == HELPER.public_key and answer.lineage == chain.lineage


def test_trust_follows_outcomes() -> None:
    store = TrustStore.memory()
    guard = Guard(granted("tool:*"), trust=store, entity="agent:writer", magnitude=0.5)
    start = store.get("agent:writer").success_count
    with guard.begin("tool:x"):
        pass
    with pytest.raises(ValueError), guard.begin("tool:x"):
        raise ValueError
    entity = store.get("agent:writer")
    assert (entity.success_count - start, entity.action_count) == (1, 2)
    with pytest.raises(InvalidInput, match="together"):
        Guard(granted("tool:*"), trust=store)
    with pytest.raises(InvalidInput, match="magnitude"):
        Guard(granted("tool:*"), trust=store, entity="agent:x", magnitude=float("nan"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_records_nothing(tmp_path: Path) -> None:
    ledger = TraceLedger.open(tmp_path / "runs")
    guard = Guard(granted("tool:*"), ledger)
    running = guard.begin("tool:x")
    length = len(ledger)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            try:
                guard.begin("tool:x")
            except CovenantError:
                try:
                    running.finish()
                except CovenantError:
                    code = 0
            del running
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(ledger) == length
    assert running.finish().troubles == []
    with TraceLedger.open(tmp_path / "runs", read_only=True) as read:
        assert recorded(read)[-1] == "call.returned" and len(read) == length + 1


# Who granted, which process, which guard.


def test_a_covenant_that_somebody_else_granted_is_refused() -> None:
    forged = Covenant.propose(by=AGENT, grantor=AGENT, permissions=["tool:*"]).grant(AGENT)
    for kind in (Guard, CovenantGate):
        with pytest.raises(CovenantError, match="who is not one of `grantors`"):
            kind(forged, grantors=[OWNER])
        with pytest.raises(InvalidInput, match="nobody is trusted to grant"):
            kind(forged, grantors=[])
        kind(forged, grantors=[OWNER, AGENT])


def test_a_second_guard_of_a_covenant_is_not_opened_on_its_ledger() -> None:
    covenant, ledger = granted("tool:*", budget={"calls": 1}), TraceLedger()
    first = Guard(covenant, ledger)
    running = first.begin("tool:x", cost={"calls": 1})
    with pytest.raises(CovenantError, match="is open on this ledger"):
        Guard(covenant, ledger)
    Guard(covenant, TraceLedger()).close()
    first.close()
    # What is under way is paid for already.
    second = Guard(covenant, ledger)
    with pytest.raises(Denied):
        second.begin("tool:x", cost={"calls": 1})
    running.finish()
    second.close()
    with pytest.raises(Denied):
        Guard(covenant, ledger).begin("tool:x", cost={"calls": 1})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_gate_gives_a_forked_child_no_second_budget() -> None:
    opened = gate("tool:*", budget={"calls": 1})
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            opened.check("tool:x", cost={"calls": 1})
            os.write(writing, b"allowed")
        except CovenantError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert b"before this process was forked" in os.read(reading, 200)
    assert opened.check("tool:x", cost={"calls": 1})


def test_whoever_denies_everything_means_absolute_resources_too() -> None:
    closed = gate("fs.read:/**", "!fs.read:**")
    assert closed.check("fs.read:/etc/passwd").clause == "!fs.read:**"
