"""`lawful run`: a command under a covenant."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from lawful._core import Budget, Guard, Running, TraceLedger
from lawful.cli.covenant_files import learn, read, trusted
from lawful.cli.recovered import tell_recovery
from lawful.cli.streams import complain, say
from lawful.errors import CovenantError, Denied, InvalidInput, LawfulError

OVERTIME = 124
DENIED = 126
NOT_FOUND = 127
# How long a command may take to end when it is asked to, in seconds.
GRACE = 2.0
# What asks to end the command. A terminal that closes may send the second more than once.
ENDING = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
# The end of the command, among signals.
ENDED = 0

# Numbers of signals, and ENDED. A handler may put something into it at any time.
Events = SimpleQueue[int]


def run(options: argparse.Namespace) -> int:
    """Runs a command under a covenant and returns its exit code."""
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise InvalidInput("give a command: lawful run --covenant FILE -- COMMAND")
    learn(options.revoked)
    covenant = read(options.covenant)
    try:
        grantors = trusted(covenant, options.trusted)
    except CovenantError as why:
        return _denied(command, why)
    with _signals() as events:
        try:
            ledger = _opened(options.ledger)
        except (LawfulError, OSError) as why:
            return _denied(command, f"the ledger is not available: {why}")
        with ledger:
            try:
                guard = Guard(covenant, ledger, enforced=not options.shadow, grantors=grantors)
            except LawfulError as why:
                return _denied(command, why)
            return _run_guarded(guard, command, events)


def _denied(command: list[str], why: object) -> int:
    complain(f"`{command[0]}` is denied: {why}")
    return DENIED


@contextmanager
def _signals() -> Iterator[Events]:
    """Collects signals that ask to end the command; what was ignored before stays so."""
    events: Events = SimpleQueue()

    def put(number: int, frame: FrameType | None) -> None:
        events.put(number)

    found = {number: signal.getsignal(number) for number in ENDING}
    before = {number: old for number, old in found.items() if old not in (None, signal.SIG_IGN)}
    try:
        for number in before:
            signal.signal(number, put)
        yield events
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _opened(path: Path) -> TraceLedger:
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = TraceLedger.open(path)
    tell_recovery(ledger)
    return ledger


def _run_guarded(guard: Guard, command: list[str], events: Events) -> int:
    ceiling = _ceiling(guard)
    # A path is decided on, and run, as one that does not depend on where this is.
    program = os.path.abspath(command[0]) if "/" in command[0] else command[0]
    try:
        running = guard.begin(f"process:{program}", arguments={"argv": command}, at_most=ceiling)
    except Denied as why:
        complain(f"`{command[0]}` is denied ({why.clause}): {why.reason}")
        return DENIED
    except (LawfulError, UnicodeError) as why:
        return _denied(command, why)
    if running.not_enforced is not None:
        say(f"{command[0]}: {running.not_enforced}")
    limit = None
    if running.not_enforced is None and ceiling.milliseconds:
        limit = ceiling.milliseconds / 1000
    return _run_to_the_end(running, program, command, ceiling, limit, events)


def _ceiling(guard: Guard) -> Budget:
    """Returns what a command may cost: a call, and all the time that is left."""
    granted, free = guard.balance["granted"], guard.balance["free"]
    # If nothing is left of what was granted, one unit is asked for, so that the budget says no.
    return Budget(
        calls=min(granted.calls, 1),
        milliseconds=max(free.milliseconds, min(granted.milliseconds, 1)),
    )


def _run_to_the_end(
    running: Running,
    program: str,
    command: list[str],
    ceiling: Budget,
    limit: float | None,
    events: Events,
) -> int:
    started = time.monotonic()

    def end(outcome: str, message: str | None) -> None:
        took = int((time.monotonic() - started) * 1000)
        spent = Budget(
            calls=ceiling.calls,
            milliseconds=min(took, ceiling.milliseconds),
        )
        receipt = running.finish(outcome, spent=spent, message=message)  # type: ignore[arg-type]
        for trouble in receipt.troubles:
            complain(trouble)

    found = shutil.which(program)
    if found is None:
        end("failed", "there is no such command")
        complain(f"there is no command `{command[0]}`")
        return NOT_FOUND
    if not events.empty():
        number = events.get()
        end("failed", signal.Signals(number).name)
        return 128 + number
    try:
        process = _Process(command, found, events)
    except OSError as error:
        end("failed", str(error))
        complain(f"cannot run `{command[0]}`: {error.strerror or error}")
        return DENIED
    try:
        code, why = process.wait(limit)
    except BaseException as error:
        process.end()
        end("failed", type(error).__name__)
        raise
    if why is None:
        end("succeeded" if code == 0 else "failed", None if code == 0 else f"exit code {code}")
    else:
        end("failed", why)
        complain(f"`{command[0]}` was ended: {why}")
    return code


class _Process:
    """A process, with a group of its own unless it may have to read from a terminal."""

    def __init__(self, command: list[str], program: str, events: Events) -> None:
        self._events = events
        # In another group than that of the terminal it could not read.
        self._has_group = not os.isatty(0)
        self._popen = subprocess.Popen(
            command, executable=program, start_new_session=self._has_group
        )

    def wait(self, limit: float | None) -> tuple[int, str | None]:
        """Waits until it ends, or ends it; returns an exit code, and why it was ended."""
        threading.Thread(target=self._tell_the_end, daemon=True).start()
        try:
            event = self._events.get(timeout=limit and min(limit, threading.TIMEOUT_MAX))
        except Empty:
            return OVERTIME, f"its {round((limit or 0) * 1000)} milliseconds were over" + self.end()
        if event != ENDED:
            return 128 + event, signal.Signals(event).name + self.end()
        code = self._popen.wait()
        # As a shell says that a signal ended it.
        return (code if code >= 0 else 128 - code), None

    def end(self) -> str:
        """Ends it and its group: asks, and kills after the grace or if somebody insists.

        Returns what there is to say about that.
        """
        self._send(signal.SIGTERM)
        until = time.monotonic() + GRACE
        while self._lives() and time.monotonic() < until:
            try:
                event = self._events.get(timeout=0.02)
            except Empty:
                continue
            if event in (signal.SIGINT, signal.SIGTERM):
                break
        self._send(signal.SIGKILL)
        try:
            self._popen.wait(GRACE)
        except subprocess.TimeoutExpired:
            return ", but it lives on"
        return ""

    def _tell_the_end(self) -> None:
        self._popen.wait()
        self._events.put(ENDED)

    def _send(self, number: int) -> None:
        try:
            if self._has_group:
                os.killpg(self._popen.pid, number)
            else:
                self._popen.send_signal(number)
        except (ProcessLookupError, PermissionError):
            # It has ended, or is of somebody else: then waiting for it says so.
            return

    def _lives(self) -> bool:
        if self._popen.poll() is None:
            return True
        if not self._has_group:
            return False
        try:
            os.killpg(self._popen.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
