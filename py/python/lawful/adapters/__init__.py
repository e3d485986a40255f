"""Gates in front of the tools of agents, which fail closed.

    from lawful.adapters import Gate, LedgerRecorder, ToolList

    gate = Gate(ToolList(allow=["read_*"]), recorder=LedgerRecorder("ledger"))

    from lawful.adapters.langchain import GateMiddleware          # lawful[langchain]
    agent = create_agent(model, tools, middleware=[GateMiddleware(gate)])

    from lawful.adapters.openai_agents import guard               # lawful[openai-agents]
    agent = guard(Agent(name="me", tools=tools), gate)

    from lawful.adapters.mcp_server import McpGate                # lawful[mcp]
    server = MCPServer("mine", middleware=[McpGate(gate)])

`lawful mcp-gateway` stands in front of any MCP server, `lawful hook` answers the hooks of Claude Code;
both need no other package. A policy that raises, hangs, answers oddly or is not there denies: the tool
does not run. A decision that cannot be recorded denies too.
"""

from lawful.adapters.call import Call
from lawful.adapters.decision import Decision, Policy, decide_closed, decide_closed_async
from lawful.adapters.gate import Gate, OutcomeNotRecorded
from lawful.adapters.recorder import LedgerRecorder, Recorder
from lawful.adapters.tool_list import ToolList

__all__ = [
    "Call",
    "Decision",
    "Gate",
    "LedgerRecorder",
    "OutcomeNotRecorded",
    "Policy",
    "Recorder",
    "ToolList",
    "decide_closed",
    "decide_closed_async",
]
