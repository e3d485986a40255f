"""An append-only ledger that proves what happened.

    from lawful.trace import TraceLedger, TraceNode

    ledger = TraceLedger()                      # or TraceLedger.open("ledger")
    ledger.append(TraceNode(id="abc", origin="brain", timestamp=1234567890))
    ledger.append(TraceNode("def", "hand", 1234567891, "act", causes=["abc"]))
    proof = ledger.prove("def")
    proof.verify(ledger["def"], ledger.head())

A node is its bytes, and never changes. What is appended stays. A signed head (`Checkpoint`) and a proof
show to somebody who has not the ledger that a node is in it.
"""

from lawful._core import (
    Checkpoint,
    ConsistencyProof,
    Head,
    InclusionProof,
    Link,
    ProofFile,
    Receipt,
    TraceLedger,
    TraceNode,
    verifier_key,
)
from lawful.errors import Conflict, LedgerError, ProofRejected

__all__ = [
    "Checkpoint",
    "Conflict",
    "ConsistencyProof",
    "Head",
    "InclusionProof",
    "LedgerError",
    "Link",
    "ProofFile",
    "ProofRejected",
    "Receipt",
    "TraceLedger",
    "TraceNode",
    "verifier_key",
]
