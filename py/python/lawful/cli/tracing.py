"""`lawful trace`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import time_ns
from typing import Any

from lawful._core import ProofFile, TraceLedger, TraceNode
from lawful._printable import printable
from lawful.cli.numbers import count
from lawful.cli.recovered import open_ledger
from lawful.cli.signed import checkpoint_of, put, signing_key, text_of, trust_of
from lawful.cli.streams import complain, paint, say
from lawful.errors import Conflict, DamagedFile, InvalidInput, ProofRejected

RELATIONS = ("causes", "continues", "branches", "fulfils")
# The arguments that say what one node is.
NODE = (
    "id",
    "origin",
    "timestamp",
    "kind",
    "stimulus",
    "response",
    "walk",
    "tag",
    *RELATIONS,
    "payload_file",
    "erasable",
)
FORMATS = ("jsonl", "otlp", "mermaid", "html")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LARGEST_PAYLOAD = 16 << 20
_NUMBER = re.compile("[+-]?[0-9]+")
_FRACTION = re.compile("[.,]([0-9]+)")


# What a ledger can count.
_MOST = (1 << 63) - 1


def limit(text: str) -> int:
    """Reads how many nodes are wanted at most."""
    found = count(text)
    if found > _MOST:
        raise argparse.ArgumentTypeError(f"`{text}` is too large; no ledger has so many nodes")
    return found


def moment(text: str) -> int:
    """Reads a time: nanoseconds since 1970, or a date and time with a zone."""
    if len(text) <= 40 and _NUMBER.fullmatch(text):
        return int(text)
    # Python's own times have six digits after the point, and a ledger's nine.
    fraction = _FRACTION.search(text)
    digits = "" if fraction is None else fraction[1]
    try:
        time = datetime.fromisoformat(_FRACTION.sub("", text, count=1))
        if time.tzinfo is None or len(digits) > 9:
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"`{text[:80]}` is not a time; write nanoseconds since 1970, or 2026-01-24T12:00:00Z with "
            "up to nine digits after a point"
        ) from None
    return (time - _EPOCH) // timedelta(seconds=1) * 10**9 + int(digits.ljust(9, "0"))


def run_append(options: argparse.Namespace) -> int:
    """Appends nodes and returns the exit code."""
    nodes = _lines(options) if options.lines else [_node(options)]
    is_new = not any(options.ledger.glob("*.segment"))
    if is_new:
        # What is refused leaves no ledger behind.
        tree_hash, time_rule = options.tree_hash or "blake3", options.time_rule or "monotone"
        TraceLedger(tree_hash=tree_hash, time_rule=time_rule).extend(nodes)
    ledger = open_ledger(
        options.ledger,
        unsynced=options.unsynced,
        durability="synced",
        tree_hash=options.tree_hash,
        time_rule=options.time_rule,
    )
    recovery = ledger.recovery
    with ledger:
        receipt = ledger.extend(nodes)
    if is_new:
        say(f"made the ledger {options.ledger}")
    if options.json:
        names = ("first", "appended", "length", "durability")
        row = {name: getattr(receipt, name) for name in names}
        print(json.dumps({**row, "recovery": recovery}))
    else:
        print(receipt.first)
        say(f"{receipt.appended} appended, {receipt.length} in all, {receipt.durability}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Shows a ledger or a node and returns the exit code."""
    ledger = _read(options)
    if options.node is not None:
        node = _node_of(ledger, options.node)
        row = {"index": ledger.index(node), **_plain(node)}
    else:
        head = ledger.head()
        row = {
            "nodes": len(ledger),
            "first": ledger.first,
            "root": head.root.hex(),
            "tree_hash": ledger.tree_hash,
            "time_rule": ledger.time_rule,
            **ledger.counts(),
            "recovery": ledger.recovery,
        }
    if options.json:
        print(json.dumps(row, indent=2))
        return 0
    room = max(len(name) for name in row) + 1
    for name, value in row.items():
        print(f"{paint(f'{name}:'.ljust(room), '1')} {_told(value)}")
    return 0


