"""Running a function that is not trusted: it ends in time with an answer, or it has failed."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lawful.adapters.canonical import shown

MOST_HANGING = 64
"""How many threads may hang in functions that did not end in time, before no more are begun."""

_hanging: set[int] = set()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no answer. `kind` is one of `timed-out`, `raised`, `too-many`, `not-begun`."""

    kind: str
    why: str


LATE = Failed("timed-out", "did not answer in time")


class _Run:
    """One run of a function in a thread of its own. Whoever looks first sees the end."""

    def __init__(
        self, function: Callable[[], object], ended: Callable[[], None], timeout: float
    ) -> None:
        self.answer: object = Failed("not-begun", "was not asked")
        self._function = function
        self._ended = ended
        self._context = contextvars.copy_context()
        self._is_over = False
        self._until = time.monotonic() + timeout

    def begin(self) -> bool:
        """Begins, if it can; `answer` says why not otherwise."""
        with _lock:
            if len(_hanging) >= MOST_HANGING:
                self.answer = Failed(
                    "too-many", f"hangs already in {len(_hanging)} other decisions"
                )
                return False
        try:
            threading.Thread(target=self._work, name="lawful-decision", daemon=True).start()
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            self.answer = Failed("not-begun", f"could not be asked: {_told(error)}")
            return False
        return True

    def give_up(self, why: Failed) -> object:
        """Stops waiting; returns the answer, if it came in time."""
        with _lock:
            if self._is_over:
                return self.answer
            # The late answer finds the run over, and is thrown away.
            self._is_over = True
            self.answer = why
            _hanging.add(id(self))
            return why

    def _work(self) -> None:
        answer: object
        try:
            answer = self._context.run(_whole, self._function)
        except BaseException as error:
            # An interrupt or an exit in this thread is the policy's own, not the user's.
            answer = Failed("raised", f"raised `{_told(error)}`")
        # Whoever waits may not have noticed that the time is over: this thread may have kept all
        # others from running.
        if time.monotonic() > self._until:
            answer = LATE
        with _lock:
            if self._is_over:
                _hanging.discard(id(self))
                return
            self._is_over = True
            self.answer = answer
        self._ended()


def run_closed(function: Callable[[], object], timeout: float) -> object:
    """Runs a function in a thread; returns what it returned, or why there is nothing.

    A coroutine that it returns is run to its end, on an event loop of its own. A `Failed` that the
    function itself returns is an odd answer, not a failure that happened here.

    >>> from lawful.adapters.closed import run_closed
    >>> run_closed(lambda: 1 + 1, 5.0)
    2
    >>> run_closed(lambda: 1 // 0, 5.0).kind
    'raised'
    """
    over = threading.Event()
    run = _Run(function, over.set, timeout)
    if not run.begin():
        return run.answer
    try:
        over.wait(timeout)
    except BaseException:
        run.give_up(Failed("raised", "was interrupted"))
        raise
    return run.give_up(LATE)


async def run_closed_async(function: Callable[[], object], timeout: float) -> object:
    """Runs a function as `run_closed` does, while the event loop goes on.

    >>> import asyncio
    >>> from lawful.adapters.closed import run_closed_async
    >>> asyncio.run(run_closed_async(lambda: 1 + 1, 5.0))
    2
    """
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def ended() -> None:
        try:
            loop.call_soon_threadsafe(over.set)
        except RuntimeError:
            # The loop was closed: nobody waits any more.
            pass

    run = _Run(function, ended, timeout)
    if not run.begin():
        return run.answer
    try:
        await asyncio.wait_for(over.wait(), timeout)
    except asyncio.TimeoutError:
        pass
    except BaseException:
        run.give_up(Failed("raised", "was cancelled"))
        raise
    return run.give_up(LATE)


def _whole(function: Callable[[], object]) -> object:
    answer = function()
    if inspect.isawaitable(answer):
        answer = asyncio.run(_await(answer))
    return "a `Failed` of its own" if type(answer) is Failed else answer


async def _await(answer: Any) -> object:
    return await answer


def _told(error: BaseException) -> str:
    # Called where the time-out holds: the text of an exception is code of others, too.
    name = shown(type.__getattribute__(type(error), "__name__"), 80)
    try:
        text = shown(error, 300)
    except BaseException:
        return name
    return f"{name}: {text}" if text else name


def _forked() -> None:
    # The threads are not in the child, and the lock may have been held by one of them.
    global _lock
    _lock = threading.Lock()
    _hanging.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
