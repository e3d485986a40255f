"""What a policy answers, and the one function through which every adapter asks."""

from __future__ import annotations

import math
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.closed import Failed, run_closed, run_closed_async

DEFAULT_TIMEOUT = 5.0
"""How long a policy may take, in seconds, if nothing else is said."""

LONGEST_TIMEOUT = 3600.0


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a call may run, and what decided that.

    - `allowed`: the answer.
    - `clause`: the name of what decided, `deny:delete_*` for instance, or `lawful.timed-out`.
    - `reason`: a sentence for people and models.
    - `call`: the digest of the call that was decided on. It holds for no other.
    - `enforced`: false in shadow mode: the call runs although it was denied, and that is recorded.

    >>> from lawful.adapters import Call, Decision
    >>> call = Call.of("delete_file", {"path": "a.txt"})
    >>> decision = Decision.deny(call, "deny:delete_*", "nothing is deleted here")
    >>> decision.may_run
    False
    >>> decision.call == call.digest
    True
    >>> print(Decision.allow(call, "allow:*", "today it may"))
    allowed by `allow:*`: today it may
    """

    allowed: bool
    clause: str
    reason: str
    call: str
    enforced: bool = True

    @property
    def may_run(self) -> bool:
        """Whether the call may run: it is allowed, or the denial is not enforced."""
        return self.allowed is True or self.enforced is False

    @classmethod
    def allow(cls, call: Call, clause: str, reason: str = "") -> Decision:
        """Allows a call."""
        return cls(True, clause, reason, call.digest)

    @classmethod
    def deny(cls, call: Call, clause: str, reason: str = "", *, enforced: bool = True) -> Decision:
        """Denies a call."""
        return cls(False, clause, reason, call.digest, enforced)

    def __str__(self) -> str:
        word = "allowed" if self.allowed else "denied" if self.enforced else "denied in shadow"
        return f"{word} by `{self.clause}`: {self.reason}" if self.reason else f"{word} by `{self.clause}`"


@runtime_checkable
class Policy(Protocol):
    """Anything with a method `decide`, which may be `async`.

    An asynchronous policy runs on an event loop of its own in a thread: what belongs to a loop, a
    session of an HTTP client for instance, is made inside `decide`.

    >>> from lawful.adapters import Call, Decision, Policy
    >>> class Small:
    ...     def decide(self, call: Call) -> Decision:
    ...         if len(call.arguments) < 100:
    ...             return Decision.allow(call, "small")
    ...         return Decision.deny(call, "small", "that is too much at once")
    >>> isinstance(Small(), Policy)
    True
    """

    def decide(self, call: Call, /) -> Decision | Awaitable[Decision]:
        """Decides on a call."""
        ...


def decide_closed(policy: object, call: Call, timeout: float = DEFAULT_TIMEOUT) -> Decision:
    """Asks a policy about a call, and denies if anything at all is wrong with the answer.

    No policy, an exception of whatever kind, no answer within `timeout` seconds, an answer that is
    not a `Decision`, is of another call, or has a field of a wrong type: denied, and the clause
    (`lawful.*`) and the reason name it. A failure is enforced even if the policy is in shadow mode.
    Only an interrupt of the calling thread is passed on.

    >>> from lawful.adapters import Call, decide_closed
    >>> class Broken:
    ...     def decide(self, call):
    ...         return True
    >>> decide_closed(Broken(), Call.of("read_file", {})).reason
    'the policy answered a `bool`, not a `Decision`'
    >>> decide_closed(None, Call.of("read_file", {})).clause
    'lawful.no-policy'
    """
    early = _refused_early(policy, call, timeout)
    if early is not None:
        return early
    return _checked(call, run_closed(lambda: policy.decide(call), timeout), timeout)  # type: ignore[attr-defined]


async def decide_closed_async(
    policy: object, call: Call, timeout: float = DEFAULT_TIMEOUT
) -> Decision:
    """Asks a policy as `decide_closed` does, while the event loop of asyncio goes on.

    If the task is cancelled, the cancellation goes on and the answer is thrown away.

    >>> import asyncio
    >>> from lawful.adapters import Call, decide_closed_async
    >>> asyncio.run(decide_closed_async(None, Call.of("read_file", {}))).may_run
    False
    """
    early = _refused_early(policy, call, timeout)
    if early is not None:
        return early
    answer = await run_closed_async(lambda: policy.decide(call), timeout)  # type: ignore[attr-defined]
    return _checked(call, answer, timeout)


def _refused_early(policy: object, call: Call, timeout: object) -> Decision | None:
    if type(call) is not Call:
        # There is nothing that could be decided on: the digest of nothing fits no call.
        return Decision(False, "lawful.no-call", "what was asked about is not a `Call`", "")
    if policy is None:
        return Decision.deny(call, "lawful.no-policy", "there is no policy")
    if (
        type(timeout) not in (int, float)
        or not math.isfinite(timeout)  # type: ignore[arg-type]
        or not 0 < timeout <= LONGEST_TIMEOUT  # type: ignore[operator]
    ):
        return Decision.deny(
            call,
            "lawful.no-timeout",
            f"`{shown(timeout, 40)}` is not a time-out; give seconds, more than 0 and at most 3600",
        )
    return None


def _checked(call: Call, answer: Any, timeout: float) -> Decision:
    if type(answer) is Failed:
        if answer.kind == "timed-out":
            return Decision.deny(
                call, "lawful.timed-out", f"the policy did not answer within {timeout:g} s"
            )
        return Decision.deny(call, f"lawful.{answer.kind}", f"the policy {answer.why}")
    if type(answer) is not Decision:
        return Decision.deny(
            call,
            "lawful.no-decision",
            f"the policy answered a `{shown(type.__getattribute__(type(answer), '__name__'), 80)}`,"
            " not a `Decision`",
        )
    allowed, enforced = answer.allowed, answer.enforced
    texts = (answer.clause, answer.reason, answer.call)
    if type(allowed) is not bool or type(enforced) is not bool or not all(
        type(text) is str for text in texts
    ):
        return Decision.deny(
            call, "lawful.odd-decision", "the policy answered a `Decision` with fields of odd types"
        )
    clause, reason, about = texts
    if about != call.digest:
        return Decision.deny(
            call, "lawful.other-call", "the policy answered with the decision of another call"
        )
    if not clause:
        return Decision.deny(call, "lawful.no-clause", "the policy does not say what decided")
    # A copy: who keeps the answer of the policy cannot change it under our hands.
    return Decision(allowed, shown(clause, 200), shown(reason, 1000), call.digest, enforced)
