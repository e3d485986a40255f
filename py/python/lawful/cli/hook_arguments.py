"""The arguments of `lawful hook`."""

from __future__ import annotations

import argparse

from lawful.cli.command import Commands, command
from lawful.cli.gates import POLICY, add_gate

ABOUT = """\
Claude Code calls these before and after each tool, with JSON on standard input. A call that the
policy does not allow is blocked, and so is every call if anything is wrong with the policy, the
input, the ledger or the time: the exit code is then 2, the only one that blocks.
"""

HOOK = """\
examples:
  lawful hook settings --policy policy.toml --ledger .lawful/calls > .claude/settings.json
  lawful hook pre-tool-use --policy policy.toml < event.json
"""

SETTINGS = """\
Prints the `hooks` part of a settings file of Claude Code, with whole paths. Use it as it is: the end
of its commands, `|| exit 2`, blocks even if Python or lawful cannot be started.

example:
  lawful hook settings --policy policy.toml --ledger .lawful/calls
"""

PRE = f"""\
{POLICY}
The names of tools are those of Claude Code: Bash, Edit, Read, mcp__SERVER__TOOL. A call that may run
goes on to the permissions of Claude Code, unless --grant answers for them.

exit codes: 0 the call may run, 2 it is blocked
"""

POST = """\
Records what came of a call that `lawful hook pre-tool-use` let run, on the same ledger. If the call
is not the one that was decided on, the model is told.

exit codes: 0 recorded, 2 not
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = command(commands, "hook", "answer the hooks of Claude Code", ABOUT, HOOK)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    pre = command(actions, "pre-tool-use", "decide whether a tool may run", "", PRE)
    add_gate(pre)
    pre.add_argument(
        "--grant", action="store_true", help="an allowed call runs without asking the user"
    )
    pre.set_defaults(action=_run_pre)
    post = command(actions, "post-tool-use", "record what came of a tool", "", POST)
    add_gate(post)
    post.set_defaults(action=_run_post)
    told = command(actions, "settings", "print what to put into the settings", "", SETTINGS)
    add_gate(told)
    told.set_defaults(action=_run_settings)


# Imported when they run: the other commands need none of it.
def _run_pre(options: argparse.Namespace) -> int:
    from lawful.cli.hooks import run_pre

    return run_pre(options)


def _run_post(options: argparse.Namespace) -> int:
    from lawful.cli.hooks import run_post

    return run_post(options)


def _run_settings(options: argparse.Namespace) -> int:
    from lawful.cli.hooks import run_settings

    return run_settings(options)
