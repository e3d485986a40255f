"""Every public callable, with every argument in turn replaced by a hostile value.

What comes out is an error of the package, a `TypeError`, or, from indexing, an `IndexError` or a
`KeyError`: never a message of the machinery below.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lawful
import lawful.covenant
import lawful.operad
import lawful.platform
import lawful.trace
import lawful.trust
import pytest
from lawful.covenant import Budget, Call, Covenant, CovenantGate, Guard, ReviewGate
from lawful.platform import Challenges, KeyStore, Policy
from lawful.trace import Link, TraceLedger, TraceNode
from lawful.trust import (
    Claims,
    Coherence,
    DidDocument,
    EntityTrust,
    Lct,
    Lifecycle,
    ManualClock,
    T3Tensor,
    TrustLevel,
    TrustStore,
    V3Tensor,
)

MODULES = [lawful, lawful.trace, lawful.trust, lawful.covenant, lawful.platform, lawful.operad]


class Text(str):
    """A text of another class."""


class Number(int):
    """A number of another class."""


HOSTILE: dict[str, Any] = {
    "surrogate": "\ud800",
    "huge": 2**70,
    "negative": -1,
    "nan": float("nan"),
    "infinite": float("inf"),
    "text": Text("text"),
    "number": Number(3),
    "none": None,
    "object": object(),
    "nul": b"a\0b",
    "long": "x" * 1_000_000,
    "surrogates": ["\ud800"],
    "numbers": [2**70],
}
TIME = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    """One valid object of each class, and one valid value for each name of a parameter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = KeyStore.memory()
        self.key = self.keys.new_key("me")
        self.node = TraceNode("a", "brain", 1)
        self.ledger = TraceLedger()
        self.ledger.extend([self.node, TraceNode("b", "brain", 2, causes=["a"])])
        self.covenant = Covenant.propose(by=self.key, grantor=self.key, permissions=["tool:*"]).grant(self.key)
        wide = Covenant.propose(by=self.key, grantor=self.key, permissions=["tool:*"], depth=1).grant(self.key)
        self.chain = wide.delegate(self.key, to=self.keys.new_key("you"))
        self.run = TraceLedger()
        self.guard = Guard(self.covenant, ledger=self.run, grantors=[self.key])
        self.lct = Lct.create("human", self.key)
        self.entity = EntityTrust("agent:a", now=TIME)
        self.store = TrustStore.memory()
        self.store.save(self.entity)
        self.report = lawful.check("bool.logic", cases=10)

    def objects(self) -> list[Any]:
        gate = CovenantGate(self.covenant, grantors=[self.key])
        checkpoint = self.ledger.checkpoint(self.key, origin="log")
        return [
            *(self.keys, self.key, self.key.public_key, self.node, self.ledger, self.covenant, self.chain),
            *(self.guard, self.lct, self.entity, self.store, self.report, gate, checkpoint),
            *(self.ledger.prove("a"), self.ledger.head(), TrustLevel.of(0.5), T3Tensor(), V3Tensor()),
            *(Challenges(), Policy(), Call("tool:rm"), Coherence(1.0, 1.0, 1.0, 1.0), ManualClock(TIME)),
            *(Lifecycle(self.lct), Claims(self.ledger), Link("causes", "a"), gate.check("tool:rm")),
            *(Budget(calls=1), ReviewGate("money", "tool:*", reviewers=[self.key]), self.key.sign(b"m", context="example.test")),
            *(lawful.find_theory("monoid"), lawful.find_model("bool.logic"), lawful.integers()),
            *(self.report.evidence[0], self.report.evidence[0].laws[0]),
            DidDocument.issue(self.lct, self.key),
        ]

    def value(self, name: str) -> Any:
        """Returns what a parameter of this name takes; if it is of no use, the call is refused earlier."""
        values = {
            **{"id": "a", "origin": "brain", "timestamp": 1, "target": "a", "relation": "causes"},
            **{"entity_id": "agent:a", "witness_id": "agent:b", "target_id": "agent:b", "success": True},
            **{"magnitude": 0.5, "score": 0.5, "name": "name", "context": "example.test", "message": b"m"},
            **{"data": b"data", "node": self.node, "nodes": [self.node], "key": self.key, "which": "a"},
            **{"path": self.folder / "new", "by": self.key, "grantor": self.key, "covenant": self.covenant},
            **{"chain": self.chain, "ledger": self.run, "call": "tool:rm", "trigger": "tool:*", "model": "bool.logic"},
            **{"public_key": self.key.public_key, "signer": self.key, "head": self.ledger.head(), "now": TIME},
            **{"time": TIME, "size": 1, "root": bytes(32), "theory": "monoid", "dimension": "talent"},
            **{"grantors": [self.key], "entity": self.entity, "until": TIME, "law": "semigroup.associative", "values": [True]},
            **{"signature": self.key.sign(b"m", context="example.test"), "kind": "human", "days_inactive": 1.0},
            **{"permissions": ["tool:*"], "action": "tool:rm", "text": "text", "witness": self.key, "index": 0},
            **{"password": "secret", "trust": self.entity, "holder": self.key, "index_or_id": 0, "written": "x"},
            **{"left": "bool.logic", "right": "bool.logic", "report": self.report, "first": 0, "second": 1},
        }
        return values.get(name, 1)


