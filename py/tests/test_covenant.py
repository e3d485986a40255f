"""Covenants, gates and guards."""

from __future__ import annotations

import asyncio
import copy
import functools
import os
import pickle
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import time_ns
from types import SimpleNamespace
from typing import Any

import lawful
import pytest
from lawful.covenant import (
    Approval,
    Budget,
    Call,
    CallReceipt,
    Chain,
    Covenant,
    CovenantError,
    CovenantGate,
    Denied,
    Guard,
    ManualClock,
    NeedsReview,
    ReviewGate,
    ReviewRequest,
    Running,
    Standing,
    prove_run,
    verify_proofs,
    verify_run,
)
from lawful.errors import (
    DamagedFile,
    InvalidInput,
    LawfulError,
    LedgerError,
    NotFound,
    ProofRejected,
)
from lawful.platform import Challenges, FutureVersion, Key, KeyStore, certify
from lawful.trace import TraceLedger, TraceNode
from lawful.trust import TrustStore

STORE = KeyStore.memory()
OWNER, AGENT, HELPER, BOSS, LOG = (
    STORE.new_key(name) for name in ("owner", "agent", "helper", "boss", "log")
)
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
ORIGIN = "example.com/runs"
BELIEVED: dict[str, Any] = {
    "origin": ORIGIN,
    "log": LOG.public_key,
    "grantors": [OWNER],
}


def proposed(*permissions: str, **more: Any) -> Covenant:
    settings = {"by": AGENT, "grantor": OWNER, "permissions": permissions, **more}
    return Covenant.propose(**settings)


def granted(*permissions: str, **more: Any) -> Covenant:
    now = {"now": more["now"]} if "now" in more else {}
    return proposed(*permissions, **more).grant(OWNER, **now)


def gate(*permissions: str, **more: Any) -> CovenantGate:
    return CovenantGate(granted(*permissions, **more))


def recorded(ledger: TraceLedger) -> list[str]:
    return [str(node.kind) for node in ledger]


# The life of a covenant.


def test_a_life() -> None:
    one = proposed("fs.read:/srv/**", budget=Budget(calls=3), reason="why not")
    assert one.status == "proposed" and one.permissions == [["fs.read:/srv/**"]]
    two = one.negotiate(OWNER, budget={"calls": 2})
    assert two.status == "negotiating" and two.budget == Budget(calls=2)
    assert two.replaces == one.digest and two.reason == "why not" and one.status == "proposed"
    three = two.grant(OWNER)
    assert three.status == "granted" and three.digest == two.digest
    four = three.revoke(OWNER, "enough")
    assert four.status == "revoked"
    assert [(what, why) for what, _, _, why in four.steps] == [
        ("proposed", ""),
        ("negotiated", ""),
        ("granted", ""),
        ("revoked", "enough"),
    ]
    assert [by for _, _, by, _ in four.steps] == [
        AGENT.public_key,
        OWNER.public_key,
        OWNER.public_key,
        OWNER.public_key,
    ]


def test_an_amendment_takes_the_place_of_a_covenant() -> None:
    old = granted("fs.read:/srv/**", budget={"calls": 3})
    guard = CovenantGate(old)
    amendment = old.amend(AGENT, permissions=["fs.*:/srv/**"])
    assert amendment.status == "proposed" and amendment.replaces == old.digest
    assert amendment.budget == Budget(calls=3)
    with pytest.raises(CovenantError, match="is proposed cannot be used"):
        old.amended_by(amendment, OWNER)
    assert guard.check("fs.read:/srv/a")
    new = amendment.grant(OWNER)
    with pytest.raises(CovenantError, match="its grantor for amending"):
        old.amended_by(new, AGENT)
    assert old.amended_by(new, OWNER).status == "amended"
    assert guard.check("fs.read:/srv/a").clause == "revoked"
    assert CovenantGate(new).check("fs.write:/srv/a")


def test_time_ends_a_covenant() -> None:
    one = granted("tool:*", now=START, seconds=60)
    assert one.expires == START + timedelta(seconds=60) and one.not_before == START
    with pytest.raises(CovenantError, match="has not expired"):
        one.expire(now=START + timedelta(seconds=59))
    assert one.expire(now=one.expires).status == "expired"


ILLEGAL: list[tuple[str, Callable[[Covenant], object]]] = [
    ("proposed", lambda c: c.revoke(OWNER)),
    ("proposed", lambda c: c.expire()),
    ("proposed", lambda c: c.amend(AGENT)),
    ("proposed", lambda c: c.amended_by(c, OWNER)),
    ("proposed", lambda c: c.delegate(AGENT, to=HELPER)),
    ("proposed", lambda c: c.grant(AGENT)),
    ("proposed", lambda c: c.negotiate(BOSS)),
    ("proposed", lambda c: CovenantGate(c)),
    ("proposed", lambda c: Guard(c)),
    ("granted", lambda c: c.grant(OWNER)),
    ("granted", lambda c: c.negotiate(AGENT)),
    ("granted", lambda c: c.revoke(AGENT)),
    ("granted", lambda c: c.expire()),
    ("granted", lambda c: c.delegate(HELPER, to=BOSS)),
    ("revoked", lambda c: c.grant(OWNER)),
    ("revoked", lambda c: c.negotiate(AGENT)),
    ("revoked", lambda c: c.revoke(OWNER)),
    ("revoked", lambda c: c.expire()),
    ("revoked", lambda c: c.amend(AGENT)),
    ("revoked", lambda c: c.delegate(AGENT, to=HELPER)),
    ("revoked", lambda c: CovenantGate(c)),
    ("revoked", lambda c: Guard(c)),
]


@pytest.mark.parametrize(("state", "move"), ILLEGAL)
def test_illegal_moves_raise(state: str, move: Callable[[Covenant], object]) -> None:
    covenant = proposed("tool:*", depth=1)
    if state != "proposed":
        covenant = covenant.grant(OWNER)
    if state == "revoked":
        covenant = covenant.revoke(OWNER)
    with pytest.raises(CovenantError):
        move(covenant)
    assert covenant.status == state


