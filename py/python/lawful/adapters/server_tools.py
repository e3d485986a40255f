"""What a server behind a gateway says that its tools are, and what of it was reviewed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from lawful.adapters.canonical import shown
from lawful.adapters.gateway_errors import BadMessage
from lawful.adapters.pins import Pins, tool_digest
from lawful.adapters.server_process import note

_MOST_PAGES = 100
_MOST_TOOLS = 10_000

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


class ServerTools:
    """Knows the tools as the server told them last, and compares them with the pins."""

    def __init__(self, pins: Pins, ask: Ask) -> None:
        self._pins = pins
        self._ask = ask
        self._turn = threading.Lock()
        self._why_not: dict[str, str | None] | None = None
        self._age = 0

    def forget(self) -> None:
        """Forgets the list: the server says that it has changed."""
        with self._turn:
            self._why_not = None
            self._age += 1

    def why_not(self, name: str, meta: object) -> str | None:
        """Returns why a tool must not be called, or `None`. Asks the server if that is not known.

        `meta` is what the client adds to each request, in versions of the protocol without a
        handshake.
        """
        with self._turn:
            known, age = self._why_not, self._age
        if known is None:
            known = {}
            tools = every_tool(self._ask, meta)
            for tool in tools:
                known[str(tool.get("name"))] = self._pins.why_not(tool)
            for twice in _twice(tools):
                known[twice] = f"the server has two tools `{shown(twice, 80)}`"
            with self._turn:
                if self._age == age:
                    self._why_not = known
        return known.get(name, f"the server has no tool `{name}`")

    def reviewed(self, result: dict[str, Any]) -> list[dict[str, Any]]:
        """Returns the tools of an answer to `tools/list` that are as they were reviewed."""
        tools = tools_of(result)
        twice = _twice(tools)
        good = []
        for tool in tools:
            why = self._pins.why_not(tool)
            if str(tool.get("name")) in twice:
                why = "the server lists it twice"
            if why is None:
                good.append(tool)
                continue
            note(f"hid a tool: {shown(why)}")
            # A list that is no longer what was reviewed counts for calls at once.
            self._note(str(tool.get("name")), why)
        return good

    def greeting(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns the answer to the handshake, without instructions that were not reviewed."""
        said = result.get("instructions")
        if said is None or tool_digest(said) == self._pins.instructions:
            return result
        note("hid the instructions of the server: they were not reviewed")
        return {key: value for key, value in result.items() if key != "instructions"}

    def _note(self, name: str, why: str) -> None:
        with self._turn:
            if self._why_not is not None:
                self._why_not[name] = why


def every_tool(ask: Ask, meta: object = None) -> list[dict[str, Any]]:
    """Asks a server for its tools, page by page.

    # Errors

    `BadMessage` if what it answers is not a list of tools, or does not end.
    """
    tools: list[dict[str, Any]] = []
    params: dict[str, Any] = {}
    if isinstance(meta, dict):
        params["_meta"] = {key: part for key, part in meta.items() if key != "progressToken"}
    for _ in range(_MOST_PAGES):
        result = ask("tools/list", params)
        tools += tools_of(result)
        cursor = result.get("nextCursor")
        if cursor is None:
            return tools
        if len(tools) > _MOST_TOOLS:
            break
        params = {**params, "cursor": cursor}
    raise BadMessage("the server lists tools without end")


def tools_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the tools of an answer to `tools/list`.

    # Errors

    `BadMessage` if it is not one.
    """
    tools = result.get("tools")
    if type(tools) is not list or not all(type(tool) is dict for tool in tools):
        raise BadMessage("the server answered `tools/list` with something else than tools")
    return tools


def _twice(tools: list[dict[str, Any]]) -> set[str]:
    counted = Counter(str(tool.get("name")) for tool in tools)
    return {name for name, times in counted.items() if times > 1}
