"""How complex a value is: shrinking looks for the lightest counterexample."""

from __future__ import annotations

from typing import Any

from lawful._standard import FIRST_DAY, is_standard

DEEPEST = 30
HEAVIEST = 1 << 120


def weight(value: Any) -> int:
    """Returns how complex a value is, from 0."""
    whole: int = _weight(value, 0)
    return whole


def _weight(value: Any, depth: int) -> Any:
    kind = type(value)
    if value is None or value is False or depth > DEEPEST:
        return 0
    if value is True:
        return 1
    if kind is int:
        return 2 * abs(value) + (value < 0)
    if kind is float:
        return _weigh_float(value)
    if kind is complex:
        return _weigh_float(value.real) + _weigh_float(value.imag)
    if kind is str:
        return sum(0x110000 + _letter(letter) for letter in value)
    if kind is bytes:
        return sum(0x100 + byte for byte in value)
    if kind in (list, tuple, set, frozenset):
        return sum((1 << 24) + _weight(part, depth + 1) for part in value)
    if kind is dict or is_standard(value, "collections", "Counter"):
        pairs = value.items()
        return sum((1 << 24) + _weight(k, depth + 1) + _weight(v, depth + 1) for k, v in pairs)
    if is_standard(value, "fractions", "Fraction"):
        top, bottom = value.numerator, value.denominator
        return 2 * abs(top) + (top < 0) + 4 * (bottom - 1)
    if is_standard(value, "decimal", "Decimal"):
        return _weigh_decimal(value)
    if is_standard(value, "datetime", "timedelta"):
        whole = value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds
        return 2 * abs(whole) + (whole < 0)
    if is_standard(value, "datetime", "datetime"):
        return _weigh_moment(value)
    if is_standard(value, "datetime", "date"):
        return 2 * abs(value.toordinal() - FIRST_DAY) + (value.toordinal() < FIRST_DAY)
    try:
        return (1 << 32) + len(repr(value))
    except Exception:
        return HEAVIEST


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


def _weigh_decimal(value: Any) -> Any:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return 1 << 110
    size = int("".join(map(str, digits)) or "0")
    return min(2 * size, 1 << 100) + (abs(exponent) << 8) + sign


def _weigh_moment(value: Any) -> Any:
    day = value.toordinal()
    clock = (value.hour, value.minute, value.second, value.microsecond)
    parts = sum(part << place for part, place in zip(clock, (8, 4, 2, 0)))
    zone = 0 if value.tzinfo is None else 1 << 40
    fold = value.fold << 39
    return (2 * abs(day - FIRST_DAY) + (day < FIRST_DAY) << 32) + parts + zone + fold
