"""`lawful covenant`."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from lawful._core import Chain, Covenant, CovenantGate, Decision, KeyStore, PublicKey, ReviewGate
from lawful._files import refuse_unwritable, write_whole
from lawful._printable import printable
from lawful.cli.covenant_files import budget, learn, party, read, read_covenant, trusted
from lawful.cli.stores import opened
from lawful.cli.streams import paint, say
from lawful.errors import CovenantError, InvalidInput

DENIED = 1


def run_new(options: argparse.Namespace) -> int:
    """Proposes a covenant and returns the exit code."""
    if options.file.exists():
        raise InvalidInput(f"`{options.file}` is there already; give another name")
    refuse_unwritable(options.file)
    store = opened(options)
    key = store.key(options.key)
    covenant = Covenant.propose(
        by=key,
        grantor=party(options.grantor, store),
        holder=None if options.holder is None else party(options.holder, store),
        permissions=options.permit,
        budget=budget(options.budget),
        rates=options.rate,
        review_gates=_gates(options, store),
        revokers=[party(given, store) for given in options.revoker],
        reason=options.reason,
        seconds=options.valid,
        depth=options.depth,
        may_use=not options.pass_on_only,
    )
    _put(covenant, options.file)
    print(covenant.digest)
    say(f"proposed; `lawful covenant grant {options.file} --key NAME` grants it")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Shows a covenant and returns the exit code."""
    row = data(read(options.file))
    if options.json:
        print(json.dumps(row, indent=2))
        return 0
    room = max(len(name) for name in row) + 1
    for name, value in row.items():
        for number, line in enumerate(_lines(value)):
            head = paint(f"{name}:".ljust(room), "1") if number == 0 else " " * room
            print(f"{head} {printable(line)}")
    return 0


def run_grant(options: argparse.Namespace) -> int:
    """Grants a covenant and returns the exit code."""
    covenant = read_covenant(options.file)
    granted = covenant.grant(opened(options).key(options.key))
    _put(granted, options.out or options.file)
    print(granted.digest)
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    """Revokes a covenant and returns the exit code."""
    found = read(options.file)
    if isinstance(found, Chain):
        raise InvalidInput(
            f"`{options.file}` is a covenant that was passed on; revoke the covenant that it comes from"
        )
    revoked = found.revoke(opened(options).key(options.key), options.reason)
    _put(revoked, options.out or options.file)
    print(revoked.digest)
    say("revoked; whoever guards elsewhere learns it from this file, with --revoked")
    return 0


