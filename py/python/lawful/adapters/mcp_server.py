"""MCP: middleware for servers that are written with the package `mcp`.

    from mcp.server.mcpserver import MCPServer
    from lawful.adapters.mcp_server import McpGate

    server = MCPServer("mine", middleware=[McpGate(gate, resource="mine")])

A low-level `Server` takes it too: `server.middleware.append(McpGate(gate))`. In front of a server that
is not your own, put `lawful mcp-gateway`.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.gate import Gate
from lawful.adapters.missing import missing
from lawful.errors import LawfulError

try:
    import anyio
    import anyio.to_thread
    from mcp.types import CallToolResult, TextContent
except ImportError as _error:
    raise missing("mcp", "mcp", _error) from _error

if TYPE_CHECKING:
    from mcp.server.context import CallNext, HandlerResult, ServerRequestContext

__all__ = ["McpGate"]

_MOST_AT_ONCE = 64


class McpGate:
    """Middleware that runs a tool, and lists it, only if the gate lets it.

    A denied call does not run; the client gets a result with `isError` that says why. Prompts and
    resources of the server are not decided on. Put the gate last in the list of middleware: what
    stands after it could change a call that was decided on.

    >>> from lawful.adapters import ToolList
    >>> from lawful.adapters.mcp_server import McpGate
    >>> from mcp.server.mcpserver import MCPServer
    >>> server = MCPServer("mine", middleware=[McpGate(ToolList(allow=["read_*"]))])
    """

    def __init__(self, gate: object, *, resource: str = "", walk: str = "") -> None:
        self.gate = Gate.of(gate)
        self._more = {"resource": resource, "walk": walk, "origin": "mcp"}
        self._limiter: anyio.CapacityLimiter | None = None

    async def __call__(
        self, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        """Decides on calls of tools and on what is listed; everything else goes on."""
        if ctx.method == "tools/call":
            return await self._call(ctx, call_next)
        if ctx.method == "tools/list":
            return await self._list(await call_next(ctx))
        return await call_next(ctx)

    async def _call(
        self, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        params = dict(ctx.params or {})
        try:
            call = Call.of(
                params.get("name"),  # type: ignore[arg-type]
                params.get("arguments"),
                id="" if ctx.request_id is None else str(ctx.request_id)[:1024],
                **self._more,
            )
        except LawfulError as error:
            return _refusal(f"denied by `lawful.odd-call`: {error}")
        decision = await self._closed(partial(self.gate.decide, call))
        if not decision.may_run:
            return _refusal(str(decision))
        decided = {**params, "name": call.tool, "arguments": call.value()}
        try:
            result = await call_next(dataclasses.replace(ctx, params=decided))
        except BaseException as error:
            # Not awaited: the task may be cancelled already.
            self.gate.settle(call, succeeded=False, note=type(error).__name__)
            raise
        try:
            await self._closed(
                partial(self.gate.settle, call, succeeded=not _is_error(result))
            )
        except LawfulError as error:
            return _refusal(str(error))
        return result

    async def _list(self, result: HandlerResult) -> HandlerResult:
        if not isinstance(result, dict):
            # Only what is wrong is not a dictionary here: show nothing of it.
            raise LawfulError("the list of tools is of an unknown form, and is not shown")
        shown_tools = []
        for tool in result.get("tools", ()):
            try:
                call = Call.of(tool["name"], {}, action="list", **self._more)
            except (LawfulError, LookupError, TypeError):
                continue
            if (await self._closed(partial(self.gate.decide, call))).may_run:
                shown_tools.append(tool)
        return {**result, "tools": shown_tools}

    async def _closed(self, function: Any) -> Any:
        # Under trio as well as under asyncio, and not in the threads that everybody shares.
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_MOST_AT_ONCE)
        return await anyio.to_thread.run_sync(
            function, abandon_on_cancel=True, limiter=self._limiter
        )


def _is_error(result: HandlerResult) -> bool:
    if isinstance(result, dict):
        return bool(result.get("isError"))
    return bool(getattr(result, "is_error", False))


def _refusal(why: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=shown(why, 1500))], is_error=True)