def run_query(options: argparse.Namespace) -> int:
    """Prints the nodes that are asked for and returns the exit code."""
    ledger = _read(options)
    found = _found(ledger, options)
    if options.count:
        print(len(found))
        return 0
    if options.json:
        sys.stdout.write(ledger.export("jsonl", nodes=found))
        return 0
    for node in found:
        kind = f"  {printable(node.kind)}" if node.kind else ""
        what = node.stimulus or node.response or ""
        shown = f"  {what[:60]!r}" if what else ""
        id, origin = printable(node.id), printable(node.origin)
        print(f"{paint(id, '1')}  {_time(node.timestamp)}  {origin}{kind}{shown}")
    if not found:
        say("no node is like that")
    return 0


def run_prove(options: argparse.Namespace) -> int:
    """Writes the proof that a node is in the ledger and returns the exit code."""
    ledger = _read(options)
    which = _node_of(ledger, options.node)
    checkpoint = ledger.checkpoint(signing_key(options), origin=options.log)
    put(str(ledger.prove_file(which, checkpoint)), options.out)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Verifies a ledger or a proof and returns the exit code."""
    _refuse_what_is_not_used(options)
    try:
        row = _verified_proof(options) if options.proof is not None else _verified_ledger(options)
    except (Conflict, DamagedFile, ProofRejected) as why:
        complain(str(why))
        return 1
    if options.json:
        print(json.dumps(row, indent=2))
    else:
        for name, value in row.items():
            if name == "recovery":
                continue  # said on standard error, if there is anything to say
            print(f"{paint(f'{name}:'.ljust(10), '1')} {_told(value)}")
        say("verified", code="32")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes nodes for other programs and returns the exit code."""
    _refuse_what_the_format_has_not(options)
    ledger = _read(options)
    if options.format in FORMATS:
        put(ledger.export(options.format, name=options.name or "lawful"), options.out)
        return 0
    checkpoint = ledger.checkpoint(signing_key(options), origin=options.log)
    if options.format == "head":
        put(str(checkpoint), options.out)
    elif options.out is None:
        raise InvalidInput("--format tiles writes a folder: give --out")
    else:
        ledger.export_tiles(options.out, checkpoint)
        say(f"wrote {options.out}")
    return 0


def _refuse_what_the_format_has_not(options: argparse.Namespace) -> None:
    if options.format not in FORMATS:
        if options.key is None or options.log is None:
            raise InvalidInput(f"--format {options.format} is signed: give --key and --log")
    else:
        # Whoever gives a key would take the output for signed.
        for name in ("key", "log", "store", "password_file", "index", "registers", "relying_party"):
            if getattr(options, name) is not None:
                flag = name.replace("_", "-")
                raise InvalidInput(f"--format {options.format} is not signed; do not give --{flag}")
    if options.name is not None and options.format not in ("otlp", "html"):
        raise InvalidInput(f"--name is for --format otlp and html, not for {options.format}")


def _read(options: argparse.Namespace) -> TraceLedger:
    return open_ledger(options.ledger, unsynced=options.unsynced, read_only=True)


def _which(ledger: TraceLedger, text: str) -> str | int:
    # An id that looks like a number is meant before an index.
    is_index = len(text) <= 18 and _NUMBER.fullmatch(text) and text not in ledger
    return int(text) if is_index else text


def _node_of(ledger: TraceLedger, text: str) -> TraceNode:
    try:
        return ledger[_which(ledger, text)]
    except IndexError:
        raise InvalidInput(f"there is no node `{text}`; the ledger has {len(ledger)}") from None


def _found(ledger: TraceLedger, options: argparse.Namespace) -> list[TraceNode]:
    asked = {
        "id": options.id,
        "origin": options.origin,
        "kind": options.kind,
        "tag": options.tag,
        "walk_id": options.walk,
        "since": options.since,
        "until": options.until,
    }
    is_filtered = any(value is not None for value in asked.values())
    followed = _followed(ledger, options, None if is_filtered else options.limit)
    if followed is None:
        if options.relation is not None:
            raise InvalidInput("--relation is for --causes, --effects and the like")
        return ledger.query(**asked, limit=options.limit, newest_first=options.newest)
    if options.newest:
        raise InvalidInput("--newest is not for causes and effects: they have an order of their own")
    if is_filtered:
        wanted = {node.id for node in ledger.query(**asked)}
        followed = [node for node in followed if node.id in wanted]
    return followed[: options.limit]


