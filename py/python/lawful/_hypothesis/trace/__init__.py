"""Strategies for the classes of `lawful.trace`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lawful import trace as public
from lawful._hypothesis.trace import ledgers, nodes, proofs

STRATEGIES: dict[type, Callable[[], SearchStrategy[Any]]] = {
    public.Checkpoint: proofs.checkpoints,
    public.ConsistencyProof: proofs.consistency_proofs,
    public.Head: proofs.heads,
    public.InclusionProof: proofs.inclusion_proofs,
    public.Link: nodes.links,
    public.ProofFile: proofs.proof_files,
    public.Receipt: ledgers.receipts,
    public.TraceLedger: ledgers.ledgers,
    public.TraceNode: nodes.nodes,
}
