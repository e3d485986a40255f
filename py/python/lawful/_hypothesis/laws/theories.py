"""What is registered: theories and models, with their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful


def theories() -> SearchStrategy[lawful.Theory]:
    """Draws theories."""
    return st.sampled_from(lawful.theories())


def laws() -> SearchStrategy[lawful.Law]:
    """Draws laws of theories."""
    return _parts(lawful.theories(), "laws")


def operations() -> SearchStrategy[lawful.Operation]:
    """Draws operations of theories."""
    return _parts(lawful.theories(), "operations")


def models() -> SearchStrategy[lawful.Model]:
    """Draws models."""
    return st.sampled_from(lawful.models())


def claims() -> SearchStrategy[lawful.Claim]:
    """Draws claims of models."""
    return _parts(lawful.models(), "claims")


def _parts(wholes: Sequence[Any], name: str) -> SearchStrategy[Any]:
    return st.sampled_from([part for whole in wholes for part in getattr(whole, name)])
