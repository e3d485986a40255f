"""Guards an agent: one call is allowed, one denied, one over budget: `python guard_an_agent.py [PAGE]`."""

import sys
from pathlib import Path

from lawful.covenant import Budget, Covenant, Denied, Guard, verify_run
from lawful.platform import KeyStore
from lawful.trace import TraceLedger

# Three parties, each with a key: who owns the machine, the agent, and the log of what happened.
store = KeyStore.memory()
owner, agent, log = (store.new_key(name) for name in ("owner", "agent", "log"))

# The agent proposes, the owner grants. What is not permitted is denied.
covenant = Covenant.propose(
    by=agent,
    grantor=owner,
    permissions=["tool:search", "tool:summarise"],
    budget=Budget(calls=10, tokens=100),
    reason="write the weekly report",
    seconds=3600,
).grant(owner)

ledger = TraceLedger()  # TraceLedger.open("runs") keeps it
guard = Guard(covenant, ledger, signer=log, origin="example.com/runs")


@guard(cost={"calls": 1})
def search(text: str) -> list[str]:
    return [f"a page about {text}"]


@guard(at_most={"tokens": 80}, settle=lambda summary: {"tokens": len(summary)})
def summarise(pages: list[str]) -> str:
    return "In short: " + "; ".join(pages)


@guard
def delete_files(folder: str) -> None:
    raise AssertionError(f"never reached: {folder}")


pages, receipt = search.with_receipt("laws")
print("allowed:", pages)

try:
    delete_files("/srv")
except Denied as denied:
    print("denied:", denied.reason)

print("settled:", summarise(pages), "-", guard.balance["spent"])
try:
    summarise(pages)
except Denied as denied:
    print("over budget:", denied.reason)

# Later, somewhere else: only the ledger, its signed head, and the keys that are believed.
answer = verify_run(
    ledger,
    guard.seal(),
    receipt,
    search.call_of("laws"),
    origin="example.com/runs",
    log=log.public_key,
    grantors=[owner.public_key],
)
print("proved:", answer)
assert answer.authorised and answer.spent == Budget(calls=1)

if sys.argv[1:]:
    Path(sys.argv[1]).write_text(ledger.export("html", name="What the agent asked for and did"), encoding="utf-8")
