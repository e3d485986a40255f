"""`lawful hook`."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from lawful.adapters.claude_hooks import (
    BLOCKS,
    LONGEST_INPUT,
    HookAnswer,
    blocked,
    post_tool_use,
    pre_tool_use,
    settings,
)
from lawful.adapters.recorder import refuse_ledger
from lawful.cli.gates import opened_gate
from lawful.cli.streams import complain
from lawful.errors import InvalidInput

# A hook that Claude Code ends lets the tool run: end before that, by ourselves.
_LONGEST_TIMEOUT = 20.0
_LONGEST_RUN = 50.0

# For what is not the policy or the ledger, in seconds.
_SLACK = 2.0
_LONGEST_ANSWER = 1 << 20

_ENDING = [
    getattr(signal, name)
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE")
    if hasattr(signal, name)
]

# What a child says to its parent: how long it may take, if it comes to that, the answer, and the end.
_WITHIN = b"within "
_END = b"\nanswered\n"
_out: int | None = None


def run_pre(options: argparse.Namespace) -> int:
    """Decides on the call on standard input and returns the exit code."""
    return _answered(options, before=True)


def run_post(options: argparse.Namespace) -> int:
    """Records what came of the call on standard input and returns the exit code."""
    return _answered(options, before=False)


def run_settings(options: argparse.Namespace) -> int:
    """Prints the settings of Claude Code that call the hooks and returns the exit code."""
    _refuse_long(options)
    opened_gate(options)
    if options.ledger is not None:
        refuse_ledger(options.ledger)
    file, colon, name = options.policy.rpartition(":")
    is_code = colon and file.endswith(".py")
    policy = f"{Path(file).resolve()}:{name}" if is_code else Path(options.policy).resolve()
    arguments = ["--policy", str(policy), "--timeout", f"{options.timeout:g}"]
    if options.ledger is not None:
        arguments += ["--ledger", str(options.ledger.resolve())]
    if options.keep_arguments:
        arguments.append("--keep-arguments")
    text = json.dumps(settings(arguments), indent=2, ensure_ascii=False)
    # A path that is no text would be another one when it is read again.
    text.encode("utf-8")
    print(text)
    return 0


def end_closed(arguments: list[str]) -> NoReturn:
    """Runs the command and ends the process: with 0, or with the exit code that blocks.

    Whatever else the command would end with, also by a signal, by an interrupt, or by hanging.
    """
    code = BLOCKS
    try:
        if arguments[1:2] == ["settings"] or {"-h", "--help"} & set(arguments):
            from lawful.cli import main

            code = main(arguments)
        else:
            code = _watched(arguments)
    except BaseException as error:
        code = BLOCKS
        complain(f"{type(error).__name__}: {error}")
    finally:
        # Not `sys.exit`: what runs at the end of the interpreter could change the exit code.
        os._exit(0 if code == 0 else BLOCKS)


def _watched(arguments: list[str]) -> int:
    """Lets a child decide, puts out its answer, and returns the exit code.

    A policy can end its process, become another program, or keep every other thread of Python from
    running. None of that reaches the parent, which lets a tool run only for a whole answer in time.
    """
    if not hasattr(os, "fork"):
        raise InvalidInput("hooks need a system with `fork`")
    for stream in (0, 1, 2):
        # The pipe must not become one of them.
        os.fstat(stream)
    reads, writes = os.pipe()
    # Until the parent knows the child that it has to end.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    child = os.fork()
    if child == 0:
        _work(arguments, reads, writes)
    os.close(writes)

    def end(number: int, frame: object) -> None:
        try:
            _kill(child)
            os.write(2, f"error: denied by `lawful.hook`: ended by signal {number}\n".encode())
        finally:
            os._exit(BLOCKS)

    for number in _ENDING:
        signal.signal(number, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        answer = _awaited(child, reads)
        # It has said all; what its policy has begun may go on if the tool may.
        _kill(child, with_group=answer.code != 0)
    except Exception as error:
        _kill(child)
        answer = blocked(f"denied by `lawful.hook`: {error}")
        if arguments[1:2] != ["pre-tool-use"]:
            why = f"not recorded: {error}"
            answer = HookAnswer(BLOCKS, {"decision": "block", "reason": why}, why)
    text = json.dumps(answer.output).encode("utf-8") + b"\n"
    while text:
        text = text[os.write(1, text) :]
    if answer.message:
        print(answer.message, file=sys.stderr, flush=True)
    return answer.code


def _awaited(child: int, reads: int) -> HookAnswer:
    """Reads the answer of a child.

    # Errors

    `InvalidInput`, or another error, if there is none in time.
    """
    until = time.monotonic() + _LONGEST_RUN
    text, is_begun, is_gone = b"", False, False
    while not text.endswith(_END):
        left = until - time.monotonic()
        if left <= 0:
            raise InvalidInput("it was not decided in time")
        # Asked before the pipe: what a child wrote before its end is read. A process that the child
        # began may keep the pipe open for longer.
        is_gone = is_gone or os.waitpid(child, os.WNOHANG) != (0, 0)
        if not select.select([reads], [], [], 0 if is_gone else min(left, 0.05))[0]:
            if is_gone:
                raise InvalidInput("the process ended before it had answered")
            continue
        part = os.read(reads, 65536)
        text += part
        if not part or len(text) > _LONGEST_ANSWER:
            raise InvalidInput("the process ended before it had answered")
        if not is_begun and b"\n" in text and text.startswith(_WITHIN):
            is_begun = True
            until = min(until, time.monotonic() + float(text.split(b"\n", 1)[0][len(_WITHIN) :]))
    answer = json.loads(text[: -len(_END)].rpartition(b"\n")[2])
    return HookAnswer(answer["code"], answer["output"], answer["message"])


def _kill(child: int, with_group: bool = True) -> None:
    """Ends a child, and what it began."""
    # The child may not have its group yet, or may be gone.
    for kill in (os.killpg, os.kill) if with_group else (os.kill,):
        with contextlib.suppress(OSError):
            kill(child, signal.SIGKILL)
    # Not for ever: a hook that hangs lets the tool run.
    until = time.monotonic() + 1.0
    with contextlib.suppress(OSError):
        while os.waitpid(child, os.WNOHANG) == (0, 0) and time.monotonic() < until:
            time.sleep(0.002)


def _work(arguments: list[str], reads: int, writes: int) -> NoReturn:
    """Runs the command in the child."""
    global _out
    try:
        os.close(reads)
        os.setsid()
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        # If the parent is killed, the system ends the child, whatever it does.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, _LONGEST_RUN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        # What a policy prints must not get into the answer.
        os.dup2(2, 1)
        _out = writes
        from lawful.cli import main

        main(arguments)
    except BaseException as error:
        complain(f"{type(error).__name__}: {error}")
    finally:
        # The code says nothing: only an answer does.
        os._exit(BLOCKS)


def _answered(options: argparse.Namespace, before: bool) -> int:
    process = os.getpid()
    answer = _closed(options, before)
    if _out is None or os.getpid() != process:
        # Not of the command, or a copy of the process that a policy has made.
        raise InvalidInput("hooks are answered by the command `lawful hook` only")
    _put(json.dumps({"code": answer.code, "output": answer.output, "message": answer.message}))
    _put(_END.decode().strip())
    return answer.code


def _put(line: str) -> None:
    """Sends a line to the parent."""
    if _out is not None:
        left = line.encode("utf-8") + b"\n"
        while left:
            left = left[os.write(_out, left) :]


def _closed(options: argparse.Namespace, before: bool) -> HookAnswer:
    try:
        _refuse_long(options)
        gate = opened_gate(options)
        if not before and options.ledger is None:
            raise InvalidInput("`lawful hook post-tool-use` needs a --ledger to record on")
        text = sys.stdin.buffer.read(LONGEST_INPUT + 1)
        # The ledger gets as long as the policy, and once more if it has begun to write.
        _put(f"within {options.timeout * (1 if options.ledger is None else 3) + _SLACK:.3f}")
        return pre_tool_use(text, gate, grant=options.grant) if before else post_tool_use(text, gate)
    except BaseException as error:
        # Also an exit: a policy's file that ends the program has not allowed anything.
        return blocked(f"denied by `lawful.hook`: {type(error).__name__}: {error}")


def _refuse_long(options: argparse.Namespace) -> None:
    if options.timeout > _LONGEST_TIMEOUT:
        raise InvalidInput("--timeout of a hook is at most 20s: Claude Code does not wait longer")
