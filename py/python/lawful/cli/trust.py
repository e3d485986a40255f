"""`lawful trust`: its arguments and what it does."""

from __future__ import annotations

import argparse
import json
import math
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from lawful._core import EntityTrust, ManualClock, TrustStore
from lawful._files import refuse_unwritable, write_whole
from lawful._printable import printable
from lawful._trajectory import decay_curve
from lawful.cli.streams import paint, say
from lawful.errors import InvalidInput, NotFound

ABOUT = """\
The store is a directory of JSON files, a file that ends in `.redb`, or `postgresql://...`.
"""

EXAMPLES = """\
examples:
  lawful trust update mcp:files --success --magnitude 0.1
  lawful trust update mcp:files --failure
  lawful trust witness role:auditor mcp:files --success
  lawful trust show mcp:files --json
  lawful trust list --type mcp
  lawful trust chain mcp:files --depth 2
  lawful trust decay mcp:files --as-of 2027-01-01T00:00:00Z --html decay.html
"""

CHAIN = """\
Who witnessed the entity, who witnessed them, and whom the entity has witnessed.
"""

DECAY = """\
Tells how trust will have faded at a time, if nothing else happens. Nothing is changed. The page of
`--html` has a plot.
"""


def add(commands: Any, command: Any) -> None:
    """Adds the command and its actions."""
    trust = command(commands, "trust", "keep and show trust in entities", ABOUT, EXAMPLES)
    actions = trust.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = command(actions, "show", "show what is known of an entity", "", "")
    _entity(show)
    show.set_defaults(action=run_show)
    listed = command(actions, "list", "list the entities of a store", "", "")
    listed.add_argument(
        "--type", type=_type, metavar="TYPE", help="only those whose id begins with `TYPE:`"
    )
    listed.set_defaults(action=run_list)
    update = command(actions, "update", "add the outcome of an action", "", "")
    _entity(update)
    _outcome(update)
    update.add_argument(
        "--model", metavar="NAME", help="of a new entity, and of files of other programs (evidence)"
    )
    update.set_defaults(action=run_update)
    witness = command(actions, "witness", "add the word of a witness, to both", "", "")
    witness.add_argument("witness", metavar="WITNESS", help="who says it, type:name")
    witness.add_argument("entity", metavar="ID", help="of whom, type:name")
    _outcome(witness)
    witness.add_argument(
        "--model", metavar="NAME", help="of new entities, and of files of other programs (evidence)"
    )
    witness.set_defaults(action=run_witness)
    chain = command(actions, "chain", "show who witnessed whom", CHAIN, "")
    _entity(chain)
    chain.add_argument("--depth", type=_depth, default=3, metavar="N", help="steps, up to 32 (3)")
    chain.add_argument(
        "--breadth", type=_breadth, default=10, metavar="N", help="witnesses of each one that are followed (10)"
    )
    chain.set_defaults(action=run_chain)
    decay = command(actions, "decay", "tell how trust fades", DECAY, "")
    _entity(decay)
    decay.add_argument(
        "--as-of", type=_time, metavar="TIME", help="when, 2027-01-01 or with a time (now)"
    )
    decay.add_argument(
        "--rate", type=_number, default=0.01, metavar="R", help="part that a day takes (0.01)"
    )
    decay.add_argument("--html", type=Path, metavar="FILE", help="also write a page with a plot")
    decay.set_defaults(action=run_decay)
    for action in (show, listed, update, witness, chain, decay):
        action.add_argument(
            "--store", default=".lawful/trust", metavar="PLACE", help="where (.lawful/trust)"
        )
        action.add_argument("--json", action="store_true", help="print JSON")


def _entity(command: argparse.ArgumentParser) -> None:
    command.add_argument("entity", metavar="ID", help="the entity, type:name")