def run_delegate(options: argparse.Namespace) -> int:
    """Passes a covenant on and returns the exit code."""
    found = read(options.file)
    if options.out is None:
        raise InvalidInput("give --out: the file for what is passed on")
    refuse_unwritable(options.out)
    store = opened(options)
    chain = found.delegate(
        store.key(options.key),
        to=party(options.to, store),
        permissions=options.permit or None,
        budget=budget(options.budget) if options.budget else None,
        rates=options.rate,
        review_gates=_gates(options, store),
        seconds=options.valid,
        depth=options.depth,
        may_use=not options.pass_on_only,
    )
    _put(chain, options.out)
    print(chain.digest)
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Tells whether a call is allowed and returns the exit code."""
    decision = _decided(read(options.file), options)
    if options.json:
        row = {
            "action": options.action_text,
            "allowed": decision.allowed,
            "clause": decision.clause,
            "reason": decision.reason,
            "reviews": [request.gate for request in decision.requests],
        }
        print(json.dumps(row, indent=2))
    elif decision.allowed:
        print(f"{paint('allowed', '32')}: {printable(decision.reason)}")
    else:
        print(f"{paint('denied', '31')}: {printable(decision.reason)}")
    return 0 if decision.allowed else DENIED


def run_explain(options: argparse.Namespace) -> int:
    """Tells what a covenant means, in sentences, and returns the exit code."""
    found = read(options.file)
    for line in _sentences(found):
        print(printable(line))
    if options.action_text is None:
        return 0
    decision = _decided(found, options)
    word = paint("allowed", "32") if decision.allowed else paint("denied", "31")
    print(f"\n{printable(options.action_text)} is {word}: {printable(decision.reason)}.")
    if not decision.allowed:
        print(_advice(decision))
    return 0 if decision.allowed else DENIED


def gate_of(
    found: Covenant | Chain, revoked: list[Path], believed: list[str]
) -> CovenantGate:
    """Opens the gate of a covenant, having learnt what was revoked.

    Raises `CovenantError` if the covenant does not hold.
    """
    learn(revoked)
    return CovenantGate(found, grantors=trusted(found, believed))


def arguments_of(text: str | None) -> Any:
    """Reads the arguments of a call, a text of JSON in which no key is there twice."""
    if text is None:
        return None

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            raise InvalidInput("--arguments has a key twice")
        return members

    try:
        return json.loads(text, object_pairs_hook=once)
    except InvalidInput:
        raise
    except (ValueError, RecursionError) as why:
        # A number of thousands of digits is a ValueError too.
        raise InvalidInput(f"--arguments: `{text[:80]}` is not JSON: {why}") from None


def data(found: Covenant | Chain) -> dict[str, Any]:
    """Returns what a covenant says as plain values."""
    row: dict[str, Any] = {"digest": found.digest}
    if isinstance(found, Covenant):
        row |= {"status": found.status, "reason": found.reason, "replaces": found.replaces}
        row["proposer"] = str(found.proposer)
    else:
        row["lineage"] = found.lineage
    row |= {
        "grantor": str(found.grantor),
        "holder": str(found.holder),
        "permissions": found.permissions,
        "budget": found.budget.to_dict(),
        "rates": [list(rate) for rate in found.rates],
        "reviews": [_gate_data(gate) for gate in found.review_gates],
        "not_before": found.not_before.isoformat(),
        "expires": found.expires.isoformat(),
        "depth": found.depth,
        "may_use": found.may_use,
    }
    if isinstance(found, Covenant):
        row["revokers"] = [str(key) for key in found.revokers]
        row["steps"] = [
            {"what": what, "at": at.isoformat(), "by": None if key is None else str(key), "why": why}
            for what, at, key, why in found.steps
        ]
    return row


def _gate_data(gate: ReviewGate) -> dict[str, Any]:
    return {
        "name": gate.name,
        "trigger": gate.trigger,
        "threshold": gate.threshold,
        "quorum": gate.quorum,
        "reviewers": [str(key) for key in gate.reviewers],
        "seconds": gate.seconds,
    }


def _gates(options: argparse.Namespace, store: KeyStore) -> list[ReviewGate]:
    gates = []
    for name, trigger, reviewers in options.review:
        keys = [party(given, store) for given in reviewers.split(",")]
        gates.append(ReviewGate(name, trigger, reviewers=keys))
    return gates


def _put(found: Covenant | Chain, path: Path) -> None:
    write_whole(path, found.to_bytes())
    say(f"wrote {path}")


def _decided(found: Covenant | Chain, options: argparse.Namespace) -> Decision:
    arguments = arguments_of(options.arguments)
    cost = budget(options.cost)
    try:
        gate = gate_of(found, options.revoked, options.trusted)
    except CovenantError as why:
        return _Refused(str(why))  # type: ignore[return-value]
    # Nothing was spent yet as far as this knows: the ledger of a guard has that.
    return gate.check(options.action_text, cost=cost, arguments=arguments, model=options.model)


class _Refused:
    """The denial of a covenant that does not hold at all."""

    allowed = False
    requests: tuple[Any, ...] = ()
    clause = "covenant"

    def __init__(self, reason: str) -> None:
        self.reason = reason


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"{name} {amount}" for name, amount in value.items()] or ["nothing"]
    if not isinstance(value, list):
        return ["-" if value in (None, "") else str(value)]
    lines = []
    for item in value:
        if isinstance(item, dict):
            lines.append(", ".join(f"{name} {part}" for name, part in item.items() if part))
        elif isinstance(item, list):
            match item:
                case [str(name), int(most), int(window)]:
                    lines.append(f"{name} {most} in {window} ms")
                case _:
                    lines.extend(str(part) for part in item)
        else:
            lines.append(str(item))
    return lines or ["-"]


def _sentences(found: Covenant | Chain) -> list[str]:
    lines = []
    if isinstance(found, Covenant):
        lines.append(f"The covenant is {found.status}. {_state(found)}.")
        if found.reason:
            lines.append(f"Reason: {found.reason}")
    else:
        links = len(found.lineage) - 1
        lines.append(f"The covenant was passed on {links} time{'s' if links != 1 else ''}. {_state(found)}.")
    lines.append(f"{_short(found.holder)} may act; {_short(found.grantor)} grants and can revoke.")
    if not found.may_use:
        lines.append("The holder may pass it on, and not use it.")
    if found.depth:
        lines.append(f"It may be passed on {found.depth} deep.")
    lines.append(f"It is for the time from {_time(found.not_before)} until {_time(found.expires)}.")
    for number, layer in enumerate(found.permissions):
        lines.append("Allowed is:" if number == 0 else "And of that only:")
        lines += [f"  {text}" for text in layer if not text.startswith("!")] or ["  nothing"]
        denied = [text[1:] for text in layer if text.startswith("!")]
        if denied:
            lines.append("Denied, whatever allows it:")
            lines += [f"  {text}" for text in denied]
    amounts = found.budget.to_dict()
    told = ", ".join(f"{amount} {name.replace('_', '-')}" for name, amount in amounts.items())
    lines.append(f"It may spend {told or 'nothing: a call that costs something is denied'}.")
    for name, most, window in found.rates:
        lines.append(f"At most {most} {name.replace('_', '-')} in any {window} ms.")
    for gate in found.review_gates:
        which = "Every call" if gate.threshold == 1 else f"Call number {gate.threshold}"
        lines.append(
            f"{which} of {gate.trigger} waits for {gate.quorum} of {len(gate.reviewers)} reviewers"
            f" (gate `{gate.name}`), and is denied after {gate.seconds:g} s."
        )
    return lines


def _state(found: Covenant | Chain) -> str:
    now = datetime.now(timezone.utc)
    if now >= found.expires:
        return f"It does not hold: it expired at {_time(found.expires)}"
    if isinstance(found, Covenant) and found.status != "granted":
        return "It does not hold"
    if now < found.not_before:
        return f"It does not hold yet: it begins at {_time(found.not_before)}"
    # Of one that was passed on, only whoever trusts the grantor can say more.
    return "It holds" if isinstance(found, Covenant) else "It has not expired"


def _advice(decision: Decision) -> str:
    return {
        "not-allowed": "Nothing is allowed that no permission names: ask for an amendment with one.",
        "budget": "A call costs at most what the budget has: ask for less, or for an amendment.",
        "review": "The reviewers of the gate approve exactly this call: `ReviewRequest.approve`.",
        "expired": "Propose a new covenant.",
        "not-yet": "Wait until it begins.",
        "revoked": "What was revoked stays so: propose a new covenant.",
        "may-not-use": "Pass it on to somebody who uses it: `lawful covenant delegate`.",
        "covenant": "Nothing is allowed under it.",
    }.get(decision.clause, "A denial wins over every allowance, and a condition must hold.")


def _short(key: PublicKey) -> str:
    return f"{key.algorithm}:{key.point.hex()[:8]}..."


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC"

