"""How nodes are named and found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lawful.errors import InvalidInput, LedgerError, NotFound
from lawful.trace import TraceLedger, TraceNode


def filled(ledger: TraceLedger, count: int = 500) -> TraceLedger:
    numbers = list(range(count))
    random.Random(3).shuffle(numbers)
    for number in numbers:
        ledger.append(TraceNode(f"n{number}", "brain", 1))
    return ledger


@pytest.mark.parametrize("in_files", [False, True])
def test_many_nodes_are_found_as_one_by_one(tmp_path: Path, in_files: bool) -> None:
    ledger = filled(TraceLedger.open(tmp_path / "ledger") if in_files else TraceLedger())
    chance = random.Random(5)
    ids = [f"n{chance.randrange(600)}" for _ in range(5000)]
    found = ledger.get_many(ids)
    assert found == [ledger.get(name) for name in ids]
    assert None in found and found.count(None) < 2000
    assert ledger.get_many(tuple(ids)) == ledger.get_many(iter(ids)) == found
    ledger.prune(250)
    assert ledger.get_many(ids) == [ledger.get(name) for name in ids]
    assert ledger.get_many([]) == []


def test_ids_that_are_none_are_refused(tmp_path: Path) -> None:
    ledger = filled(TraceLedger(), 3)

    def broken() -> Iterator[str]:
        yield "n0"
        raise KeyError("mine")

    with pytest.raises(TypeError, match=r"write \['n0'\]"):
        ledger.get_many("n0")
    wrong: Any
    for wrong in (None, 3, [3], ["n0", None], [b"n0"]):
        with pytest.raises(TypeError):
            ledger.get_many(wrong)
    with pytest.raises(InvalidInput, match="surrogate"):
        ledger.get_many(["n0", "\ud800"])
    with pytest.raises(KeyError, match="mine"):
        ledger.get_many(broken())
    closed = TraceLedger.open(tmp_path / "closed")
    closed.close()
    with pytest.raises(LedgerError):
        closed.get_many(["n0"])


def test_integers_of_other_kinds_are_indices() -> None:
    ledger = filled(TraceLedger(), 5)
    for index in (np.int64(2), np.uint8(2), np.int64(-3)):
        assert ledger[index] == ledger[2]  # type: ignore[call-overload]
        assert ledger.prove(index).index == 2  # type: ignore[arg-type]
    with pytest.raises(IndexError):
        ledger[np.int64(5)]  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        ledger[2.0]  # type: ignore[call-overload]

    class Odd:
        def __index__(self) -> int:
            raise KeyError("mine")

    with pytest.raises((KeyError, TypeError)):
        ledger[Odd()]  # type: ignore[call-overload]


def test_the_page_counts_what_is_kept() -> None:
    ledger = filled(TraceLedger(), 10)
    ledger.prune(6)
    page = ledger.export("html")
    assert "of them are on this page" not in page
    some = ledger.export("html", nodes=ledger[7:])
    assert "The ledger has 4 nodes; 3 of them are on this page" in some
    with pytest.raises(NotFound):
        ledger["n-gone"]