def test_acts_do_not_go_back_in_time() -> None:
    with pytest.raises(CovenantError, match="a clock went back"):
        proposed("tool:*", now=START).grant(OWNER, now=START - timedelta(seconds=1))
    with pytest.raises(CovenantError, match="the covenant is over"):
        proposed("tool:*", now=START, seconds=5).grant(OWNER, now=START + timedelta(seconds=5))


def test_the_stored_form() -> None:
    review = ReviewGate("r", "tool:rm", reviewers=[BOSS, OWNER], quorum=2, threshold=3, seconds=9)
    one = granted(
        "tool:*",
        "!tool:rm when /path prefix \"/etc\"",
        budget=Budget(tokens=5, micro_currency=Budget.MOST),
        review_gates=[review],
        rates=[("calls", 5, 1000)],
        revokers=[BOSS],
        holder=HELPER,
        depth=2,
        may_use=False,
        reason="because",
    )
    for copied in (Covenant.from_bytes(bytes(one)), pickle.loads(pickle.dumps(one)), copy.copy(one)):
        assert copied == one and hash(copied) == hash(one) and copied.steps == one.steps
    assert one.review_gates == [review] and one.rates == [("calls", 5, 1000)]
    assert one.revokers == [BOSS.public_key] and one.holder == HELPER.public_key
    assert (one.depth, one.may_use, one.budget.micro_currency) == (2, False, 2**63 - 1)
    assert one != granted("tool:*")


def test_bytes_from_outside() -> None:
    data = granted("tool:*").to_bytes()
    for end in range(0, len(data), 7):
        with pytest.raises(LawfulError):
            Covenant.from_bytes(data[:end])
    for place in range(0, len(data), 11):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(LawfulError):
            Covenant.from_bytes(bytes(changed))
    newer = bytearray(data)
    newer[5] += 1
    with pytest.raises(FutureVersion, match="knows version 1"):
        Covenant.from_bytes(bytes(newer))
    with pytest.raises(DamagedFile):
        Covenant.from_bytes(b"")
    with pytest.raises(DamagedFile):
        Chain.from_bytes(data)


BAD_PERMISSIONS = [
    "",
    "fs.read",
    "fs.read:/srv/../etc",
    "fs.read:/srv\\app",
    "fs.read:/srv/\0",
    "fs.read:/srv//app",
    "fs.read:/srv/app*",
    "FS.read:/srv",
    "fs.read:/srv/\u0430pp",
    "tool:x when ",
    "tool:x when /a <= 0.5",
]


@pytest.mark.parametrize("bad", BAD_PERMISSIONS)
def test_bad_permissions(bad: str) -> None:
    with pytest.raises(InvalidInput):
        proposed(bad)


def test_no_permission_of_many_is_left_out() -> None:
    many = [f"tool:t{number}" for number in range(10_000)]
    guard = gate(*many, "!tool:t5")
    assert guard.check("tool:t9999") and not guard.check("tool:t5")
    with pytest.raises(InvalidInput, match="at most 65536"):
        proposed(*["tool:x"] * 65_536, "!tool:x")


