"""Heads and proofs of real ledgers."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from lawful._hypothesis.platform.keys import ed25519_keys, key
from lawful._hypothesis.texts import origins
from lawful._hypothesis.trace.ledgers import filled
from lawful.trace import (
    Checkpoint,
    ConsistencyProof,
    Head,
    InclusionProof,
    ProofFile,
    TraceLedger,
)


@st.composite
def heads(draw: DrawFn) -> Head:
    """Draws heads."""
    ledger = draw(filled())
    return ledger.head(draw(st.integers(0, len(ledger))))


@st.composite
def inclusion_proofs(draw: DrawFn) -> InclusionProof:
    """Draws proofs that a node is in a ledger."""
    ledger = draw(filled(least=1))
    index = draw(st.integers(0, len(ledger) - 1))
    return ledger.prove(index, draw(st.integers(index + 1, len(ledger))))


@st.composite
def consistency_proofs(draw: DrawFn) -> ConsistencyProof:
    """Draws proofs that a ledger begins with what it had."""
    ledger = draw(filled())
    later = draw(st.integers(0, len(ledger)))
    return ledger.prove_consistency(draw(st.integers(0, later)), later)


@st.composite
def checkpoints(draw: DrawFn) -> Checkpoint:
    """Draws signed heads, some with the cosignature of a witness."""
    return draw(_signed(draw(filled())))


@st.composite
def _signed(draw: DrawFn, ledger: TraceLedger, least: int = 0) -> Checkpoint:
    head = draw(st.integers(least, len(ledger)))
    made = ledger.checkpoint(draw(ed25519_keys()), origin=draw(origins()), head=head)
    if draw(st.booleans()):
        made = made.cosign(key("reviewer"), name="witness", time=draw(st.integers(1, 2**31)))
    return made


@st.composite
def proof_files(draw: DrawFn) -> ProofFile:
    """Draws files that prove that a node is in a ledger."""
    ledger = draw(filled(least=1))
    checkpoint = draw(_signed(ledger, least=1))
    return ledger.prove_file(draw(st.integers(0, checkpoint.head.size - 1)), checkpoint)