# What ends more than a call: it is left out.
LEFT_OUT = {"adversary", "exit", "main"}
# Results and records that the package makes: their methods take nothing.
ALWAYS = {"models": "bool.logic", "cases": 5, "deadline": 2.0}
SPECIAL = ("__new__", "__getitem__", "__contains__", "__call__")


def classes() -> Iterator[type]:
    seen: set[type] = set()
    for module in MODULES:
        for name in module.__all__:
            found = getattr(module, name)
            if isinstance(found, type) and not issubclass(found, BaseException) and found not in seen:
                seen.add(found)
                yield found


def functions() -> Iterator[Callable[..., Any]]:
    for module in MODULES:
        for name in module.__all__:
            found = getattr(module, name)
            if callable(found) and not isinstance(found, type) and name not in LEFT_OUT:
                yield found


def parameters(found: Any) -> list[inspect.Parameter] | None:
    try:
        return list(inspect.signature(found).parameters.values())
    except (TypeError, ValueError):
        return None


def methods(world: World) -> Iterator[tuple[str, Callable[..., Any]]]:
    objects = {type(one): one for one in world.objects() if not isinstance(one, type)}
    for cls in classes():
        if cls.__module__.startswith("lawful") and not issubclass(cls, tuple):
            yield cls.__name__, cls
        for name in vars(cls):
            if name.startswith("_") and name not in SPECIAL or name == "__new__":
                continue
            if inspect.isdatadescriptor(vars(cls)[name]):
                continue
            owner = objects.get(cls, cls)
            found = getattr(owner, name)
            if callable(found) and (owner is not cls or inspect.isbuiltin(found) or inspect.ismethod(found)):
                yield f"{cls.__name__}.{name}", found


