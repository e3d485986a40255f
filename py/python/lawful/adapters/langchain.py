"""LangChain: middleware that decides on calls of tools, and a callback that only traces.

    from langchain.agents import create_agent
    from lawful.adapters.langchain import GateMiddleware

    agent = create_agent(model, tools, middleware=[..., GateMiddleware(gate)])

Put the gate last: what stands after it could change a call that was decided on. Tools that the
provider of the model runs on its own side never come by here. LangChain swallows what a callback
raises and runs the tool, so a callback can trace but not stop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.decision import Decision
from lawful.adapters.gate import Gate
from lawful.adapters.missing import missing
from lawful.adapters.spans import Spans
from lawful.errors import LawfulError

try:
    from langchain.agents.middleware import AgentMiddleware
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import ToolMessage
except ImportError as _error:
    raise missing("langchain", "langchain", _error) from _error

if TYPE_CHECKING:
    from langchain.agents.middleware.types import ToolCallRequest
    from langgraph.types import Command

    from lawful.trace import TraceLedger

__all__ = ["GateMiddleware", "TraceCallback"]


class GateMiddleware(AgentMiddleware[Any, Any, Any]):
    """Lets a call of a tool run only if the gate lets it, with `invoke` and with `ainvoke`.

    A denied call does not run; the model reads why, as a tool message with the status `error`. What
    runs is the call that was decided on, whatever happened to the request meanwhile.

    >>> from lawful.adapters import ToolList
    >>> from lawful.adapters.langchain import GateMiddleware
    >>> GateMiddleware(ToolList(allow=["read_*"])).name
    'GateMiddleware'
    """

    def __init__(self, gate: object, *, walk: str = "") -> None:
        super().__init__()
        self.gate = Gate.of(gate)
        self._walk = walk

    def wrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]],
    ) -> ToolMessage | Command[Any]:
        """Decides, and runs the tool or tells why not."""
        call = self._call(request)
        if not isinstance(call, Call):
            return call
        decision = self.gate.decide(call)
        if not decision.may_run:
            return _denied(request, decision)
        try:
            result = handler(_as_decided(request, call))
        except BaseException as error:
            self.gate.settle(call, succeeded=False, note=type(error).__name__)
            raise
        self.gate.settle(call, succeeded=_has_succeeded(result))
        return result

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        """Decides, and runs the tool or tells why not."""
        call = self._call(request)
        if not isinstance(call, Call):
            return call
        decision = await self.gate.decide_async(call)
        if not decision.may_run:
            return _denied(request, decision)
        try:
            result = await handler(_as_decided(request, call))
        except BaseException as error:
            # Not awaited: the task may be cancelled already.
            self.gate.settle(call, succeeded=False, note=type(error).__name__)
            raise
        await self.gate.settle_async(call, succeeded=_has_succeeded(result))
        return result

    def _call(self, request: ToolCallRequest) -> Call | ToolMessage:
        asked = request.tool_call
        try:
            call = Call.of(
                asked["name"],
                asked["args"],
                id=str(asked.get("id") or "")[:1024],
                walk=self._walk,
                origin="langchain",
            )
        except LawfulError as error:
            return _message(request, f"denied by `lawful.odd-call`: {error}")
        if request.tool is not None and request.tool.name != call.tool:
            return _message(
                request,
                f"denied by `lawful.odd-call`: the tool is `{shown(request.tool.name)}`, not "
                f"`{call.tool}`",
            )
        return call


class TraceCallback(BaseCallbackHandler):
    """Appends to a ledger what tools and models do. It cannot stop anything.

    >>> from uuid import uuid4
    >>> from lawful.adapters.langchain import TraceCallback
    >>> from lawful.trace import TraceLedger
    >>> ledger = TraceLedger()
    >>> callback, run = TraceCallback(ledger), uuid4()
    >>> callback.on_tool_start({"name": "read_file"}, "{}", run_id=run)
    >>> callback.on_tool_end("text", run_id=run)
    >>> [node.kind for node in ledger]
    ['tool.begin', 'tool.end']
    """

    def __init__(self, ledger: TraceLedger) -> None:
        self._spans = Spans(ledger, "langchain")

    def on_tool_start(
        self,
        serialized: dict[str, Any],
        input_str: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **more: Any,
    ) -> None:
        """Traces that a tool begins."""
        name = str((serialized or {}).get("name") or more.get("name") or "tool")
        self._spans.begin(str(run_id), "tool", name, parent=str(parent_run_id or ""))

    def on_tool_end(self, output: Any, *, run_id: UUID, **more: Any) -> None:
        """Traces that a tool has ended."""
        self._spans.end(str(run_id), type(output).__name__)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """Traces that a tool has failed."""
        self._spans.end(str(run_id), type(error).__name__, failed=True)

    def on_chain_start(
        self,
        serialized: dict[str, Any],
        inputs: dict[str, Any],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **more: Any,
    ) -> None:
        """Traces that a run begins: only the outermost, not every step."""
        if parent_run_id is None:
            name = str((serialized or {}).get("name") or more.get("name") or "run")
            self._spans.begin(str(run_id), "run", name, walk=str(run_id))

    def on_chain_end(self, outputs: dict[str, Any], *, run_id: UUID, **more: Any) -> None:
        """Traces that a run has ended."""
        self._spans.end(str(run_id), "")

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """Traces that a run has failed."""
        self._spans.end(str(run_id), type(error).__name__, failed=True)


def _as_decided(request: ToolCallRequest, call: Call) -> ToolCallRequest:
    asked = {**request.tool_call, "name": call.tool, "args": call.value()}
    return request.override(tool_call=asked)  # type: ignore[arg-type]


def _denied(request: ToolCallRequest, decision: Decision) -> ToolMessage:
    return _message(request, str(decision))


def _message(request: ToolCallRequest, why: str) -> ToolMessage:
    return ToolMessage(
        content=why,
        name=shown(request.tool_call.get("name", "")),
        tool_call_id=str(request.tool_call.get("id") or ""),
        status="error",
    )


def _has_succeeded(result: object) -> bool:
    return not (isinstance(result, ToolMessage) and result.status == "error")
