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

The life of a covenant:

    >>> from datetime import datetime, timedelta, timezone
    >>> from lawful.covenant import Covenant, CovenantGate, Guard, ManualClock, Standing
    >>> from lawful.platform import Challenges, KeyStore, certify
    >>> store = KeyStore.memory()
    >>> owner, agent, helper = (store.new_key(name) for name in ("owner", "agent", "helper"))
    >>> asked = Covenant.propose(
    ...     by=agent, grantor=owner, permissions=["tool:*"], budget={"tokens": 900}, depth=1
    ... )
    >>> granted = asked.negotiate(owner, budget={"tokens": 100}).grant(owner)
    >>> granted.status, granted.budget, granted.budget.to_dict()
    ('granted', Budget(tokens=100), {'tokens': 100})
    >>> granted.expire(now=granted.expires).status
    'expired'
    >>> amendment = granted.amend(agent, permissions=["tool:search"]).grant(owner)
    >>> granted.amended_by(amendment, owner).status
    'amended'
    >>> Covenant.from_bytes(amendment.revoke(owner, "it is done").to_bytes()).make_known()
    True

A gate decides, and others get a part of it:

    >>> covenant = asked.grant(owner)
    >>> gate = CovenantGate(covenant)
    >>> bool(gate.permits("tool:search")), bool(gate.permits("fs.read:/etc/passwd"))
    (True, False)
    >>> decision = gate.check("tool:search", at_most={"tokens": 60})
    >>> decision.require()
    >>> decision.settle({"tokens": 10})
    >>> gate.check("tool:search", at_most={"tokens": 60}).refund()
    >>> gate.balance["free"], gate.decide(type("Asked", (), {"tool": "search", "arguments": {}})()).allowed
    (Budget(tokens=890), True)
    >>> chain = covenant.delegate(agent, to=helper, budget={"tokens": 50})
    >>> gate.open_child(chain, grantors=[owner]).balance["free"]
    Budget(tokens=50)
    >>> chain.revoke(agent)

A guard runs calls and records them; blocks may say how they ended:

    >>> covenant = asked.negotiate(owner, reason="a run").grant(owner)
    >>> guard = Guard(covenant, signer=owner, origin="example.org/runs")
    >>> running = guard.begin("tool:search", at_most={"tokens": 60})
    >>> running.spend({"tokens": 7})
    >>> running.finish().spent
    Budget(tokens=7)
    >>> guard.begin("tool:search").fail(ValueError("no")).outcome
    'failed'
    >>> child = guard.open_child(covenant.delegate(agent, to=helper, budget={}), grantors=[owner])
    >>> child.begin("tool:search").finish().outcome, guard.seal().origin, guard.close()
    ('succeeded', 'example.org/runs', None)

What was verified of a key or a model counts in conditions:

    >>> import lawful
    >>> now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    >>> clock = ManualClock(now)
    >>> clock.set(now + timedelta(minutes=1))
    >>> standing, challenges = Standing(), Challenges()
    >>> challenge = challenges.issue()
    >>> standing.attested(store.attest("agent", entity="agent:me", challenge=challenge).verify(challenges))
    >>> model = lawful.find_model("bool.logic")
    >>> certificate = certify(lawful.check(model), model.id, owner)
    >>> standing.certified(certificate.verify(owner.public_key, model))
    >>> terms = ['tool:* when key in ["software"] and model certified']
    >>> careful = Covenant.propose(by=agent, grantor=owner, permissions=terms).grant(owner)
    >>> bool(CovenantGate(careful, standing=standing).check("tool:search", model="bool.logic"))
    True
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
