"""Shrinking Python values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import lawful
import pytest
from conftest import model, only_law
from lawful._profile import profile
from lawful._shrink import candidates
from lawful._weight import weight

VALUES: list[Any] = [
    True,
    0,
    -7,
    10**40,
    0.1,
    -0.0,
    1e300,
    float("nan"),
    3 - 2j,
    "héllo",
    b"\xff\x01",
    [3, [4, "x"]],
    (1, 2, 3),
    {5, 6},
    frozenset("ab"),
    {"k": [1]},
    Counter("aab"),
    Fraction(-7, 3),
    Decimal("-1.50"),
    Decimal("NaN"),
    timedelta(days=-3, seconds=5),
    datetime(2024, 2, 29, 13, 14, 15, 16),
    date(1969, 7, 20),
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_candidates_are_of_the_same_type(value: Any) -> None:
    for candidate in candidates(value):
        assert type(candidate) is type(value)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_going_to_lighter_candidates_ends(value: Any) -> None:
    for _ in range(10_000):
        lighter = [c for c in candidates(value) if weight(c) < weight(value)]
        if not lighter:
            break
        value = lighter[0]
    else:
        raise AssertionError("no end in sight")
    assert weight(value) <= weight(date(1970, 1, 1)) or isinstance(value, (datetime, Decimal))


def test_what_is_unknown_is_left_alone() -> None:
    class Thing:
        pass

    class Money(int):
        pass

    class Strange:
        def __repr__(self) -> str:
            raise RuntimeError

    for value in (Thing(), Money(5), None, Strange(), object, len):
        assert candidates(value) == []
        assert weight(value) >= 0
    nested: list[Any] = []
    nested.append(nested)
    assert weight(nested) > 0
    assert candidates(nested)


def smallest(sampler: lawful.Sampler[Any], is_bad: Callable[[Any], bool]) -> str:
    """Returns the shrunk value that breaks `same(a, a)`."""
    made = model("equivalence", elem=sampler, same=lambda a, b: not is_bad(a))
    report = lawful.check(made.only(["equivalence.reflexive"]), cases=20_000)
    verdict = only_law(report).verdict
    assert isinstance(verdict, lawful.Refuted), verdict
    return verdict.counterexample.substitution[0].value


@pytest.mark.parametrize(
    ("sampler", "is_bad", "expected"),
    [
        (lawful.integers(), lambda n: n > 12345, "12346"),
        (lawful.integers(), lambda n: n < -99, "-100"),
        (lawful.integers(low=50), lambda n: n >= 0, "50"),
        (lawful.integers(), lambda n: n > 10**30, str(10**30 + 1)),
        (lawful.floats(), lambda x: x > 7.3, "8.0"),
        (lawful.text(), lambda t: len(t) >= 3, "'aaa'"),
        (lawful.text(), lambda t: "c" in t, "'c'"),
        (lawful.lists(lawful.integers()), lambda v: sum(v) > 100, "[101]"),
        (lawful.lists(lawful.integers()), lambda v: len(v) > 1, "[0, 0]"),
        (lawful.sets(lawful.integers()), lambda v: len(v) > 1, "{0, 1}"),
        (lawful.tuples(lawful.integers(), lawful.text()), lambda v: v[0] > 3 and v[1], "(4, 'a')"),
        (
            lawful.dicts(lawful.text(), lawful.integers()),
            lambda d: any(v > 10 for v in d.values()),
            "{'': 11}",
        ),
        (
            lawful.sampled(
                lambda r: Fraction(r.randrange(1, 999), r.randrange(1, 99)),
                edges=[Fraction(0), Fraction(1)],
            ),
            lambda q: q.denominator > 4,
            "Fraction(1, 5)",
        ),
        (
            lawful.sampled(lambda r: Decimal(r.randrange(10_000)) / 100),
            lambda d: d > 5,
            "Decimal('6')",
        ),
        (
            lawful.sampled(
                lambda r: timedelta(seconds=r.randrange(10**7)), edges=[timedelta(0)]
            ),
            lambda t: t > timedelta(hours=5),
            "datetime.timedelta(seconds=18000, microseconds=1)",
        ),
        (
            lawful.sampled(lambda r: datetime(2000, 1, 1) + timedelta(seconds=r.randrange(10**9))),
            lambda t: t.year >= 2001,
            "datetime.datetime(2001, 1, 1, 0, 0)",
        ),
    ],
)
def test_the_smallest_value_is_found(
    sampler: lawful.Sampler[Any], is_bad: Callable[[Any], bool], expected: str
) -> None:
    assert smallest(sampler, is_bad) == expected


def test_valid_keeps_shrinking_inside() -> None:
    even = lawful.sampled(lambda r: 2 * r.randrange(1000), valid=lambda n: n % 2 == 0)
    assert smallest(even, lambda n: n > 101) == "102"


def test_a_profile_keeps_to_what_was_seen() -> None:
    like = profile([3, 9, "ab", "abcd", [1], Fraction(1, 2), Fraction(3)])
    assert like(3) and like(9) and not like(2) and not like(10)
    assert like("xy") and not like("x") and not like("vwxyz")
    assert like([7]) and not like([])
    assert like(Fraction(1)) and not like(Fraction(0))
    assert not like(1.5) and not like(True) and not like(None)


def test_a_shrunk_value_never_leaves_the_sampler() -> None:
    def combine(a: int, b: int) -> int:
        assert 10 <= a <= 20 and 10 <= b <= 20, "outside"
        return 10 if a > b else 11

    law = only_law(lawful.check(model(elem=lawful.integers(10, 20), combine=combine)))
    assert isinstance(law.verdict, lawful.Refuted)
    assert law.verdict.counterexample.failure.how == "unequal"


def test_a_shrink_budget_is_kept() -> None:
    made = model(elem=lawful.integers(), combine=lambda a, b: a - b if a > 10**9 else 0)
    law = only_law(lawful.check(made, shrink=5))
    assert isinstance(law.verdict, lawful.Refuted)
    assert law.verdict.counterexample.shrink_tried <= 5
    none = only_law(lawful.check(made, shrink=0))
    assert isinstance(none.verdict, lawful.Refuted)
    assert none.verdict.counterexample.shrink_tried == 0
