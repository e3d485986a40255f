"""`lawful run`: a command under a covenant."""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import time

from lawful._core import Budget, Chain, Covenant, Guard, Running, TraceLedger
from lawful.cli.covenant_files import learn, read, trusted
from lawful.cli.streams import complain, say
from lawful.errors import CovenantError, Denied, InvalidInput

OVERTIME = 124
DENIED = 126
NOT_FOUND = 127
# How long a command may take to end when it is asked to, in seconds.
GRACE = 2.0


def run(options: argparse.Namespace) -> int:
    """Runs a command under a covenant and returns its exit code."""
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise InvalidInput("give a command: lawful run --covenant FILE -- COMMAND")
    learn(options.revoked)
    covenant = read(options.covenant)
    options.ledger.parent.mkdir(parents=True, exist_ok=True)
    with TraceLedger.open(options.ledger) as ledger:
        try:
            guard = _guard(covenant, ledger, options)
        except CovenantError as why:
            complain(f"`{command[0]}` is denied: {why}")
            return DENIED
        return _run_guarded(guard, command)


def _guard(covenant: Covenant | Chain, ledger: TraceLedger, options: argparse.Namespace) -> Guard:
    grantors = trusted(covenant, options.trusted)
    return Guard(covenant, ledger, enforced=not options.shadow, grantors=grantors)


def _run_guarded(guard: Guard, command: list[str]) -> int:
    ceiling = _ceiling(guard)
    action = f"process:{command[0]}"
    try:
        running = guard.begin(action, arguments={"argv": command}, at_most=ceiling)
    except Denied as why:
        complain(f"`{command[0]}` is denied ({why.clause}): {why.reason}")
        return DENIED
    if running.not_enforced is not None:
        say(f"{command[0]}: {running.not_enforced}")
    limit = None
    if running.not_enforced is None and ceiling.milliseconds:
        limit = ceiling.milliseconds / 1000
    return _run_to_the_end(running, command, ceiling, limit)


def _ceiling(guard: Guard) -> Budget:
    """Returns what a command may cost: a call, and all the time that is left."""
    granted, free = guard.balance["granted"], guard.balance["free"]
    # If nothing is left of what was granted, one unit is asked for, so that the budget says no.
    return Budget(
        calls=min(granted.calls, 1),
        milliseconds=max(free.milliseconds, min(granted.milliseconds, 1)),
    )


def _run_to_the_end(
    running: Running, command: list[str], ceiling: Budget, limit: float | None
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

    found = shutil.which(command[0])
    if found is None:
        end("failed", "there is no such command")
        complain(f"there is no command `{command[0]}`")
        return NOT_FOUND
    try:
        process = subprocess.Popen(command, executable=found)
    except OSError as why:
        end("failed", str(why))
        complain(f"cannot run `{command[0]}`: {why.strerror or why}")
        return DENIED
    try:
        code = _wait(process, limit)
    except subprocess.TimeoutExpired:
        _end(process)
        end("failed", "its time was over")
        complain(f"`{command[0]}` was ended: its {ceiling.milliseconds} milliseconds were over")
        return OVERTIME
    except BaseException as why:
        _end(process)
        end("failed", type(why).__name__)
        raise
    end("succeeded" if code == 0 else "failed", None if code == 0 else f"exit code {code}")
    return code


def _wait(process: subprocess.Popen[bytes], limit: float | None) -> int:
    code = process.wait(limit)
    # As a shell says that a signal ended it.
    return code if code >= 0 else 128 - code


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command: asks it first."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