def _outcome(command: argparse.ArgumentParser) -> None:
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("--success", dest="success", action="store_true", help="it succeeded")
    how.add_argument("--failure", dest="success", action="store_false", help="it failed")
    command.add_argument(
        "--magnitude", type=_magnitude, default=0.1, metavar="M", help="how much it counts, 0 to 1 (0.1)"
    )


def _number(text: str) -> float:
    """Reads a number that is finite."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is not a number; write 0.1")
    return number


def _magnitude(text: str) -> float:
    """Reads how much an outcome counts."""
    number = _number(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is not from 0 to 1")
    return number


def _type(text: str) -> str:
    """Reads the type of entities, which may have its colon."""
    kind = text.removesuffix(":")
    if ":" in kind or (text and not kind):
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is not a type; write mcp")
    return kind


def _depth(text: str) -> int:
    """Reads a depth."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= 32):
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is not a depth; write 0 to 32")
    return int(text)


def _breadth(text: str) -> int:
    """Reads a breadth."""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is not a breadth; write 10")
    return int(text)


def _time(text: str) -> datetime:
    """Reads a date or a time; without a zone it is in UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"`{text[:40]}` is not a time; write 2027-01-01 or 2027-01-01T12:00:00Z"
        ) from None
    time = time if time.tzinfo is not None else time.replace(tzinfo=timezone.utc)
    try:
        ManualClock(time)
    except InvalidInput:
        raise argparse.ArgumentTypeError(
            f"`{text[:40]}` is a time that no clock here can show; give an earlier one"
        ) from None
    return time


def run_show(options: argparse.Namespace) -> int:
    """Shows an entity and returns the exit code."""
    with _existing(options.store) as store:
        _print(_found(store, options), options)
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Lists entities and returns the exit code: 2 if some are damaged."""
    with _existing(options.store) as store:
        place = store.place
        entities, damaged = store.read_all(options.type)
    for why in damaged:
        say(why)
    if options.json:
        print(json.dumps([_data(entity) for entity in entities], indent=2, ensure_ascii=False))
    else:
        ids = [printable(entity.entity_id) for entity in entities]
        room = max(map(len, ids), default=0)
        for id, entity in zip(ids, entities, strict=True):
            level = str(entity.trust_level()).ljust(10)
            print(
                f"{paint(id.ljust(room), '1')}  {level}  "
                f"T3 {entity.t3_average():.4f}  V3 {entity.v3_average():.4f}  "
                f"{_counted(entity.action_count, 'action')}  {_counted(entity.witness_count, 'witnessing')}"
            )
        if not entities and not damaged:
            say(f"{place} has no such entities")
    return 2 if damaged else 0


def run_update(options: argparse.Namespace) -> int:
    """Adds an outcome and returns the exit code."""
    with _opened(options.store, model=options.model) as store:
        _same_model(store, options, options.entity)
        _print(store.update(options.entity, options.success, options.magnitude), options)
    return 0


def run_witness(options: argparse.Namespace) -> int:
    """Adds the word of a witness and returns the exit code."""
    with _opened(options.store, model=options.model) as store:
        _same_model(store, options, options.witness, options.entity)
        before = store.find(options.entity)
        both = list(store.witness(options.witness, options.entity, options.success, options.magnitude))
    if both[1].witness_count == (0 if before is None else before.witness_count):
        say(f"{options.witness} is the entity itself: its word counts nothing")
        del both[1]
    if options.json:
        print(json.dumps([_data(entity) for entity in both], indent=2, ensure_ascii=False))
        return 0
    for entity in both:
        _print(entity, options)
    return 0


def run_chain(options: argparse.Namespace) -> int:
    """Shows who witnessed whom and returns the exit code."""
    with _existing(options.store) as store:
        _found(store, options)
        chain = store.witness_chain(options.entity, options.depth, breadth=options.breadth)
    if options.json:
        print(json.dumps(chain, indent=2, ensure_ascii=False))
        return 0
    print(_told(chain))
    for title, key in (("witnessed by", "witnessed_by"), ("has witnessed", "has_witnessed")):
        if chain[key] or chain[f"more_{key}"]:
            print(f"  {title}")
            _tree(chain, key, "    ")
    return 0


