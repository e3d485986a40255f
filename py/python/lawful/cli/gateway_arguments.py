"""The arguments of `lawful mcp-gateway`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lawful.cli.command import Commands, command
from lawful.cli.gates import POLICY, add_gate
from lawful.cli.numbers import seconds

ABOUT = """\
Speaks MCP over standard input and output with a client, and with the server that it starts. Tools
that the policy does not allow are not listed and not called; the same goes for tools that nobody has
reviewed, or that are not as they were then. `lawful mcp-gateway review` shows what the server says,
and pins what is accepted in a file.
"""

GATEWAY = f"""\
examples:
  lawful mcp-gateway review -- uvx some-server            what the server has; nothing is accepted
  lawful mcp-gateway review --accept read_file -- uvx some-server
  lawful mcp-gateway --policy policy.toml -- uvx some-server

In the settings of a client, put the last line in the place of the server's own command.

{POLICY}
Prompts, resources and other methods are asked about as a tool of the name mcp:METHOD, for instance
allow = ["mcp:resources/*"].

exit codes: 0 the client has ended, 1 the server ended before, or there is something to review,
2 the command makes no sense
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = command(
        commands, "mcp-gateway", "stand between a client and an MCP server", ABOUT, GATEWAY
    )
    parser.usage = "lawful mcp-gateway [review] [OPTIONS] -- COMMAND ..."
    parser.add_argument(
        "action_name", nargs="?", choices=["review"], metavar="review", help="review the server"
    )
    add_gate(parser, required=False)
    parser.add_argument(
        "--pins",
        type=Path,
        default=Path(".lawful/mcp-pins.json"),
        metavar="FILE",
        help="what was reviewed (.lawful/mcp-pins.json); one file for each server",
    )
    parser.add_argument(
        "--resource", default="", metavar="NAME", help="name of the server in policies and ledger"
    )
    parser.add_argument(
        "--server-timeout",
        type=seconds,
        default=60.0,
        metavar="T",
        help="longest time of the server without an answer or progress (60s)",
    )
    reviewing = parser.add_argument_group("reviewing")
    reviewing.add_argument(
        "--accept", action="append", default=[], metavar="TOOL", help="pin a tool as it is now"
    )
    reviewing.add_argument("--accept-all", action="store_true", help="pin everything as it is now")
    reviewing.add_argument(
        "--accept-instructions", action="store_true", help="pin the server's instructions"
    )
    reviewing.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(action=_run)


def without_server(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Splits off the command of the server: it has options of its own, which are not ours."""
    words = list(arguments)
    if words[:1] != ["mcp-gateway"] or "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1 :]


def _run(options: argparse.Namespace) -> int:
    # Imported when it runs: the other commands need none of it.
    from lawful.cli.gateway import run

    return run(options)