def test_bad_terms() -> None:
    with pytest.raises(InvalidInput, match="not both"):
        proposed(seconds=5, expires=START)
    with pytest.raises(InvalidInput, match="never"):
        proposed(expires=START)
    with pytest.raises(InvalidInput, match="reviews its own calls"):
        proposed(review_gates=[ReviewGate("g", "tool:*", reviewers=[AGENT])])
    with pytest.raises(InvalidInput, match="time zone"):
        proposed(expires=datetime(2030, 1, 1))
    with pytest.raises(InvalidInput, match="bytes of reason"):
        proposed(reason="x" * 5000)
    with pytest.raises(InvalidInput, match="before 1970"):
        proposed(now=datetime(1960, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(InvalidInput, match="quorum"):
        ReviewGate("g", "tool:*", reviewers=[BOSS], quorum=2)
    with pytest.raises(TypeError):
        Covenant.propose(by=AGENT, grantor=OWNER, permissions="tool:*")


# Amounts.

BAD_AMOUNTS = [True, 1.0, float("nan"), float("inf"), -1, 2**63, "5", None, b"5", [1]]


@pytest.mark.parametrize("bad", BAD_AMOUNTS)
def test_bad_amounts_are_refused_and_nothing_is_spent(bad: Any) -> None:
    guard = gate("tool:*", budget={"tokens": 10, "calls": 10})
    before = guard.balance
    both: list[dict[str, Any]] = [
        {"cost": {"tokens": bad}},
        {"at_most": {"calls": 1, "tokens": bad}},
    ]
    for settings in both:
        with pytest.raises(InvalidInput, match="2\\^63 - 1"):
            guard.check("tool:x", **settings)
        with pytest.raises(InvalidInput):
            guard.check("tool:x", arguments={}, **settings)
    assert guard.balance == before
    with pytest.raises(InvalidInput):
        proposed("tool:*", budget={"tokens": bad})
    if bad is not None:
        with pytest.raises(InvalidInput):
            Budget(tokens=bad)
    decision = guard.check("tool:x", at_most={"tokens": 4})
    wrong: Any = {"tokens": bad}
    with pytest.raises(InvalidInput):
        decision.settle(wrong)
    decision.settle({"tokens": 1})
    assert guard.balance["spent"] == Budget(tokens=1)


def test_budgets() -> None:
    budget = Budget(tokens=5, calls=0)
    assert budget == Budget._of({"tokens": 5}) == Budget._of(budget) and budget.to_dict() == {"tokens": 5}
    assert repr(budget) == "Budget(tokens=5)" and str(budget) == "5 tokens" and budget
    assert not Budget() and pickle.loads(pickle.dumps(budget)) == budget == copy.deepcopy(budget)
    assert len({budget, Budget(tokens=5), Budget(tokens=6)}) == 2
    with pytest.raises(InvalidInput, match="`gold` is not a resource"):
        Budget._of({"gold": 1})
    with pytest.raises(InvalidInput, match="a `int` is no budget"):
        gate("tool:*").check("tool:x", cost=5)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="names of amounts are texts"):
        Budget._of({5: 5})  # type: ignore[dict-item]


# Values.


def test_values_are_pickled_copied_and_compared_whole() -> None:
    review = ReviewGate("r", "tool:**", reviewers=[BOSS, OWNER], threshold=2, quorum=2, seconds=1.5)
    asking = gate("tool:*", review_gates=[ReviewGate("r", "tool:**", reviewers=[BOSS])])
    [request] = asking.check("tool:x").requests
    approval = request.approve(BOSS)
    call = Call("tool:x", arguments={"a": [1, "\u00e9", None]}, at_most={"tokens": 3}, model="m")
    with Guard(granted("tool:*")).begin("tool:x") as running:
        pass
    receipt = running.receipt
    assert receipt is not None
    for one in (review, request, approval, call, Call("tool:x", cost=Budget(calls=1)), receipt):
        again: Any = pickle.loads(pickle.dumps(one))
        assert again == one and hash(again) == hash(one) and type(again) is type(one)
        assert copy.copy(one) is one and copy.deepcopy(one) is one
    assert pickle.loads(pickle.dumps(call)).digest == call.digest
    assert CallReceipt(receipt.call, "failed", receipt.spent) != receipt
    with pytest.raises(InvalidInput, match="`won` is no outcome"):
        CallReceipt("x", "won", Budget())
    match receipt:
        case CallReceipt(name, "succeeded", _):
            assert name == receipt.call
        case _:
            pytest.fail("no match")


def test_a_review_travels() -> None:
    asking = gate("tool:*", review_gates=[ReviewGate("r", "tool:**", reviewers=[BOSS])])
    [request] = asking.check("tool:x").requests
    data = bytes(ReviewRequest.from_bytes(bytes(request)).approve(BOSS))
    assert asking.check("tool:x", approvals=[Approval.from_bytes(data)])
    for kind, wrong in ((ReviewRequest, data), (Approval, bytes(request))):
        with pytest.raises(DamagedFile):
            kind.from_bytes(wrong)
    for end in range(len(data)):
        with pytest.raises(DamagedFile):
            Approval.from_bytes(data[:end])
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 1
        [again] = asking.check("tool:x").requests
        assert again != request
        try:
            changed = Approval.from_bytes(bytes(flipped))
        except LawfulError:
            continue
        assert not asking.check("tool:x", approvals=[changed])
    with pytest.raises(FutureVersion):
        Approval.from_bytes(data[:4] + b"\x00\x02" + data[6:])


# Decisions.


def test_the_first_clause_that_denies_decides() -> None:
    guard = gate("fs.*:/srv/**", "!fs.write:/srv/secrets/**", budget={"calls": 1})
    assert guard.check("fs.read:/srv/a").clause == "fs.*:/srv/**"
    assert guard.check("fs.read:/etc/passwd").clause == "not-allowed"
    denied = guard.check("fs.write:/srv/SECRETS/key")
    assert denied.clause == "!fs.write:/srv/secrets/**" and not denied
    assert denied.reason == "`!fs.write:/srv/secrets/**` denies it"
    assert guard.check("fs.read:/srv/a", cost={"calls": 2}).clause == "budget"
    assert guard.check("fs.read:/srv/a", cost={"tokens": 1}).clause == "budget"
    assert guard.check("fs.read:/srv/a", cost={"calls": 1})
    assert guard.check("fs.read:/srv/a", cost={"calls": 1}).clause == "budget"
    # What costs nothing is still allowed, by the same object as before.
    assert guard.check("fs.read:/srv/a") is guard.check("fs.read:/srv/a")
    with pytest.raises(Denied, match="the call is denied: no permission allows it") as raised:
        guard.check("fs.read:/etc/passwd").require()
    assert raised.value.clause == "not-allowed" and raised.value.call is None


def test_time_and_clock() -> None:
    clock = ManualClock(START)
    covenant = granted("tool:*", now=START, seconds=60, not_before=START + timedelta(seconds=10))
    guard = CovenantGate(covenant, clock=clock)
    assert guard.check("tool:x").clause == "not-yet"
    clock.advance(seconds=10)
    assert guard.check("tool:x")
    clock.set(START + timedelta(seconds=9))
    assert guard.check("tool:x").clause == "clock"
    clock.set(START + timedelta(seconds=70))
    assert guard.check("tool:x").clause == "expired"


def test_conditions_on_arguments() -> None:
    guard = gate('pay:*/transfer when /amount <= 500 and /currency in ["EUR"]')
    good = {"amount": 500, "currency": "EUR"}
    assert guard.check("pay:bank/transfer", arguments=good)
    others: list[Any] = [{**good, "amount": 501}, {**good, "currency": "USD"}, {"amount": 5}, {}, None, []]
    for bad in others:
        assert not guard.check("pay:bank/transfer", arguments=bad)
    assert not guard.check("pay:bank/transfer", arguments={**good, "amount": 0.5})


BAD_ARGUMENTS = [
    float("nan"),
    {"x": float("inf")},
    {"x": object()},
    {"x": b""},
    {1: 2},
    {"x": 2**64},
    {"x": "\ud800"},
    {"x": {1, 2}},
]


@pytest.mark.parametrize("bad", BAD_ARGUMENTS)
def test_bad_arguments(bad: Any) -> None:
    guard = gate("tool:*", budget={"calls": 1})
    with pytest.raises(InvalidInput):
        guard.check("tool:x", arguments=bad, cost={"calls": 1})
    assert not guard.balance["spent"]


def test_arguments_without_end() -> None:
    guard = gate("tool:*")
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(InvalidInput, match="deeper"):
        guard.check("tool:x", arguments=endless)
    wide: Any = [1, 1]
    for _ in range(40):
        wide = [wide, wide]
    with pytest.raises(InvalidInput, match="bytes"):
        guard.check("tool:x", arguments=wide)


@pytest.mark.parametrize("bad", ["", "x", "fs.read:../x", "fs.read:/a\\b", "fs.read:/\0", "a:*", 5, None])
def test_bad_actions(bad: Any) -> None:
    guard = gate("**:**", "**:/**")
    with pytest.raises(InvalidInput):
        guard.check(bad)
    with pytest.raises(InvalidInput):
        guard.check("\ud800")


def test_calls() -> None:
    call = Call("tool:x", arguments={"b": 1, "a": [True, None, "t", 0.5]}, at_most={"calls": 1})
    same = Call("tool:x", arguments={"a": [True, None, "t", 0.5], "b": 1}, at_most=Budget(calls=1))
    assert call == same and hash(call) == hash(same) and call.digest == same.digest
    assert call.at_most == Budget(calls=1) and call.cost is None and call.model is None
    other = Call(call, cost={"calls": 1}, model="m")
    assert other.digest != call.digest and other.cost == Budget(calls=1) and other.model == "m"
    with pytest.raises(InvalidInput, match="not both"):
        Call("tool:x", cost={"calls": 1}, at_most={"calls": 1})


def test_settling() -> None:
    guard = gate("model:*", budget={"tokens": 100})
    decision = guard.check("model:a", at_most={"tokens": 60})
    assert decision.reserved == Budget(tokens=60) and guard.balance["reserved"] == Budget(tokens=60)
    decision.settle({"tokens": 45})
    with pytest.raises(CovenantError, match="settled already"):
        decision.refund()
    refunded = guard.check("model:a", at_most={"tokens": 55})
    refunded.refund()
    assert guard.balance["free"] == Budget(tokens=55)
    with pytest.raises(CovenantError, match="more than was reserved"):
        guard.check("model:a", at_most={"tokens": 5}).settle({"tokens": 6})
    assert guard.balance["spent"] == Budget(tokens=51)
    del decision, refunded
    lost = guard.check("model:a", at_most={"tokens": 9})
    del lost
    assert guard.balance["spent"] == Budget(tokens=60)
    # A known cost is spent at once.
    known = guard.check("model:a", cost={"tokens": 1})
    known.settle({})
    known.refund()
    assert guard.balance["spent"] == Budget(tokens=61)


def test_eight_threads_lose_nothing() -> None:
    guard = gate("tool:*", budget={"calls": 10_000, "tokens": 10_000})
    allowed = [0] * 8

    def work(number: int) -> None:
        for turn in range(2_000):
            if turn % 2:
                allowed[number] += bool(guard.check("tool:x", cost={"calls": 1}))
            else:
                decision = guard.check("tool:x", at_most={"calls": 1, "tokens": 3})
                if decision:
                    decision.settle({"calls": 1, "tokens": 1})
                    allowed[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    balance = guard.balance
    assert sum(allowed) == 10_000 == balance["spent"].calls and not balance["reserved"]
    assert balance["spent"].tokens + balance["free"].tokens == 10_000


def test_rates() -> None:
    clock = ManualClock(START)
    covenant = granted("tool:*", now=START, budget={"calls": 100}, rates=[("calls", 2, 1000)])
    guard = CovenantGate(covenant, clock=clock)
    assert [bool(guard.check("tool:x", cost={"calls": 1})) for _ in range(3)] == [True, True, False]
    clock.advance(seconds=1.1)
    assert guard.check("tool:x", cost={"calls": 1})
    with pytest.raises(InvalidInput):
        proposed("tool:*", rates=[("calls", 0, 1000)])


# Reviews.


def test_reviews() -> None:
    review = ReviewGate("deploys", "deploy:**", reviewers=[BOSS, OWNER], quorum=2)
    guard = gate("deploy:**", "tool:*", review_gates=[review], budget={"calls": 9})
    assert guard.check("tool:x")
    call = Call("deploy:web", arguments={"version": 1}, cost={"calls": 1})
    decision = guard.check(call)
    [request] = decision.requests
    assert not decision and decision.clause == "review" and request.gate == "deploys"
    assert request.call == call.digest and guard.check(call).requests == [request]
    with pytest.raises(NeedsReview, match="waits for review at `deploys`") as raised:
        decision.require()
    assert raised.value.requests == (request,)
    one, two = request.approve(BOSS), request.approve(OWNER)
    assert guard.check(call, approvals=[one]).reason == "1 of 2 reviewers of gate `deploys` approved"
    assert not guard.check(call, approvals=[one, one, request.approve(AGENT)])
    edited = Call("deploy:web", arguments={"version": 2}, cost={"calls": 1})
    assert "ask again" in guard.check(edited, approvals=[one, two]).reason
    assert guard.check(call, approvals=[one, two])
    assert "used once" in guard.check(call, approvals=[one, two]).reason
    assert guard.balance["spent"] == Budget(calls=1)


# Passing on.


def test_delegation_attenuates() -> None:
    parent = granted("fs.*:/srv/**", budget={"calls": 10}, depth=2, seconds=600)
    chain = parent.delegate(
        AGENT,
        to=HELPER,
        permissions=["fs.read:**", "fs.read:/**", "tool:*"],
        budget={"calls": 99, "tokens": 5},
        seconds=10**6,
        depth=1,
    )
    assert chain.budget == Budget(calls=10) and chain.expires == parent.expires
    assert chain.holder == HELPER.public_key and chain.grantor == OWNER.public_key
    assert len(chain.permissions) == 2 and chain.depth == 1
    guard = CovenantGate(chain, grantors=[OWNER])
    assert guard.check("fs.read:/srv/a") and guard.holder == HELPER.public_key
    assert not guard.check("fs.write:/srv/a")
    assert not guard.check("fs.read:/etc/a") and not guard.check("tool:x")
    deeper = chain.delegate(HELPER, to=BOSS, budget={"calls": 3})
    assert deeper.budget == Budget(calls=3) and len(deeper.lineage) == 3
    with pytest.raises(CovenantError, match="depth is used up"):
        deeper.delegate(BOSS, to=LOG)
    with pytest.raises(CovenantError, match="does not hold what it passes on"):
        chain.delegate(AGENT, to=BOSS)
    with pytest.raises(CovenantError, match="in a circle"):
        chain.delegate(HELPER, to=AGENT)


def test_chains_from_outside() -> None:
    parent = granted("tool:*", depth=1)
    chain = parent.delegate(AGENT, to=HELPER)
    read = Chain.from_bytes(bytes(chain))
    assert read == chain == pickle.loads(pickle.dumps(chain)) and hash(read) == hash(chain)
    read.verify([OWNER])
    with pytest.raises(CovenantError, match="is not trusted here"):
        read.verify([BOSS])
    with pytest.raises(InvalidInput, match="nobody is trusted"):
        CovenantGate(read)
    with pytest.raises(CovenantError):
        CovenantGate(read, grantors=[BOSS])
    with pytest.raises(CovenantError, match="holds from"):
        read.verify([OWNER], now=START)
    data = bytes(chain)
    for place in range(6, len(data), 13):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(LawfulError):
            Chain.from_bytes(bytes(changed)).verify([OWNER])


def test_a_child_spends_the_budget_of_its_parent() -> None:
    parent = granted("tool:*", budget={"calls": 10}, depth=1)
    guard = CovenantGate(parent)
    chain = parent.delegate(AGENT, to=HELPER, budget={"calls": 4})
    child = guard.open_child(chain, grantors=[OWNER])
    assert guard.balance["escrowed"] == Budget(calls=4) and guard.balance["free"] == Budget(calls=6)
    assert [bool(child.check("tool:x", cost={"calls": 1})) for _ in range(5)] == [True] * 4 + [False]
    assert not guard.check("tool:x", cost={"calls": 7})
    with pytest.raises(CovenantError, match="nobody gets it twice"):
        guard.open_child(chain, grantors=[OWNER])
    with pytest.raises(CovenantError, match="was not passed on from"):
        gate("tool:*").open_child(chain, grantors=[OWNER])


def test_who_may_only_pass_on() -> None:
    parent = granted("tool:*", depth=1, may_use=False)
    assert CovenantGate(parent).check("tool:x").clause == "may-not-use"
    chain = parent.delegate(AGENT, to=HELPER)
    assert CovenantGate(chain, grantors=[OWNER]).check("tool:x")


# Revocation.


def test_revocation_is_seen_at_once_and_below() -> None:
    parent = granted("tool:*", depth=2, revokers=[BOSS])
    chain = parent.delegate(AGENT, to=HELPER, depth=1)
    deeper = chain.delegate(HELPER, to=LOG)
    gates = [
        CovenantGate(parent),
        CovenantGate(chain, grantors=[OWNER]),
        CovenantGate(deeper, grantors=[OWNER]),
    ]
    assert all(guard.check("tool:x") for guard in gates)
    with pytest.raises(CovenantError, match="may not revoke"):
        chain.revoke(LOG)
    with pytest.raises(InvalidInput, match="no covenant or link `zz`"):
        chain.revoke(OWNER, link="zz")
    chain.revoke(AGENT, "the helper misbehaves")
    assert [bool(guard.check("tool:x")) for guard in gates] == [True, False, False]
    assert gates[2].check("tool:x").clause == "revoked"
    with pytest.raises(CovenantError, match="was revoked"):
        deeper.verify([OWNER])
    parent.revoke(BOSS, "enough")
    assert not any(guard.check("tool:x") for guard in gates)


def test_a_revocation_from_outside_is_made_known() -> None:
    covenant = granted("tool:*", now=START, seconds=10**9)
    guard = CovenantGate(covenant)
    assert not covenant.make_known() and guard.check("tool:x")
    revoked = covenant.revoke(OWNER)
    assert Covenant.from_bytes(bytes(revoked)).make_known()
    assert guard.check("tool:x").clause == "revoked"


# Shadow mode, and gates as policies.


def test_shadow_mode_says_not_enforced() -> None:
    guard = CovenantGate(granted("tool:a"), enforced=False)
    decision = guard.check("tool:b")
    assert not decision and decision.may_run and not decision.enforced
    assert str(decision) == "not enforced: denied: no permission allows it"
    decision.require()
    assert "not enforced" in repr(guard)


def test_a_gate_is_the_policy_of_an_adapter() -> None:
    covenant = granted("tool:a when /n <= 5", "mcp:x/*", budget={"calls": 2})
    guard = CovenantGate(covenant, call_cost={"calls": 1})

    def ask(tool: Any, arguments: Any, **more: Any) -> Any:
        return guard.decide(SimpleNamespace(tool=tool, arguments=arguments, **more))

    assert ask("a", {"n": 5}) and ask("a", '{"n": 5}', action="list")
    assert guard.balance["spent"] == Budget(calls=1)
    assert not ask("a", '{"n": 6}') and ask("mcp:x/y", {})
    assert ask("mcp:x/y", {}).clause == "budget"
    for tool, arguments in (("..", {}), ("a", "{"), ("a", {"n": object()}), (5, {}), (None, None)):
        denied = ask(tool, arguments)
        assert not denied and denied.clause == "invalid" and denied.reason
    assert not guard.decide(object())


def test_conditions_on_what_is_known() -> None:
    store, challenges = TrustStore.memory(), Challenges()
    standing = Standing(trust=store)
    permissions = (
        "tool:a when trust >= 510",
        'tool:b when key in ["software"]',
        "tool:c when model certified",
    )
    covenant = granted(*permissions)
    unknown, known = CovenantGate(covenant), CovenantGate(covenant, standing=standing)
    guard = Guard(covenant, standing=standing)

    def answers(gate: CovenantGate) -> list[bool]:
        return [bool(gate.check(f"tool:{name}", model="bool.logic")) for name in "abc"]

    assert answers(unknown) == answers(known) == [False, False, False]
    store.update("agent:writer", True, 0.5)
    standing.name(AGENT, "agent:writer")
    attestation = STORE.attest("agent", entity="agent:writer", challenge=challenges.issue())
    standing.attested(attestation.verify(challenges))
    certificate = certify(lawful.check("bool.logic", cases=100), "bool.logic", OWNER)
    certified = certificate.verify(OWNER.public_key, lawful.find_model("bool.logic"))
    standing.certified(certified)
    assert answers(unknown) == [False, False, False] and answers(known) == [True, True, True]
    assert not known.check("tool:c") and not known.check("tool:c", model="other")
    with guard.begin("tool:a"):
        pass
    with pytest.raises(InvalidInput):
        standing.certified(certified, seconds=-1)


# Guards.


def test_a_guarded_function() -> None:
    guard = Guard(granted("tool:add", budget={"calls": 2}))
    ran = []

    @guard(cost={"calls": 1})
    def add(a: int, b: int = 2, *, c: int = 0) -> int:
        """Adds."""
        ran.append((a, b, c))
        return a + b + c

    assert add(1) == 3 and add.__doc__ == "Adds."
    value, receipt = add.with_receipt(1, c=5)
    assert value == 8 and receipt.spent == Budget(calls=1) and receipt.outcome == "succeeded"
    with pytest.raises(Denied) as denied:
        add(5)
    assert denied.value.clause == "budget" and ran == [(1, 2, 0), (1, 2, 5)]
    assert recorded(guard.ledger) == ["run.opened"] + 2 * [
        "call.proposed",
        "call.authorised",
        "call.executed",
        "call.returned",
    ] + ["call.proposed", "call.denied"]
    assert denied.value.call in {str(node.id).rpartition("/")[0] for node in guard.ledger}
    assert add.call_of(1, c=5) == Call(
        "tool:add", arguments={"a": 1, "b": 2, "c": 5}, cost={"calls": 1}
    )
    with pytest.raises(TypeError):
        add()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        add(1, a=2)  # type: ignore[misc]
    with pytest.raises(TypeError):
        add(1, d=2)  # type: ignore[call-arg]


def test_all_kinds_of_parameters() -> None:
    guard = Guard(granted("tool:*"))

    @guard
    def every(a: int, /, b: int, *rest: int, c: int = 3, **more: int) -> int:
        return a + b + sum(rest) + c + sum(more.values())

    assert every(1, 2, 4, 5, d=6) == 21
    assert Call(every.call_of(1, 2, 4, d=6)).arguments == (
        '{"a":1,"b":2,"c":3,"more":{"d":6},"rest":[4]}'
    )

    class Agent:
        @guard(action="tool:method", omit=["self"])
        def method(self, x: int) -> int:
            return x

    assert Agent().method(5) == 5  # type: ignore[call-arg, arg-type]
    with pytest.raises(InvalidInput, match="no parameter"):
        guard(lambda x: x, omit=["y"])
    with pytest.raises(InvalidInput, match="list of names"):
        guard(lambda x: x, omit="x")
    with pytest.raises(InvalidInput, match="no function"):
        guard(5)  # type: ignore[call-overload]
    with pytest.raises(InvalidInput, match="a generator runs after"):

        @guard
        def numbers():  # type: ignore[no-untyped-def]
            yield 1

    with pytest.raises(InvalidInput):

        @guard(action="no action")
        def nothing() -> None: ...

    with pytest.raises(InvalidInput, match="not plain"):
        every(object(), 2)  # type: ignore[arg-type]


def test_exceptions_are_recorded_and_raised_again() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 4})
    def fails() -> None:
        raise ValueError("no luck")

    with pytest.raises(ValueError, match="no luck"):
        fails()
    last = guard.ledger[-1]
    assert last.kind == "call.returned" and last.response == "ValueError: no luck"
    # Nobody knows what it has cost, so the ceiling is spent.
    assert guard.balance["spent"] == Budget(tokens=4) and not guard.balance["reserved"]
    with pytest.raises(KeyboardInterrupt), guard.begin("tool:x", at_most={"tokens": 5}) as running:
        running.spend({"tokens": 1})
        raise KeyboardInterrupt
    assert running.receipt is not None and running.receipt.spent == Budget(tokens=1)
    assert running.receipt.outcome == "failed"


