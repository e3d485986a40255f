"""Attestations of keys in software, and what verifiers have."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.platform.keys import public_keys, store
from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import START, spans, times
from lawful.platform import Attestation, Attested, Challenges, Policy

_NAMES = st.sampled_from(["owner", "agent", "helper", "reviewer", "nist"])
_SECONDS = st.integers(60, 86_400)


def attestations() -> SearchStrategy[Attestation]:
    """Draws attestations."""

    def make(name: str, entity: str, challenge: bytes, seconds: int, now: datetime) -> Attestation:
        return store().attest(name, entity=entity, challenge=challenge, seconds=seconds, now=now)

    challenge = st.binary(min_size=32, max_size=32)
    return st.builds(make, _NAMES, entity_ids(), challenge, _SECONDS, times())


def attested() -> SearchStrategy[Attested]:
    """Draws what is known after attestations of the handful of keys, of any age, were verified."""
    return st.builds(attest, _NAMES, entity_ids(), spans(59.0))


def attest(name: str, entity: str, age: timedelta, now: datetime = START) -> Attested:
    """Attests a key of the handful and verifies that, so much later."""
    challenges = Challenges()
    challenge = challenges.issue(now=now)
    made = store().attest(name, entity=entity, challenge=challenge, seconds=60, now=now)
    return made.verify(challenges, now=now + age)


def challenges() -> SearchStrategy[Challenges]:
    """Draws the challenges of verifiers, some of which were issued."""

    def make(seconds: float, issued: int) -> Challenges:
        made = Challenges(seconds=seconds)
        for _ in range(issued):
            made.issue()
        return made

    return st.builds(make, st.integers(1, 3600), st.integers(0, 3))


def policies() -> SearchStrategy[Policy]:
    """Draws policies of verifiers."""
    hashes = st.binary(min_size=32, max_size=32)
    anchors = st.sampled_from(["fido2", "secure_enclave"])
    enrolled = st.lists(st.tuples(public_keys(), anchors), max_size=2, unique_by=lambda pair: pair[0])
    return st.builds(
        Policy,
        attestation_keys=st.lists(public_keys(), max_size=2),
        expected_pcrs=st.none() | st.dictionaries(st.integers(0, 23), hashes, max_size=3),
        enrolled=enrolled,
        clock_skew=st.integers(0, 60),
    )
