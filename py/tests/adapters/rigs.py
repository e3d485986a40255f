"""The real frameworks with fake models, each behind one function; see `test_conformance.py`."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import policies
from lawful.adapters import Gate, LedgerRecorder

HERE = Path(__file__).parent
Ran = tuple[list[Any], str]


def gate(policy: str, ledger: Path | None, timeout: float) -> Gate:
    recorder = LedgerRecorder(ledger) if ledger else None
    return Gate(getattr(policies, policy), timeout=timeout, recorder=recorder)


def langchain(sync: bool) -> Callable[..., Ran]:
    def rig(
        folder: Path, policy: str, tool: str, arguments: Any, ledger: Path | None, timeout: float
    ) -> Ran:
        from langchain.agents import create_agent
        from langchain.tools import tool as as_tool
        from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
        from langchain_core.messages import AIMessage, ToolMessage
        from lawful.adapters.langchain import GateMiddleware

        runs: list[Any] = []

        @as_tool
        def touch(n: int) -> str:
            """Writes down that it ran."""
            runs.append({"n": n})
            return f"touched {n}"

        class Fake(FakeMessagesListChatModel):
            def bind_tools(self, tools: Any, **more: Any) -> Any:
                return self

        call = {"name": tool, "args": arguments, "id": "call-1", "type": "tool_call"}
        model = Fake(responses=[AIMessage("", tool_calls=[call]), AIMessage("done")])
        middleware = GateMiddleware(gate(policy, ledger, timeout))
        agent = create_agent(model, [touch], middleware=[middleware])
        question: Any = {"messages": [("user", "touch it")]}
        answer = agent.invoke(question) if sync else asyncio.run(agent.ainvoke(question))
        told = [str(m.content) for m in answer["messages"] if isinstance(m, ToolMessage)]
        return runs, "\n".join(told)

    return rig


def openai_agents(
    folder: Path, policy: str, tool: str, arguments: Any, ledger: Path | None, timeout: float
) -> Ran:
    from agents import Agent, AgentsException, Runner, function_tool, set_tracing_disabled
    from agents.testing import ScriptedModel
    from lawful.adapters.openai_agents import guard
    from openai.types.responses import (
        ResponseFunctionToolCall,
        ResponseOutputMessage,
        ResponseOutputText,
    )

    set_tracing_disabled(True)
    runs: list[Any] = []

    @function_tool
    def touch(n: int) -> str:
        """Writes down that it ran."""
        runs.append({"n": n})
        return f"touched {n}"

    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = ResponseFunctionToolCall(
        id="1", call_id="call-1", name=tool, arguments=text, type="function_call"
    )
    end = ResponseOutputMessage(
        id="2",
        role="assistant",
        status="completed",
        type="message",
        content=[ResponseOutputText(text="done", type="output_text", annotations=[])],
    )
    model = ScriptedModel([[call], [end]])
    agent = guard(Agent(name="toucher", tools=[touch], model=model), gate(policy, ledger, timeout))
    try:
        result = Runner.run_sync(agent, "touch it")
    except AgentsException as error:
        # The SDK itself does not know such a tool.
        return runs, f"denied: {error}"
    told = [str(item.output) for item in result.new_items if item.type == "tool_call_output_item"]
    return runs, "\n".join(told)


def mcp_client(command: list[str], runs: Path, tool: str, arguments: Any) -> Ran:
    from mcp import ClientSession, MCPError, StdioServerParameters, stdio_client

    async def ask() -> str:
        environment = {**os.environ, "PYTHONPATH": python_path()}
        server = StdioServerParameters(command=command[0], args=command[1:], env=environment)
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            try:
                await session.initialize()
                result = await session.call_tool(tool, arguments)
            except MCPError as error:
                return f"denied: {error}"
            return "\n".join(part.text for part in result.content if part.type == "text")

    told = asyncio.run(ask())
    return [json.loads(line) for line in runs.read_text().splitlines()] if runs.exists() else [], told


def python_path() -> str:
    return os.pathsep.join(part for part in (str(HERE), os.environ.get("PYTHONPATH")) if part)


def mcp_server(
    folder: Path, policy: str, tool: str, arguments: Any, ledger: Path | None, timeout: float
) -> Ran:
    runs = folder / "runs"
    command = [sys.executable, str(HERE / "gated_server.py"), str(runs), policy, str(timeout)]
    return mcp_client([*command, str(ledger or "")], runs, tool, arguments)


def mcp_gateway(
    folder: Path, policy: str, tool: str, arguments: Any, ledger: Path | None, timeout: float
) -> Ran:
    runs, pins = folder / "runs", folder / "pins.json"
    server = [sys.executable, str(HERE / "tool_server.py"), str(runs)]
    lawful = [sys.executable, "-m", "lawful", "mcp-gateway"]
    if not pins.exists():
        review = [*lawful, "review", "--accept-all", "--pins", str(pins), "--", *server]
        subprocess.run(review, check=True, capture_output=True, timeout=60)
    command = [*lawful, "--pins", str(pins), "--policy", f"{HERE / 'policies.py'}:{policy}"]
    command += ["--timeout", f"{timeout}s", *(["--ledger", str(ledger)] if ledger else [])]
    if policy == "missing":
        # A gateway without a policy does not even start.
        ran = subprocess.run([*command, "--", *server], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 2 and "is not a policy" in ran.stderr
        return [], "denied"
    return mcp_client([*command, "--", *server], runs, tool, arguments)


def claude_hook(
    folder: Path, policy: str, tool: str, arguments: Any, ledger: Path | None, timeout: float
) -> Ran:
    """Does what Claude Code does: the tool runs unless the hook ends with 2."""
    event: dict[str, Any] = {
        "session_id": "session",
        "hook_event_name": "PreToolUse",
        "permission_mode": "default",
        "cwd": str(folder),
        "tool_name": tool,
        "tool_input": arguments,
        "tool_use_id": f"use-{os.urandom(4).hex()}",
    }
    lawful = [sys.executable, "-m", "lawful", "hook"]
    more = ["--policy", f"{HERE / 'policies.py'}:{policy}", "--timeout", f"{timeout}s"]
    more += ["--ledger", str(ledger)] if ledger else []

    def ran(name: str, event: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*lawful, name, *more],
            input=json.dumps(event),
            capture_output=True,
            text=True,
            timeout=60,
        )

    before = ran("pre-tool-use", event)
    if before.returncode == 2:
        answer = json.loads(before.stdout)["hookSpecificOutput"]
        assert answer["permissionDecision"] == "deny"
        assert answer["permissionDecisionReason"] in before.stderr
        return [], before.stderr
    assert before.returncode == 0 and json.loads(before.stdout) is not None
    if ledger is not None:
        after = {**event, "hook_event_name": "PostToolUse", "tool_response": {}}
        assert ran("post-tool-use", after).returncode == 0
    return [arguments], "touched"


RIGS: dict[str, Callable[..., Ran]] = {
    "claude_hook": claude_hook,
    "langchain": langchain(True),
    "langchain_async": langchain(False),
    "mcp_gateway": mcp_gateway,
    "mcp_server": mcp_server,
    "openai_agents": openai_agents,
}
