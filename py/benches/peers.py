"""What the speed table compares with: plain Python as people write it, and published packages."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

missing: list[str] = []


@dataclass(frozen=True)
class Node:
    """A frozen dataclass in the style of kgents."""

    id: str
    origin: str
    timestamp: int
    kind: str = ""
    stimulus: str = ""
    response: str = ""
    links: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    metadata: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """A list, and a dict by id: no hashes, no proofs."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.by_id: dict[str, Node] = {}

    def append(self, node: Node) -> None:
        if node.id in self.by_id:
            raise ValueError(node.id)
        self.nodes.append(node)
        self.by_id[node.id] = node

    def extend(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.append(node)


class Gate:
    """A gate of plain Python: names in a set, an expiry, a budget in a dictionary."""

    def __init__(self, names: list[str], expires: float, budget: dict[str, int]) -> None:
        self.names, self.expires, self.budget = set(names), expires, budget

    def check(self, name: str, cost: dict[str, int]) -> bool:
        """Decides about a call as a covenant does, without trees, denials and threads."""
        if time.time() >= self.expires or name not in self.names:
            return False
        for resource, amount in cost.items():
            if self.budget.get(resource, 0) < amount:
                return False
        for resource, amount in cost.items():
            self.budget[resource] -= amount
        return True


class Entity:
    """The published 3-D rules in plain Python."""

    __slots__ = ("actions", "name", "successes", "talent", "temperament", "training")

    def __init__(self, name: str) -> None:
        self.name = name
        self.talent = self.training = self.temperament = 0.5
        self.actions = self.successes = 0

    def update_from_outcome(self, success: bool, magnitude: float) -> None:
        magnitude = max(0.0, min(1.0, magnitude))
        by = magnitude * 0.05 * (1.0 - self.training) if success else -magnitude * 0.1 * self.training
        self.training = max(0.0, min(1.0, self.training + by))
        self.temperament = max(0.0, min(1.0, self.temperament + 0.5 * by))
        self.talent = max(0.0, min(1.0, self.talent + 0.3 * by))
        self.actions += 1
        self.successes += success

    def apply_decay(self, days: float, rate: float) -> bool:
        if days <= 0:
            return False
        before, left = self.training, (1.0 - rate) ** days
        self.training = max(0.3, 0.3 + (self.training - 0.3) * left)
        self.temperament = max(0.3, 0.3 + (self.temperament - 0.3) * left * 0.98)
        self.talent = max(0.3, 0.3 + (self.talent - 0.3) * left * 0.995)
        return abs(before - self.training) > 0.001


def operad_laws(table: Sequence[Sequence[int]], unit: int) -> bool:
    """Identity and associativity of a table."""
    elements = range(len(table))
    return (
        all(table[unit][a] == a for a in elements)
        and all(table[a][unit] == a for a in elements)
        and all(table[table[a][b]][c] == table[a][table[b][c]] for a in elements for b in elements for c in elements)
    )


def web4_trust() -> Any:
    """The published package, if it is installed."""
    return _published("web4_trust")


def web4_core() -> Any:
    """The published package, if it is installed."""
    return _published("web4_core")


def _published(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        missing.append(name.replace("_", "-"))
        return None
