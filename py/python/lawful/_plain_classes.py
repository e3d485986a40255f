"""The classes of the package as plain data: the name of the type in Rust, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from lawful import _core

NODE = "lawful_trace::TraceNode"
HEAD = "lawful_trace::Head"
ENTITY = "lawful_trust::EntityTrust"
TIME = "jiff::Timestamp"


def _node(node: _core.TraceNode) -> dict[str, Any]:
    _, (data, salt, payload) = node.__reduce__()
    opening = {} if salt is None else {"opening": [list(salt), list(payload)]}
    return {NODE: {"bytes": list(data), **opening}}


def _read_node(parts: dict[str, Any]) -> _core.TraceNode:
    salt, payload = parts.get("opening") or (None, None)
    if salt is None or payload is None:
        return _core.TraceNode.from_bytes(bytes(parts["bytes"]))
    return _core.TraceNode.from_bytes(bytes(parts["bytes"]), salt=bytes(salt), payload=bytes(payload))


def _head(head: _core.Head) -> dict[str, Any]:
    # A head is BLAKE3's unless it says otherwise, which only those who know other ones read.
    other = {} if head.tree_hash == "blake3" else {"tree_hash": head.tree_hash}
    return {HEAD: {"size": head.size, "root": list(head.root), **other}}


def _read_head(parts: dict[str, Any]) -> _core.Head:
    return _core.Head(parts["size"], bytes(parts["root"]), parts.get("tree_hash", "blake3"))


WRITE: dict[type, Callable[[Any], dict[str, Any]]] = {
    _core.TraceNode: _node,
    _core.Head: _head,
    _core.Receipt: lambda receipt: {"first": receipt.first, "appended": receipt.appended},
    _core.EntityTrust: lambda entity: {ENTITY: list(bytes(entity))},
    datetime: lambda time: {TIME: time.isoformat()},
}

READ: dict[str, Callable[[Any], Any]] = {
    NODE: _read_node,
    HEAD: _read_head,
    ENTITY: lambda data: _core.EntityTrust.from_bytes(bytes(data)),
    TIME: datetime.fromisoformat,
}


def read(parts: dict[str, Any]) -> Any:
    """Returns the object that a dictionary of JSON stands for, or the dictionary."""
    if len(parts) == 1:
        [(name, content)] = parts.items()
        reader = READ.get(name)
        if reader is not None:
            return reader(content)
    return parts
