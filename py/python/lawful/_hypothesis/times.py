"""Times and seeds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

START = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""When most things that are drawn begin. A time that does not move replays."""


def times() -> SearchStrategy[datetime]:
    """Draws times from the start, for ten years."""
    return spans(10 * 365 * 86400.0).map(lambda span: START + span)


def spans(most: float) -> SearchStrategy[timedelta]:
    """Draws spans of whole microseconds, up to a number of seconds."""
    return st.integers(0, int(most * 10**6)).map(lambda n: timedelta(microseconds=n))


def seeds() -> SearchStrategy[int]:
    """Draws root seeds."""
    return st.integers(0, 2**64 - 1)
