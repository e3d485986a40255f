"""JSON from outside, read strictly and written in one way only.

Two texts mean the same value exactly if their canonical forms are the same text. What two readers
might understand differently (a key twice, NaN, a lone surrogate) is refused, not repaired.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from lawful._printable import printable
from lawful.errors import InvalidInput

LONGEST_TEXT = 1 << 20
"""The longest JSON text that is read or written, in bytes of UTF-8."""

DEEPEST = 64
"""How deep arrays and objects may be nested."""

# Below the limit of 4300 digits that Python itself has, and fast to read.
_LONGEST_NUMBER = 1000
_LEAVES = frozenset({str, int, float, bool, type(None)})
# A text, closed or not, or a bracket. Possessive: a hostile text must not make it look twice.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)


def read_json(text: str | bytes, what: str = "the text", longest: int = LONGEST_TEXT) -> Any:
    """Reads a JSON text strictly.

    # Errors

    `InvalidInput` if it is no JSON or not UTF-8, is longer than `longest` bytes, is nested deeper
    than 64, has a key twice in an object, a number that is not finite or has more than 1000 digits,
    or a lone surrogate.

    >>> from lawful.adapters.canonical import read_json
    >>> read_json('{"path": "a.txt"}')
    {'path': 'a.txt'}
    >>> read_json('{"path": "a.txt", "path": "b.txt"}')
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: the text has the key `path` twice in an object; give it once
    """
    if len(text) > longest:
        raise InvalidInput(f"{what} has more than {longest} bytes; shorten it")
    try:
        told = text if isinstance(text, str) else text.decode("utf-8")
        if len(told.encode("utf-8")) > longest:
            raise InvalidInput(f"{what} has more than {longest} bytes; shorten it")
    except UnicodeError:
        raise InvalidInput(f"{what} is not UTF-8") from None
    _refuse_deep(told, what)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in found:
            if key in made:
                raise InvalidInput(
                    f"{what} has the key `{shown(key)}` twice in an object; give it once"
                )
            made[key] = value
        return made

    def constant(name: str) -> Any:
        raise InvalidInput(f"{what} has the number `{name}`; JSON has only finite numbers")

    def whole(digits: str) -> int:
        if len(digits) > _LONGEST_NUMBER:
            raise InvalidInput(f"{what} has a number of {len(digits)} digits; at most 1000 are read")
        return int(digits)

    def decimal(digits: str) -> float:
        if len(digits) > _LONGEST_NUMBER or not math.isfinite(float(digits)):
            raise InvalidInput(f"{what} has the number `{shown(digits)}`, which is too large")
        return float(digits)

    try:
        value = json.loads(
            told,
            object_pairs_hook=pairs,
            parse_constant=constant,
            parse_int=whole,
            parse_float=decimal,
        )
    except InvalidInput:
        raise
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{what} is not JSON: {shown(error)}") from None
    refuse_odd(value, what)
    return value


def write_canonical(value: object, what: str = "the value", longest: int = LONGEST_TEXT) -> str:
    """Returns the canonical JSON text of a plain value: keys in order, no spaces, UTF-8 as it is.

    # Errors

    `InvalidInput` if the value has anything but `dict` with `str` keys, `list`, `str`, `int`,
    `float`, `bool` and `None` (exactly these: no subclasses), or is too deep or too long.

    >>> from lawful.adapters.canonical import write_canonical
    >>> write_canonical({"b": 1, "a": [True, None]})
    '{"a":[true,null],"b":1}'
    >>> write_canonical({"a": float("nan")})
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: the value has the number `nan`; JSON has only finite numbers
    """
    refuse_odd(value, what)
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    if len(text) > longest or len(text.encode("utf-8")) > longest:
        raise InvalidInput(f"{what} has more than {longest} bytes as JSON; shorten it")
    return text


def refuse_odd(value: object, what: str) -> None:
    """Refuses what is not plain, finite and shallow. Never calls a method of what is inside."""
    # A list of what is left to look at, not recursion: the value is not trusted.
    left: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while left:
        part, depth = left.pop()
        seen += 1
        if seen > LONGEST_TEXT:
            raise InvalidInput(f"{what} has more than {LONGEST_TEXT} parts; shorten it")
        kind = type(part)
        if kind is str:
            _refuse_surrogates(part, what)
        elif kind is float:
            if not math.isfinite(part):  # type: ignore[arg-type]
                raise InvalidInput(f"{what} has the number `{part}`; JSON has only finite numbers")
        elif kind is int:
            if part.bit_length() > 3 * _LONGEST_NUMBER:  # type: ignore[attr-defined]
                raise InvalidInput(f"{what} has a number of more than 900 digits")
        elif kind is dict or kind is list:
            if depth == DEEPEST:
                raise InvalidInput(f"{what} is nested deeper than {DEEPEST}; flatten it")
            if kind is list:
                left.extend((inner, depth + 1) for inner in part)  # type: ignore[attr-defined]
                continue
            for key, inner in part.items():  # type: ignore[attr-defined]
                if type(key) is not str:
                    raise InvalidInput(f"{what} has a key that is `{_name(key)}`, not a text")
                _refuse_surrogates(key, what)
                left.append((inner, depth + 1))
        elif kind not in _LEAVES:
            raise InvalidInput(f"{what} has a `{_name(part)}`, which is not plain JSON")


def shown(part: object, most: int = 200) -> str:
    """Returns a text that fits into a message: printable and short, whatever it was."""
    told = str(part)
    cut = told if len(told) <= most else f"{told[:most]}..."
    return printable(cut)


def _refuse_surrogates(text: object, what: str) -> None:
    try:
        text.encode("utf-8")  # type: ignore[attr-defined]
    except UnicodeError:
        raise InvalidInput(f"{what} has a lone surrogate, which is no character") from None


def _refuse_deep(text: str, what: str) -> None:
    # Before the parser sees it: how deep that can go depends on settings of the process.
    depth = 0
    for token in _TOKEN.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            if depth > DEEPEST:
                raise InvalidInput(f"{what} is nested deeper than {DEEPEST}; flatten it")
        elif first in "]}":
            depth -= 1


def _name(part: object) -> str:
    return shown(type.__getattribute__(type(part), "__name__"))
