"""Texts of which values are made."""

from __future__ import annotations

import string

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_SIMPLE = string.ascii_lowercase + string.digits


def texts() -> SearchStrategy[str]:
    """Draws short texts of any characters that UTF-8 can write."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def lines() -> SearchStrategy[str]:
    """Draws short texts without control characters."""
    return st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def names() -> SearchStrategy[str]:
    """Draws names: one visible character or more."""
    return st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)


def simple_names() -> SearchStrategy[str]:
    """Draws names of small letters and digits, which are allowed everywhere."""
    return st.text(_SIMPLE, min_size=1, max_size=8)


def origins() -> SearchStrategy[str]:
    """Draws the names of logs."""
    return simple_names().map("example.com/{}".format)


def entity_ids() -> SearchStrategy[str]:
    """Draws ids of entities, `type:name`."""
    return st.builds("{}:{}".format, st.sampled_from(["agent", "mcp", "role", "tool"]), names())
