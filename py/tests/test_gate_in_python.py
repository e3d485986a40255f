"""A gate and a key store that are written in Python, as models of `guarded_calls` and `key_storing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import lawful
import pytest


@dataclass
class Purse:
    """A running gate: six units to spend, and a review of the third watched call."""

    free: int = 6
    watched: int = 0
    revoked: bool = False
    lock: Lock = field(default_factory=Lock)


class Gate:
    """A gate that keeps its budget in a field."""

    def start(self) -> Purse:
        return Purse()

    def call(self, purse: Purse, cost: int) -> str:
        with purse.lock:
            return self.told(purse, cost)

    def told(self, purse: Purse, cost: int) -> str:
        if purse.revoked:
            return "revoked"
        if purse.free < cost:
            return "budget"
        purse.free -= cost
        return "allowed"

    def watched_call(self, purse: Purse, cost: int) -> str:
        with purse.lock:
            if not purse.revoked and purse.watched == 2:
                return "review"
            told = self.told(purse, cost)
            purse.watched += told == "allowed"
            return told

    def revoke(self, purse: Purse) -> None:
        with purse.lock:
            purse.revoked = True

    def spent(self, purse: Purse) -> int:
        return 6 - purse.free


class Generous(Gate):
    """Allows what the budget does not."""

    def call(self, purse: Purse, cost: int) -> str:
        told = super().call(purse, cost)
        return "allowed" if told == "budget" else told


class Tireless(Gate):
    """Does not hear of a revocation."""

    def revoke(self, purse: Purse) -> None:
        pass


class KeyRing:
    """A running key store: names, and the names of the handles with whether the key is alive."""

    def __init__(self) -> None:
        self.names: set[int] = set()
        self.handles: dict[int, bool] = {}


class Keys:
    """A key store of names: the smallest that answers right."""

    def start(self) -> KeyRing:
        return KeyRing()

    def create(self, ring: KeyRing, name: int) -> str:
        if name in ring.names:
            return "key_exists"
        ring.names.add(name)
        ring.handles[name] = True
        return "done"

    def open(self, ring: KeyRing, name: int) -> str:
        if name not in ring.names:
            return "no_such_key"
        ring.handles[name] = True
        return "done"

    def sign(self, ring: KeyRing, name: int) -> str:
        return {None: "no_handle", True: "verified", False: "deleted"}[ring.handles.get(name)]

    def delete(self, ring: KeyRing, name: int) -> str:
        if name not in ring.names:
            return "no_such_key"
        ring.names.remove(name)
        if name in ring.handles:
            ring.handles[name] = False
        return "done"

    def list(self, ring: KeyRing) -> Any:
        return sorted(ring.names)

    def reopen(self, ring: KeyRing) -> str:
        ring.handles.clear()
        return "done"


class Undead(Keys):
    """Signs with deleted keys."""

    def sign(self, ring: KeyRing, name: int) -> str:
        return super().sign(ring, name).replace("deleted", "verified")


class Forgetful(Keys):
    """Keeps names in memory only."""

    def reopen(self, ring: KeyRing) -> str:
        ring.names.clear()
        return super().reopen(ring)


def refinement(system: type, theory: str) -> Any:
    model = lawful.build(system, theory=theory, id="test.system")
    [evidence] = lawful.check(model).evidence
    verdicts = {law.law.partition(".")[2]: law.verdict for law in evidence.laws}
    assert all(isinstance(verdict, (lawful.Tested, lawful.Refuted)) for verdict in verdicts.values())
    return verdicts["refinement"]


@pytest.mark.parametrize(("system", "theory"), [(Gate, "guarded_calls"), (Keys, "key_storing")])
def test_a_system_that_keeps_its_laws(system: type, theory: str) -> None:
    assert isinstance(refinement(system, theory), lawful.Tested)


@pytest.mark.parametrize(
    ("system", "theory", "longest"),
    [
        (Generous, "guarded_calls", 3),
        (Tireless, "guarded_calls", 2),
        (Undead, "key_storing", 3),
        (Forgetful, "key_storing", 3),
    ],
)
def test_a_system_that_breaks_one_is_shown_the_smallest_program(system: type, theory: str, longest: int) -> None:
    verdict = refinement(system, theory)
    assert isinstance(verdict, lawful.Refuted)
    [binding] = verdict.counterexample.substitution
    assert len(binding.value.split("; ")) <= longest, binding.value


@pytest.mark.parametrize(
    ("system", "theory", "rust"),
    [(Gate, "guarded_calls", "covenant.running_gate"), (Keys, "key_storing", "platform.software.store")],
)
def test_it_agrees_with_a_model_in_rust(system: type, theory: str, rust: str) -> None:
    # Keys in software cost time: few programs are enough.
    assert lawful.compare(rust, lawful.build(system, theory=theory, id="test.system"), cases=1_000).agrees
