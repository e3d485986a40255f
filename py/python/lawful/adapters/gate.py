"""A policy, its time-out and its recorder: what an adapter holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from lawful.adapters.call import Call
from lawful.adapters.closed import Failed, run_closed, run_closed_async
from lawful.adapters.decision import (
    DEFAULT_TIMEOUT,
    Decision,
    decide_closed,
    decide_closed_async,
)
from lawful.adapters.recorder import Chance, Recorder
from lawful.errors import LedgerError


class OutcomeNotRecorded(LedgerError):
    """A call ran, and what came of it could not be put on the ledger.

    >>> from lawful.adapters import OutcomeNotRecorded
    >>> from lawful.errors import LedgerError
    >>> issubclass(OutcomeNotRecorded, LedgerError)
    True
    """


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides on calls with a policy, closed, and records what was decided and what came of it.

    With a recorder a call runs only if its decision is on the ledger: one that cannot be recorded
    is denied. Every adapter takes a gate, or a policy, which is then a gate without a recorder.

    >>> from lawful.adapters import Call, Gate, LedgerRecorder, ToolList
    >>> from lawful.trace import TraceLedger
    >>> ledger = TraceLedger()
    >>> gate = Gate(ToolList(allow=["read_*"]), recorder=LedgerRecorder(ledger))
    >>> gate.decide(Call.of("delete_file", {})).may_run
    False
    >>> [node.kind for node in ledger]
    ['proposed', 'denied']
    >>> call = Call.of("read_file", {"path": "a.txt"})
    >>> if gate.decide(call).may_run:
    ...     gate.settle(call, succeeded=True, note="12 bytes")

    In an event loop:

    >>> async def one(call):
    ...     if (await gate.decide_async(call)).may_run:
    ...         await gate.settle_async(call, succeeded=False, note="no such file")
    >>> import asyncio
    >>> asyncio.run(one(Call.of("read_file", {"path": "b.txt"})))
    >>> [node.kind for node in ledger][2:]
    ['proposed', 'authorised', 'returned', 'proposed', 'authorised', 'failed']
    """

    policy: object
    timeout: float = field(default=DEFAULT_TIMEOUT, kw_only=True)
    recorder: Recorder | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, given: object) -> Gate:
        """Returns a gate as it is, and anything else as the policy of a new one."""
        return given if isinstance(given, Gate) else cls(given)

    def decide(self, call: Call) -> Decision:
        """Decides on a call and records that. Never raises, except an interrupt of this thread."""
        decision = decide_closed(self.policy, call, self.timeout)
        if self.recorder is None or type(call) is not Call or call.action == "list":
            return decision
        chance = Chance(self.timeout)
        record = _recording(self.recorder, call, decision, chance)
        try:
            done = run_closed(record, self.timeout)
            if _is_late(done) and chance.is_taken:
                done = run_closed(chance.result, self.timeout)
        finally:
            chance.give_up()
        return _unless_failed(done, chance, call, decision)

    async def decide_async(self, call: Call) -> Decision:
        """Decides on a call while the event loop of asyncio goes on.

        A cancellation goes on too; that nothing was decided is recorded first, if it can be.
        """
        try:
            decision = await decide_closed_async(self.policy, call, self.timeout)
        except asyncio.CancelledError:
            if self.recorder is not None and type(call) is Call and call.action == "call":
                recorder = self.recorder
                cancelled = Decision.deny(call, "lawful.cancelled", "the caller gave up")
                run_closed(lambda: recorder.decided(call, cancelled), min(self.timeout, 1.0))
            raise
        if self.recorder is None or type(call) is not Call or call.action == "list":
            return decision
        chance = Chance(self.timeout)
        record = _recording(self.recorder, call, decision, chance)
        try:
            done = await run_closed_async(record, self.timeout)
            if _is_late(done) and chance.is_taken:
                done = await run_closed_async(chance.result, self.timeout)
        finally:
            chance.give_up()
        return _unless_failed(done, chance, call, decision)

    def settle(self, call: Call, *, succeeded: bool, note: str = "") -> None:
        """Records what came of a call that ran.

        # Errors

        `OutcomeNotRecorded` if it cannot be recorded. The call has run all the same.
        """
        if self.recorder is None:
            return
        recorder = self.recorder
        _raise_failed(
            run_closed(lambda: recorder.settled(call, succeeded, note), self.timeout), call
        )

    async def settle_async(self, call: Call, *, succeeded: bool, note: str = "") -> None:
        """Records what came of a call, as `settle` does, while the event loop goes on."""
        if self.recorder is None:
            return
        recorder = self.recorder
        _raise_failed(
            await run_closed_async(lambda: recorder.settled(call, succeeded, note), self.timeout),
            call,
        )


def _recording(
    recorder: Recorder, call: Call, decision: Decision, chance: Chance
) -> Callable[[], object]:
    def record() -> object:
        with chance:
            return recorder.decided(call, decision)  # type: ignore[func-returns-value]

    return record


def _is_late(done: object) -> bool:
    return type(done) is Failed and done.kind == "timed-out"


def _unless_failed(done: object, chance: Chance, call: Call, decision: Decision) -> Decision:
    # A recorder that was at its end before the gate gave up has recorded, whatever the time.
    if done is None or (_is_late(done) and chance.is_recorded):
        return decision
    why = done.why if type(done) is Failed else "answered oddly"
    return Decision.deny(call, "lawful.not-recorded", f"the recorder {why}")


def _raise_failed(done: object, call: Call) -> None:
    if done is not None:
        why = done.why if type(done) is Failed else "answered oddly"
        raise OutcomeNotRecorded(
            f"`{call.tool}` ran, and that could not be recorded: the recorder {why}"
        )
