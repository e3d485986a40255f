"""Values that tell what they are compared with: how a search sees how near a case came.

They are given to a model while a search looks for a counterexample, never while one is checked.
"""

from __future__ import annotations

import operator
import sys
import threading
from collections.abc import Callable
from typing import Any

from lawful._plain import to_plain

MOST = 256
Seen = tuple[int, float, str, str]


class _Log(threading.local):
    def __init__(self) -> None:
        self.seen: list[Seen] = []


_log = _Log()


def spied(values: list[Any]) -> list[Any]:
    """Returns the values as ones that are equal to them and tell what they are compared with."""
    _log.seen = []
    return [_spied(value) for value in values]


def seen() -> list[Seen]:
    """Returns the comparisons since `spied`: the place, how far apart, and both sides as JSON."""
    found, _log.seen = _log.seen, []
    return found


def _spied(value: Any) -> Any:
    kind = type(value)
    if kind is int:
        return SpiedInt(value)
    if kind is float:
        return SpiedFloat(value)
    if kind is str:
        return SpiedStr(value)
    return value


def _plain(value: Any) -> Any:
    for spy, kind in ((SpiedInt, int), (SpiedFloat, float), (SpiedStr, str)):
        if type(value) is spy:
            return kind(value)
    return value


def _note(left: Any, right: Any) -> None:
    if len(_log.seen) >= MOST:
        return
    # Two frames up is the model's own code.
    frame = sys._getframe(2)
    if frame.f_globals.get("__name__", "").startswith("lawful."):
        return
    left, right = _plain(left), _plain(right)
    shown = to_plain(left), to_plain(right)
    if shown[0] is not None and shown[1] is not None:
        # The instruction, not the line: two comparisons may stand in one line.
        place = hash((frame.f_code, frame.f_lasti)) & 0xFFFF_FFFF_FFFF_FFFF
        _log.seen.append((place, _distance(left, right), shown[0], shown[1]))


def _distance(left: Any, right: Any) -> float:
    if isinstance(left, str) and isinstance(right, str):
        same = sum(a == b for a, b in zip(left, right))
        return float(max(len(left), len(right)) - same)
    try:
        distance = float(abs(left - right))
    except Exception:
        return float(left != right)
    return distance if distance == distance else 1.0


def _comparison(kind: type, name: str) -> Callable[[Any, Any], Any]:
    plain = getattr(kind, name)

    def compare(self: Any, other: Any) -> Any:
        _note(self, other)
        return plain(self, other)

    return compare


def _operation(kind: type, name: str) -> Callable[..., Any]:
    plain = getattr(kind, name)

    def operate(*given: Any) -> Any:
        # What is computed from a spied value is spied too.
        return _spied(plain(*given))

    return operate


COMPARISONS = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
NUMBERS = (
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__floordiv__",
    "__rfloordiv__", "__mod__", "__rmod__", "__neg__", "__pos__", "__abs__",
)  # fmt: skip
BITS = (
    "__and__", "__rand__", "__or__", "__ror__", "__xor__", "__rxor__", "__lshift__", "__rlshift__",
    "__rshift__", "__rrshift__", "__invert__",
)  # fmt: skip


def _spy_on(name: str, kind: type) -> Any:
    """Makes a class of values that tell what they are compared with."""
    return type(name, (kind,), {"__hash__": kind.__hash__, "__module__": __name__})


SpiedInt = _spy_on("SpiedInt", int)
SpiedFloat = _spy_on("SpiedFloat", float)
SpiedStr = _spy_on("SpiedStr", str)

for _spy, _kind, _names in (
    (SpiedInt, int, NUMBERS + BITS),
    (SpiedFloat, float, NUMBERS),
    (SpiedStr, str, ("__add__", "lower", "upper", "strip")),
):
    for _name in COMPARISONS:
        setattr(_spy, _name, _comparison(_kind, _name))
    for _name in _names:
        setattr(_spy, _name, _operation(_kind, _name))
# Setting `__eq__` later leaves the hash as it was.
assert operator.eq(hash(SpiedInt(7)), 7)