def test_what_a_call_has_cost() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 6}, settle=lambda answer: {"tokens": len(answer)})
    def answer(text: str) -> str:
        return text

    assert answer("abc") == "abc" and guard.balance["spent"] == Budget(tokens=3)
    value, receipt = answer.with_receipt("abcdefg")
    assert value == "abcdefg" and receipt.troubles and "more than was reserved" in receipt.troubles[0]
    assert guard.balance["spent"] == Budget(tokens=10) and guard.halted is None

    guard = Guard(granted("tool:*", budget={"tokens": 10}))

    @guard(at_most={"tokens": 6}, settle=lambda answer: {"tokens": float("nan")})  # type: ignore[dict-item]
    def odd() -> None: ...

    with pytest.raises(InvalidInput):
        odd()
    assert guard.balance["spent"] == Budget(tokens=6)
    with pytest.raises(InvalidInput, match="needs `at_most`"):
        guard(odd, settle=lambda answer: {})


def test_async_functions() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 3}))
    inside = asyncio.Event()

    @guard(cost={"calls": 1})
    async def wait(seconds: float) -> str:
        inside.set()
        await asyncio.sleep(seconds)
        return "done"

    @guard(cost={"calls": 1})
    async def fail() -> None:
        raise ValueError("no luck")

    async def main() -> None:
        assert await wait(0) == "done"
        with pytest.raises(ValueError):
            await fail()
        inside.clear()
        task = asyncio.create_task(wait(100))
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(Denied):
            await wait(0)
        with pytest.raises(Denied):
            await wait.with_receipt(0)

    asyncio.run(main())
    ends = [node.response for node in guard.ledger if node.kind == "call.returned"]
    assert ends == [None, "ValueError: no luck", "CancelledError: "]


