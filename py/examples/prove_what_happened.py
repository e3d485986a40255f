"""Proves to somebody who has only two texts what an agent did: `python prove_what_happened.py [PAGE]`."""

import sys
from pathlib import Path

from lawful.platform import KeyStore
from lawful.trace import ProofFile, ProofRejected, TraceLedger, TraceNode

ORIGIN = "example.org/agents"

# 1. The agent's side: every step is a node, linked to what led to it.
ledger = TraceLedger()
ledger.append(TraceNode("task", "user", 1_000, "task", stimulus="pay the invoice 4711"))
ledger.append(TraceNode("plan", "model", 1_020, "thought", causes=["task"]))
ledger.append(TraceNode("call", "agent", 1_040, "tool", causes=["plan"], stimulus="pay(4711, 120.00)"))
ledger.append(TraceNode("paid", "bank", 1_900, "result", fulfils=["call"], response="transfer 99"))

# Its key signs the head of the ledger; one proof file speaks for one step.
key = KeyStore.memory().new_key("agents")
signed = ledger.checkpoint(key, origin=ORIGIN)
handed_over = str(ledger.prove_file("call", signed))

# 2. The other side: the file, and the public key that it knows already. No ledger, no network.
node = ProofFile(handed_over).verify(origin=ORIGIN, log=key.public_key)
print(f"proved: `{node.origin}` did `{node.stimulus}` at {node.timestamp}")

# A file in which one letter was changed is refused.
middle = len(handed_over) // 2
altered = handed_over[:middle] + ("A" if handed_over[middle] != "A" else "B") + handed_over[middle + 1 :]
try:
    ProofFile(altered).verify(origin=ORIGIN, log=key.public_key)
except (ProofRejected, ValueError) as refused:
    print(f"refused: {refused}")
else:
    raise SystemExit("an altered file was accepted")

# 3. Later the ledger has grown; what was signed then is still its beginning.
ledger.append(TraceNode("next", "user", 5_000, "task", causes=["paid"]))
grown = ledger.prove_consistency(signed.head)
grown.verify(signed.head, ledger.head())
print(f"the {signed.head.size} nodes of then are the first of the {len(ledger)} of now")

if sys.argv[1:]:
    page = Path(sys.argv[1])
    page.write_text(ledger.export("html", name="What the agent did"), encoding="utf-8")
    print(f"the graph: {page}")
