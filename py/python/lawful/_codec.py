"""Values as text and back, for the file of values that refuted laws."""

from __future__ import annotations

from typing import Any

LONGEST = 100_000
DEEPEST = 30


def encode(value: Any) -> str | None:
    """Returns a Python literal that is exactly the value, or nothing if there is none.

    Only plain values have one: numbers, texts, bytes, truth values, `None`, and lists, tuples,
    dicts and sets of these. An instance of a subclass is not plain.
    """
    if not _is_plain(value, 0):
        return None
    text = _literal(value)
    if len(text) > LONGEST or decode(text) is None:
        return None
    return text


def decode(text: str) -> tuple[object] | None:
    """Returns the value of a literal in a tuple, or nothing if the text is not one."""
    if len(text) > LONGEST:
        return None
    # Heavy, and seldom needed.
    import ast

    try:
        return (ast.literal_eval(text),)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _is_plain(value: Any, depth: int) -> bool:
    kind = type(value)
    if depth > DEEPEST:
        return False
    if kind is int:
        return bool(value.bit_length() < 10_000)
    if kind in (str, bytes, bool, type(None)):
        return True
    if kind is float:
        # Neither infinity nor NaN has a literal.
        return bool(value - value == 0)
    if kind in (list, tuple, set):
        return all(_is_plain(part, depth + 1) for part in value)
    if kind is dict:
        pairs = value.items()
        return all(_is_plain(k, depth + 1) and _is_plain(v, depth + 1) for k, v in pairs)
    return False


def _literal(value: Any) -> str:
    kind = type(value)
    if kind is list:
        return f"[{', '.join(map(_literal, value))}]"
    if kind is tuple:
        parts = list(map(_literal, value))
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if kind is set:
        parts = sorted(map(_literal, value))
        return f"{{{', '.join(parts)}}}" if parts else "set()"
    if kind is dict:
        pairs = value.items()
        return f"{{{', '.join(f'{_literal(k)}: {_literal(v)}' for k, v in pairs)}}}"
    return ascii(value)
