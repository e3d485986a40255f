"""Trust stores that are written in Python, as models of the machines `storing` and `lasting`."""

from __future__ import annotations

import copy
import time
from datetime import datetime
from threading import Lock
from typing import Any

import lawful
import pytest
from lawful.trust import EntityTrust

Pair = tuple[EntityTrust, EntityTrust]


class Shelf:
    """A running store: bytes by id, what was flushed, and a lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.entities: dict[str, bytes] = {}
        self.flushed: dict[str, bytes] = {}


class DictStore:
    """A store that is a dictionary of bytes."""

    def start(self) -> Shelf:
        return Shelf()

    def find(self, shelf: Shelf, who: str) -> EntityTrust | None:
        data = shelf.entities.get(who)
        return None if data is None else EntityTrust.from_bytes(data)

    def held(self, shelf: Shelf, who: str, day: datetime) -> EntityTrust:
        return self.find(shelf, who) or EntityTrust(who, now=day)

    def keep(self, shelf: Shelf, *entities: EntityTrust) -> None:
        for entity in entities:
            shelf.entities[entity.entity_id] = bytes(entity)

    def save(self, shelf: Shelf, who: str, day: datetime) -> str:
        entity = EntityTrust(who, now=day)
        entity.receive_witness("role:notary", True, 0.5)
        self.keep(shelf, entity)
        return "done"

    def update(self, shelf: Shelf, who: str, success: bool, day: datetime) -> EntityTrust | str:
        with shelf.lock:
            entity = self.held(shelf, who, day)
            try:
                entity.update_from_outcome(success, 0.25, now=day)
            except lawful.InvalidInput:
                return "refused"
            self.keep(shelf, entity)
            return entity

    def update_both(self, shelf: Shelf, one: str, other: str, day: datetime) -> str:
        with shelf.lock:
            changed: dict[str, EntityTrust] = {}
            for who in (one, other):
                entity = changed.setdefault(who, self.held(shelf, who, day))
                try:
                    entity.update_from_outcome(True, 0.25, now=day)
                except lawful.InvalidInput:
                    return "refused"
            self.keep(shelf, *changed.values())
            return "done"

    def witness(self, shelf: Shelf, witness: str, target: str, day: datetime) -> Pair | str:
        with shelf.lock:
            giver = self.held(shelf, witness, day)
            taker = giver if witness == target else self.held(shelf, target, day)
            try:
                giver.come_to(day)
                taker.come_to(day)
            except lawful.InvalidInput:
                return "refused"
            taker.receive_witness_of(giver, True, 0.5)
            giver.give_witness(target, True, 0.5)
            self.keep(shelf, giver, taker)
            return giver, taker

    def delete(self, shelf: Shelf, who: str) -> bool:
        return shelf.entities.pop(who, None) is not None

    def exists(self, shelf: Shelf, who: str) -> bool:
        return who in shelf.entities

    def list(self, shelf: Shelf, all: bool) -> Any:
        return sorted(who for who in list(shelf.entities) if all or who.startswith("agent:"))

    def reopen(self, shelf: Shelf) -> str:
        return "done"


def verdicts(system: type, theory: str) -> dict[str, Any]:
    model = lawful.build(system, theory=theory, id="test.store")
    [evidence] = lawful.check(model).evidence
    return {law.law.partition(".")[2]: law.verdict for law in evidence.laws}


def program(system: type, theory: str) -> Any:
    verdict = verdicts(system, theory)["refinement"]
    assert isinstance(verdict, lawful.Refuted), verdict
    [binding] = verdict.counterexample.substitution
    return binding.value.split("; ")


@pytest.mark.parametrize("theory", ["storing", "lasting"])
def test_a_store_that_is_a_dictionary_keeps_all_laws(theory: str) -> None:
    for law, verdict in verdicts(DictStore, theory).items():
        assert isinstance(verdict, lawful.Tested), f"{law}: {verdict}"


class Deaf(DictStore):
    """Forgets what one of the two entities of a testimony was told."""

    def keep(self, shelf: Shelf, *entities: EntityTrust) -> None:
        super().keep(shelf, *entities[:1])


class HalfDone(DictStore):
    """Keeps the first of two changes when the second is refused."""

    def update_both(self, shelf: Shelf, one: str, other: str, day: datetime) -> str:
        answers = [self.update(shelf, who, True, day) for who in (one, other)]
        return "refused" if "refused" in answers else "done"


class AllTypes(DictStore):
    """Lists entities of every type."""

    def list(self, shelf: Shelf, all: bool) -> Any:
        return super().list(shelf, True)


@pytest.mark.parametrize(("system", "longest"), [(Deaf, 2), (HalfDone, 4), (AllTypes, 2)])
def test_a_store_that_breaks_one_is_shown_the_smallest_program(system: type, longest: int) -> None:
    assert len(program(system, "storing")) <= longest


class InMemory(DictStore):
    """Is empty when it is opened again."""

    def reopen(self, shelf: Shelf) -> str:
        shelf.entities.clear()
        return "done"


class Late(DictStore):
    """Loses the last write when it is opened again."""

    def keep(self, shelf: Shelf, *entities: EntityTrust) -> None:
        shelf.flushed = copy.copy(shelf.entities)
        super().keep(shelf, *entities)

    def reopen(self, shelf: Shelf) -> str:
        shelf.entities = shelf.flushed
        return "done"


@pytest.mark.parametrize("system", [InMemory, Late])
def test_a_write_that_is_lost_when_a_store_is_opened_again_is_found(system: type) -> None:
    commands = program(system, "lasting")
    assert len(commands) == 3 and commands[1] == "reopen()"


def test_an_update_that_is_lost_between_threads_is_found() -> None:
    class Unlocked(DictStore):
        def update(self, shelf: Shelf, who: str, success: bool, day: datetime) -> EntityTrust | str:
            mine = Shelf()
            mine.entities = dict(shelf.entities)
            answer = super().update(mine, who, success, day)
            time.sleep(0.000_1)
            shelf.entities = mine.entities
            return answer

    found = verdicts(Unlocked, "storing")
    assert isinstance(found["refinement"], lawful.Tested)
    assert isinstance(found["linearizable"], lawful.Refuted)


def test_the_dictionary_agrees_with_the_store_in_memory_and_the_first_difference_is_shown() -> None:
    ours = lawful.build(DictStore, theory="storing", id="test.store")
    assert lawful.compare("trust.store.memory", ours).agrees
    other = lawful.build(HalfDone, theory="storing", id="test.half_done")
    difference = lawful.compare("trust.store.memory", other).difference
    assert difference is not None
    [binding] = difference.arguments
    assert "update_both" in binding.value


@pytest.mark.parametrize("answer", [1, ["nobody"], "maybe", {"found": True}])
def test_an_answer_that_is_none_is_told(answer: Any) -> None:
    class Strange(DictStore):
        def list(self, shelf: Shelf, all: bool) -> Any:
            return answer

    verdict = verdicts(Strange, "lasting")["refinement"]
    assert isinstance(verdict, lawful.Refuted)
    failure = verdict.counterexample.failure
    if answer == ["nobody"]:
        # A list of ids is an answer, though not of this command.
        assert failure.how == "unequal"
    else:
        assert failure.how == "raised"
        assert failure.message and "must not return" in failure.message
        assert "an entity, two entities, `None` for nobody" in failure.message
