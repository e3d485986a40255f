"""Simpler values: what a counterexample is shrunk with.

A value is simpler if its weight is less. Only plain values are taken apart; an instance of a
subclass may mean more than its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

MOST_CANDIDATES = 400
DEEPEST = 30
HEAVIEST = 1 << 120


def weight(value: object) -> int:
    """Returns how complex a value is, from 0."""
    return _weight(value, 0)


def _weight(value: object, depth: int) -> int:
    kind = type(value)
    if value is None or value is False or depth > DEEPEST:
        return 0
    if value is True:
        return 1
    if kind is int:
        return 2 * abs(value) + (value < 0)  # type: ignore[arg-type,operator,no-any-return]
    if kind is float:
        return _weigh_float(value)  # type: ignore[arg-type]
    if kind is complex:
        return _weigh_float(value.real) + _weigh_float(value.imag)  # type: ignore[attr-defined,no-any-return]
    if kind is str:
        return sum(0x110000 + _letter(letter) for letter in value)  # type: ignore[attr-defined]
    if kind is bytes:
        return sum(0x100 + byte for byte in value)  # type: ignore[attr-defined]
    if kind in (list, tuple, set, frozenset):
        return sum((1 << 24) + _weight(part, depth + 1) for part in value)  # type: ignore[attr-defined]
    if kind is dict or _is(value, "collections", "Counter"):
        pairs = value.items()  # type: ignore[attr-defined]
        return sum((1 << 24) + _weight(k, depth + 1) + _weight(v, depth + 1) for k, v in pairs)
    if _is(value, "fractions", "Fraction"):
        top, bottom = value.numerator, value.denominator  # type: ignore[attr-defined]
        return 2 * abs(top) + (top < 0) + 4 * (bottom - 1)  # type: ignore[no-any-return]
    if _is(value, "decimal", "Decimal"):
        return _weigh_decimal(value)
    if _is(value, "datetime", "timedelta"):
        whole = value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds  # type: ignore[attr-defined]
        return 2 * abs(whole) + (whole < 0)  # type: ignore[no-any-return]
    if _is(value, "datetime", "datetime"):
        return _weigh_moment(value)
    if _is(value, "datetime", "date"):
        return 2 * abs(value.toordinal() - _DAY) + (value.toordinal() < _DAY)  # type: ignore[attr-defined,no-any-return]
    try:
        return (1 << 32) + len(repr(value))
    except Exception:
        return HEAVIEST


# 1970-01-01, where calendars of computers begin.
_DAY = 719_163


def _is(value: object, module: str, name: str) -> bool:
    """Returns whether a value is of a class of the standard library, without importing it."""
    kind = type(value)
    return kind.__name__ == name and kind.__module__ == module


def _letter(letter: str) -> int:
    # Letters first, from the first one on.
    code = ord(letter)
    return code - 97 if "a" <= letter <= "z" else code + 26


def _weigh_float(value: float) -> int:
    if value != value or value in (float("inf"), float("-inf")):
        return 1 << 110
    # Whole numbers first, then by size and by how much there is to write.
    size = min(abs(value), 1e30)
    written = 0 if value.is_integer() else 2 + len(repr(value))
    negative = str(value)[0] == "-"
    return int(size) * 64 + 2 * written + negative


def _weigh_decimal(value: object) -> int:
    sign, digits, exponent = value.as_tuple()  # type: ignore[attr-defined]
    if not isinstance(exponent, int):
        return 1 << 110
    size = int("".join(map(str, digits)) or "0")
    return min(2 * size, 1 << 100) + (abs(exponent) << 8) + sign  # type: ignore[no-any-return]


def _weigh_moment(value: object) -> int:
    day = value.toordinal()  # type: ignore[attr-defined]
    clock = (value.hour, value.minute, value.second, value.microsecond)  # type: ignore[attr-defined]
    parts = sum(part << place for part, place in zip(clock, (8, 4, 2, 0)))
    zone = 0 if value.tzinfo is None else 1 << 40  # type: ignore[attr-defined]
    fold = value.fold << 39  # type: ignore[attr-defined]
    return (2 * abs(day - _DAY) + (day < _DAY) << 32) + parts + zone + fold  # type: ignore[no-any-return]


def candidates(value: object) -> list[object]:
    """Returns simpler values to try, the boldest first."""
    return list(islice(_candidates(value, 0), MOST_CANDIDATES))


def _candidates(value: object, depth: int) -> Iterator[object]:
    kind = type(value)
    if depth > DEEPEST:
        return
    if value is True:
        yield False
    elif kind is int:
        yield from _integers(value)  # type: ignore[arg-type]
    elif kind is float:
        yield from _floats(value)  # type: ignore[arg-type]
    elif kind is complex:
        for real in _floats(value.real):  # type: ignore[attr-defined]
            yield complex(real, value.imag)  # type: ignore[attr-defined]
        for imaginary in _floats(value.imag):  # type: ignore[attr-defined]
            yield complex(value.real, imaginary)  # type: ignore[attr-defined]
    elif kind is str:
        yield from _sequences(list(value), "".join, _letters)  # type: ignore[arg-type,call-overload]
    elif kind is bytes:
        yield from _sequences(list(value), bytes, _integers)  # type: ignore[arg-type,call-overload]
    elif kind is list:
        yield from _sequences(value, list, lambda part: _candidates(part, depth + 1))  # type: ignore[arg-type]
    elif kind is tuple:
        yield from _sequences(list(value), tuple, lambda part: _candidates(part, depth + 1))  # type: ignore[arg-type,call-overload]
    elif kind in (set, frozenset):
        yield from _sets(value, kind, depth)  # type: ignore[arg-type]
    elif kind is dict or _is(value, "collections", "Counter"):
        yield from _dicts(value, kind, depth)  # type: ignore[arg-type]
    elif _is(value, "fractions", "Fraction"):
        for top in _integers(value.numerator):  # type: ignore[attr-defined]
            yield kind(top, value.denominator)  # type: ignore[call-arg,attr-defined]
        for bottom in _integers(value.denominator):  # type: ignore[attr-defined]
            if bottom > 0:
                yield kind(value.numerator, bottom)  # type: ignore[call-arg,attr-defined]
    elif _is(value, "decimal", "Decimal"):
        yield from _decimals(value)
    elif _is(value, "datetime", "timedelta"):
        yield from _spans(value)
    elif _is(value, "datetime", "datetime"):
        yield from _moments(value)
    elif _is(value, "datetime", "date"):
        for day in _integers(value.toordinal() - _DAY):  # type: ignore[attr-defined]
            yield kind.fromordinal(day + _DAY)  # type: ignore[attr-defined]


def _integers(value: int) -> Iterator[int]:
    if value < 0:
        yield -value
    step = abs(value)
    sign = -1 if value < 0 else 1
    # Halving the distance to zero, then to the value: a binary search that forgets nothing.
    while step > 0:
        yield value - sign * step
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
    parts: list[object],
    join: Callable[[list[object]], object],
    simpler: Callable[[object], Iterable[object]],
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


def _decimals(value: object) -> Iterator[object]:
    kind = type(value)
    sign, digits, exponent = value.as_tuple()  # type: ignore[attr-defined]
    if not isinstance(exponent, int):
        yield kind(0)  # type: ignore[call-arg]
        yield kind(1)  # type: ignore[call-arg]
        return
    if sign:
        yield kind((0, digits, exponent))  # type: ignore[call-arg]
    for size in _integers(exponent):
        yield kind((sign, digits, size))  # type: ignore[call-arg]
    for number in _integers(int("".join(map(str, digits)) or "0")):
        yield kind((sign, tuple(map(int, str(number))), exponent))  # type: ignore[call-arg]


def _spans(value: object) -> Iterator[object]:
    kind = type(value)
    whole = value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds  # type: ignore[attr-defined]
    for unit in (86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000):
        yield kind(microseconds=whole // unit * unit)
    for number in _integers(whole):
        yield kind(microseconds=number)


def _moments(value: object) -> Iterator[object]:
    kind = type(value)
    fields = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    yield value.replace(**fields)  # type: ignore[attr-defined]
    for field in reversed(fields):
        for number in _integers(getattr(value, field)):
            yield value.replace(**{field: number})  # type: ignore[attr-defined]
    if value.fold:  # type: ignore[attr-defined]
        yield value.replace(fold=0)  # type: ignore[attr-defined]
    if value.tzinfo is not None:  # type: ignore[attr-defined]
        yield value.replace(tzinfo=None)  # type: ignore[attr-defined]
    for day in _integers(value.toordinal() - _DAY):  # type: ignore[attr-defined]
        date = kind.fromordinal(day + _DAY)  # type: ignore[attr-defined]
        yield value.replace(year=date.year, month=date.month, day=date.day)  # type: ignore[attr-defined]


def profile(values: list[object]) -> Callable[[object], bool]:
    """Returns a function that says whether a value is like given ones.

    Alike are values of a type that was seen, no smaller, larger, shorter or longer than what was
    seen: so shrinking does not leave the values that a drawing function means.
    """
    seen: dict[type, _Range] = {}
    for value in values:
        seen.setdefault(type(value), _Range()).widen(value)

    def is_like(value: object) -> bool:
        known = seen.get(type(value))
        return known is not None and known.holds(value)

    return is_like


class _Range:
    """The sizes and lengths that were seen of one type."""

    def __init__(self) -> None:
        self.lengths: tuple[int, int] | None = None
        self.ends: tuple[object, object] | None = None

    def widen(self, value: object) -> None:
        length = _length(value)
        if length is not None:
            low, high = self.lengths or (length, length)
            self.lengths = (min(low, length), max(high, length))
        elif _has_order(value):
            lowest, highest = self.ends or (value, value)
            try:
                self.ends = (
                    value if value < lowest else lowest,  # type: ignore[operator]
                    value if value > highest else highest,  # type: ignore[operator]
                )
            except Exception:
                self.ends = self.ends or (value, value)

    def holds(self, value: object) -> bool:
        length = _length(value)
        if length is not None:
            return self.lengths is not None and self.lengths[0] <= length <= self.lengths[1]
        if self.ends is None or not _has_order(value):
            return True
        try:
            return bool(self.ends[0] <= value <= self.ends[1])  # type: ignore[operator]
        except Exception:
            return False


def _length(value: object) -> int | None:
    kinds = (str, bytes, list, tuple, set, frozenset, dict)
    return len(value) if isinstance(value, kinds) else None


def _has_order(value: object) -> bool:
    plain = type(value) in (int, float) and value == value
    return plain or any(
        _is(value, module, name)
        for module, name in (
            ("fractions", "Fraction"),
            ("decimal", "Decimal"),
            ("datetime", "timedelta"),
            ("datetime", "datetime"),
            ("datetime", "date"),
        )
    )