def test_many_async_calls_share_a_budget() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 20}))

    @guard(cost={"calls": 1})
    async def step(number: int) -> int:
        await asyncio.sleep(0)
        return number

    async def main() -> list[Any]:
        return await asyncio.gather(*(step(n) for n in range(30)), return_exceptions=True)

    results = asyncio.run(main())
    assert sum(isinstance(result, Denied) for result in results) == 10
    assert guard.balance["spent"] == Budget(calls=20)


def test_threads_share_a_guard() -> None:
    guard = Guard(granted("tool:*", budget={"calls": 400}))

    @guard(cost={"calls": 1})
    def step() -> None: ...

    denied = []

    def work() -> None:
        for _ in range(60):
            try:
                step()
            except Denied:
                denied.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(denied) == 80 and guard.balance["spent"] == Budget(calls=400)
    assert len(guard.ledger) == 1 + 400 * 4 + 80 * 2


def test_revocation_stops_a_running_guard() -> None:
    covenant = granted("tool:*")
    guard = Guard(covenant)
    ran = []

    @guard
    def step(number: int) -> None:
        ran.append(number)
        if number == 2:
            covenant.revoke(OWNER, "enough")

    with pytest.raises(Denied) as denied:
        for number in range(10):
            step(number)
    assert ran == [0, 1, 2] and denied.value.clause == "revoked"


