"""What the values of a drawing function are like, learnt by looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lawful._standard import is_standard


def profile(values: list[object]) -> Callable[[object], bool]:
    """Returns a function that says whether a value is like given ones.

    Alike are values of a type that was seen, no smaller, larger, shorter or longer than what was
    seen: so shrinking does not leave the values that a drawing function means.
    """
    seen: dict[type, _Range] = {}
    for value in values:
        seen.setdefault(type(value), _Range()).widen(value)

    def is_like(value: Any) -> bool:
        known = seen.get(type(value))
        return known is not None and known.holds(value)

    return is_like


class _Range:
    """The sizes and lengths that were seen of one type."""

    def __init__(self) -> None:
        self.lengths: tuple[int, int] | None = None
        self.ends: tuple[object, object] | None = None

    def widen(self, value: Any) -> None:
        length = _length(value)
        if length is not None:
            low, high = self.lengths or (length, length)
            self.lengths = (min(low, length), max(high, length))
        elif _has_order(value):
            lowest, highest = self.ends or (value, value)
            try:
                self.ends = (
                    value if value < lowest else lowest,
                    value if value > highest else highest,
                )
            except Exception:
                self.ends = self.ends or (value, value)

    def holds(self, value: Any) -> bool:
        length = _length(value)
        if length is not None:
            return self.lengths is not None and self.lengths[0] <= length <= self.lengths[1]
        if self.ends is None or not _has_order(value):
            return True
        try:
            return bool(self.ends[0] <= value <= self.ends[1])
        except Exception:
            return False


def _length(value: Any) -> int | None:
    kinds = (str, bytes, list, tuple, set, frozenset, dict)
    return len(value) if isinstance(value, kinds) else None


def _has_order(value: Any) -> bool:
    plain = type(value) in (int, float) and value == value
    return plain or any(
        is_standard(value, module, name)
        for module, name in (
            ("fractions", "Fraction"),
            ("decimal", "Decimal"),
            ("datetime", "timedelta"),
            ("datetime", "datetime"),
            ("datetime", "date"),
        )
    )