def tried(world: World, name: str, found: Callable[..., Any]) -> Iterator[str]:
    """Calls with one hostile value at a time, and returns what went wrong."""
    named = parameters(found) or []
    plain = [p for p in named if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    for hostile in plain:
        for what, value in HOSTILE.items():
            if value is None and hostile.name == "models":
                continue  # All of them: that takes too long.
            positional, keywords = [], {}
            for parameter in plain:
                needed = parameter is hostile or parameter.default is parameter.empty or parameter.name in ALWAYS
                given = value if parameter is hostile else ALWAYS.get(parameter.name, world.value(parameter.name))
                if not needed and parameter.kind is not parameter.POSITIONAL_ONLY:
                    continue
                if parameter.kind is parameter.POSITIONAL_ONLY:
                    positional.append(given)
                else:
                    keywords[parameter.name] = given
            try:
                found(*positional, **keywords)
            except (lawful.LawfulError, TypeError, IndexError, KeyError, OSError):
                pass
            except BaseException as error:
                yield f"{name}({hostile.name}={what}): {type(error).__name__}: {str(error)[:100]}"


def test_methods_refuse_hostile_values_in_the_words_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = World(tmp_path)
    wrong = [line for name, found in methods(world) for line in tried(world, name, found)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_functions_refuse_hostile_values_in_the_words_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = World(tmp_path)
    wrong = [line for found in functions() for line in tried(world, found.__name__, found)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("call", "argument", "value"),
    [
        (lambda world: TraceNode("\ud800", "brain", 1), "id", r"\ud800"),
        (lambda world: TraceNode("a", "brain", 2**70), "timestamp", str(2**70)),
        (lambda world: EntityTrust("\ud800"), "entity_id", r"\ud800"),
        (lambda world: world.keys.new_key("\ud800"), "name", r"\ud800"),
        (lambda world: world.ledger.query(limit=-1), "limit", "-1"),
        (lambda world: world.ledger.head(-1), "size", "-1"),
        (lambda world: ReviewGate("a", "tool:*", reviewers=[world.key], threshold=-1), "threshold", "-1"),
        (lambda world: Covenant.propose(by=world.key, grantor=world.key, depth=256), "depth", "256"),
        (lambda world: Covenant.propose(by=world.key, grantor="\ud800"), "grantor", r"\ud800"),
        (lambda world: Covenant.propose(by=world.key, grantor=world.key, permissions=["\ud800"]), "permissions", r"\ud800"),
    ],
)
def test_the_argument_and_the_value_are_named(tmp_path: Path, call: Any, argument: str, value: str) -> None:
    with pytest.raises(lawful.InvalidInput) as raised:
        call(World(tmp_path))
    told = " ".join([str(raised.value), *getattr(raised.value, "__notes__", [])])
    assert f"'{argument}'" in told and value in told, told


def test_a_party_of_another_type_is_told_in_words(tmp_path: Path) -> None:
    world = World(tmp_path)
    with pytest.raises(TypeError, match=r"give `PublicKey \| Key \| str`, not `1`"):
        Covenant.propose(by=world.key, grantor=1)  # type: ignore[arg-type]


@pytest.mark.parametrize("index", [2**70, -(2**70), 2, -3])
def test_an_index_that_there_is_not_is_an_index_error(tmp_path: Path, index: int) -> None:
    with pytest.raises(IndexError, match=f"there is no index `{index}` in 2 nodes"):
        World(tmp_path).ledger[index]


def test_what_is_closed_is_not_entered(tmp_path: Path) -> None:
    world = World(tmp_path)
    files = TraceLedger.open(tmp_path / "ledger")
    running = world.guard.begin("tool:rm")
    running.finish()
    for closable in (files, world.store, world.guard):
        closable.close()
    entered: list[tuple[Any, type[lawful.LawfulError]]] = [
        (files, lawful.trace.LedgerError),
        (world.store, lawful.trust.TrustStoreError),
        (world.guard, lawful.covenant.CovenantError),
        (running, lawful.covenant.CovenantError),
    ]
    for closable, refused in entered:
        with pytest.raises(refused, match="closed|ended"), closable:
            pass


def test_a_ledger_that_was_made_otherwise_is_refused(tmp_path: Path) -> None:
    TraceLedger.open(tmp_path / "ledger", tree_hash="rfc6962-sha256", time_rule="causal").close()
    for more in ({}, {"tree_hash": "rfc6962-sha256"}, {"time_rule": "causal"}, {"read_only": True}):
        with TraceLedger.open(tmp_path / "ledger", **more) as ledger:
            assert ledger.tree_hash == "rfc6962-sha256"
    with pytest.raises(lawful.trace.Conflict, match="made with the tree hash `rfc6962-sha256`, not `blake3`"):
        TraceLedger.open(tmp_path / "ledger", tree_hash="blake3")
    with pytest.raises(lawful.trace.Conflict, match="made with the rule of time `causal`, not `monotone`"):
        TraceLedger.open(tmp_path / "ledger", time_rule="monotone")
