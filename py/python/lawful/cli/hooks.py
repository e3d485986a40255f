"""`lawful hook`."""

from __future__ import annotations

import argparse
import json
import os
import sys
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

# What the hook has answered. An end of the command without an answer is not one that lets run.
_answers: list[int] = []


def run_pre(options: argparse.Namespace) -> int:
    """Decides on the call on standard input and returns the exit code."""
    return _answered(options, before=True)


def run_post(options: argparse.Namespace) -> int:
    """Records what came of the call on standard input and returns the exit code."""
    return _answered(options, before=False)


def run_settings(options: argparse.Namespace) -> int:
    """Prints the settings of Claude Code that call the hooks and returns the exit code."""
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
    print(json.dumps(settings(arguments), indent=2))
    return 0


def end_closed(arguments: list[str]) -> NoReturn:
    """Runs the command and ends the process: with 0, or with the exit code that blocks.

    Whatever else the command would end with, also by a signal, by an interrupt, or by hanging.
    """
    code = BLOCKS
    try:
        import signal
        import threading

        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, frame: os._exit(BLOCKS))
        watch = threading.Timer(_LONGEST_RUN, os._exit, (BLOCKS,))
        watch.daemon = True
        watch.start()
        from lawful.cli import main

        code = main(arguments)
        sys.stdout.flush()
        if arguments[1:2] != ["settings"] and not {"-h", "--help"} & set(arguments):
            code = _answers[-1] if _answers else BLOCKS
    except BaseException as error:
        code = BLOCKS
        complain(f"{type(error).__name__}: {error}")
    finally:
        # Not `sys.exit`: what runs at the end of the interpreter could change the exit code.
        os._exit(0 if code == 0 else BLOCKS)


def _answered(options: argparse.Namespace, before: bool) -> int:
    # What a policy prints must not get into the answer.
    sys.stdout.flush()
    out = os.dup(1)
    os.dup2(2, 1)
    try:
        answer = _closed(options, before)
        text = json.dumps(answer.output).encode("utf-8") + b"\n"
        while text:
            text = text[os.write(out, text) :]
    finally:
        sys.stdout.flush()
        os.close(out)
    if answer.message:
        print(answer.message, file=sys.stderr, flush=True)
    _answers.append(answer.code)
    return answer.code


def _closed(options: argparse.Namespace, before: bool) -> HookAnswer:
    try:
        if options.timeout > _LONGEST_TIMEOUT:
            raise InvalidInput("--timeout of a hook is at most 20s: Claude Code does not wait longer")
        gate = opened_gate(options)
        if not before and options.ledger is None:
            raise InvalidInput("`lawful hook post-tool-use` needs a --ledger to record on")
        text = sys.stdin.buffer.read(LONGEST_INPUT + 1)
        return pre_tool_use(text, gate, grant=options.grant) if before else post_tool_use(text, gate)
    except BaseException as error:
        # Also an exit: a policy's file that ends the program has not allowed anything.
        return blocked(f"denied by `lawful.hook`: {type(error).__name__}: {error}")
