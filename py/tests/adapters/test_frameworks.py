"""What is particular to one framework."""

from __future__ import annotations

import asyncio
import builtins
import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lawful.adapters import Call, Decision, Gate, LedgerRecorder, ToolList
from lawful.errors import InvalidInput, MissingPackage
from lawful.trace import TraceLedger

ALL = ToolList(allow=["*"])


@pytest.mark.parametrize(
    ("module", "package"),
    [("langchain", "langchain"), ("mcp_server", "mcp"), ("openai_agents", "agents")],
)
def test_a_framework_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.split(".")[0] == package:
            raise ImportError(f"No module named '{package}'")
        return real(name, *more, **named)

    monkeypatch.delitem(sys.modules, f"lawful.adapters.{module}", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPackage, match=r"install `lawful\["):
        importlib.import_module(f"lawful.adapters.{module}")


def test_the_core_needs_no_framework(tmp_path: Path) -> None:
    script = (
        "import sys, lawful.adapters, lawful.adapters.mcp_gateway, lawful.adapters.claude_hooks\n"
        "print(sorted({'mcp', 'langchain', 'langchain_core', 'agents', 'pydantic', 'anyio'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert ran.stdout.strip() == "[]", ran.stderr


def langchain_request(**call: Any) -> Any:
    from langchain.agents.middleware.types import ToolCallRequest

    asked = {"name": "touch", "args": {"n": 1}, "id": "1", "type": "tool_call", **call}
    return ToolCallRequest(tool_call=asked, tool=None, state={}, runtime=None)  # type: ignore[arg-type]


def test_langchain_runs_the_call_that_was_decided_on() -> None:
    from langchain_core.messages import ToolMessage
    from lawful.adapters.langchain import GateMiddleware

    request = langchain_request()

    class Meddling:
        """Has got hold of the request, and changes it while it decides."""

        def decide(self, call: Call) -> Decision:
            request.tool_call["args"]["n"] = 666
            request.tool_call["name"] = "delete"
            return Decision.allow(call, "meddling")

    seen: list[Any] = []

    def handler(request: Any) -> ToolMessage:
        seen.append((request.tool_call["name"], request.tool_call["args"]))
        return ToolMessage("done", tool_call_id="1")

    GateMiddleware(Meddling()).wrap_tool_call(request, handler)
    assert seen == [("touch", {"n": 1})]


@pytest.mark.parametrize("call", [{"args": {"n": {1}}}, {"args": None}, {"name": None}, {"id": None, "name": ""}])
def test_langchain_odd_calls_are_denied(call: dict[str, Any]) -> None:
    from lawful.adapters.langchain import GateMiddleware

    seen: list[Any] = []
    told = GateMiddleware(ALL).wrap_tool_call(langchain_request(**call), seen.append)  # type: ignore[arg-type]
    if call == {"args": None}:
        # No arguments at all are an empty object.
        assert seen and seen[0].tool_call["args"] == {}
    else:
        assert seen == [] and "lawful.odd-call" in str(told.content)  # type: ignore[union-attr]


def test_langchain_failures_of_a_tool_are_recorded_and_go_on() -> None:
    from lawful.adapters.langchain import GateMiddleware

    ledger = TraceLedger()
    middleware = GateMiddleware(Gate(ALL, recorder=LedgerRecorder(ledger)))

    def handler(request: Any) -> Any:
        raise ZeroDivisionError

    async def late(request: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        middleware.wrap_tool_call(langchain_request(), handler)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(middleware.awrap_tool_call(langchain_request(), late))
    assert [node.kind for node in ledger] == ["proposed", "authorised", "failed"] * 2


def test_langchain_traces_a_run() -> None:
    from langchain.tools import tool
    from lawful.adapters.langchain import TraceCallback

    @tool
    def touch(n: int) -> str:
        """Touches."""
        if n < 0:
            raise ValueError("no")
        return "touched"

    ledger = TraceLedger()
    touch.invoke({"n": 1}, {"callbacks": [TraceCallback(ledger)]})
    with pytest.raises(ValueError, match="no"):
        touch.invoke({"n": -1}, {"callbacks": [TraceCallback(ledger)]})
    assert [node.kind for node in ledger] == ["tool.begin", "tool.end", "tool.begin", "tool.failed"]
    assert ledger[1].causes == (ledger[0].id,)


def openai_context(arguments: str) -> Any:
    from agents.tool_context import ToolContext

    return ToolContext(None, tool_name="touch", tool_call_id="1", tool_arguments=arguments)


def test_openai_the_tool_runs_only_what_was_decided_on() -> None:
    from agents import Agent, ToolInputGuardrailData, function_tool
    from lawful.adapters.openai_agents import ToolGate

    runs: list[int] = []

    @function_tool
    def touch(n: int) -> str:
        """Touches."""
        runs.append(n)
        return "touched"

    class OnlyOne:
        def decide(self, call: Call) -> Decision:
            return (Decision.allow if call.value()["n"] == 1 else Decision.deny)(call, "only one")

    gate = ToolGate(OnlyOne())
    tool = gate.tool(touch)

    async def main() -> None:
        context = openai_context('{"n": 1}')
        told = await gate.before.run(ToolInputGuardrailData(context, Agent(name="a")))
        assert told.behavior["type"] == "allow"
        # Somebody changes the arguments after the guardrail: they are decided on again.
        assert "denied" in await tool.on_invoke_tool(context, '{"n": 666}')
        assert await tool.on_invoke_tool(openai_context(""), '{"n": 1}') == "touched"
        assert "lawful.odd-call" in await tool.on_invoke_tool(context, '{"n": 666, "n": 1}')

    asyncio.run(main())
    assert runs == [1]


@pytest.mark.parametrize("own_text", [False, True])
def test_openai_a_tool_that_raises_is_recorded_as_failed(own_text: bool) -> None:
    from agents import Agent, Runner, function_tool, set_tracing_disabled
    from agents.testing import ScriptedModel
    from lawful.adapters.openai_agents import guard
    from openai.types.responses import (
        ResponseFunctionToolCall,
        ResponseOutputMessage,
        ResponseOutputText,
    )

    set_tracing_disabled(True)
    more: dict[str, Any] = {"failure_error_function": lambda context, error: "sorry"} if own_text else {}

    def touch(n: int) -> str:
        """Touches."""
        if n == 1:
            raise RuntimeError("the disk is on fire")
        return "touched"

    tool: Any = function_tool(touch, **more)

    calls = [
        ResponseFunctionToolCall(
            id=str(n), call_id=f"call-{n}", name="touch", arguments=f'{{"n": {n}}}', type="function_call"
        )
        for n in (1, 2)
    ]
    text = ResponseOutputText(text="done", type="output_text", annotations=[])
    end = ResponseOutputMessage(
        id="3", role="assistant", status="completed", type="message", content=[text]
    )
    ledger = TraceLedger()
    gate = Gate(ALL, recorder=LedgerRecorder(ledger))
    model = ScriptedModel([[calls[0]], [calls[1]], [end]])
    result = Runner.run_sync(guard(Agent(name="me", tools=[tool], model=model), gate), "touch it")
    told = [str(item.output) for item in result.new_items if item.type == "tool_call_output_item"]
    assert ("sorry" if own_text else "An error occurred") in told[0] and told[1] == "touched"
    rows = [(node.kind, node.response) for node in ledger if node.kind in ("returned", "failed")]
    assert rows == [("failed", "RuntimeError"), ("returned", None)]


def test_openai_an_agent_that_cannot_be_gated_is_refused() -> None:
    from agents import Agent, ShellTool, WebSearchTool, function_tool, handoff
    from agents.mcp import MCPServerStdio
    from lawful.adapters.openai_agents import guard

    @function_tool
    def touch() -> str:
        """Touches."""
        return "touched"

    server = MCPServerStdio({"command": "true"})
    inner = Agent[Any](name="inner", tools=[WebSearchTool()])
    for agent in (
        inner,
        Agent[Any](name="a", tools=[ShellTool(executor=lambda request: "")]),
        Agent[Any](name="b", mcp_servers=[server]),
        Agent[Any](name="c", tools=[touch], handoffs=[inner]),
        Agent[Any](name="d", handoffs=[handoff(Agent[Any](name="e", tools=[touch]))]),
    ):
        with pytest.raises(InvalidInput):
            guard(agent, ALL)
    one, two = Agent[Any](name="1", tools=[touch]), Agent[Any](name="2", tools=[touch])
    one.handoffs, two.handoffs = [two], [one]
    guarded = guard(one, ALL)
    assert guarded.handoffs[0].handoffs[0] is guarded  # type: ignore[union-attr]
    assert guarded.tools[0].tool_input_guardrails and not touch.tool_input_guardrails  # type: ignore[union-attr]


def test_openai_traces_a_run() -> None:
    from agents.tracing import FunctionSpanData, set_trace_processors, set_tracing_disabled
    from agents.tracing import function_span, trace
    from lawful.adapters.openai_agents import TraceProcessor

    ledger = TraceLedger()
    set_trace_processors([TraceProcessor(ledger)])
    set_tracing_disabled(False)
    try:
        with trace("run"), function_span("touch") as span:
            assert isinstance(span.span_data, FunctionSpanData)
    finally:
        set_tracing_disabled(True)
        set_trace_processors([])
    assert [node.kind for node in ledger] == ["run.begin", "tool.begin", "tool.end", "run.end"]
    assert ledger[1].causes == (ledger[0].id,) and ledger[1].walk_id == ledger[0].walk_id


def test_mcp_only_what_may_run_is_listed() -> None:
    from lawful.adapters.mcp_server import McpGate
    from mcp import Client
    from mcp.server.mcpserver import MCPServer

    ledger = TraceLedger()
    gate = Gate(ToolList(allow=["read"]), recorder=LedgerRecorder(ledger))
    server = MCPServer("mine", middleware=[McpGate(gate, resource="mine")])
    runs: list[str] = []

    @server.tool()
    def read() -> str:
        runs.append("read")
        return "text"

    @server.tool()
    def delete() -> str:
        runs.append("delete")
        return "gone"

    @server.tool(name="read2")
    def broken() -> str:
        raise ValueError("no")

    async def main() -> None:
        async with Client(server) as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == ["read"]
            assert not (await client.call_tool("read", {})).is_error
            assert (await client.call_tool("delete", {})).is_error

    asyncio.run(main())
    assert runs == ["read"]
    kinds = [node.kind for node in ledger]
    assert kinds == ["proposed", "authorised", "returned", "proposed", "denied"]