def _followed(
    ledger: TraceLedger, options: argparse.Namespace, limit: int | None
) -> list[TraceNode] | None:
    """Returns the causes or effects that are asked for, or nothing if none are."""
    follow: dict[str, Any] = {"relations": options.relation}
    if options.path is not None:
        start, end = (_node_of(ledger, text) for text in options.path)
        return ledger.path_between(start, end, **follow)
    if options.critical_path is not None:
        return ledger.critical_path(_node_of(ledger, options.critical_path), **follow)
    for name in ("causes", "effects", "ancestors", "descendants"):
        start = getattr(options, name)
        if start is not None:
            return list(getattr(ledger, name)(_node_of(ledger, start), limit=limit, **follow))
    return None


def _node(options: argparse.Namespace) -> TraceNode:
    if options.id is None or options.origin is None:
        raise InvalidInput("give --id and --origin, or --lines")
    if options.erasable and options.payload_file is None:
        raise InvalidInput("--erasable is about a payload: give --payload-file")
    payload = None
    if options.payload_file is not None:
        with options.payload_file.open("rb") as file:
            payload = file.read(_LARGEST_PAYLOAD + 1)
    return TraceNode(
        options.id,
        options.origin,
        time_ns() if options.timestamp is None else options.timestamp,
        options.kind,
        stimulus=options.stimulus,
        response=options.response,
        walk_id=options.walk,
        tags=options.tag,
        payload=payload,
        erasable=options.erasable,
        **{relation: getattr(options, relation) for relation in RELATIONS},
    )


def _lines(options: argparse.Namespace) -> list[TraceNode]:
    for name in NODE:
        given = getattr(options, name)
        # A time of 0 is given, too.
        if given is not None and given is not False and given != []:
            raise InvalidInput(f"--{name.replace('_', '-')} is of one node; do not give it with --lines")
    path = options.lines
    lines = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    return TraceNode.from_json_lines(lines)


def _plain(node: TraceNode) -> dict[str, Any]:
    row = node.to_dict()
    for name in ("payload", "commitment", "salt"):
        if name in row:
            row[name] = row[name].hex()
    row["content_id"] = node.content_id.hex()
    return row


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{printable(name)} {count}" for name, count in value.items()) or "none"
    if isinstance(value, list):
        parts = (" ".join(part) if isinstance(part, tuple) else part for part in value)
        return ", ".join(map(printable, parts))
    return printable(str(value))


def _time(nanoseconds: int) -> str:
    try:
        time = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return str(nanoseconds)
    return f"{time:%Y-%m-%dT%H:%M:%S}.{nanoseconds % 10**9:09}Z"


def _refuse_what_is_not_used(options: argparse.Namespace) -> None:
    if options.witness and options.quorum == 0:
        raise InvalidInput("--quorum 0 asks no witness; leave out --witness, or ask one at least")
    # Whoever says whom to believe would take `verified` for more than it is.
    if options.proof is not None:
        for name, given in (
            ("a LEDGER", options.ledger),
            ("--pinned", options.pinned),
            ("--unsynced", options.unsynced),
        ):
            if given is not None:
                raise InvalidInput(f"{name} is not used with --proof; give one of them")
    elif options.pinned is None:
        for name in ("log", "trusted", "witness", "quorum"):
            if getattr(options, name) not in (None, []):
                raise InvalidInput(f"--{name} is not used so: give --pinned or --proof")


def _verified_proof(options: argparse.Namespace) -> dict[str, Any]:
    trust = trust_of(options)
    try:
        proof = ProofFile(text_of(options.proof))
    except InvalidInput as why:
        # What is too damaged to be read proves nothing either.
        raise ProofRejected(str(why)) from None
    node = proof.verify(**trust)
    return {"index": proof.index, **_plain(node)}


def _verified_ledger(options: argparse.Namespace) -> dict[str, Any]:
    if options.ledger is None:
        raise InvalidInput("give a LEDGER or --proof FILE")
    pinned = None
    if options.pinned is not None:
        trust = trust_of(options)
        pinned = checkpoint_of(options.pinned).verify(**trust)
    ledger = open_ledger(options.ledger, unsynced=options.unsynced, read_only=True, pinned=pinned)
    recovery = ledger.recovery
    if recovery["cut_bytes"] and not recovery["mark_read"]:
        raise DamagedFile(
            f"{options.ledger} has a torn end and no mark of the last sync: whether synced nodes are "
            "missing cannot be told; the next writer cuts the end"
        )
    head = ledger.verify()
    return {
        "nodes": head.size,
        "root": head.root.hex(),
        "tree_hash": head.tree_hash,
        "recovery": recovery,
    }
