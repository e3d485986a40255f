"""The public classes that have no strategy, and why."""

from __future__ import annotations

_HELD = "it holds an agent of another package; draw the policy, and put it in"

EXCLUDED: dict[str, str] = {
    "lawful.adapters.langchain.GateMiddleware": _HELD,
    "lawful.adapters.langchain.TraceCallback": _HELD,
    "lawful.adapters.mcp_server.McpGate": _HELD,
    "lawful.adapters.openai_agents.ToolGate": _HELD,
    "lawful.adapters.openai_agents.TraceProcessor": _HELD,
}
"""The names, with the reasons. Exceptions are left out besides: they are raised, not drawn."""


def is_excluded(cls: type) -> bool:
    """Returns whether a public class has no strategy."""
    return issubclass(cls, BaseException) or f"{cls.__module__}.{cls.__qualname__}" in EXCLUDED
