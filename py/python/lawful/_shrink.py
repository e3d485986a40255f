"""Simpler values: what a counterexample is shrunk with.

Only plain values are taken apart; an instance of a subclass may mean more than its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from lawful._standard import FIRST_DAY, is_standard

T = TypeVar("T")
MOST_CANDIDATES = 400
DEEPEST = 30


def candidates(value: Any) -> list[object]:
    """Returns simpler values to try, the boldest first."""
    return list(islice(_candidates(value, 0), MOST_CANDIDATES))


def _candidates(value: Any, depth: int) -> Iterator[object]:
    kind = type(value)
    if depth > DEEPEST:
        return
    if value is True:
        yield False
    elif kind is int:
        yield from _integers(value)
    elif kind is float:
        yield from _floats(value)
    elif kind is complex:
        for real in _floats(value.real):
            yield complex(real, value.imag)
        for imaginary in _floats(value.imag):
            yield complex(value.real, imaginary)
    elif kind is str:
        yield from _sequences(list(value), "".join, _letters)
    elif kind is bytes:
        yield from _sequences(list(value), bytes, _integers)
    elif kind is list:
        yield from _sequences(value, list, lambda part: _candidates(part, depth + 1))
    elif kind is tuple:
        yield from _sequences(list(value), tuple, lambda part: _candidates(part, depth + 1))
    elif kind in (set, frozenset):
        yield from _sets(value, kind, depth)
    elif kind is dict or is_standard(value, "collections", "Counter"):
        yield from _dicts(value, kind, depth)
    elif is_standard(value, "fractions", "Fraction"):
        for top in _integers(value.numerator):
            yield kind(top, value.denominator)
        for bottom in _integers(value.denominator):
            if bottom > 0:
                yield kind(value.numerator, bottom)
    elif is_standard(value, "decimal", "Decimal"):
        yield from _decimals(value)
    elif is_standard(value, "datetime", "timedelta"):
        yield from _spans(value)
    elif is_standard(value, "datetime", "datetime"):
        yield from _moments(value)
    elif is_standard(value, "datetime", "date"):
        for day in _integers(value.toordinal() - FIRST_DAY):
            yield kind.fromordinal(day + FIRST_DAY)


def _integers(value: int) -> Iterator[int]:
    if value < 0:
        yield -value
    step = abs(value)
    sign = -1 if value < 0 else 1
    # Halving the distance to zero, then to the value: a binary search that forgets nothing. The
    # neighbour of each step is there for sorts of even or of odd numbers.
    while step > 0:
        yield value - sign * step
        if 1 < step ^ 1 <= abs(value):
            yield value - sign * (step ^ 1)
        step //= 2


def _floats(value: float) -> Iterator[float]:
    if value != value or value in (float("inf"), float("-inf")):
        yield from (0.0, 1.0)
        return
    if str(value)[0] == "-":
        yield -value
    yield from (0.0, 1.0, 2.0)
    if not value.is_integer():
        yield float(int(value))
        for digits in range(1, 16):
            yield round(value, digits)
            yield float(f"{value:.{digits}g}")
        yield value / 2
        return
    if abs(value) < 1e18:
        yield from map(float, _integers(int(value)))
    else:
        yield from (value / 2, value / 1e6, 1e18)


def _letters(letter: str) -> Iterator[str]:
    for simple in ("a", "b", "A", "0", " "):
        yield simple
    if "b" <= letter <= "z":
        yield chr(ord(letter) - 1)


def _sequences(
    parts: list[T],
    join: Callable[[list[T]], object],
    simpler: Callable[[T], Iterable[T]],
) -> Iterator[object]:
    size = len(parts)
    if size:
        yield join([])
    span = size // 2
    while span:
        for start in range(0, size - span + 1, span):
            yield join(parts[:start] + parts[start + span :])
        span //= 2
    for place, part in enumerate(parts):
        for candidate in islice(simpler(part), 24):
            yield join([*parts[:place], candidate, *parts[place + 1 :]])


def _sets(value: Iterable[object], kind: type, depth: int) -> Iterator[object]:
    from lawful._show import show

    parts = sorted(value, key=show)
    yield kind()
    for place, part in enumerate(parts):
        rest = parts[:place] + parts[place + 1 :]
        yield kind(rest)
        for candidate in islice(_candidates(part, depth + 1), 24):
            yield kind([*rest, candidate])


def _dicts(value: dict[object, object], kind: type, depth: int) -> Iterator[object]:
    pairs = list(value.items())
    yield kind()
    for place, (key, item) in enumerate(pairs):
        before, after = pairs[:place], pairs[place + 1 :]
        yield kind(dict(before + after))
        for candidate in islice(_candidates(item, depth + 1), 24):
            yield kind(dict([*before, (key, candidate), *after]))
        for candidate in islice(_candidates(key, depth + 1), 12):
            if candidate not in value:
                yield kind(dict([*before, (candidate, item), *after]))


def _decimals(value: Any) -> Iterator[object]:
    kind = type(value)
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        yield kind(0)
        yield kind(1)
        return
    if sign:
        yield kind((0, digits, exponent))
    for size in _integers(exponent):
        yield kind((sign, digits, size))
    for number in _integers(int("".join(map(str, digits)) or "0")):
        yield kind((sign, tuple(map(int, str(number))), exponent))


def _spans(value: Any) -> Iterator[object]:
    kind = type(value)
    whole = value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds
    for unit in (86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000):
        yield kind(microseconds=whole // unit * unit)
    for number in _integers(whole):
        yield kind(microseconds=number)


def _moments(value: Any) -> Iterator[object]:
    kind = type(value)
    fields = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    yield value.replace(**fields)
    for field in reversed(fields):
        for number in _integers(getattr(value, field)):
            yield value.replace(**{field: number})
    if value.fold:
        yield value.replace(fold=0)
    if value.tzinfo is not None:
        yield value.replace(tzinfo=None)
    for day in _integers(value.toordinal() - FIRST_DAY):
        date = kind.fromordinal(day + FIRST_DAY)
        yield value.replace(year=date.year, month=date.month, day=date.day)
