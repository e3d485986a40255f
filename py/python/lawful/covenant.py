"""Contracts that really stop a call, and the guarded run.

    from lawful.covenant import Budget, Covenant, Guard

    covenant = Covenant.propose(
        by=agent,                                   # keys of a lawful.platform.KeyStore
        grantor=owner,
        permissions=["tool:search", "fs.read:/srv/app/**", "!fs.read:/srv/app/secrets/**"],
        budget=Budget(calls=100),
        reason="release 1.2",
    ).grant(owner)

    guard = Guard(covenant)                         # or Guard(covenant, TraceLedger.open("ledger"))

    @guard(cost={"calls": 1})
    def search(text: str) -> list[str]: ...

Nothing is allowed by default, and nothing that cannot be decided is allowed. Every call is on a ledger
before it runs; `verify_run` answers offline who allowed it, under which covenant, at what cost.
"""

from lawful._core import (
    Approval,
    Budget,
    Call,
    CallReceipt,
    Chain,
    Covenant,
    CovenantGate,
    Decision,
    Guard,
    ManualClock,
    ReviewGate,
    ReviewRequest,
    RunAnswer,
    Running,
    Standing,
    prove_run,
    verify_proofs,
    verify_run,
)
from lawful._guarding import Guarded
from lawful.errors import CovenantError, Denied, NeedsReview

__all__ = [
    "Approval",
    "Budget",
    "Call",
    "CallReceipt",
    "Chain",
    "Covenant",
    "CovenantError",
    "CovenantGate",
    "Decision",
    "Denied",
    "Guard",
    "Guarded",
    "ManualClock",
    "NeedsReview",
    "ReviewGate",
    "ReviewRequest",
    "RunAnswer",
    "Running",
    "Standing",
    "prove_run",
    "verify_proofs",
    "verify_run",
]
