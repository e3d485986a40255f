"""Tokens, documents and bindings: who is who."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pytest
from entities import NOW, entity
from lawful.errors import BadSignature, IdentityRefused, InvalidInput, NotFound
from lawful.platform import Challenges, KeyStore
from lawful.trace import TraceLedger
from lawful.trust import DidDocument, HardwareBinding, Lct, Lifecycle, StatusLedger


def test_tokens_descend_rest_and_end() -> None:
    keys = KeyStore.memory()
    parent_key, child_key, court = keys.new_key("p"), keys.new_key("c"), keys.new_key("court")
    parent = Lct.create("organization", parent_key, now=NOW)
    life = Lifecycle(parent)
    child = Lct.create_child("role", child_key, parent=life, parent_key=parent_key, now=NOW)
    child.verify_lineage(parent)
    assert (child.parent_id, child.lineage_depth) == (parent.id, 1)
    for other in (pickle.loads(pickle.dumps(child)), eval(repr(child)), Lct(bytes(child))):
        assert other == child
        assert hash(other) == hash(child)
    with pytest.raises(IdentityRefused):
        parent.verify_lineage(child)
    with pytest.raises((BadSignature, InvalidInput)):
        Lct(bytes(child)[:-1] + bytes([bytes(child)[-1] ^ 1]))
    ledger = StatusLedger(TraceLedger())
    ledger.mint(parent, now=NOW)
    with pytest.raises(IdentityRefused, match="already"):
        ledger.mint(parent, now=NOW)
    slash = life.change("slashed", court, reason="broke rule 3", now=NOW)
    with pytest.raises(IdentityRefused):
        ledger.record(slash, now=NOW)
    assert pickle.loads(pickle.dumps(slash)) == slash
    ledger.record(slash, authorities=[court.public_key], now=NOW)
    slashed = ledger.lifecycle(parent.id, authorities=[court.public_key])
    assert (slashed.status, slashed.is_active(), slashed.changes) == ("slashed", False, 1)
    with pytest.raises(IdentityRefused):
        slashed.change("active", court, now=NOW)
    with pytest.raises(IdentityRefused):
        Lct.create_child("role", child_key, parent=slashed, parent_key=parent_key, now=NOW)
    with pytest.raises(NotFound):
        ledger.lifecycle(child.id)
    with pytest.raises(InvalidInput):
        ledger.lifecycle("lct:short")
    with pytest.raises(InvalidInput):
        life.change("asleep", parent_key)


def test_a_slashed_parent_has_no_say_any_more() -> None:
    keys = KeyStore.memory()
    parent_key, child_key, late_key, court_key = (keys.new_key(name) for name in "pclj")
    court = [court_key.public_key]
    parent = Lct.create("organization", parent_key, now=NOW)
    child = Lct.create_child("role", child_key, parent=Lifecycle(parent), parent_key=parent_key, now=NOW)
    ledger = StatusLedger(TraceLedger())
    for lct in (parent, child):
        ledger.mint(lct, authorities=court, now=NOW)
    slash = ledger.lifecycle(parent.id).change("slashed", court_key, now=NOW)
    ledger.record(slash, authorities=court, now=NOW)
    # A fresh `Lifecycle` knows nothing of that; the ledger does.
    late = Lct.create_child("role", late_key, parent=Lifecycle(parent), parent_key=parent_key, now=NOW)
    with pytest.raises(IdentityRefused, match="only active"):
        ledger.mint(late, authorities=court, now=NOW)
    life = ledger.lifecycle(child.id, authorities=court)
    with pytest.raises(IdentityRefused, match="only active"):
        ledger.record(life.change("slashed", parent_key, now=NOW), authorities=court, now=NOW)
    assert ledger.lifecycle(child.id, authorities=court).status == "active"


def test_documents_say_what_the_token_says() -> None:
    keys = KeyStore.memory()
    key = keys.new_key("me")
    document = DidDocument.issue(Lct.create("human", key, now=NOW), key, now=NOW)
    assert pickle.loads(pickle.dumps(document)) == document
    assert eval(repr(document)) == document
    with pytest.raises((InvalidInput, BadSignature)):
        DidDocument(document.to_json().replace("human", "role"))
    with pytest.raises(IdentityRefused):
        DidDocument.issue(document.lct, keys.new_key("other"))


def test_a_binding_follows_from_a_verified_attestation_alone() -> None:
    keys = KeyStore.memory()
    lct = Lct.create("human", keys.new_key("me"))
    challenges = Challenges()

    def attested(entity_id: str) -> Any:
        attestation = keys.attest("me", entity=entity_id, challenge=challenges.issue())
        return attestation.verify(challenges)

    binding = HardwareBinding(lct, attested(lct.id))
    assert (binding.level, binding.trust_ceiling, binding.lct_id) == ("software", 0.4, lct.id)
    assert binding.cut(0.9) == binding.effective_ceiling <= 0.4
    assert binding.cut(math.nan) == 0.0
    assert pickle.loads(pickle.dumps(binding)) == binding
    with pytest.raises(IdentityRefused):
        HardwareBinding(lct, attested("agent:other"))
