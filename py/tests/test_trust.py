"""Entities, tensors, columns, identity: what `lawful.trust` promises, and what it refuses."""

from __future__ import annotations

import copy
import math
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import lawful
import lawful._core as core
import lawful._trajectory
import lawful.trust
import numpy as np
import pytest
from lawful.errors import BadSignature, IdentityRefused, InvalidInput, NotFound
from lawful.platform import Challenges, KeyStore, sha256
from lawful.trace import TraceLedger, TraceNode
from lawful.trust import (
    Claims,
    Coherence,
    DidDocument,
    EntityTrust,
    HardwareBinding,
    Lct,
    Lifecycle,
    SignedClaim,
    SignedWitnessEvent,
    StatusLedger,
    T3Tensor,
    Trajectory,
    TrustColumns,
    TrustLevel,
    TrustModel,
    V3Tensor,
    decay_curve,
    law_report,
    trajectory,
    transitive_trust,
    transitive_trust_array,
    trust_levels,
)

NOW = datetime(2026, 1, 24, 12, tzinfo=timezone.utc)
NOT_FINITE = [math.nan, math.inf, -math.inf]
T3 = ("talent", "training", "temperament")
V3 = ("valuation", "veracity", "validity")


def entity(**more: Any) -> EntityTrust:
    """Returns an entity to which something has happened."""
    one = EntityTrust("mcp:files", now=NOW, **more)
    one.update_from_outcome(True, 0.4, now=NOW)
    one.update_from_outcome(False, 0.1, now=NOW)
    one.receive_witness("role:auditor", True, 0.5)
    one.give_witness("mcp:other", True, 0.2)
    return one


def state(one: EntityTrust) -> bytes:
    return bytes(one)


# What the seed prints.


def test_the_verification_script_prints_what_it_should() -> None:
    one = EntityTrust("test:verify")
    one.update_from_outcome(True, 0.1)
    assert f"{one.trust_level()}" == "Medium"
    assert f"{one.t3_average():.4f}" == "0.5167"


# Levels.


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


# Tensors.


@pytest.mark.parametrize(("kind", "names"), [(T3Tensor, T3), (V3Tensor, V3)])
def test_tensors_hold_scores(kind: Any, names: tuple[str, ...]) -> None:
    tensor = kind(0.2, 0.6, 0.9)
    assert [getattr(tensor, name) for name in names] == pytest.approx([0.2, 0.6, 0.9])
    assert tensor.average() == pytest.approx(17 / 30)
    assert tensor.scores == tuple(getattr(tensor, name) for name in names)
    setattr(tensor, names[0], 0.7)
    assert getattr(tensor, names[0]) == pytest.approx(0.7)
    again = eval(repr(tensor))
    assert again.scores == pytest.approx(tensor.scores)
    assert kind.neutral() == kind()
    assert kind(**{names[0]: 2.0}).scores[0] > 0.9999
    assert kind.__match_args__ == names


@pytest.mark.parametrize("kind", [T3Tensor, V3Tensor])
def test_tensors_are_pickled_and_copied_whole(kind: Any) -> None:
    tensor = kind()
    tensor.update_from_outcome(True, 0.3)
    tensor.observe_sub_dimension("part", kind.__match_args__[1], True, 0.5)
    for other in (pickle.loads(pickle.dumps(tensor)), copy.copy(tensor), copy.deepcopy(tensor)):
        assert other == tensor
        assert other is not tensor
        other.update_from_outcome(False, 0.3)
        assert other != tensor
    with pytest.raises(TypeError, match="unhashable"):
        hash(tensor)


