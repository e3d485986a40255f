"""An append-only ledger that proves what happened.

    from lawful.trace import TraceLedger, TraceNode

    ledger = TraceLedger()
    ledger.append(TraceNode(id="abc", origin="brain", timestamp=1234567890))
"""

from lawful._core import (
    ConsistencyProof,
    Head,
    InclusionProof,
    Link,
    Receipt,
    TraceLedger,
    TraceNode,
)
from lawful.errors import Conflict, LedgerError, ProofRejected

__all__ = [
    "Conflict",
    "ConsistencyProof",
    "Head",
    "InclusionProof",
    "LedgerError",
    "Link",
    "ProofRejected",
    "Receipt",
    "TraceLedger",
    "TraceNode",
]
