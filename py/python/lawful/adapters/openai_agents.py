"""OpenAI Agents SDK: a guarded copy of an agent, tool guardrails, and a tracing processor.

    from agents import Agent, Runner
    from lawful.adapters.openai_agents import guard

    agent = guard(Agent(name="me", tools=[read_file], model=model), gate)

Only function tools can be gated: tools that run at the provider (web search, hosted MCP) or that the
SDK runs in another way (shell, computer), and MCP servers, make `guard` refuse the agent. Put
`lawful mcp-gateway` in front of an MCP server instead.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from lawful.adapters.call import Call
from lawful.adapters.canonical import shown
from lawful.adapters.decision import Decision
from lawful.adapters.gate import Gate
from lawful.adapters.missing import missing
from lawful.adapters.spans import Spans
from lawful.errors import InvalidInput

try:
    from agents import (
        Agent,
        FunctionTool,
        ToolGuardrailFunctionOutput,
        ToolInputGuardrail,
        ToolInputGuardrailData,
        ToolOutputGuardrail,
        ToolOutputGuardrailData,
    )
    from agents.tool_context import ToolContext
    from agents.tracing import FunctionSpanData, Span, Trace, TracingProcessor
except ImportError as _error:
    raise missing("openai-agents", "openai-agents", _error) from _error

if TYPE_CHECKING:
    from lawful.trace import TraceLedger

__all__ = ["ToolGate", "TraceProcessor", "guard"]

_Context = TypeVar("_Context")
_Invoke = Callable[[ToolContext[Any], str], Awaitable[Any]]


class ToolGate:
    """The guardrails of a gate, for single tools.

    `before` decides on a call and rejects it with the reason, which the model reads; with
    `halt=True` it ends the run instead. `after` records that the call returned. `tool()` returns a
    copy of a tool that has both and, besides, runs nothing but the call that was decided on.

    >>> from agents import function_tool
    >>> from lawful.adapters import ToolList
    >>> from lawful.adapters.openai_agents import ToolGate
    >>> @function_tool
    ... def read_file(path: str) -> str:
    ...     return "text"
    >>> len(ToolGate(ToolList(allow=["read_*"])).tool(read_file).tool_input_guardrails)
    1
    """

    def __init__(self, gate: object, *, halt: bool = False, walk: str = "") -> None:
        self.gate = Gate.of(gate)
        self._halt = halt
        self._walk = walk
        self._decided: WeakKeyDictionary[ToolContext[Any], Call] = WeakKeyDictionary()
        self.before: ToolInputGuardrail[Any] = ToolInputGuardrail(self._before, "lawful")
        self.after: ToolOutputGuardrail[Any] = ToolOutputGuardrail(self._after, "lawful")

    def tool(self, tool: FunctionTool) -> FunctionTool:
        """Returns a copy of a tool that runs only what the gate lets run."""
        invoke = tool.on_invoke_tool

        async def on_invoke(context: ToolContext[Any], text: str) -> Any:
            # The guardrail has decided, unless the SDK resumes and leaves it out.
            call = self._decided.pop(context, None)
            if call is None or not _is_same(call, tool.name, text):
                asked = await self._decide(context, tool.name, text)
                if isinstance(asked, Decision):
                    return str(asked)
                call = asked
            try:
                failures: list[str] = []
                result = await _watched(invoke, failures)(context, call.arguments)
            except BaseException as error:
                self.gate.settle(call, succeeded=False, note=type(error).__name__)
                raise
            note = failures[-1] if failures else ""
            await self.gate.settle_async(call, succeeded=not failures, note=note)
            return result

        # Last: a guardrail after it could still change things.
        guardrails = [*(tool.tool_input_guardrails or []), self.before]
        return dataclasses.replace(
            tool, on_invoke_tool=on_invoke, tool_input_guardrails=guardrails
        )

    async def _before(self, data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        context = data.context
        self._decided.pop(context, None)
        asked = await self._decide(context, context.tool_name, context.tool_arguments)
        if isinstance(asked, Call):
            self._decided[context] = asked
            return ToolGuardrailFunctionOutput.allow({"digest": asked.digest})
        info = {"clause": asked.clause, "reason": asked.reason}
        if self._halt:
            return ToolGuardrailFunctionOutput.raise_exception(info)
        return ToolGuardrailFunctionOutput.reject_content(str(asked), info)

    async def _after(self, data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        call = self._decided.pop(data.context, None)
        if call is not None:
            await self.gate.settle_async(call, succeeded=True)
        return ToolGuardrailFunctionOutput.allow()

    async def _decide(self, context: ToolContext[Any], name: str, text: str) -> Call | Decision:
        try:
            call = Call.of(
                name,
                text,
                resource=context.tool_namespace or "",
                id=context.tool_call_id,
                walk=self._walk,
                origin="openai-agents",
            )
        except (InvalidInput, TypeError) as error:
            return Decision(False, "lawful.odd-call", shown(error), "")
        decision = await self.gate.decide_async(call)
        return call if decision.may_run else decision


def guard(agent: Agent[_Context], gate: object, *, halt: bool = False) -> Agent[_Context]:
    """Returns a copy of an agent, and of those it hands over to, whose tools the gate decides on.

    An agent that is used as a tool is decided on as that tool; guard it, too, for its own tools.

    # Errors

    `InvalidInput` if the agent has a tool, an MCP server or a handoff that cannot be gated.

    >>> from agents import Agent, WebSearchTool
    >>> from lawful.adapters import ToolList
    >>> from lawful.adapters.openai_agents import guard
    >>> guard(Agent(name="me", tools=[WebSearchTool()]), ToolList())
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: `web_search` of the agent `me` is a `WebSearchTool`, which ...
    """
    return _guarded(agent, ToolGate(gate, halt=halt), {})


def _guarded(agent: Agent[Any], gate: ToolGate, made: dict[int, Agent[Any]]) -> Agent[Any]:
    if id(agent) in made:
        return made[id(agent)]
    if agent.mcp_servers:
        raise InvalidInput(
            f"the agent `{agent.name}` has MCP servers, whose tools cannot be gated here; put "
            "`lawful mcp-gateway` in front of each, and the gated server into a copy of the agent"
        )
    for tool in agent.tools:
        if not isinstance(tool, FunctionTool):
            name = shown(getattr(tool, "name", "a tool"))
            raise InvalidInput(
                f"`{name}` of the agent `{agent.name}` is a `{type(tool).__name__}`, which runs "
                "where no gate can stop it; use a function tool"
            )
    handoffs: list[Any] = []
    copy = made[id(agent)] = agent.clone(
        tools=[gate.tool(tool) for tool in agent.tools if isinstance(tool, FunctionTool)],
        handoffs=handoffs,
    )
    for handoff in agent.handoffs:
        if not isinstance(handoff, Agent):
            raise InvalidInput(
                f"the agent `{agent.name}` hands over by a `{type(handoff).__name__}`, whose agent "
                "cannot be guarded here; hand over to an agent, or guard that one and build the "
                "handoff on it"
            )
        handoffs.append(_guarded(handoff, gate, made))
    return copy


def _watched(invoke: _Invoke, failures: list[str]) -> _Invoke:
    """Returns what runs a tool, and puts the name of the exception that the tool raises on a list.

    The SDK makes a text of the exception before anybody else sees it, one for the model.
    """
    run = getattr(invoke, "_invoke_tool_impl", None)
    if run is None:
        return invoke

    async def watched(context: ToolContext[Any], text: str) -> Any:
        try:
            return await run(context, text)
        except BaseException as error:
            failures.append(type(error).__name__)
            raise

    made: Any = copy.copy(invoke)
    made._invoke_tool_impl = watched
    return made  # type: ignore[no-any-return]


def _is_same(call: Call, name: str, text: str) -> bool:
    try:
        return call.tool == name and Call.of(name, text).arguments == call.arguments
    except InvalidInput:
        return False


class TraceProcessor(TracingProcessor):
    """Appends traces and spans to a ledger. It cannot stop anything.

    >>> from agents import add_trace_processor
    >>> from lawful.adapters.openai_agents import TraceProcessor
    >>> from lawful.trace import TraceLedger
    >>> processor = TraceProcessor(TraceLedger())       # then add_trace_processor(processor)
    """

    def __init__(self, ledger: TraceLedger) -> None:
        self._spans = Spans(ledger, "openai-agents")

    def on_trace_start(self, trace: Trace) -> None:
        """Traces that a run begins."""
        self._spans.begin(trace.trace_id, "run", trace.name, walk=trace.trace_id)

    def on_trace_end(self, trace: Trace) -> None:
        """Traces that a run has ended."""
        self._spans.end(trace.trace_id, "")

    def on_span_start(self, span: Span[Any]) -> None:
        """Traces that a step begins."""
        kind = "tool" if isinstance(span.span_data, FunctionSpanData) else span.span_data.type
        name = getattr(span.span_data, "name", None) or kind
        parent = span.parent_id or span.trace_id
        self._spans.begin(span.span_id, kind, str(name), parent=parent, walk=span.trace_id)

    def on_span_end(self, span: Span[Any]) -> None:
        """Traces that a step has ended."""
        error = span.error
        self._spans.end(span.span_id, error["message"] if error else "", failed=error is not None)

    def shutdown(self) -> None:
        """Does nothing: what was appended is on the ledger."""

    def force_flush(self) -> None:
        """Does nothing: what was appended is on the ledger."""
