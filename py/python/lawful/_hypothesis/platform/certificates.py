"""Certificates of short runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import lawful
from lawful._hypothesis.laws.reports import reports
from lawful._hypothesis.platform.keys import keys
from lawful._hypothesis.times import START, times
from lawful.platform import Certificate, Certified, CertifiedLaw, Key, certify

_SECONDS = st.none() | st.integers(60, 10 * 365 * 86_400)


def certificates() -> SearchStrategy[Certificate]:
    """Draws certificates, of good verdicts and of bad ones."""
    return reports().flatmap(_certificates)


def _certificates(report: lawful.Report) -> SearchStrategy[Certificate]:
    models = st.sampled_from([evidence.model for evidence in report.evidence])
    return st.builds(
        lambda model, key, seconds, now: certify(report, model, key, seconds=seconds, now=now),
        models,
        keys(),
        _SECONDS,
        times(),
    )


def certified() -> SearchStrategy[Certified]:
    """Draws what verified certificates say."""
    models = st.sampled_from(["bool.logic", "int.i64.wrapping_add"])
    return st.builds(certify_model, models, reports(), keys(), _SECONDS)


def certify_model(
    id: str, report: lawful.Report, key: Key, seconds: float | None, now: datetime = START
) -> Certified:
    """Certifies what a report says of a model, and verifies that."""
    made = certify(report, id, key, seconds=seconds, now=now)
    return made.verify(key.public_key, lawful.find_model(id), now=now)


def certified_laws() -> SearchStrategy[CertifiedLaw]:
    """Draws what certificates say about one law."""
    laws: Callable[[Certified], Any] = lambda made: made.laws
    return certified().map(laws).flatmap(st.sampled_from)
