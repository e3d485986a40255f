"""Witnesses: whose word counts, how often, and how it fades."""

from __future__ import annotations

import math
import pickle

import pytest
from entities import NOW, entity
from lawful.errors import BadSignature, InvalidInput
from lawful.platform import KeyStore
from lawful.trust import EntityTrust, SignedWitnessEvent


def test_a_word_about_oneself_counts_nothing() -> None:
    one = entity()
    before = one.t3_average(), one.v3_average()
    assert one.receive_witness("mcp:files", True, 1.0) is False
    assert one.receive_witness_of(one, True, 1.0) is False
    assert (one.t3_average(), one.v3_average()) == before


def test_signed_events_count_once_and_only_with_the_right_key() -> None:
    store = KeyStore.memory()
    key, stranger = store.new_key("a"), store.new_key("b")
    event = SignedWitnessEvent.sign(key, "role:auditor", "mcp:files", 1, True, 0.5, now=NOW)
    event.verify(key.public_key)
    for other in (eval(repr(event)), pickle.loads(pickle.dumps(event)), SignedWitnessEvent(event.to_json())):
        assert other == event
        assert hash(other) == hash(event)
    one = EntityTrust("mcp:files", now=NOW)
    for public_key in (stranger.public_key,):
        with pytest.raises(BadSignature):
            one.hear(event, public_key)
    forged = SignedWitnessEvent(event.to_json().replace("0.5", "0.6"))
    with pytest.raises(BadSignature):
        one.hear(forged, key.public_key)
    assert one == EntityTrust("mcp:files", now=NOW)
    with pytest.raises(InvalidInput, match="role:auditor"):
        one.hear(event, key.public_key, witness=entity())
    auditor = EntityTrust("role:auditor", now=NOW)
    assert one.hear(event, key.public_key, witness=auditor) == "new"
    assert one.hear(event, key.public_key) == "repeated"
    with pytest.raises(InvalidInput, match="about"):
        EntityTrust("mcp:other").hear(event, key.public_key)
    for bad in (math.nan, 1.5, -0.1):
        with pytest.raises(InvalidInput):
            SignedWitnessEvent.sign(key, "role:a", "mcp:b", 1, True, bad)
    with pytest.raises(InvalidInput):
        SignedWitnessEvent("{}")


def test_a_score_is_read_back_whatever_strangers_said() -> None:
    for success in (True, False):
        one = EntityTrust("mcp:a", now=NOW)
        for n in range(10):
            one.receive_witness(f"w:{n}", success, 1.0)
        v3 = one.v3()
        for score in (0.2, 0.5, 0.9):
            one.veracity = one.temperament = v3.validity = score
            assert (one.veracity, one.temperament, v3.validity) == pytest.approx((score,) * 3, abs=1e-9)


def test_praise_of_strangers_fades() -> None:
    one = EntityTrust("mcp:a", now=NOW)
    for n in range(50):
        one.receive_witness(f"w:{n}", True, 1.0)
    assert one.validity == pytest.approx(0.6)
    one.apply_decay(100_000, 0.5)
    assert (one.validity, one.temperament, one.uncertainty("validity")) == (0.5, 0.5, 1.0)
    assert one.veracity == 0.75
