"""`lawful trace`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import time_ns
from typing import Any

from lawful._core import Checkpoint, Key, Link, ProofFile, PublicKey, TraceLedger, TraceNode
from lawful._files import write_whole
from lawful.cli.numbers import count
from lawful.cli.stores import opened
from lawful.cli.streams import complain, paint, say
from lawful.errors import DamagedFile, InvalidInput, ProofRejected

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
# A proof file has at most 8 MiB, a note less.
_LONGEST = 8 << 20
_LARGEST_PAYLOAD = 16 << 20


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
    if len(text) <= 40:
        try:
            return int(text)
        except ValueError:
            pass
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            raise ValueError
        return (time - _EPOCH) // timedelta(microseconds=1) * 1000
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"`{text[:80]}` is not a time; write nanoseconds since 1970, or 2026-01-24T12:00:00Z"
        ) from None


def run_append(options: argparse.Namespace) -> int:
    """Appends nodes and returns the exit code."""
    nodes = _lines(options) if options.lines else [_node(options)]
    is_new = not options.ledger.exists() or _is_empty(options.ledger)
    if is_new:
        # What is refused leaves no ledger behind.
        tree_hash, time_rule = options.tree_hash or "blake3", options.time_rule or "monotone"
        TraceLedger(tree_hash=tree_hash, time_rule=time_rule).extend(nodes)
    ledger = TraceLedger.open(
        options.ledger, durability="synced", tree_hash=options.tree_hash, time_rule=options.time_rule
    )
    with ledger:
        receipt = ledger.extend(nodes)
    if is_new:
        say(f"made the ledger {options.ledger}")
    if options.json:
        names = ("first", "appended", "length", "durability")
        print(json.dumps({name: getattr(receipt, name) for name in names}))
    else:
        print(receipt.first)
        say(f"{receipt.appended} appended, {receipt.length} in all, {receipt.durability}")
    return 0


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def run_show(options: argparse.Namespace) -> int:
    """Shows a ledger or a node and returns the exit code."""
    ledger = _read(options.ledger)
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
    ledger = _read(options.ledger)
    found = _found(ledger, options)
    if options.count:
        print(len(found))
        return 0
    if options.json:
        sys.stdout.write(ledger.export("jsonl", nodes=found))
        return 0
    for node in found:
        kind = f"  {node.kind}" if node.kind else ""
        what = node.stimulus or node.response or ""
        shown = f"  {what[:60]!r}" if what else ""
        print(f"{paint(node.id, '1')}  {_time(node.timestamp)}  {node.origin}{kind}{shown}")
    if not found:
        say("no node is like that")
    return 0


def run_prove(options: argparse.Namespace) -> int:
    """Writes the proof that a node is in the ledger and returns the exit code."""
    ledger = _read(options.ledger)
    which = _node_of(ledger, options.node)
    checkpoint = ledger.checkpoint(_key(options), origin=options.log)
    _put(str(ledger.prove_file(which, checkpoint)), options.out)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Verifies a ledger or a proof and returns the exit code."""
    _refuse_what_is_not_used(options)
    try:
        row = _verified_proof(options) if options.proof is not None else _verified_ledger(options)
    except (ProofRejected, DamagedFile) as why:
        complain(str(why))
        return 1
    if options.json:
        print(json.dumps(row, indent=2))
    else:
        for name, value in row.items():
            print(f"{paint(f'{name}:'.ljust(10), '1')} {_told(value)}")
        say(paint("verified", "32", sys.stderr))
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes nodes for other programs and returns the exit code."""
    ledger = _read(options.ledger)
    if options.format in FORMATS:
        _put(ledger.export(options.format, name=options.name), options.out)
        return 0
    if options.key is None or options.log is None:
        raise InvalidInput(f"--format {options.format} is signed: give --key and --log")
    checkpoint = ledger.checkpoint(_key(options), origin=options.log)
    if options.format == "head":
        _put(str(checkpoint), options.out)
    elif options.out is None:
        raise InvalidInput("--format tiles writes a folder: give --out")
    else:
        ledger.export_tiles(options.out, checkpoint)
        say(f"wrote {options.out}")
    return 0


def _read(path: Path) -> TraceLedger:
    ledger = TraceLedger.open(path, read_only=True)
    cut = ledger.recovery["cut_bytes"]
    if cut:
        say(f"{path}: {cut} bytes at the end are torn and left out; the next writer cuts them")
    return ledger


def _which(ledger: TraceLedger, text: str) -> str | int:
    # An id that looks like a number is meant before an index.
    if text in ledger or len(text) > 18:
        return text
    try:
        return int(text)
    except ValueError:
        return text


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
    if str(path) == "-":
        return _from_lines(sys.stdin.buffer)
    with path.open("rb") as file:
        return _from_lines(file)


def _from_lines(file: Iterable[bytes]) -> list[TraceNode]:
    return [_from_line(number, line) for number, line in enumerate(file, 1)]


def _from_line(number: int, line: bytes) -> TraceNode:
    import base64

    try:
        data = json.loads(line.decode("utf-8"))
        # What follows from the rest is read too, to be compared.
        told = data.pop("content_id", None)
        for name in ("index", "time"):
            data.pop(name, None)
        if data.pop("payload_commitment", None) is not None:
            raise ValueError("a payload that can be erased cannot be appended from a line")
        payload = data.pop("payload", None)
        links = [Link(link["relation"], link["target"]) for link in data.pop("links", [])]
        node = TraceNode(
            walk_id=data.pop("walk", None),
            links=links,
            payload=None if payload is None else base64.b64decode(payload, validate=True),
            **data,
        )
        if told is not None and told != node.content_id.hex():
            raise ValueError(f"`content_id` is `{told}`, but of this node {node.content_id.hex()}")
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError) as why:
        raise InvalidInput(f"line {number}: {why}") from None
    except RecursionError:
        raise InvalidInput(f"line {number}: it is nested too deep") from None
    return node


def _plain(node: TraceNode) -> dict[str, Any]:
    row = node.to_dict()
    for name in ("payload", "commitment"):
        if name in row:
            row[name] = row[name].hex()
    row["content_id"] = node.content_id.hex()
    return row


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(" ".join(part) if isinstance(part, tuple) else part for part in value)
    return str(value)


def _time(nanoseconds: int) -> str:
    try:
        time = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return str(nanoseconds)
    return f"{time:%Y-%m-%dT%H:%M:%S}.{nanoseconds % 10**9:09}Z"


def _key(options: argparse.Namespace) -> Key:
    return opened(options).key(options.key)


def _trust(options: argparse.Namespace) -> dict[str, Any]:
    if options.log is None or options.trusted is None:
        raise InvalidInput("give --log and --trusted: whom to believe")
    given = options.trusted
    if Path(given).is_file():
        with Path(given).open("rb") as file:
            # A byte that is no text makes it no key, too.
            given = file.read(4096).decode("utf-8", errors="replace").strip()
    log = given if "+" in given else PublicKey(given)
    return {
        "origin": options.log,
        "log": log,
        "witnesses": options.witness,
        "quorum": options.quorum,
    }


def _text(path: Path) -> str:
    with path.open("rb") as file:
        read = file.read(_LONGEST + 1)
    if len(read) > _LONGEST:
        raise InvalidInput(f"`{path}` has more than 8 MiB")
    return read.decode("utf-8", errors="replace")


def _refuse_what_is_not_used(options: argparse.Namespace) -> None:
    # Whoever says whom to believe would take `verified` for more than it is.
    if options.proof is not None:
        for name, given in (("a LEDGER", options.ledger), ("--pinned", options.pinned)):
            if given is not None:
                raise InvalidInput(f"{name} is not used with --proof; give one of them")
    elif options.pinned is None:
        for name in ("log", "trusted", "witness", "quorum"):
            if getattr(options, name) not in (None, []):
                raise InvalidInput(f"--{name} is not used so: give --pinned or --proof")


def _verified_proof(options: argparse.Namespace) -> dict[str, Any]:
    proof = ProofFile(_text(options.proof))
    node = proof.verify(**_trust(options))
    return {"index": proof.index, **_plain(node)}


def _verified_ledger(options: argparse.Namespace) -> dict[str, Any]:
    if options.ledger is None:
        raise InvalidInput("give a LEDGER or --proof FILE")
    pinned = None
    if options.pinned is not None:
        pinned = Checkpoint(_text(options.pinned)).verify(**_trust(options))
    ledger = TraceLedger.open(options.ledger, read_only=True, pinned=pinned)
    head = ledger.verify()
    return {"nodes": head.size, "root": head.root.hex(), "tree_hash": head.tree_hash}


def _put(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_whole(out, text)
        say(f"wrote {out}")