def test_a_shadow_guard_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard(granted("tool:a"), enforced=False)

    @guard
    def b() -> int:
        return 5

    assert b() == 5 and not guard.enforced
    assert "not enforced: the call is denied: no permission allows it" in caplog.text
    assert all("not enforced" in node.tags for node in guard.ledger)
    with guard.begin("tool:b") as running:
        assert running.not_enforced == "not enforced: the call is denied: no permission allows it"
    assert running.receipt is not None and running.receipt.not_enforced == running.not_enforced
    assert recorded(guard.ledger)[-3:] == ["call.denied", "call.executed", "call.returned"]


def test_a_closed_guard_allows_nothing() -> None:
    with Guard(granted("tool:*")) as guard:
        running = guard.begin("tool:x")
    with pytest.raises(CovenantError, match="the guard is closed"):
        guard.begin("tool:x")
    assert running.finish().outcome == "succeeded"
    for move in (running.finish, lambda: running.fail(ValueError()), lambda: running.spend({})):
        with pytest.raises(CovenantError, match="ended"):
            move()
    with pytest.raises(InvalidInput, match="not how a call ends"):
        Guard(granted("tool:*")).begin("tool:x").finish("lost")  # type: ignore[arg-type]


def test_a_lost_call_is_recorded() -> None:
    guard = Guard(granted("tool:*", budget={"tokens": 5}))
    guard.begin("tool:x", at_most={"tokens": 5})
    assert guard.balance["spent"] == Budget(tokens=5)
    assert recorded(guard.ledger)[-1] == "call.returned"


