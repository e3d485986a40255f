"""What a ledger proves of a run."""

from __future__ import annotations

from typing import Any

import pytest
from covenants import AGENT, BELIEVED, BOSS, LOG, ORIGIN, OWNER, granted
from lawful.covenant import (
    Budget,
    Call,
    CovenantError,
    Denied,
    Guard,
    Running,
    prove_run,
    verify_proofs,
    verify_run,
)
from lawful.errors import InvalidInput, NotFound, ProofRejected
from lawful.trace import TraceLedger, TraceNode


def sealed() -> tuple[Guard, Running]:
    covenant = granted("tool:*", "!tool:rm", budget={"tokens": 10})
    guard = Guard(covenant, signer=LOG, origin=ORIGIN)
    with guard.begin("tool:x", at_most={"tokens": 5}, arguments={"a": 1}) as running:
        running.spend({"tokens": 2})
    return guard, running


CALL = Call("tool:x", at_most={"tokens": 5}, arguments={"a": 1})


def test_verify_run() -> None:
    guard, running = sealed()
    with pytest.raises(Denied) as denied:
        guard.begin("tool:rm")
    head = guard.seal()
    assert running.receipt is not None
    answer = verify_run(guard.ledger, head, running.receipt, CALL, **BELIEVED)
    assert answer.authorised and answer.executed and answer.enforced and answer.whole_ledger
    assert answer.clause == "tool:*" and answer.reserved == Budget(tokens=5)
    assert answer.spent == Budget(tokens=2) and answer.outcome == "succeeded"
    assert (answer.grantor, answer.holder) == (OWNER.public_key, AGENT.public_key)
    assert answer.decided_at is not None and answer.ended_at is not None
    assert answer.decided_at <= answer.ended_at and answer.lineage == [guard.digest]
    assert denied.value.call is not None
    no = verify_run(guard.ledger, head, denied.value.call, "tool:rm", **BELIEVED)
    assert not no.authorised and not no.executed and no.spent is None
    assert no.clause is not None and "denies it" in no.clause
    proofs = prove_run(guard.ledger, head, running.name, origin=ORIGIN, log=LOG.public_key)
    proved = verify_proofs(proofs, running.name, CALL, **BELIEVED)
    assert proved.authorised and not proved.whole_ledger


def test_verify_run_refuses_what_is_not_so() -> None:
    guard, running = sealed()
    head, name, ledger = guard.seal(), running.name, guard.ledger

    def refused(match: str | None, **changed: Any) -> None:
        given = {"ledger": ledger, "checkpoint": head, "name": name, "call": CALL, **BELIEVED}
        with pytest.raises(ProofRejected, match=match):
            verify_run(**{**given, **changed})

    refused("with the digest", call=Call(CALL, arguments={"a": 2}))
    refused("with the digest", call="tool:x")
    refused("is not trusted here", grantors=[BOSS])
    refused(None, log=BOSS.public_key)
    refused(None, origin="example.com/other")
    with pytest.raises(NotFound):
        verify_run(ledger, head, "nobody/0", CALL, **BELIEVED)
    with pytest.raises(InvalidInput, match="nobody is trusted"):
        verify_run(ledger, head, name, CALL, **{**BELIEVED, "grantors": []})


def test_verify_run_refuses_tampering() -> None:
    guard, running = sealed()
    head, nodes = guard.seal(), list(guard.ledger)

    def rebuilt(changed: list[TraceNode]) -> TraceLedger:
        ledger = TraceLedger()
        ledger.extend(changed)
        return ledger

    whole = rebuilt(nodes)
    assert verify_run(whole, head, running.name, CALL, **BELIEVED).authorised
    with pytest.raises(ProofRejected, match="nodes are missing"):
        verify_run(rebuilt(nodes[:-1]), head, running.name, CALL, **BELIEVED)
    # Whoever has the key of the log can sign another history, but not one that cannot have happened.
    spent = nodes[-1].payload
    assert spent is not None
    cheaper = TraceNode(
        nodes[-1].id,
        nodes[-1].origin,
        nodes[-1].timestamp,
        nodes[-1].kind,
        links=nodes[-1].links,
        walk_id=nodes[-1].walk_id,
        payload=spent[:-1],
    )
    other = rebuilt([*nodes[:-1], cheaper])
    with pytest.raises(ProofRejected, match="not those that the head was signed over"):
        verify_run(other, head, running.name, CALL, **BELIEVED)
    signed = other.checkpoint(LOG, origin=ORIGIN)
    with pytest.raises(ProofRejected, match="cannot be read"):
        verify_run(other, signed, running.name, CALL, **BELIEVED)


def test_a_guard_without_a_signer_seals_nothing() -> None:
    guard = Guard(granted("tool:*"))
    with pytest.raises(CovenantError, match="no key to sign with"):
        guard.seal()
    with pytest.raises(InvalidInput, match="together"):
        Guard(granted("tool:*"), signer=LOG)
