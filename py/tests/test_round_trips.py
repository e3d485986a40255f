"""What is written down reads back, and order, equality and hash agree: for values of every kind."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import lawful
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lawful import covenant, operad, platform, trace, trust

QUICK = settings(max_examples=50, deadline=None, database=None, derandomize=True)

# How a value of each class is written and read again; some have several forms.
FORMS: list[tuple[type, Callable[[Any], Any]]] = [
    (covenant.Approval, lambda one: covenant.Approval.from_bytes(bytes(one))),
    (covenant.Budget, lambda one: covenant.Budget(**one.to_dict())),
    (covenant.Call, lambda one: covenant.Call(one)),
    (
        covenant.Call,
        lambda one: covenant.Call(
            one.action,
            arguments=json.loads(one.arguments),
            cost=one.cost,
            at_most=one.at_most,
            model=one.model,
        ),
    ),
    (covenant.Chain, lambda one: covenant.Chain.from_bytes(one.to_bytes())),
    (covenant.Covenant, lambda one: covenant.Covenant.from_bytes(bytes(one))),
    (covenant.ReviewRequest, lambda one: covenant.ReviewRequest.from_bytes(bytes(one))),
    (lawful.Report, lambda one: lawful.Report.from_json_lines(one.to_json_lines())),
    (
        operad.FiniteOperad,
        lambda one: operad.FiniteOperad(
            [[one.compose(a, b) for b in one.operations()] for a in one.operations()],
            one.identity(),
        ),
    ),
    (platform.Attestation, lambda one: platform.Attestation(one.to_json())),
    (platform.Certificate, lambda one: platform.Certificate(one.to_json())),
    (platform.PublicKey, lambda one: platform.PublicKey(str(one))),
    (platform.PublicKey, lambda one: platform.PublicKey(bytes(one))),
    (platform.Signature, lambda one: platform.Signature(str(one))),
    (platform.Signature, lambda one: platform.Signature(bytes(one))),
    (trace.Checkpoint, lambda one: trace.Checkpoint(str(one))),
    (trace.ConsistencyProof, lambda one: trace.ConsistencyProof(bytes(one))),
    (trace.InclusionProof, lambda one: trace.InclusionProof(bytes(one))),
    (trace.ProofFile, lambda one: trace.ProofFile(str(one))),
    (trace.TraceNode, lambda one: one if one.is_erasable else trace.TraceNode.from_bytes(bytes(one))),
    (trust.DidDocument, lambda one: trust.DidDocument(one.to_json())),
    (trust.EntityTrust, lambda one: trust.EntityTrust.from_bytes(bytes(one))),
    (trust.Lct, lambda one: trust.Lct(bytes(one))),
    (trust.SignedClaim, lambda one: trust.SignedClaim(bytes(one))),
    (trust.SignedWitnessEvent, lambda one: trust.SignedWitnessEvent(one.to_json())),
    (trust.StatusChange, lambda one: trust.StatusChange(bytes(one))),
    (trust.TrustLevel, lambda one: trust.TrustLevel(one.legacy_name)),
]
NAMES = [f"{cls.__name__}-{number}" for number, (cls, _) in enumerate(FORMS)]


@pytest.mark.parametrize(("cls", "again"), FORMS, ids=NAMES)
def test_what_is_written_reads_back(cls: type, again: Callable[[Any], Any]) -> None:
    @QUICK
    @given(st.from_type(cls))
    def test(one: Any) -> None:
        assert again(one) == one

    test()


@pytest.mark.parametrize("cls", sorted({cls for cls, _ in FORMS}, key=str))
def test_equality_and_hash_agree(cls: type) -> None:
    @QUICK
    @given(st.from_type(cls), st.from_type(cls))
    def test(one: Any, other: Any) -> None:
        assert (one == other) is (other == one) is not (one != other)
        assert one != 7 and one is not None
        if one == other and cls.__hash__ is not None:
            assert hash(one) == hash(other)

    test()


@pytest.mark.parametrize("cls", [platform.PublicKey, trace.Link, trust.TrustLevel])
def test_an_order_is_total(cls: type) -> None:
    @QUICK
    @given(st.from_type(cls), st.from_type(cls))
    def test(one: Any, other: Any) -> None:
        assert (one < other) + (one == other) + (one > other) == 1
        assert (one <= other) is not (one > other)
        assert (one >= other) is not (one < other)

    test()


@QUICK
@given(st.from_type(trace.TraceLedger))
def test_every_ledger_can_be_exported_searched_and_proved(ledger: trace.TraceLedger) -> None:
    assert ledger.verify() == ledger.head()
    assert [json.loads(line)["id"] for line in ledger.export("jsonl").split("\n") if line] == [
        node.id for node in ledger
    ]
    json.loads(ledger.export("otlp"))
    for node in ledger:
        assert node in ledger and ledger[node.id] == node
        ledger.prove(node).verify(node, ledger.head())
        for effect in ledger.effects(node):
            assert node in ledger.causes(effect)
            assert node in ledger.ancestors(effect)
        assert ledger.critical_path(node)[-1] == node


@QUICK
@given(st.from_type(trust.T3Tensor), st.from_type(trust.T3Tensor))
def test_evidence_merges_in_any_order(one: trust.T3Tensor, other: trust.T3Tensor) -> None:
    left, right = copy.deepcopy(one), copy.deepcopy(other)
    left.merge(other)
    right.merge(one)
    assert left == right


@QUICK
@given(st.from_type(trust.EntityTrust))
def test_the_dictionary_of_an_entity_keeps_its_scores(entity: trust.EntityTrust) -> None:
    told = entity.to_dict()
    again = trust.EntityTrust.from_dict(json.loads(json.dumps(told)), model=entity.model).to_dict()
    for name, value in told.items():
        # A score becomes evidence again, which is counted in small steps.
        assert again[name] == (pytest.approx(value, abs=1e-8) if isinstance(value, float) else value)