def test_a_guard_with_reviews() -> None:
    review = ReviewGate("r", "tool:rm", reviewers=[BOSS])
    guard = Guard(granted("tool:*", review_gates=[review]), signer=LOG, origin=ORIGIN)
    with pytest.raises(NeedsReview) as waits:
        guard.begin("tool:rm", arguments={"path": "a"})
    [request] = waits.value.requests
    with guard.begin(
        "tool:rm", arguments={"path": "a"}, approvals=[request.approve(BOSS)]
    ) as running:
        pass
    call = Call("tool:rm", arguments={"path": "a"})
    answer = verify_run(guard.ledger, guard.seal(), running.name, call, **BELIEVED)
    assert answer.authorised and answer.reviewers == [BOSS.public_key]


def test_a_ledger_in_files_goes_on(tmp_path: Path) -> None:
    covenant = granted("tool:*", budget={"calls": 3})
    for turn in range(2):
        with TraceLedger.open(tmp_path / "runs") as ledger:
            guard = Guard(covenant, ledger)
            assert guard.balance["spent"] == Budget(calls=turn)
            with guard.begin("tool:x", cost={"calls": 1}):
                pass
    with TraceLedger.open(tmp_path / "runs", read_only=True) as ledger:
        assert recorded(ledger).count("call.returned") == 2
    ledger = TraceLedger.open(tmp_path / "runs")
    guard = Guard(covenant, ledger, signer=LOG, origin=ORIGIN)
    running = guard.begin("tool:x")
    ledger.close()
    # Nothing is recorded behind its back, so nothing is allowed.
    with pytest.raises(Denied, match="the ledger is closed") as denied:
        guard.begin("tool:x", cost={"calls": 1})
    assert denied.value.clause == "ledger" and guard.balance["spent"] == Budget(calls=2)
    assert "is closed" in running.finish().troubles[0] and guard.halted is not None
    with pytest.raises(LedgerError, match="is closed"):
        guard.seal()
    with pytest.raises(LedgerError, match="is closed"):
        Guard(covenant, ledger)
    # The guard holds no file open.
    with TraceLedger.open(tmp_path / "runs") as ledger:
        assert Guard(covenant, ledger).balance["spent"] == Budget(calls=2)


def test_a_guard_and_other_nodes_share_a_ledger() -> None:
    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)
    for number in range(50):
        with guard.begin("tool:x"):
            ledger.append(TraceNode(str(number), "brain", time_ns()))
    assert guard.ledger is ledger and len(ledger) == 1 + 50 * 5


def test_a_ledger_that_refuses_denies() -> None:
    # Time never goes back in this ledger, and what is there is from the far future.
    ledger = TraceLedger()
    guard = Guard(granted("tool:*", budget={"calls": 1}), ledger)
    ledger.append(TraceNode("a", "brain", 2**62))
    with pytest.raises(Denied) as denied:
        guard.begin("tool:x", cost={"calls": 1})
    assert denied.value.clause == "ledger" and not guard.balance["spent"]


def test_a_child_guard() -> None:
    covenant = granted("tool:*", budget={"calls": 5}, depth=1)
    guard = Guard(covenant, signer=LOG, origin=ORIGIN)
    chain = covenant.delegate(AGENT, to=HELPER, budget={"calls": 2}, permissions=["tool:a"])
    child = guard.open_child(chain, grantors=[OWNER])
    with child.begin("tool:a", cost={"calls": 1}) as running:
        pass
    with pytest.raises(Denied):
        child.begin("tool:b")
    assert child.ledger is guard.ledger and guard.balance["free"] == Budget(calls=3)
    call = Call("tool:a", cost={"calls": 1})
    answer = verify_run(guard.ledger, guard.seal(), running.name, call, **BELIEVED)
    assert answer.holder == HELPER.public_key and answer.lineage == chain.lineage


