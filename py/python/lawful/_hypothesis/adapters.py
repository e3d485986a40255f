"""Strategies for the classes of `lawful.adapters`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful import adapters
from lawful._hypothesis.texts import simple_names, texts
from lawful.trace import TraceLedger

_VERBS = ["read", "write", "delete", "search"]
_PATTERNS = ["*", "read_*", "write_*", "*secret*", "files::*", "search_web"]


def tools() -> SearchStrategy[str]:
    """Draws names of tools."""
    return st.builds("{}_{}".format, st.sampled_from(_VERBS), simple_names())


def arguments() -> SearchStrategy[dict[str, Any]]:
    """Draws arguments: objects of JSON."""
    leaves = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts()
    values = st.recursive(leaves, lambda of: st.lists(of, max_size=2), max_leaves=4)
    return st.dictionaries(texts(), values, max_size=3)


def calls() -> SearchStrategy[adapters.Call]:
    """Draws calls of tools, and questions whether one is shown."""
    return st.builds(
        adapters.Call.of,
        tools(),
        arguments(),
        resource=st.sampled_from(["", "files", "web"]),
        id=texts(),
        walk=texts(),
        origin=st.sampled_from(["mcp", "langchain", "example"]),
        action=st.sampled_from(["call", "list"]),
        nonce=st.binary(min_size=16, max_size=16).map(bytes.hex),
    )


def decisions() -> SearchStrategy[adapters.Decision]:
    """Draws decisions of lists of tools about calls."""
    return st.builds(lambda policy, call: policy.decide(call), tool_lists(), calls())


def tool_lists() -> SearchStrategy[adapters.ToolList]:
    """Draws lists of tools."""
    patterns = st.lists(st.sampled_from(_PATTERNS) | tools(), max_size=3)
    return st.builds(adapters.ToolList, patterns, patterns, shadow=st.booleans())


def recorders() -> SearchStrategy[adapters.LedgerRecorder]:
    """Draws recorders, each on a new ledger in memory that has some decisions."""

    def make(policy: adapters.ToolList, asked: list[adapters.Call]) -> adapters.LedgerRecorder:
        made = adapters.LedgerRecorder(TraceLedger())
        for call in asked:
            made.decided(call, policy.decide(call))
        return made

    return st.builds(make, tool_lists(), st.lists(calls(), max_size=3))


def gates() -> SearchStrategy[adapters.Gate]:
    """Draws gates, with a recorder and without."""
    return st.builds(
        adapters.Gate,
        tool_lists(),
        timeout=st.sampled_from([5.0, 60.0]),
        recorder=st.none() | recorders(),
    )


STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    adapters.Call: calls,
    adapters.Decision: decisions,
    adapters.Gate: gates,
    adapters.LedgerRecorder: recorders,
    adapters.Policy: tool_lists,
    adapters.Recorder: recorders,
    adapters.ToolList: tool_lists,
}
