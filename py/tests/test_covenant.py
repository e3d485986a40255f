"""Covenants: their life, their terms, their stored form."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from covenants import AGENT, BOSS, HELPER, OWNER, START, STORE, gate, granted, proposed
from lawful.covenant import (
    Approval,
    Budget,
    Call,
    CallReceipt,
    Chain,
    Covenant,
    CovenantError,
    CovenantGate,
    Guard,
    ReviewGate,
    ReviewRequest,
)
from lawful.errors import DamagedFile, InvalidInput, LawfulError
from lawful.platform import FutureVersion, Key


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


def key_of(name: str) -> Key:
    return STORE.key(name)


def test_keys_may_be_public_or_text() -> None:
    for grantor in (OWNER, OWNER.public_key, str(OWNER.public_key)):
        assert proposed("tool:*", grantor=grantor).grant(key_of("owner")).status == "granted"
    with pytest.raises(InvalidInput):
        proposed("tool:*", grantor="ed25519:00")
