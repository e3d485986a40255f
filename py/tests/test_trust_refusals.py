"""Entities: what they refuse, and that nothing is changed by it."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any

import lawful._core as core
import pytest
from entities import NOW, NOT_FINITE, entity, state
from lawful.errors import InvalidInput, NotFound
from lawful.trust import EntityTrust, T3Tensor, V3Tensor


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"entity_id": ""},
        {"entity_id": 7},
        {"entity_id": "mcp:a", "talent": 0.5},
        {"entity_id": "mcp:a", "talent": math.nan, "training": 0.5, "temperament": 0.5},
        {"entity_id": "mcp:a", "talent": "high", "training": 0.5, "temperament": 0.5},
        {"entity_id": "mcp:a", "action_count": -1},
        {"entity_id": "mcp:a", "action_count": 1, "success_count": 2},
        {"entity_id": "mcp:a", "witnessed_by": [""]},
        {"entity_id": "mcp:a", "witnessed_by": [7]},
    ],
)
def test_dictionaries_that_make_no_sense_are_refused(entries: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        EntityTrust.from_dict(entries)


@pytest.mark.parametrize("id", ["", ":", "mcp:", ":a", "a\0b", "a\nb", "x" * 1025])
def test_ids_that_name_nothing_are_refused(id: str) -> None:
    one = entity()
    before = state(one)
    for attempt in (
        lambda: EntityTrust(id),
        lambda: one.receive_witness(id, True, 0.1),
        lambda: one.give_witness(id, True, 0.1),
    ):
        with pytest.raises(InvalidInput, match="not an entity id"):
            attempt()
    assert state(one) == before


@pytest.mark.parametrize("bad", NOT_FINITE)
@pytest.mark.parametrize("model", ["evidence", "web4-0.1"])
def test_what_is_not_finite_changes_nothing(bad: float, model: str) -> None:
    one = entity(model=model)
    before = state(one)
    for attempt in (
        lambda: one.update_from_outcome(True, bad),
        lambda: one.receive_witness("role:b", False, bad),
        lambda: one.receive_witness_of(one, True, bad),
        lambda: one.give_witness("role:b", True, bad),
        lambda: one.apply_decay(bad, 0.01),
        lambda: one.apply_decay(1.0, bad),
        lambda: one.decay_until(decay_rate=bad),
        lambda: setattr(one, "talent", bad),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert state(one) == before


def test_negative_times_and_clocks_that_go_back_are_refused() -> None:
    one = entity()
    before = state(one)
    earlier = NOW - timedelta(seconds=1)
    for attempt in (
        lambda: one.apply_decay(-1.0, 0.01),
        lambda: one.apply_decay(1.0, -0.01),
        lambda: one.apply_decay(1.0, 1.01),
        lambda: one.update_from_outcome(True, 0.1, now=earlier),
        lambda: one.decay_until(earlier),
        lambda: one.as_of(earlier),
        lambda: one.days_since_last_action(earlier),
        lambda: one.update_from_outcome(True, 0.1, now=datetime(2030, 1, 1)),
        lambda: one.as_of(datetime.max.replace(tzinfo=timezone.utc)),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert state(one) == before


def test_wrong_types_are_refused() -> None:
    one = entity()
    before = state(one)
    wrong: Any = one
    for attempt in (
        lambda: wrong.update_from_outcome(1, 0.1),
        lambda: wrong.update_from_outcome("yes", 0.1),
        lambda: wrong.update_from_outcome(True, "0.1"),
        lambda: wrong.update_from_outcome(True, None),
        lambda: wrong.update_from_outcome(True),
        lambda: wrong.receive_witness(7, True, 0.1),
        lambda: wrong.apply_decay("1", 0.01),
        lambda: EntityTrust(7),  # type: ignore[arg-type]
        lambda: EntityTrust(b"mcp:a"),  # type: ignore[arg-type]
        lambda: wrong.receive_witness_of("role:b", True, 0.1),
    ):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(InvalidInput):
        wrong.update_from_outcome(True, 0.1, now="now")
    assert state(one) == before
    with pytest.raises(AttributeError):
        wrong.action_count = 7
    with pytest.raises(InvalidInput):
        one.score("charm")
    with pytest.raises(NotFound, match="web5"):
        EntityTrust("mcp:a", model="web5")
    with pytest.raises(InvalidInput):
        EntityTrust.from_bytes(b"not an entity")
    assert one != "mcp:files"


def test_nothing_damaged_is_unpickled() -> None:
    for name in ("EntityTrust", "T3Tensor", "V3Tensor", "Nothing"):
        with pytest.raises(InvalidInput):
            core._restore_trust(name, b"damaged")
