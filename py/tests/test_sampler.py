"""Samplers."""

from __future__ import annotations

import math
import typing
from fractions import Fraction
from random import Random
from typing import Any

import lawful
import pytest
from conftest import model, only_law
from lawful.errors import InvalidInput


def test_integers() -> None:
    drawn = lawful.integers().examples(500)
    assert all(type(n) is int for n in drawn)
    assert any(n > 1 << 100 for n in drawn) and any(n < 0 for n in drawn) and 0 in drawn
    assert set(lawful.integers(-2, 2).examples(200)) == {-2, -1, 0, 1, 2}
    assert all(5 <= n for n in lawful.integers(low=5).examples(200))
    assert all(n <= -5 for n in lawful.integers(high=-5).examples(200))
    far = lawful.integers(-(2**127), 2**127 - 1).examples(200)
    assert all(-(2**127) <= n < 2**127 for n in far)
    assert lawful.integers(3, 3).examples(3) == [3, 3, 3]


def test_floats() -> None:
    drawn = lawful.floats().examples(500)
    assert all(type(x) is float and math.isfinite(x) for x in drawn)
    assert all(-1 <= x <= 1 for x in lawful.floats(-1, 1).examples(300))
    assert max(abs(x) for x in drawn) > 1e100


def test_texts() -> None:
    drawn = lawful.text().examples(300)
    assert "" in drawn and any(ord(c) > 127 for text in drawn for c in text)
    assert all(len(text) <= 8 for text in drawn)
    only = lawful.text("xy", longest=3).examples(200)
    assert set("".join(only)) == {"x", "y"} and max(map(len, only)) == 3
    assert set(lawful.text("z", longest=1).examples(50)) == {"", "z"}


def test_collections() -> None:
    assert all(isinstance(v, list) and len(v) <= 4 for v in lawful.lists(lawful.booleans()).examples(50))
    assert all(isinstance(v, set) for v in lawful.sets(lawful.integers()).examples(50))
    pairs = lawful.tuples(lawful.booleans(), lawful.text()).examples(50)
    assert all(type(a) is bool and type(b) is str for a, b in pairs)
    dicts = lawful.dicts(lawful.text(), lawful.integers(), longest=2).examples(50)
    assert all(len(d) <= 2 for d in dicts)
    squares = lawful.integers(0, 5).map(lambda n: n * n).examples(100)
    assert set(squares) == {0, 1, 4, 9, 16, 25}


def test_small_sorts_are_enumerated() -> None:
    def verdict(elem: object) -> str:
        return only_law(lawful.check(model(elem=elem, combine=lambda a, b: a))).verdict.name

    assert verdict(lawful.integers(0, 5)) == "proved"
    assert verdict(lawful.booleans()) == "proved"
    assert verdict(lawful.tuples(lawful.booleans(), lawful.booleans())) == "proved"
    assert verdict(lawful.integers(0, 5).map(str)) == "proved"
    assert verdict(lawful.values("abc")) == "proved"
    assert verdict(lawful.integers(0, 10_000)) == "tested"
    assert verdict(lawful.lists(lawful.booleans())) == "tested"


def test_a_drawing_function_is_seeded_for_each_case() -> None:
    sampler = lawful.sampled(lambda random: random.randrange(10**9))
    assert sampler.examples(5) == sampler.examples(5)
    assert sampler.examples(5, seed=1) != sampler.examples(5)
    assert len(set(sampler.examples(50))) == 50

    seen: list[type] = []
    lawful.sampled(lambda random: seen.append(type(random))).examples(1)
    assert seen == [Random]


def test_edges_are_tried_in_every_combination() -> None:
    def combine(a: int, b: int) -> int:
        return 5 if (a, b) == (777, 888) else 0

    edges = [0, 777, 888]
    sampler = lawful.sampled(lambda r: r.randrange(100), edges=edges)
    made = model("commutative_semigroup", elem=sampler, combine=combine)
    [law] = lawful.check(made.only(["commutative_semigroup.commutative"]), cases=1).evidence[0].laws
    assert law.verdict.name == "refuted"


def test_values_are_shown_as_asked() -> None:
    elem = lawful.integers(shown=lambda n: f"<{n}>")
    report = lawful.check(model(elem=elem, combine=lambda a, b: a - b))
    assert "<0> · <1>" in str(report)
    broken = lawful.integers(shown=lambda n: 1 / 0)
    text = str(lawful.check(model(elem=broken, combine=lambda a, b: a - b)))
    assert "a value that cannot be printed (ZeroDivisionError" in text


def test_orders() -> None:
    sampler = lawful.values([Fraction(1, 2), Fraction(1, 3)], order=lambda a, b: a <= b)
    assert repr(sampler) == "Sampler(values, 2 values)"
    assert repr(lawful.integers()) == "Sampler(integers)"
    assert typing.get_args(lawful.Sampler[int]) == (int,)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lawful.integers(5, 1), "`low` is `5`, above `high`, which is `1`"),
        (lambda: lawful.integers(low=1.5), "`low` must be an `int`"),  # type: ignore[arg-type]
        (lambda: lawful.integers(low=1 << 200), r"must be from -2\*\*127"),
        (lambda: lawful.floats(2, 1), "`low` is `2`"),
        (lambda: lawful.floats(float("nan"), 1), "must be finite"),
        (lambda: lawful.floats(high=float("inf")), "must be finite"),
        (lambda: lawful.text(""), "the alphabet is empty"),
        (lambda: lawful.text(longest=10**9), "is too much"),
        (lambda: lawful.lists(lawful.booleans(), longest=10**9), "is too much"),
        (lambda: lawful.values(range(10**7)), "at most 1000000 values"),
        (lambda: lawful.sampled(5), "must be a function"),  # type: ignore[arg-type]
        (lambda: lawful.strategy(5), "must be a strategy"),
        (lambda: lawful.integers(equal=5), "`equal` must be a function"),  # type: ignore[arg-type]
        (lambda: lawful.integers(key=abs, within=1), "at most one of"),
        (lambda: lawful.floats(within=-1), "`within` must be a number of ulps"),
        (lambda: lawful.floats(within=(1, float("nan"))), "`within` must be a number of ulps"),
        (lambda: lawful.integers().map(5), "`image` must be a function"),  # type: ignore[arg-type]
        (lambda: lawful.integers().examples(10**9), "too many"),
        (lambda: lawful.values([]).examples(1), "the enumeration is empty"),
    ],
)
def test_samplers_that_make_no_sense(make: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        make()


def test_wrong_types_are_type_errors() -> None:
    with pytest.raises(TypeError):
        lawful.lists([1, 2])  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        lawful.values(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        lawful.text(7)  # type: ignore[arg-type]


def test_images_keep_their_domain_and_edges() -> None:
    sampler = lawful.sets(lawful.integers(0, 3)).map(frozenset)
    assert all(isinstance(value, frozenset) for value in sampler.examples(50))
    union = model("semilattice", elem=sampler, combine=lambda a, b: a | b)
    assert lawful.check(union, cases=500).is_good
