"""Values as JSON, which models in every language read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lawful._plain_classes import WRITE, read

LONGEST = 1_000_000


def to_plain(value: Any) -> str | None:
    """Returns a value as JSON, or nothing if it has no such form.

    A subclass of a plain type may mean more than its value, so it has none.
    """
    try:
        # A text with half a character has no form in UTF-8.
        return json.dumps(_plain(value), ensure_ascii=False).encode().decode()
    except (TypeError, ValueError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in (int, float, bool, str, type(None)):
        return value
    if kind in (list, tuple):
        return [_plain(part) for part in value]
    if kind in (set, frozenset):
        return sorted(_plain(part) for part in value)
    if kind is bytes:
        return list(value)
    if kind is dict and all(type(key) is str for key in value):
        return {key: _plain(item) for key, item in value.items()}
    if kind in WRITE:
        return WRITE[kind](value)
    raise TypeError


def read_plain(text: str) -> tuple[Any] | None:
    """Returns the value of a JSON text in a tuple, or nothing if it is not one."""
    if len(text) > LONGEST:
        return None
    try:
        return (json.loads(text, object_hook=read),)
    except (ValueError, RecursionError):
        return None


def readings(value: Any) -> Iterator[Any]:
    """Returns what a value of JSON may stand for: a list may be a tuple, a set or bytes."""
    yield value
    if type(value) is not list:
        return
    yield tuple(value)
    for make in (set, frozenset, bytes):
        try:
            yield make(value)
        except (TypeError, ValueError):
            continue
    if any(type(part) is list for part in value):
        yield [tuple(part) if type(part) is list else part for part in value]