@pytest.mark.parametrize("kind", [T3Tensor, V3Tensor])
@pytest.mark.parametrize("bad", NOT_FINITE)
def test_tensors_refuse_what_is_not_finite(kind: Any, bad: float) -> None:
    tensor = kind()
    for attempt in (
        lambda: kind(bad),
        lambda: tensor.update_from_outcome(True, bad),
        lambda: tensor.apply_decay(bad, 0.01),
        lambda: tensor.apply_decay(1.0, bad),
        lambda: setattr(tensor, kind.__match_args__[0], bad),
        lambda: tensor.observe_sub_dimension("a", kind.__match_args__[0], True, bad),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert tensor == kind()


def test_tensors_merge_and_show_the_older_names() -> None:
    a, b = T3Tensor(), T3Tensor()
    a.update_from_outcome(True, 0.3)
    b.update_from_outcome(True, 0.3)
    b.merge(a)
    a.merge(a)
    assert a == b
    old = T3Tensor.from_legacy(
        competence=0.8, reliability=0.7, consistency=0.6, witnesses=0.5, lineage=0.9, alignment=0.4
    )
    assert old.scores == pytest.approx((0.8, 0.7333333333333333, 0.45))
    assert old.legacy()["lineage"] == old.training
    with pytest.raises(InvalidInput, match="dimension"):
        a.observe_sub_dimension("part", "veracity", True, 0.5)


# Entities.


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


def test_a_word_about_oneself_counts_nothing() -> None:
    one = entity()
    before = one.t3_average(), one.v3_average()
    assert one.receive_witness("mcp:files", True, 1.0) is False
    assert one.receive_witness_of(one, True, 1.0) is False
    assert (one.t3_average(), one.v3_average()) == before


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


# Models.


def test_the_published_rules_are_computed_score_for_score() -> None:
    one = EntityTrust("mcp:a", model="web4-0.1")
    one.update_from_outcome(True, 0.8)
    assert one.training == 0.5 + 0.8 * 0.05 * 0.5
    assert one.valuation == 0.51
    one.apply_decay(30.0, 0.01)
    assert one.training == max(0.3, 0.3 + (0.52 - 0.3) * 0.99**30)


@pytest.mark.parametrize("name", ["evidence", "web4-0.1"])
def test_every_model_has_a_law_report(name: str) -> None:
    report = law_report(name, cases=200)
    assert report.is_good
    assert TrustModel(name).about
    assert pickle.loads(pickle.dumps(TrustModel(name))) == TrustModel(name)
    broken = [law for evidence in report.evidence for law in evidence.laws if law.verdict.name == "refuted"]
    assert bool(broken) == (name == "web4-0.1")


def test_models_that_are_unknown_are_not_found() -> None:
    for attempt in (lambda: TrustModel("web5"), lambda: law_report("web5")):
        with pytest.raises(NotFound, match="web5"):
            attempt()


# Columns.


def test_columns_have_the_numbers_of_entities_to_the_last_bit() -> None:
    rows = 500
    generator = np.random.default_rng(7)
    columns = TrustColumns(rows)
    entities = [EntityTrust(f"x:{n}", now=NOW) for n in range(rows)]
    for _ in range(4):
        success = generator.random(rows) < 0.5
        magnitude = generator.random(rows)
        days = generator.random(rows) * 400
        columns.update(success, magnitude)
        columns.decay(days, 0.01)
        for one, s, m, d in zip(entities, success, magnitude, days, strict=True):
            one.update_from_outcome(bool(s), float(m), now=NOW)
            one.apply_decay(float(d), 0.01)
    for name in T3 + V3:
        assert columns.scores(name).tolist() == [one.score(name) for one in entities]
    averages = columns.t3_averages()
    assert averages.tolist() == [one.t3_average() for one in entities]
    levels = TrustLevel.all()
    assert [levels[n] for n in columns.levels()] == [one.trust_level() for one in entities]
    assert [levels[n] for n in trust_levels(averages)] == [one.trust_level() for one in entities]
    assert columns.row(3) == [entities[3].score(name) for name in T3 + V3]


def test_columns_write_where_asked() -> None:
    columns = TrustColumns(3)
    columns.update(True, 0.1)
    out = np.empty(3)
    assert columns.t3_averages(out=out) is out
    assert out.tolist() == columns.t3_averages().tolist()
    levels = np.empty(3, dtype=np.uint8)
    assert columns.levels(out=levels) is levels
    assert columns.scores("talent", out=out) is out
    locked = np.zeros(3)
    locked.flags.writeable = False
    for bad in (np.empty(2), np.empty(3, dtype=np.float32), [0.0] * 3, np.empty((3, 1)), locked, np.empty(6)[::2]):
        with pytest.raises(InvalidInput, match="out"):
            columns.t3_averages(out=bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("success", "magnitude"),
    [
        ([True] * 2, [0.1] * 3),
        ([True] * 3, [0.1] * 2),
        ([True] * 3, [0.1, math.nan, 0.1]),
        ([True] * 3, [0.1, math.inf, -math.inf]),
        ([1, 0, 1], [0.1] * 3),
        ([0.5] * 3, [0.1] * 3),
        (["yes"] * 3, [0.1] * 3),
        ([True] * 3, ["a"] * 3),
        ([True] * 3, [0.1 + 1j] * 3),
        ([[True] * 3], [0.1] * 3),
        ([[True], [True, False]], [0.1] * 3),
        ([True] * 3, None),
    ],
)
def test_columns_refuse_what_makes_no_sense(success: Any, magnitude: Any) -> None:
    columns = TrustColumns(3)
    with pytest.raises(InvalidInput):
        columns.update(success, magnitude)
    assert columns == TrustColumns(3)


def test_columns_refuse_times_that_make_no_sense() -> None:
    columns = TrustColumns(3)
    columns.update(True, 0.5)
    before = copy.copy(columns)
    odd: list[tuple[Any, float]] = [
        (-1.0, 0.01), (math.nan, 0.01), ([1.0, math.inf, 1.0], 0.01), (1.0, math.nan), (1.0, -0.1), (1.0, 1.1),
        ([1.0], 0.01),
    ]  # fmt: skip
    for days, rate in odd:
        with pytest.raises(InvalidInput):
            columns.decay(days, rate)
    assert columns == before
    for attempt in (lambda: columns.row(3), lambda: columns.scores("charm"), lambda: TrustColumns(1 << 40)):
        with pytest.raises(InvalidInput):
            attempt()
    with pytest.raises(InvalidInput):
        TrustColumns(-1)
    assert len(TrustColumns(0).t3_averages()) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited here in another way")
def test_more_columns_than_memory_are_refused() -> None:
    script = """
import resource
from lawful import InvalidInput
from lawful.trust import TrustColumns
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
try:
    TrustColumns(1 << 28)
except InvalidInput as error:
    assert "memory" in str(error), error
else:
    raise AssertionError
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_columns_take_arrays_as_they_lie() -> None:
    columns, same = TrustColumns(4), TrustColumns(4)
    columns.update(np.array([True, False] * 4)[::2], np.arange(8, dtype=np.float32)[::2] / 8)
    same.update([True] * 4, [0.0, 0.25, 0.5, 0.75])
    assert columns == same
    assert copy.deepcopy(columns) == columns
    assert repr(columns) == "<TrustColumns of 4 rows>"


def test_truth_values_of_any_byte_are_true() -> None:
    columns, same = TrustColumns(4), TrustColumns(4)
    columns.update(np.array([0, 1, 2, 255], np.uint8).view(np.bool_), 0.1)
    same.update([False, True, True, True], 0.1)
    assert columns == same


def test_columns_copy_what_does_not_lie_where_numbers_lie() -> None:
    packed = np.zeros(3, np.dtype([("flag", np.uint8), ("number", np.float64)], align=False))
    packed["number"] = [0.1, 0.2, 0.3]
    whole = np.frombuffer(b"\0" + packed["number"].tobytes(), np.uint8)[1:].view(np.float64)
    columns, same = TrustColumns(3), TrustColumns(3)
    same.update(True, [0.1, 0.2, 0.3])
    for magnitude in (packed["number"], whole):
        again = copy.copy(columns)
        again.update(True, magnitude)
        assert again == same
    bad = np.frombuffer(bytearray(25), np.uint8)[1:].view(np.float64)
    assert not bad.flags.aligned
    with pytest.raises(InvalidInput, match="`out`"):
        columns.t3_averages(out=bad)


def test_masked_arrays_are_refused() -> None:
    columns = TrustColumns(2)
    masked = np.ma.MaskedArray([0.1, 0.2], mask=[False, True])
    for attempt in (
        lambda: columns.update(True, masked),
        lambda: columns.update(np.ma.MaskedArray([True, True]), 0.1),
        lambda: columns.decay(masked, 0.01),
        lambda: trust_levels(masked),
        lambda: transitive_trust_array(2, [0, 0], [1, 1], masked, [0], [1.0]),
    ):
        with pytest.raises(InvalidInput, match="masked"):
            attempt()
    assert columns == TrustColumns(2)


def test_rows_with_words_of_strangers_are_those_of_entities() -> None:
    entities = [EntityTrust(f"mcp:{n}", now=NOW) for n in range(20)]
    for n, one in enumerate(entities):
        for k in range(n % 4):
            one.receive_witness(f"w:{k}", k % 2 == 0, 1.0)
    columns = TrustColumns.of(entities)
    for days in (1.0, 400.0, 3000.0):
        columns.decay(days, 0.01)
        for one in entities:
            one.apply_decay(days, 0.01)
        assert columns.v3_averages().tolist() == [one.v3_average() for one in entities]
        assert columns == TrustColumns.of(entities)


def test_threads_share_columns() -> None:
    columns, alone = TrustColumns(20_000), TrustColumns(20_000)

    def update() -> None:
        for _ in range(10):
            columns.update(True, 0.1)

    threads = [threading.Thread(target=update) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(40):
        alone.update(True, 0.1)
    assert columns == alone


def test_numpy_is_imported_when_it_is_used_and_missed_clearly() -> None:
    script = """
import sys
import lawful.trust as trust
assert "numpy" not in sys.modules
trust.EntityTrust("mcp:a").update_from_outcome(True, 0.1)
columns = trust.TrustColumns(3)
assert len(columns) == 3 and "numpy" not in sys.modules
sys.modules["numpy"] = None
for use in (lambda: columns.t3_averages(), lambda: columns.update(True, 0.1), lambda: trust.trust_levels([0.5])):
    try:
        use()
    except trust.MissingPackage as error:
        assert "pip install numpy" in str(error), error
        assert isinstance(error, ImportError)
    else:
        raise AssertionError
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


# Transitive trust.

EDGES = [("ek", "sd", 100.0), ("vm", "sd", 100.0), ("ek", "vm", 75.0)]


def test_the_known_answer_of_eigentrust() -> None:
    # The published digits are those of the round that moves less than 3 in 10^7.
    early = transitive_trust(EDGES, {"ek": 50, "vm": 100}, tolerance=3e-7)
    published = {"ek": 0.21705427907, "sd": 0.30232554291, "vm": 0.48062017802}
    assert early == pytest.approx(published, rel=0, abs=6e-12)
    trust = transitive_trust(EDGES, {"ek": 50, "vm": 100}, tolerance=1e-12)
    exact = {"ek": 28 / 129, "sd": 39 / 129, "vm": 62 / 129}
    assert trust == pytest.approx(exact, rel=0, abs=1e-11)
    array = transitive_trust_array(
        3, [0, 2, 0], [1, 1, 2], [100, 100, 75], [0, 2], [50, 100], tolerance=1e-12
    )
    assert array.tolist() == [trust["ek"], trust["sd"], trust["vm"]]
    flow = transitive_trust(EDGES, {"ek": 1}, method="max-flow")
    assert flow["sd"] == pytest.approx(1.0)


def test_graphs_that_make_no_sense_are_refused() -> None:
    for attempt in (
        lambda: transitive_trust(EDGES, {}),
        lambda: transitive_trust(EDGES, {"nobody": 1.0}),
        lambda: transitive_trust(EDGES, {"ek": -1.0}),
        lambda: transitive_trust(EDGES, {"ek": math.nan}),
        lambda: transitive_trust([("a", "b", math.inf)], {"a": 1.0}),
        lambda: transitive_trust(EDGES, {"ek": 1.0}, alpha=0.0),
        lambda: transitive_trust(EDGES, {"ek": 1.0}, tolerance=math.nan),
        lambda: transitive_trust_array(2, [0], [2], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [-1], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0.5], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0, 1], [1], [1.0], [0], [1.0]),
        lambda: transitive_trust_array(2, [0], [1], [1.0], [1 << 33], [1.0]),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    with pytest.raises(NotFound, match="hearsay"):
        transitive_trust(EDGES, {"ek": 1.0}, method="hearsay")


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited here in another way")
@pytest.mark.parametrize("method", ["eigentrust", "max-flow"])
@pytest.mark.parametrize("nodes", [4_294_967_295, 150_000_000, 60_000_000])
def test_graphs_larger_than_memory_are_refused(method: str, nodes: int) -> None:
    script = f"""
import resource
from lawful import InvalidInput
from lawful.trust import transitive_trust_array
transitive_trust_array(2, [0], [1], [1.0], [0], [1.0], method={method!r})
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
try:
    transitive_trust_array({nodes}, [0], [1], [1.0], [0], [1.0], method={method!r}, alpha=1.0)
except InvalidInput as error:
    assert "memory" in str(error), error
else:
    assert {nodes} < 100_000_000 and {method!r} == "eigentrust"
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_a_tolerance_that_rounding_does_not_allow_is_refused_at_once() -> None:
    with pytest.raises(InvalidInput, match="rounding"):
        transitive_trust(EDGES, {"ek": 1.0}, alpha=0.001, tolerance=1e-15)
    assert transitive_trust(EDGES, {"ek": 1.0}, alpha=0.001, tolerance=1e-12)["sd"] > 0


# Witness events, identity, provenance.


def test_signed_events_count_once_and_only_with_the_right_key() -> None:
    store = KeyStore.memory()
    key, stranger = store.new_key("a"), store.new_key("b")
    event = SignedWitnessEvent.sign(key, "role:auditor", "mcp:files", 1, True, 0.5, now=NOW)
    event.verify(key.public_key)
    for other in (eval(repr(event)), pickle.loads(pickle.dumps(event)), SignedWitnessEvent(event.to_json())):
        assert other == event
        assert hash(other) == hash(event)
    one = EntityTrust("mcp:files", now=NOW)
    for public_key in (stranger.public_key,):
        with pytest.raises(BadSignature):
            one.hear(event, public_key)
    forged = SignedWitnessEvent(event.to_json().replace("0.5", "0.6"))
    with pytest.raises(BadSignature):
        one.hear(forged, key.public_key)
    assert one == EntityTrust("mcp:files", now=NOW)
    with pytest.raises(InvalidInput, match="role:auditor"):
        one.hear(event, key.public_key, witness=entity())
    auditor = EntityTrust("role:auditor", now=NOW)
    assert one.hear(event, key.public_key, witness=auditor) == "new"
    assert one.hear(event, key.public_key) == "repeated"
    with pytest.raises(InvalidInput, match="about"):
        EntityTrust("mcp:other").hear(event, key.public_key)
    for bad in (math.nan, 1.5, -0.1):
        with pytest.raises(InvalidInput):
            SignedWitnessEvent.sign(key, "role:a", "mcp:b", 1, True, bad)
    with pytest.raises(InvalidInput):
        SignedWitnessEvent("{}")


def test_tokens_descend_rest_and_end() -> None:
    keys = KeyStore.memory()
    parent_key, child_key, court = keys.new_key("p"), keys.new_key("c"), keys.new_key("court")
    parent = Lct.create("organization", parent_key, now=NOW)
    life = Lifecycle(parent)
    child = Lct.create_child("role", child_key, parent=life, parent_key=parent_key, now=NOW)
    child.verify_lineage(parent)
    assert (child.parent_id, child.lineage_depth) == (parent.id, 1)
    for other in (pickle.loads(pickle.dumps(child)), eval(repr(child)), Lct(bytes(child))):
        assert other == child
        assert hash(other) == hash(child)
    with pytest.raises(IdentityRefused):
        parent.verify_lineage(child)
    with pytest.raises((BadSignature, InvalidInput)):
        Lct(bytes(child)[:-1] + bytes([bytes(child)[-1] ^ 1]))
    ledger = StatusLedger(TraceLedger())
    ledger.mint(parent, now=NOW)
    with pytest.raises(IdentityRefused, match="already"):
        ledger.mint(parent, now=NOW)
    slash = life.change("slashed", court, reason="broke rule 3", now=NOW)
    with pytest.raises(IdentityRefused):
        ledger.record(slash, now=NOW)
    assert pickle.loads(pickle.dumps(slash)) == slash
    ledger.record(slash, authorities=[court.public_key], now=NOW)
    slashed = ledger.lifecycle(parent.id, authorities=[court.public_key])
    assert (slashed.status, slashed.is_active(), slashed.changes) == ("slashed", False, 1)
    with pytest.raises(IdentityRefused):
        slashed.change("active", court, now=NOW)
    with pytest.raises(IdentityRefused):
        Lct.create_child("role", child_key, parent=slashed, parent_key=parent_key, now=NOW)
    with pytest.raises(NotFound):
        ledger.lifecycle(child.id)
    with pytest.raises(InvalidInput):
        ledger.lifecycle("lct:short")
    with pytest.raises(InvalidInput):
        life.change("asleep", parent_key)


def test_a_slashed_parent_has_no_say_any_more() -> None:
    keys = KeyStore.memory()
    parent_key, child_key, late_key, court_key = (keys.new_key(name) for name in "pclj")
    court = [court_key.public_key]
    parent = Lct.create("organization", parent_key, now=NOW)
    child = Lct.create_child("role", child_key, parent=Lifecycle(parent), parent_key=parent_key, now=NOW)
    ledger = StatusLedger(TraceLedger())
    for lct in (parent, child):
        ledger.mint(lct, authorities=court, now=NOW)
    slash = ledger.lifecycle(parent.id).change("slashed", court_key, now=NOW)
    ledger.record(slash, authorities=court, now=NOW)
    # A fresh `Lifecycle` knows nothing of that; the ledger does.
    late = Lct.create_child("role", late_key, parent=Lifecycle(parent), parent_key=parent_key, now=NOW)
    with pytest.raises(IdentityRefused, match="only active"):
        ledger.mint(late, authorities=court, now=NOW)
    life = ledger.lifecycle(child.id, authorities=court)
    with pytest.raises(IdentityRefused, match="only active"):
        ledger.record(life.change("slashed", parent_key, now=NOW), authorities=court, now=NOW)
    assert ledger.lifecycle(child.id, authorities=court).status == "active"


def test_strangers_cannot_make_tokens_or_claims_unreadable() -> None:
    key, stranger = (KeyStore.memory().new_key(name) for name in "ks")
    nodes, lct = TraceLedger(), Lct.create("human", key, now=NOW)
    statuses, claims = StatusLedger(nodes), Claims(nodes)
    time = int(NOW.timestamp()) * 10**9
    nodes.append(TraceNode(lct.id, "anybody", time, kind="note"))
    statuses.mint(lct, now=NOW)
    forged = Lifecycle(lct).change("slashed", stranger, now=NOW)
    for name, payload in ((f"{lct.id}#0", bytes(forged)), ("x", b"junk")):
        nodes.append(TraceNode(name, "anybody", time, kind="lct.status", walk_id=lct.id, payload=payload))
    nodes.append(TraceNode("z", "anybody", time, kind="v3.claim", payload=b"junk"))
    assert statuses.lifecycle(lct.id).status == "active"
    assert [index for index, _ in statuses.passed_over(lct.id)] == [2, 3]
    assert claims.about("agent:a") == []
    claim = SignedClaim.sign(key, "agent:a", "veracity", "x", True, 0.5, work=bytes(32), now=NOW)
    claims.anchor(claim, now=NOW)
    assert claims.about("agent:a") == [claim]
    claims.verify(claim)


def test_documents_say_what_the_token_says() -> None:
    keys = KeyStore.memory()
    key = keys.new_key("me")
    document = DidDocument.issue(Lct.create("human", key, now=NOW), key, now=NOW)
    assert pickle.loads(pickle.dumps(document)) == document
    assert eval(repr(document)) == document
    with pytest.raises((InvalidInput, BadSignature)):
        DidDocument(document.to_json().replace("human", "role"))
    with pytest.raises(IdentityRefused):
        DidDocument.issue(document.lct, keys.new_key("other"))


def test_a_binding_follows_from_a_verified_attestation_alone() -> None:
    keys = KeyStore.memory()
    lct = Lct.create("human", keys.new_key("me"))
    challenges = Challenges()

    def attested(entity_id: str) -> Any:
        attestation = keys.attest("me", entity=entity_id, challenge=challenges.issue())
        return attestation.verify(challenges)

    binding = HardwareBinding(lct, attested(lct.id))
    assert (binding.level, binding.trust_ceiling, binding.lct_id) == ("software", 0.4, lct.id)
    assert binding.cut(0.9) == binding.effective_ceiling <= 0.4
    assert binding.cut(math.nan) == 0.0
    assert pickle.loads(pickle.dumps(binding)) == binding
    with pytest.raises(IdentityRefused):
        HardwareBinding(lct, attested("agent:other"))


def test_claims_count_if_a_trusted_key_signed_them() -> None:
    keys = KeyStore.memory()
    key = keys.new_key("me")
    claims = Claims(TraceLedger())
    claim = SignedClaim.sign(key, "agent:a", "validity", "builds", False, 0.5, work=sha256(b"x"), now=NOW)
    with pytest.raises(NotFound):
        claims.verify(claim)
    claims.anchor(claim, now=NOW)
    claims.anchor(claim, now=NOW)
    claims.verify(claim)
    assert claims.about("agent:a") == [claim]
    assert claims.tensor("agent:a", [key.public_key]).validity < 0.5
    assert claims.tensor("agent:b", [key.public_key]) == V3Tensor()
    assert pickle.loads(pickle.dumps(claim)) == claim
    assert (claim.by, claim.at, claim.work) == (key.public_key, NOW, sha256(b"x"))
    for bad in (
        {"dimension": "talent"}, {"topic": ""}, {"magnitude": math.nan}, {"magnitude": 2.0}, {"work": b"x"}, {"subject": ""},
    ):  # fmt: skip
        parts: dict[str, Any] = {
            "subject": "agent:a", "dimension": "validity", "topic": "builds", "success": True, "magnitude": 0.5,
            "work": sha256(b"x"), **bad,
        }  # fmt: skip
        with pytest.raises(InvalidInput):
            SignedClaim.sign(key, **parts)


def test_coherence_is_a_value() -> None:
    one = Coherence(0.9, 0.95, 0.9, 1.0)
    assert eval(repr(one)) == one == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(eval(repr(one)))
    assert one.total() == pytest.approx(0.7695)
    assert Coherence().total() == 0.0625
    for bad in (-0.1, 1.1, math.nan):
        with pytest.raises(InvalidInput):
            Coherence(bad)
    for attempt in (
        lambda: lawful.trust.stability([0.5, 2.0]),
        lambda: lawful.trust.phi([[1, 2], [1]]),
        lambda: lawful.trust.reachability(2, 1),
        lambda: lawful.trust.continuity([], NOW, NOW, allowed_gap=1),
        lambda: lawful.trust.continuity([], NOW, NOW + timedelta(1), allowed_gap=-1),
        lambda: one.is_enough_for("robot"),
    ):
        with pytest.raises(InvalidInput):
            attempt()


# Trajectories.


def test_trajectories_go_up_and_down() -> None:
    outcomes = [(NOW + timedelta(days=n), n < 5, 0.3) for n in range(10)]
    went = trajectory("mcp:<a>", outcomes, decay_rate=0.01)
    averages = [point.t3_average for point in went.points]
    assert len(averages) == 11
    assert averages.index(max(averages)) == 5
    page = went.to_html()
    assert "<svg" in page and "mcp:&lt;a&gt;" in page and "mcp:<a>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page == trajectory("mcp:<a>", outcomes, decay_rate=0.01).to_html()
    assert pickle.loads(pickle.dumps(went)) == went
    with pytest.raises(AttributeError):
        went.entity_id = "other"  # type: ignore[misc]


def test_trajectories_that_make_no_sense_are_refused() -> None:
    back = [(NOW, True, 0.1), (NOW - timedelta(1), True, 0.1)]
    one = entity()
    attempts: list[Callable[[], object]] = [
        lambda: trajectory("mcp:a", []),
        lambda: trajectory("", [(NOW, True, 0.1)]),
        lambda: trajectory("mcp:a", back),
        lambda: trajectory("mcp:a", [(NOW, True, math.nan)]),
        lambda: decay_curve(one, NOW - timedelta(1)),
        lambda: decay_curve(one, NOW, points=1),
        lambda: decay_curve(one, datetime(2030, 1, 1)),
        lambda: decay_curve(one, NOW + timedelta(1), decay_rate=math.nan),
    ]
    for attempt in attempts:
        with pytest.raises(InvalidInput):
            attempt()
    still = decay_curve(one, NOW)
    assert len(still.to_svg()) > 0


def test_a_trajectory_without_points_has_no_plot() -> None:
    for plot in (Trajectory("mcp:a", ()).to_svg, Trajectory("mcp:a", ()).to_html):
        with pytest.raises(InvalidInput, match="no points"):
            plot()


def test_a_score_is_read_back_whatever_strangers_said() -> None:
    for success in (True, False):
        one = EntityTrust("mcp:a", now=NOW)
        for n in range(10):
            one.receive_witness(f"w:{n}", success, 1.0)
        v3 = one.v3()
        for score in (0.2, 0.5, 0.9):
            one.veracity = one.temperament = v3.validity = score
            assert (one.veracity, one.temperament, v3.validity) == pytest.approx((score,) * 3, abs=1e-9)


def test_praise_of_strangers_fades() -> None:
    one = EntityTrust("mcp:a", now=NOW)
    for n in range(50):
        one.receive_witness(f"w:{n}", True, 1.0)
    assert one.validity == pytest.approx(0.6)
    one.apply_decay(100_000, 0.5)
    assert (one.validity, one.temperament, one.uncertainty("validity")) == (0.5, 0.5, 1.0)
    assert one.veracity == 0.75


def test_sub_dimensions_keep_what_was_observed_when_their_root_is_set() -> None:
    t3 = T3Tensor()
    t3.observe_sub_dimension("tools", "training", True, 0.5)
    before = t3.sub_dimensions()
    t3.training = 0.5
    assert t3.training == 0.5
    assert t3.sub_dimensions() == before


def test_nothing_damaged_is_unpickled() -> None:
    for name in ("EntityTrust", "T3Tensor", "V3Tensor", "Nothing"):
        with pytest.raises(InvalidInput):
            core._restore_trust(name, b"damaged")
