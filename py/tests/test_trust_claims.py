"""Claims and coherence: what is believed of what is said."""

from __future__ import annotations

import math
import pickle
from datetime import timedelta
from typing import Any

import lawful.trust
import pytest
from entities import NOW
from lawful.errors import InvalidInput, NotFound
from lawful.platform import KeyStore, sha256
from lawful.trace import TraceLedger, TraceNode
from lawful.trust import Claims, Coherence, Lct, Lifecycle, SignedClaim, StatusLedger, V3Tensor


def test_strangers_cannot_make_tokens_or_claims_unreadable() -> None:
    key, stranger = (KeyStore.memory().new_key(name) for name in "ks")
    nodes, lct = TraceLedger(), Lct.create("human", key, now=NOW)
    statuses, claims = StatusLedger(nodes), Claims(nodes)
    time = int(NOW.timestamp()) * 10**9
    nodes.append(TraceNode(lct.id, "anybody", time, kind="note"))
    statuses.mint(lct, now=NOW)
    forged = Lifecycle(lct).change("slashed", stranger, now=NOW)
    for name, payload in ((f"{lct.id}#0", bytes(forged)), ("x", b"junk")):
        nodes.append(TraceNode(name, "anybody", time, kind="lct.status", walk_id=lct.id, payload=payload))
    nodes.append(TraceNode("z", "anybody", time, kind="v3.claim", payload=b"junk"))
    assert statuses.lifecycle(lct.id).status == "active"
    assert [index for index, _ in statuses.passed_over(lct.id)] == [2, 3]
    assert claims.about("agent:a") == []
    claim = SignedClaim.sign(key, "agent:a", "veracity", "x", True, 0.5, work=bytes(32), now=NOW)
    claims.anchor(claim, now=NOW)
    assert claims.about("agent:a") == [claim]
    claims.verify(claim)


def test_claims_count_if_a_trusted_key_signed_them() -> None:
    keys = KeyStore.memory()
    key = keys.new_key("me")
    claims = Claims(TraceLedger())
    claim = SignedClaim.sign(key, "agent:a", "validity", "builds", False, 0.5, work=sha256(b"x"), now=NOW)
    with pytest.raises(NotFound):
        claims.verify(claim)
    claims.anchor(claim, now=NOW)
    claims.anchor(claim, now=NOW)
    claims.verify(claim)
    assert claims.about("agent:a") == [claim]
    assert claims.tensor("agent:a", [key.public_key]).validity < 0.5
    assert claims.tensor("agent:b", [key.public_key]) == V3Tensor()
    assert pickle.loads(pickle.dumps(claim)) == claim
    assert (claim.by, claim.at, claim.work) == (key.public_key, NOW, sha256(b"x"))
    for bad in (
        {"dimension": "talent"}, {"topic": ""}, {"magnitude": math.nan}, {"magnitude": 2.0}, {"work": b"x"}, {"subject": ""},
    ):  # fmt: skip
        parts: dict[str, Any] = {
            "subject": "agent:a", "dimension": "validity", "topic": "builds", "success": True, "magnitude": 0.5,
            "work": sha256(b"x"), **bad,
        }  # fmt: skip
        with pytest.raises(InvalidInput):
            SignedClaim.sign(key, **parts)


def test_coherence_is_a_value() -> None:
    one = Coherence(0.9, 0.95, 0.9, 1.0)
    assert eval(repr(one)) == one == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(eval(repr(one)))
    assert one.total() == pytest.approx(0.7695)
    assert Coherence().total() == 0.0625
    for bad in (-0.1, 1.1, math.nan):
        with pytest.raises(InvalidInput):
            Coherence(bad)
    for attempt in (
        lambda: lawful.trust.stability([0.5, 2.0]),
        lambda: lawful.trust.phi([[1, 2], [1]]),
        lambda: lawful.trust.reachability(2, 1),
        lambda: lawful.trust.continuity([], NOW, NOW, allowed_gap=1),
        lambda: lawful.trust.continuity([], NOW, NOW + timedelta(1), allowed_gap=-1),
        lambda: one.is_enough_for("robot"),
    ):
        with pytest.raises(InvalidInput):
            attempt()
