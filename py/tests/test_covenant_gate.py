"""Gates: what a covenant allows."""

from __future__ import annotations

import pickle
import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import lawful
import pytest
from covenants import AGENT, BOSS, HELPER, LOG, OWNER, START, STORE, gate, granted, proposed
from lawful.covenant import (
    Budget,
    Call,
    Chain,
    Covenant,
    CovenantError,
    CovenantGate,
    Denied,
    Guard,
    ManualClock,
    NeedsReview,
    ReviewGate,
    Standing,
)
from lawful.errors import InvalidInput, LawfulError
from lawful.platform import Challenges, certify
from lawful.trust import TrustStore


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