def test_trust_follows_outcomes() -> None:
    store = TrustStore.memory()
    guard = Guard(granted("tool:*"), trust=store, entity="agent:writer", magnitude=0.5)
    start = store.get("agent:writer").success_count
    with guard.begin("tool:x"):
        pass
    with pytest.raises(ValueError), guard.begin("tool:x"):
        raise ValueError
    entity = store.get("agent:writer")
    assert (entity.success_count - start, entity.action_count) == (1, 2)
    with pytest.raises(InvalidInput, match="together"):
        Guard(granted("tool:*"), trust=store)
    with pytest.raises(InvalidInput, match="magnitude"):
        Guard(granted("tool:*"), trust=store, entity="agent:x", magnitude=float("nan"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_records_nothing(tmp_path: Path) -> None:
    ledger = TraceLedger.open(tmp_path / "runs")
    guard = Guard(granted("tool:*"), ledger)
    running = guard.begin("tool:x")
    length = len(ledger)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            try:
                guard.begin("tool:x")
            except CovenantError:
                try:
                    running.finish()
                except CovenantError:
                    code = 0
            del running
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(ledger) == length
    assert running.finish().troubles == []
    with TraceLedger.open(tmp_path / "runs", read_only=True) as read:
        assert recorded(read)[-1] == "call.returned" and len(read) == length + 1


# What a ledger proves.


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


def key_of(name: str) -> Key:
    return STORE.key(name)


def test_keys_may_be_public_or_text() -> None:
    for grantor in (OWNER, OWNER.public_key, str(OWNER.public_key)):
        assert proposed("tool:*", grantor=grantor).grant(key_of("owner")).status == "granted"
    with pytest.raises(InvalidInput):
        proposed("tool:*", grantor="ed25519:00")


class Ticket:
    """Can be awaited, and is no coroutine."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        self.seen.append("ran")
        return 7


class AsyncTool:
    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    async def __call__(self) -> int:
        await asyncio.sleep(0)
        self.seen.append("ran")
        return 7


def tools_that_return_an_awaitable(seen: list[str]) -> dict[str, Callable[[], Any]]:
    tool = AsyncTool(seen)

    async def with_text(text: str) -> int:
        return await tool()

    def wrapper() -> Any:
        return tool()

    return {
        "object": tool,
        "lambda": lambda: tool(),
        "partial": functools.partial(functools.partial(with_text), "x"),
        "wrapper": wrapper,
        "awaitable": lambda: Ticket(seen),
    }


@pytest.mark.parametrize("name", ["object", "lambda", "partial", "wrapper", "awaitable"])
def test_a_call_is_over_when_what_it_returned_was_awaited(name: str) -> None:
    seen: list[str] = []
    ledger = TraceLedger()
    guard = Guard(granted("tool:*", budget=Budget(tokens=100)), ledger)
    function = guard(
        tools_that_return_an_awaitable(seen)[name],
        action="tool:x",
        at_most={"tokens": 10},
        settle=lambda value: {"tokens": value},
    )

    async def main() -> None:
        begun = function()
        assert seen == [] and [node.kind for node in ledger][-1] != "call.returned"
        assert await begun == 7
        assert seen == ["ran"] and [node.kind for node in ledger][-1] == "call.returned"
        value, receipt = await function.with_receipt()
        assert value == 7 and receipt.outcome == "succeeded"

    asyncio.run(main())
    assert guard.balance["spent"].tokens == 14


def test_what_fails_when_it_is_awaited_has_failed() -> None:
    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)

    async def broken() -> None:
        await asyncio.sleep(0)
        raise RuntimeError("the disk is full")

    async def endless() -> None:
        await asyncio.sleep(60)

    async def main() -> None:
        with pytest.raises(RuntimeError, match="the disk is full"):
            await guard(lambda: broken(), action="tool:x")()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(guard(lambda: endless(), action="tool:x")(), 0.01)

    asyncio.run(main())
    ended = [node.response for node in ledger if node.kind == "call.returned"]
    assert ended == ["RuntimeError: the disk is full", "CancelledError: "]


def test_a_generator_that_a_call_returns_is_refused_and_closed() -> None:
    seen: list[str] = []

    def numbers() -> Any:
        seen.append("ran")
        yield 1

    async def async_numbers() -> Any:
        seen.append("ran")
        yield 1

    async def later() -> Any:
        return numbers()

    ledger = TraceLedger()
    guard = Guard(granted("tool:*"), ledger)
    made: list[Any] = []

    def keep(value: Any) -> Any:
        made.append(value)
        return value

    for function in (lambda: keep(numbers()), lambda: keep(async_numbers())):
        with pytest.raises(InvalidInput, match="a generator runs after"):
            guard(function, action="tool:x")()
    for awaited in (later, lambda: later()):
        with pytest.raises(InvalidInput, match="a generator runs after"):
            asyncio.run(guard(awaited, action="tool:x")())
    with pytest.raises(StopIteration):
        next(made[0])
    with pytest.raises(StopAsyncIteration):
        asyncio.run(anext(made[1]))
    assert seen == []
    ended = [node.response or "" for node in ledger if node.kind == "call.returned"]
    assert len(ended) == 4 and all("a generator runs after" in response for response in ended)


# Who granted, which process, which guard.


def test_a_covenant_that_somebody_else_granted_is_refused() -> None:
    forged = Covenant.propose(by=AGENT, grantor=AGENT, permissions=["tool:*"]).grant(AGENT)
    for kind in (Guard, CovenantGate):
        with pytest.raises(CovenantError, match="who is not one of `grantors`"):
            kind(forged, grantors=[OWNER])
        with pytest.raises(InvalidInput, match="nobody is trusted to grant"):
            kind(forged, grantors=[])
        kind(forged, grantors=[OWNER, AGENT])


def test_a_second_guard_of_a_covenant_is_not_opened_on_its_ledger() -> None:
    covenant, ledger = granted("tool:*", budget={"calls": 1}), TraceLedger()
    first = Guard(covenant, ledger)
    running = first.begin("tool:x", cost={"calls": 1})
    with pytest.raises(CovenantError, match="is open on this ledger"):
        Guard(covenant, ledger)
    Guard(covenant, TraceLedger()).close()
    first.close()
    # What is under way is paid for already.
    second = Guard(covenant, ledger)
    with pytest.raises(Denied):
        second.begin("tool:x", cost={"calls": 1})
    running.finish()
    second.close()
    with pytest.raises(Denied):
        Guard(covenant, ledger).begin("tool:x", cost={"calls": 1})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_gate_gives_a_forked_child_no_second_budget() -> None:
    opened = gate("tool:*", budget={"calls": 1})
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            opened.check("tool:x", cost={"calls": 1})
            os.write(writing, b"allowed")
        except CovenantError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert b"before this process was forked" in os.read(reading, 200)
    assert opened.check("tool:x", cost={"calls": 1})


def test_whoever_denies_everything_means_absolute_resources_too() -> None:
    closed = gate("fs.read:/**", "!fs.read:**")
    assert closed.check("fs.read:/etc/passwd").clause == "!fs.read:**"