def run_decay(options: argparse.Namespace) -> int:
    """Tells how trust fades and returns the exit code."""
    if options.html is not None:
        refuse_unwritable(options.html)
    time = options.as_of or datetime.now(timezone.utc)
    with _existing(options.store) as store:
        before = _found(store, options)
    after = before.as_of(time, options.rate)
    if options.html is not None:
        curve = decay_curve(before, time, decay_rate=options.rate)
        write_whole(options.html, curve.to_html())
    _print(after, options)
    if options.html is not None:
        say(f"wrote {options.html}")
    return 0


def _tree(link: dict[str, Any], key: str, indent: str) -> None:
    for next_link in link[key]:
        print(f"{indent}{_told(next_link)}")
        _tree(next_link, key, f"{indent}  ")
    if more := link[f"more_{key}"]:
        print(f"{indent}and {more} more; see `--breadth`")


def _told(link: dict[str, Any]) -> str:
    if link["t3_average"] is None:
        return f"{paint(printable(link['entity_id']), '1')}  nothing is known"
    return f"{paint(printable(link['entity_id']), '1')}  {link['level']}  T3 {link['t3_average']:.4f}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _opened(place: str, *, model: str | None = None) -> TrustStore:
    return TrustStore(place, model=model or "evidence")


def _same_model(store: TrustStore, options: argparse.Namespace, *ids: str) -> None:
    """Refuses a model that an entity does not have."""
    for id in ids if options.model is not None else ():
        entity = store.find(id) if id else None
        if entity is not None and entity.model != options.model:
            raise InvalidInput(
                f"`{id}` is of the model `{entity.model}`, which it keeps; leave `--model` out"
            )


def _existing(place: str) -> TrustStore:
    """Opens a store that is there already: looking makes nothing."""
    if "://" not in place:
        path = Path(place)
        if not path.exists():
            raise NotFound(f"there is no store `{place}`; `lawful trust update` makes one")
        if path.is_file() and path.stat().st_size == 0:
            raise NotFound(f"`{place}` is empty, not a store yet; `lawful trust update` makes it one")
    return _opened(place)


def _found(store: TrustStore, options: argparse.Namespace) -> EntityTrust:
    if not options.entity:
        raise InvalidInput("the id of an entity is not empty; use `type:name`")
    entity = store.find(options.entity)
    if entity is None:
        raise NotFound(f"`{options.entity}` is not in {store.place}; see `lawful trust list`")
    return entity


def _data(entity: EntityTrust) -> dict[str, Any]:
    return {
        **entity.to_dict(),
        "model": entity.model,
        "t3_average": entity.t3_average(),
        "v3_average": entity.v3_average(),
        "trust_level": str(entity.trust_level()),
        "success_rate": entity.success_rate(),
        "confidence": entity.confidence,
        "created_at": entity.created_at.isoformat(),
        "last_action": None if entity.last_action is None else entity.last_action.isoformat(),
        "decayed_until": entity.decayed_until.isoformat(),
    }


def _print(entity: EntityTrust, options: argparse.Namespace) -> None:
    data = _data(entity)
    if options.json:
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return
    print(
        f"{paint(printable(entity.entity_id), '1')}  {entity.trust_level()}  "
        f"T3 {entity.t3_average():.4f}  V3 {entity.v3_average():.4f}"
    )
    for name in ("talent", "training", "temperament", "valuation", "veracity", "validity"):
        print(f"  {name:<12} {data[name]:.4f}  uncertainty {entity.uncertainty(name):.4f}")
    print(
        f"  {'actions':<12} {entity.action_count}, {entity.success_count} succeeded "
        f"({entity.success_rate():.0%})"
    )
    print(f"  {'witnesses':<12} {printable(', '.join(entity.witnessed_by)) or 'none'}")
    last = data["last_action"] or "never"
    print(f"  {'last action':<12} {last}")
