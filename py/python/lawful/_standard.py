"""Classes of the standard library that values are often made of."""

from __future__ import annotations

# 1970-01-01, where calendars of computers begin.
FIRST_DAY = 719_163


def is_standard(value: object, module: str, name: str) -> bool:
    """Returns whether a value is of a class of the standard library, without importing it."""
    kind = type(value)
    return kind.__name__ == name and kind.__module__ == module
