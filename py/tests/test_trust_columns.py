"""Columns: many entities at once, with and without NumPy."""

from __future__ import annotations

import copy
import math
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest
from entities import NOW, T3, V3
from lawful.errors import InvalidInput
from lawful.trust import EntityTrust, TrustColumns, TrustLevel, transitive_trust_array, trust_levels


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
