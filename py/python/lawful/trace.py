"""An append-only ledger that proves what happened.

    from lawful.trace import TraceLedger, TraceNode

    ledger = TraceLedger()                      # or TraceLedger.open("ledger")
    ledger.append(TraceNode(id="abc", origin="brain", timestamp=1234567890))
    ledger.append(TraceNode("def", "hand", 1234567891, "act", causes=["abc"]))
    proof = ledger.prove("def")
    proof.verify(ledger["def"], ledger.head())

A node is its bytes, and never changes. What is appended stays. A signed head (`Checkpoint`) and a proof
show to somebody who has not the ledger that a node is in it.

Reading a ledger, and its graph of causes:

    >>> from lawful.trace import Link, TraceLedger, TraceNode
    >>> ledger = TraceLedger(tree_hash="rfc6962-sha256")
    >>> receipt = ledger.extend([
    ...     TraceNode("task", "user", 10, "task"),
    ...     TraceNode("plan", "model", 20, "thought", causes=["task"]),
    ...     TraceNode("call", "agent", 30, "tool", causes=["plan"]),
    ...     TraceNode("paid", "bank", 90, "result", fulfils=["call"]),
    ... ])
    >>> ledger.get("nobody"), ledger.index("call"), ledger.count(kind="tool")
    (None, 2, 1)
    >>> ledger.counts()["origins"]["bank"]
    1
    >>> def ids(nodes): return [node.id for node in nodes]
    >>> ids(ledger.effects("plan")), ids(ledger.ancestors("paid")), ids(ledger.descendants("plan"))
    (['call'], ['call', 'plan', 'task'], ['call', 'paid'])
    >>> ids(ledger.path_between("task", "call")), ids(ledger.critical_path("paid"))
    (['task', 'plan', 'call'], ['task', 'plan', 'call', 'paid'])

Proving to others, with the word of a witness, and forgetting what is old:

    >>> from lawful.platform import KeyStore
    >>> log, witness = (KeyStore.memory().new_key(name) for name in ("log", "witness"))
    >>> signed = ledger.checkpoint(log, origin="example.org/log").cosign(witness, name="w", time=1)
    >>> ledger.prove_file("call", signed).index, ledger.prove("call").verify(ledger["call"], ledger.head())
    (2, None)
    >>> before = ledger.head(2)
    >>> ledger.prove_consistency(before).verify(before, ledger.verify())
    >>> ledger.prune(3)
    >>> ids(ledger), ledger.head() == signed.head
    (['paid'], True)

In files, with one writer and any number of readers:

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> writer = TraceLedger.open(f"{folder.name}/ledger", tree_hash="rfc6962-sha256")
    >>> reader = TraceLedger.open(f"{folder.name}/ledger", read_only=True)
    >>> _ = writer.append(TraceNode("a", "brain", 1))
    >>> writer.sync(), len(reader), reader.refresh()
    (1, 0, 1)
    >>> writer.export_tiles(f"{folder.name}/tiles", writer.checkpoint(log, origin="example.org/log"))
    >>> reader.close(), writer.close(), folder.cleanup()
    (None, None, None)
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
