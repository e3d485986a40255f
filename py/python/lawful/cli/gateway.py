"""`lawful mcp-gateway`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from types import FrameType

from lawful.adapters.canonical import shown
from lawful.adapters.gateway_errors import GatewayError
from lawful.adapters.mcp_gateway import Gateway
from lawful.adapters.mcp_review import Review, review
from lawful.adapters.pins import Pins, shown_tool
from lawful.adapters.recorder import refuse_ledger
from lawful.cli.gates import opened_gate
from lawful.cli.streams import complain, paint, say
from lawful.errors import InvalidInput

# A client that waits no longer sends the first, a terminal that closes the second.
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_COLORS = {"new": "33", "changed": "31", "odd": "31", "same": "32", "gone": "33"}


def run(options: argparse.Namespace) -> int:
    """Serves a client, or reviews a server, and returns the exit code."""
    if not options.server:
        raise InvalidInput("give the command of the server after `--`")
    return _review(options) if options.action_name == "review" else _serve(options)


def _serve(options: argparse.Namespace) -> int:
    if options.policy is None:
        raise InvalidInput("give a --policy: without one no tool could be called")
    for name in ("accept", "accept_all", "accept_instructions", "json"):
        if getattr(options, name):
            raise InvalidInput(f"--{name.replace('_', '-')} is for `lawful mcp-gateway review`")
    if not 0 < options.server_timeout <= 24 * 3600:
        raise InvalidInput("--server-timeout must be more than 0 and at most 24h")
    gate = opened_gate(options)
    if options.ledger is not None:
        refuse_ledger(options.ledger)
    pins = Pins.read(options.pins)
    if not pins.tools:
        say(f"{options.pins} has no tools: `lawful mcp-gateway review --help` says how to fill it")
    # What a policy prints must not get between the messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gateway = Gateway(
        options.server,
        gate,
        pins,
        sys.stdin.buffer,
        out,
        resource=options.resource,
        server_timeout=options.server_timeout,
    )
    for number in _ENDING:
        signal.signal(number, _end)
    code = gateway.run()
    if code:
        complain("the server ended before the client did")
    return code


def _end(number: int, frame: FrameType | None) -> None:
    """Ends the gateway, and with it the server; a second signal does not disturb that."""
    for ending in _ENDING:
        signal.signal(ending, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _review(options: argparse.Namespace) -> int:
    pins = Pins.read(options.pins)
    try:
        found = review(options.server, pins, options.server_timeout)
    except GatewayError as error:
        raise InvalidInput(f"the server cannot be reviewed: {error}") from None
    _put(found, options)
    if options.accept_all or options.accept or options.accept_instructions:
        names = None if options.accept_all else set(options.accept)
        made = found.accepted(pins, names, options.accept_instructions)
        made.write(options.pins)
        say(f"wrote {options.pins}")
        found = Review.of(list(found.tools), found.instructions, made)
    elif not found.is_same:
        say("nothing was accepted; see --accept and --accept-all")
    return 0 if found.is_same else 1


def _put(found: Review, options: argparse.Namespace) -> None:
    if options.json:
        row = {
            "tools": found.states,
            "gone": list(found.gone),
            "instructions": found.instructions_state,
        }
        print(json.dumps(row, indent=2))
        return
    for tool in found.tools:
        state = found.states[str(tool.get("name"))]
        if state == "same":
            print(f"{paint(state, _COLORS[state])}  {shown(tool['name'])}")
        else:
            print(f"{paint(state, _COLORS[state])}  {shown_tool(tool)}")
    for name in found.gone:
        print(f"{paint('gone', _COLORS['gone'])}  {shown(name)}")
    if found.instructions_state not in ("none", "same"):
        told = shown_tool({"name": "instructions", "text": found.instructions})
        print(f"{paint(found.instructions_state, '33')}  {told}")
