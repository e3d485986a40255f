"""What takes time to make is made once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")


def kept(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keeps what a function has returned, as `functools.lru_cache` does, and its type besides."""
    return cast("Callable[_P, _T]", functools.lru_cache(maxsize=64)(make))
