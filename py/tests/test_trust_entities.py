"""Entities: what they count, remember and say of themselves."""

from __future__ import annotations

import copy
import pickle
import threading
from datetime import timedelta

import pytest
from entities import NOW, T3, V3, entity, state
from lawful.trust import EntityTrust, T3Tensor, TrustLevel


def test_the_verification_script_prints_what_it_should() -> None:
    one = EntityTrust("test:verify")
    one.update_from_outcome(True, 0.1)
    assert f"{one.trust_level()}" == "Medium"
    assert f"{one.t3_average():.4f}" == "0.5167"


def test_levels_are_ordered_and_read_back() -> None:
    levels = TrustLevel.all()
    assert [str(level) for level in levels] == ["Minimal", "Low", "Medium", "MediumHigh", "High"]
    assert levels == sorted(levels)
    for level in levels:
        assert eval(repr(level)) == level
        assert TrustLevel(level.legacy_name) == level
        assert TrustLevel.of(level.threshold) == level
        assert pickle.loads(pickle.dumps(level)) == level
        assert copy.deepcopy(level) is level
    assert len({*levels, *levels}) == 5
    assert f"{TrustLevel.HIGH:>6}" == "  High"
    match TrustLevel.MEDIUM:
        case TrustLevel(name):
            assert name == "Medium"


def test_entities_count_and_remember() -> None:
    one = entity()
    assert (one.entity_id, one.entity_type, one.entity_name) == ("mcp:files", "mcp", "files")
    assert (one.action_count, one.success_count, one.witness_count) == (2, 1, 1)
    assert (one.witnessed_by, one.has_witnessed) == (["role:auditor"], ["mcp:other"])
    assert one.success_rate() == 0.5
    assert one.created_at == one.last_action == NOW
    assert one.days_since_last_action(NOW + timedelta(hours=36)) == 1.5
    assert one.t3().scores == (one.talent, one.training, one.temperament)
    assert one.score("veracity") == one.veracity > 0.5
    assert 0 < one.uncertainty("training") < 1
    assert repr(one).startswith("EntityTrust('mcp:files', t3=")
    match one:
        case EntityTrust(entity_id=id):
            assert id == "mcp:files"


def test_entities_are_pickled_and_copied_whole() -> None:
    one = entity()
    for other in (
        pickle.loads(pickle.dumps(one)),
        copy.copy(one),
        copy.deepcopy(one),
        EntityTrust.from_bytes(bytes(one)),
    ):
        assert other == one
        assert bytes(other) == bytes(one)
        other.update_from_outcome(True, 0.1, now=NOW)
        assert other != one
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_a_dictionary_has_the_published_entries() -> None:
    one = entity()
    entries = one.to_dict()
    assert list(entries) == [
        "entity_id", "entity_type", "entity_name", *T3, *V3,
        "witnessed_by", "has_witnessed", "action_count", "success_count", "witness_count",
    ]  # fmt: skip
    again = EntityTrust.from_dict(entries, now=NOW)
    for name, value in again.to_dict().items():
        assert value == (pytest.approx(entries[name]) if name in T3 + V3 else entries[name])
    web4 = EntityTrust.from_dict(entries, model="web4-0.1", now=NOW)
    assert web4.to_dict() == entries


def test_older_dictionaries_are_read() -> None:
    old = {
        "entity_id": "mcp:a", "competence": 0.8, "reliability": 0.7, "consistency": 0.6,
        "witnesses": 0.5, "lineage": 0.9, "alignment": 0.4, "energy": 0.8, "contribution": 0.6,
        "stewardship": 0.5, "network": 0.7, "reputation": 0.9, "temporal": 0.3,
    }  # fmt: skip
    one = EntityTrust.from_dict(old)
    scores = [getattr(one, name) for name in T3 + V3]
    assert scores == pytest.approx([0.8, 0.7333333333333333, 0.45, 0.7, 0.9, 0.5])
    assert one.legacy()["reputation"] == one.veracity


def test_decay_is_an_action_and_raises_nobody() -> None:
    for success in (True, False):
        once, twice = entity(), entity()
        for one in (once, twice):
            for _ in range(5):
                one.update_from_outcome(success, 0.8, now=NOW)
        before = once.t3_average()
        once.apply_decay(30.0, 0.01)
        twice.apply_decay(15.0, 0.01)
        twice.apply_decay(15.0, 0.01)
        assert state(once) == state(twice)
        assert once.t3_average() <= before
        later = NOW + timedelta(days=10)
        assert once.as_of(later).t3_average() <= once.t3_average()


def test_threads_share_an_entity() -> None:
    one = EntityTrust("mcp:busy", now=NOW)

    def work() -> None:
        for _ in range(2000):
            one.update_from_outcome(True, 0.01, now=NOW)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = EntityTrust("mcp:busy", now=NOW)
    for _ in range(8000):
        alone.update_from_outcome(True, 0.01, now=NOW)
    assert one == alone
    assert one.action_count == 8000


def test_threads_that_compare_and_merge_crosswise_end() -> None:
    a, b = T3Tensor(), T3Tensor()
    c, d = EntityTrust("x:c", now=NOW), EntityTrust("x:d", now=NOW)

    def work(turn: bool) -> None:
        first, second = (a, b) if turn else (b, a)
        third, fourth = (c, d) if turn else (d, c)
        for _ in range(500):
            first.merge(second)
            assert first is not second or first == second
            third.receive_witness_of(fourth, True, 0.1)

    threads = [threading.Thread(target=work, args=(bool(n % 2),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert c.witness_count + d.witness_count == 2000
