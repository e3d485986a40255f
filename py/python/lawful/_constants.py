"""Constants in a model's code: values that are worth trying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import CodeType
from typing import Any

from lawful import _core
from lawful._plain import to_plain
from lawful._register import object_of

MOST = 1_000
DEEPEST = 6


def written(values: Iterable[object]) -> list[str]:
    """Returns values as JSON; those that have no such form are left out."""
    texts = (to_plain(value) for value in values)
    return [text for text in texts if text is not None]


def mined(model: _core.Model) -> list[str]:
    """Returns the constants in the code of a Python model, each once, as JSON."""
    source = object_of(model)
    if source is None:
        return []
    found: dict[str, None] = {}
    for name in dir(type(source)):
        function = getattr(getattr(type(source), name, None), "__func__", None)
        function = function or getattr(type(source), name, None)
        code = getattr(function, "__code__", None)
        if not isinstance(code, CodeType):
            continue
        values: list[Any] = list(_constants(code, 0))
        known = getattr(function, "__globals__", {})
        values += [known[used] for used in code.co_names if used in known]
        for text in written(part for value in values for part in _parts(value)):
            found[text] = None
            if len(found) >= MOST:
                return list(found)
    return list(found)


def _constants(code: CodeType, depth: int) -> Iterator[Any]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if depth < DEEPEST:
                yield from _constants(constant, depth + 1)
        else:
            yield constant


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, (tuple, list, set, frozenset)) and len(value) <= MOST:
        yield from value
    elif isinstance(value, dict) and len(value) <= MOST:
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, (int, float, str)) and not isinstance(value, bool):
        yield value
