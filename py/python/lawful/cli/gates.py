"""The gate that a command is asked to use: a policy, its time-out, a ledger."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lawful.cli.numbers import seconds
from lawful.errors import InvalidInput

if TYPE_CHECKING:
    from lawful.adapters import Gate, Policy

POLICY = """\
A policy is a file, TOML or JSON. What it does not allow is denied.

  version = 1
  mode = "enforce"              # or "shadow": denials are recorded, nothing is stopped
  allow = ["read_*", "search"]  # names of tools; * stands for anything
  deny = ["*delete*"]           # goes before allow

Or it is FILE.py:NAME, an object of yours with a method `decide(call)`. A policy that raises, hangs,
answers oddly or cannot be read denies.
"""


def add_gate(parser: argparse.ArgumentParser, required: bool = True) -> None:
    """Adds the arguments that say which gate is meant."""
    parser.add_argument("--policy", required=required, metavar="FILE", help="the policy")
    parser.add_argument(
        "--timeout", type=seconds, default=5.0, metavar="T", help="longest time of a decision (5s)"
    )
    parser.add_argument(
        "--ledger", type=Path, metavar="LEDGER", help="record decisions and outcomes; see lawful trace"
    )
    parser.add_argument(
        "--keep-arguments", action="store_true", help="record arguments too, not only their digest"
    )


def opened_gate(options: argparse.Namespace) -> Gate:
    """Returns the gate that is meant.

    # Errors

    `InvalidInput`, `DamagedFile` or `OSError` if there is no such policy.
    """
    from lawful.adapters import Gate, LedgerRecorder

    if not 0 < options.timeout <= 3600:
        raise InvalidInput(f"--timeout `{options.timeout:g}` must be more than 0 and at most 1h")
    if options.keep_arguments and options.ledger is None:
        raise InvalidInput("--keep-arguments needs a --ledger to keep them on")
    recorder = None
    if options.ledger is not None:
        recorder = LedgerRecorder(options.ledger, keep_arguments=options.keep_arguments)
    return Gate(_policy(options.policy), timeout=options.timeout, recorder=recorder)


def _policy(given: str) -> Policy:
    import runpy
    import sys

    from lawful.adapters import Policy, ToolList
    from lawful.adapters.canonical import shown
    from lawful.cli.streams import aside

    file, colon, name = given.rpartition(":")
    if not colon or not file.endswith(".py"):
        return ToolList.read(given)
    # As `python FILE` has it, also for what the policy imports only when it decides.
    folder = str(Path(file).resolve().parent)
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)
    try:
        with aside():
            policy = runpy.run_path(file, run_name=Path(file).stem)[name]
    except (Exception, SystemExit) as error:
        raise InvalidInput(
            f"the policy `{shown(given)}` cannot be loaded: {type(error).__name__}: {shown(error)}"
        ) from error
    if not isinstance(policy, Policy):
        raise InvalidInput(f"`{shown(given)}` is not a policy: it has no method `decide`")
    return policy
