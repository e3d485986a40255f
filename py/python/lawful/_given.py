"""Arguments as they are given: what does not fit is told with the name of the argument."""

from __future__ import annotations

import os
from typing import TypeVar

from lawful._show import show
from lawful.errors import InvalidInput

T = TypeVar("T")


def given(kind: type[T], name: str, value: object) -> T:
    """Returns a value of a class; raises `TypeError` if it is of another one."""
    if isinstance(value, kind):
        return value
    raise TypeError(f"`{name}` must be a `{kind.__name__}`, not `{show(value)}`")


def path(name: str, value: str | os.PathLike[str]) -> str:
    """Returns a path as text; raises `InvalidInput` if no file can be called so, `TypeError` if it is
    none."""
    text = given(str, name, os.fspath(value) if isinstance(value, os.PathLike) else value)
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise InvalidInput(f"`{name}` is `{show(value)}`: no file is called so") from None
    if "\0" in text:
        raise InvalidInput(f"`{name}` is `{show(value)}`: no file is called so")
    return text
