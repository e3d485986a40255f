"""Ledgers that are written in Python, as models of the machine `ledgering`."""

from __future__ import annotations

import re
import time
from threading import Lock
from typing import Any

import lawful
import pytest
from lawful.trace import Head, Receipt, TraceNode

Answer = Receipt | str


class Refused(Exception):
    """A call is refused: the argument says why."""


class Book:
    """A running ledger: a list, the payloads that are left, and where it was pruned."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.nodes: list[TraceNode] = []
        self.erased: set[int] = set()
        self.first = 0


class ListLedger:
    """A ledger that is a list."""

    def start(self) -> Book:
        return Book()

    def append(self, book: Book, call: list[TraceNode]) -> Answer:
        with book.lock:
            return self.appended(book, call)

    def append_at(self, book: Book, length: int, call: list[TraceNode]) -> Answer:
        with book.lock:
            there = book.nodes[length : length + len(call)] == call and length >= book.first
            if length == len(book.nodes) or (call and there):
                return self.appended(book, call)
            return "conflict"

    def appended(self, book: Book, call: list[TraceNode]) -> Answer:
        before, erased = len(book.nodes), set(book.erased)
        places = []
        try:
            for number, node in enumerate(call):
                places.append(self.add(book, node, call[number:]))
        except Refused as refused:
            del book.nodes[before:]
            book.erased = erased
            return str(refused)
        return Receipt(places[0] if places else before, len(book.nodes) - before, len(book.nodes), "volatile")

    def add(self, book: Book, node: TraceNode, rest: list[TraceNode]) -> int:
        known = self.find(book, node.id)
        if known is not None:
            if book.nodes[known] != node:
                raise Refused("duplicate_id")
            return known
        if book.nodes and node.timestamp < book.nodes[-1].timestamp:
            raise Refused("time_went_back")
        for link in node.links:
            target = self.find(book, link.target)
            if target is None:
                later = any(other.id == link.target for other in rest)
                raise Refused("later_target" if later else "unknown_target")
            if node.kind == "lawful.erasure":
                if not book.nodes[target].is_erasable:
                    raise Refused("not_erasable")
                book.erased.add(target)
        book.nodes.append(node)
        return len(book.nodes) - 1

    def find(self, book: Book, id: str) -> int | None:
        kept = range(book.first, len(book.nodes))
        return next((at for at in kept if book.nodes[at].id == id), None)

    def get(self, book: Book, place: int) -> TraceNode | None:
        return book.nodes[place] if book.first <= place < len(book.nodes) else None

    def payload(self, book: Book, place: int) -> bytes | None:
        node = self.get(book, place)
        return None if node is None or place in book.erased else node.payload

    def read(self, book: Book) -> list[TraceNode]:
        with book.lock:
            return book.nodes[book.first :]

    def len(self, book: Book) -> int:
        return len(book.nodes)

    def head(self, book: Book) -> Head:
        with book.lock:
            return Head.of(book.nodes)

    def prune(self, book: Book, first: int) -> bool:
        with book.lock:
            if first > len(book.nodes):
                return False
            book.first = max(book.first, first)
            return True


def verdicts(system: type, cases: int = 10_000) -> dict[str, Any]:
    model = lawful.build(system, theory="ledgering", id="test.ledger")
    [evidence] = lawful.check(model, cases=cases).evidence
    return {law.law.partition(".")[2]: law.verdict for law in evidence.laws}


def refuted(system: type) -> lawful.Counterexample:
    verdict = verdicts(system)["refinement"]
    assert isinstance(verdict, lawful.Refuted), verdict
    return verdict.counterexample


def program(shown: lawful.Counterexample) -> list[str]:
    [binding] = shown.substitution
    return binding.value.split("; ")


def test_a_ledger_that_is_a_list_keeps_all_laws() -> None:
    for law, verdict in verdicts(ListLedger).items():
        assert isinstance(verdict, lawful.Tested), f"{law}: {verdict}"


class Forgetful(ListLedger):
    """Forgets the last node when it is read."""

    def read(self, book: Book) -> list[TraceNode]:
        return super().read(book)[:-1]


class Reordering(ListLedger):
    """Gives nodes in the order of their ids."""

    def read(self, book: Book) -> list[TraceNode]:
        return sorted(super().read(book), key=lambda node: node.id)


class Trusting(ListLedger):
    """Takes another node of an id that it knows for the same one."""

    def add(self, book: Book, node: TraceNode, rest: list[TraceNode]) -> int:
        known = self.find(book, node.id)
        return known if known is not None else super().add(book, node, rest)


class Remembering(ListLedger):
    """Keeps payloads that were erased."""

    def payload(self, book: Book, place: int) -> bytes | None:
        node = self.get(book, place)
        return None if node is None else node.payload


@pytest.mark.parametrize(
    ("system", "longest", "last"),
    [(Forgetful, 2, "read"), (Reordering, 3, "read"), (Trusting, 2, "append"), (Remembering, 3, "payload")],
)
def test_a_ledger_that_breaks_one_is_shown_the_smallest_program(system: type, longest: int, last: str) -> None:
    commands = program(refuted(system))
    assert len(commands) <= longest and commands[-1].startswith(last), commands


def test_an_update_that_is_lost_between_threads_is_found() -> None:
    class Unlocked(ListLedger):
        def append(self, book: Book, call: list[TraceNode]) -> Answer:
            copy = Book()
            copy.nodes, copy.erased, copy.first = list(book.nodes), set(book.erased), book.first
            answer = self.appended(copy, call)
            time.sleep(0)
            book.nodes, book.erased = copy.nodes, copy.erased
            return answer

    found = verdicts(Unlocked)
    assert isinstance(found["refinement"], lawful.Tested)
    assert isinstance(found["linearizable"], lawful.Refuted)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, r"must not return `None`: `\{\"first\": index, \"appended\": count\}` or one of `conflict`"),
        ("accepted", "must not return `'accepted'`"),
        ({"first": 2**70, "appended": 1}, "must not return"),
        ("\ud800", "it has no plain form"),
        (object(), "it has no plain form"),
    ],
)
def test_an_answer_that_is_none_is_told(answer: Any, why: str) -> None:
    class Strange(ListLedger):
        def append(self, book: Book, call: list[TraceNode]) -> Any:
            return answer

    model = lawful.build(Strange, theory="ledgering", id="test.ledger").only(["ledgering.refinement"])
    [evidence] = lawful.check(model, cases=1_000).evidence
    [law] = evidence.laws
    assert isinstance(law.verdict, lawful.Refuted)
    failure = law.verdict.counterexample.failure
    assert failure.how == "raised" and failure.message
    assert re.search(why, failure.message), failure.message


def test_the_list_agrees_with_the_ledger_in_memory_and_the_first_difference_is_shown() -> None:
    agrees = lawful.compare("trace.ledger.memory", lawful.build(ListLedger, theory="ledgering", id="test.list"))
    assert agrees.agrees, agrees
    other = lawful.build(Reordering, theory="ledgering", id="test.reordering")
    difference = lawful.compare("trace.ledger.memory", other).difference
    assert difference is not None and difference.operation == "ledgering"
    assert difference.left.how == difference.right.how == "returned"
    [binding] = difference.arguments
    assert binding.value.endswith("read()")


def test_a_head_is_one_over_nodes() -> None:
    with pytest.raises(TypeError, match="TraceNode"):
        Head.of([1])  # type: ignore[list-item]
    assert Head.of([]).size == 0
