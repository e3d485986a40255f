"""Looking at what a server says its tools are, before anybody uses them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lawful.adapters.gateway_errors import BadMessage, GatewayError, ServerCrashed, ServerHung
from lawful.adapters.pins import Pins, tool_digest
from lawful.adapters.server_process import ServerProcess
from lawful.adapters.server_tools import every_tool
from lawful.adapters.wire import Message
from lawful.errors import InvalidInput

_VERSION = "2025-11-25"


@dataclass(frozen=True, slots=True)
class Review:
    """What a server says, and how each part stands to what was reviewed before.

    `states` says of each tool whether it is `new`, `changed`, `same`, or `odd` (it cannot be pinned,
    and is never let through); `gone` names tools that were reviewed and are no longer there.

    >>> from lawful.adapters.mcp_review import Review
    >>> from lawful.adapters.pins import Pins
    >>> review = Review.of([{"name": "add"}], None, Pins())
    >>> review.states
    {'add': 'new'}
    >>> list(review.accepted(Pins(), {"add"}).tools)
    ['add']
    """

    tools: tuple[dict[str, Any], ...]
    instructions: str | None
    states: dict[str, str]
    gone: tuple[str, ...]
    instructions_state: str

    @classmethod
    def of(cls, tools: list[dict[str, Any]], instructions: str | None, pins: Pins) -> Review:
        """Compares what a server says with the pins."""
        states: dict[str, str] = {}
        for tool in tools:
            name, digest = str(tool.get("name")), ""
            try:
                digest = tool_digest(tool)
                fits = Pins({name: digest}).why_not(tool) is None
            except InvalidInput:
                fits = False
            if not fits or name in states:
                states[name] = "odd"
            elif name not in pins.tools:
                states[name] = "new"
            else:
                states[name] = "same" if pins.tools[name] == digest else "changed"
        gone = tuple(sorted(set(pins.tools) - set(states)))
        if instructions is None:
            state = "none"
        elif pins.instructions is None:
            state = "new"
        else:
            state = "same" if tool_digest(instructions) == pins.instructions else "changed"
        return cls(tuple(tools), instructions, states, gone, state)

    @property
    def is_same(self) -> bool:
        """Whether everything is as it was reviewed."""
        return (
            all(state == "same" for state in self.states.values())
            and not self.gone
            and self.instructions_state in ("none", "same")
        )

    def accepted(self, pins: Pins, names: set[str] | None, instructions: bool = False) -> Pins:
        """Returns pins in which some tools, or all (`None`), are as they are now.

        # Errors

        `InvalidInput` if a name is not of a tool of the server, or of one that cannot be pinned.
        """
        made = dict(pins.tools)
        for name in sorted(names or ()):
            if self.states.get(name, "odd") == "odd":
                raise InvalidInput(f"the server has no tool `{name}` that could be accepted")
        for tool in self.tools:
            name = str(tool.get("name"))
            if self.states[name] != "odd" and (names is None or name in names):
                made[name] = tool_digest(tool)
        if names is None:
            made = {name: digest for name, digest in made.items() if name not in self.gone}
        told = pins.instructions
        if instructions or names is None:
            told = None if self.instructions is None else tool_digest(self.instructions)
        return Pins(made, told)


def review(command: Sequence[str], pins: Pins, timeout: float = 30.0) -> Review:
    """Starts a server, asks what it has, ends it, and compares.

    # Errors

    `GatewayError` of some kind if the server does not answer as it should.
    """
    answers: dict[int, Message | GatewayError] = {}
    came = threading.Condition()

    def on_message(made: Message) -> None:
        if "method" not in made and type(made["id"]) is int:
            with came:
                answers[made["id"]] = made
                came.notify_all()

    def on_end(why: ServerCrashed) -> None:
        with came:
            answers[-1] = why
            came.notify_all()

    count = 0
    server = ServerProcess(command, on_message, on_end, lambda error: None)

    def ask(method: str, params: dict[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        mine = count
        server.send({"jsonrpc": "2.0", "id": mine, "method": method, "params": params})
        with came:
            came.wait_for(lambda: mine in answers or -1 in answers, timeout)
            answer = answers.get(mine, answers.get(-1))
        if answer is None:
            raise ServerHung(f"the server did not answer `{method}` within {timeout:g} s")
        if isinstance(answer, GatewayError):
            raise answer
        if type(answer.get("result")) is not dict:
            raise BadMessage(f"the server refused `{method}`")
        return dict(answer["result"])

    server.begin()
    try:
        greeting = ask(
            "initialize",
            {
                "protocolVersion": _VERSION,
                "capabilities": {},
                "clientInfo": {"name": "lawful", "version": "1"},
            },
        )
        server.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        tools = every_tool(ask)
    finally:
        server.close()
    said = greeting.get("instructions")
    return Review.of(tools, said if type(said) is str else None, pins)
