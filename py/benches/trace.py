"""Ledgers from Python, beside their peers, in one run: `python py/benches/trace.py`.

A million nodes with an id, an origin and a time, beside a frozen dataclass and a list: once with the
parts of a kgents trace node, once with just these three. Times are of the processor, and the best of
rounds that take turns; heads use all cores and are measured by the clock. LAWFUL_BENCH_NODES chooses
how many nodes; limits that are missed are named at the end, and with LAWFUL_BENCH_GATE set they also
make the exit code 1.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lawful.trace import Head, TraceLedger, TraceNode

NODES = int(os.environ.get("LAWFUL_BENCH_NODES", "1000000"))
SAMPLE = 50_000
ROUNDS = 5
ORIGIN = "brain"
Work = Callable[[], object]
Clock = Callable[[], float]
missed: list[str] = []


@dataclass(frozen=True)
class Short:
    """What the nodes here have."""

    id: str
    origin: str
    timestamp: int


@dataclass(frozen=True)
class Kgents:
    """The parts that a node of kgents has."""

    id: str
    origin: str
    timestamp: int
    stimulus: object = None
    response: object = None
    umwelt: object = None
    links: tuple[object, ...] = ()
    phase: str | None = None
    walk_id: str | None = None
    tags: frozenset[str] = frozenset()
    metadata: dict[str, object] = field(default_factory=dict)


def measure(rows: dict[str, Work], clock: Clock = time.process_time) -> dict[str, list[float]]:
    """Returns the seconds of every round of each; what the work makes is dropped untimed."""
    times: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(ROUNDS):
        for name, work in rows.items():
            gc.collect()
            gc.disable()
            started = clock()
            made = work()
            times[name].append(clock() - started)
            gc.enable()
            del made
    return times


def told(
    title: str,
    count: int,
    rows: dict[str, Work],
    *,
    limit: float | None = None,
    ratio: float | None = None,
    clock: Clock = time.process_time,
) -> None:
    """Measures and prints, for one of `count`; the first row is ours.

    `limit` is in nanoseconds for one, `ratio` how many times longer the second row must take.
    """
    times = measure(rows, clock)
    best = {name: min(all_times) * 1e9 / count for name, all_times in times.items()}
    ours = next(iter(best.values()))
    bounds = [] if limit is None else [f"limit {limit:.0f} ns"]
    bounds += [] if ratio is None else [f"limit {ratio:.0f} x"]
    print(f"{title:<34} {'best':>10} {'median':>10} {'ratio':>9}   {', '.join(bounds)}")
    for name, all_times in times.items():
        median = statistics.median(all_times) * 1e9 / count
        print(f"  {name:<32} {best[name]:>7.1f} ns {median:>7.1f} ns {best[name] / ours:>7.2f} x")
    if limit is not None and ours > limit:
        missed.append(f"{title}: at most {limit:.0f} ns, took {ours:.0f}")
    if ratio is not None and list(best.values())[1] < ratio * ours:
        missed.append(f"{title}: {ratio:.0f} times as fast as the second row")


def creation(ids: list[str]) -> None:
    """Measures the making of nodes."""
    told(
        "make a node, by keyword",
        len(ids),
        {
            "TraceNode": lambda: [TraceNode(id=i, origin=ORIGIN, timestamp=7) for i in ids],
            "frozen dataclass, as kgents": lambda: [
                Kgents(id=i, origin=ORIGIN, timestamp=7) for i in ids
            ],
            "frozen dataclass, three fields": lambda: [
                Short(id=i, origin=ORIGIN, timestamp=7) for i in ids
            ],
            "complex, two keywords": lambda: [complex(real=1, imag=2) for _ in ids],
        },
        limit=200,
        ratio=4,
    )
    told(
        "make a node, by position",
        len(ids),
        {
            "TraceNode": lambda: [TraceNode(i, ORIGIN, 7) for i in ids],
            "frozen dataclass, as kgents": lambda: [Kgents(i, ORIGIN, 7) for i in ids],
            "frozen dataclass, three fields": lambda: [Short(i, ORIGIN, 7) for i in ids],
            "complex": lambda: [complex(1, 2) for _ in ids],
        },
        limit=200,
        ratio=4,
    )


def loop(nodes: list[TraceNode]) -> TraceLedger:
    """Appends one by one."""
    ledger = TraceLedger()
    append = ledger.append
    for node in nodes:
        append(node)
    return ledger


def list_loop(nodes: list[TraceNode]) -> list[TraceNode]:
    """Appends one by one to a list."""
    items: list[TraceNode] = []
    append = items.append
    for node in nodes:
        append(node)
    return items


def dict_loop(nodes: list[TraceNode], ids: list[str]) -> dict[str, TraceNode]:
    """Enters one by one into a dictionary, unless the id is there."""
    items: dict[str, TraceNode] = {}
    for key, node in zip(ids, nodes, strict=True):
        if key not in items:
            items[key] = node
    return items


def filled(nodes: list[TraceNode]) -> TraceLedger:
    """Returns a ledger with all nodes."""
    ledger = TraceLedger()
    ledger.extend(nodes)
    return ledger


def appending(kind: str, ids: list[str]) -> None:
    """Measures appends."""
    nodes = [TraceNode(i, ORIGIN, 7) for i in ids]
    told(
        f"append in a loop, {kind} ids",
        len(nodes),
        {
            "TraceLedger.append": lambda: loop(nodes),
            "the same, and a search": lambda: loop(nodes).get(ids[-1]),
            "list.append": lambda: list_loop(nodes),
            "dict, if the id is new": lambda: dict_loop(nodes, ids),
        },
        limit=60,
    )
    told(
        f"extend, {kind} ids",
        len(nodes),
        {
            "TraceLedger.extend": lambda: filled(nodes),
            "the same, and a search": lambda: filled(nodes).get(ids[-1]),
            "list, a copy": lambda: list(nodes),
            "dict, of pairs": lambda: dict(zip(ids, nodes, strict=True)),
        },
        limit=20,
    )


def proving(ids: list[str], nodes: list[TraceNode]) -> None:
    """Measures heads, proofs and lookups."""
    fresh = [filled(nodes) for _ in range(ROUNDS)]
    told(
        "head over fresh leaves",
        len(nodes),
        {"TraceLedger.head": lambda: fresh.pop().head()},
        limit=120,
        clock=time.perf_counter,
    )
    ledger = filled(nodes)
    head: Head = ledger.head()
    chosen = random.Random(7).sample(range(len(nodes)), SAMPLE)
    told(
        "prove that a node is in",
        SAMPLE,
        {"TraceLedger.prove": lambda: [ledger.prove(n) for n in chosen]},
        limit=2000,
    )
    proofs = [(ledger.prove(n), nodes[n]) for n in chosen]

    def verified() -> None:
        for proof, node in proofs:
            proof.verify(node, head)

    told(
        "verify a proof",
        SAMPLE,
        {"InclusionProof.verify": verified},
        limit=4000,
    )
    keys = [ids[n] for n in chosen]
    items = dict(zip(ids, nodes, strict=True))
    told(
        "find nodes by their ids, at once",
        SAMPLE,
        {
            "TraceLedger.get_many": lambda: ledger.get_many(keys),
            "dict.get": lambda: [items.get(key) for key in keys],
        },
        limit=300,
    )
    told(
        "find a node by its id",
        SAMPLE,
        {
            "TraceLedger.get": lambda: [ledger.get(key) for key in keys],
            "dict.get": lambda: [items.get(key) for key in keys],
        },
        limit=300,
    )


def opening(nodes: list[TraceNode]) -> None:
    """Measures a ledger in files."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(1 << 30))

        def written() -> TraceLedger:
            ledger = TraceLedger.open(Path(folder) / str(next(numbers)), create=True)
            ledger.extend(nodes, durability="synced")
            return ledger

        told(
            "write to files, one sync",
            len(nodes),
            {"TraceLedger.extend": written},
            limit=500,
            clock=time.perf_counter,
        )
        path = Path(folder) / "ledger"
        with TraceLedger.open(path, create=True) as ledger:
            ledger.extend(nodes, durability="synced")
            head = ledger.head()

        def opened() -> None:
            with TraceLedger.open(path, pinned=head) as ledger:
                assert len(ledger) == len(nodes)

        told(
            "open and verify",
            len(nodes),
            {"TraceLedger.open": opened},
            limit=500,
            clock=time.perf_counter,
        )


def main() -> None:
    ids = [f"trace-{n:012x}" for n in range(NODES)]
    shuffled = random.Random(7)
    drawn = [f"trace-{shuffled.getrandbits(48):012x}-{n % 7}" for n in range(NODES)]
    drawn = list(dict.fromkeys(drawn))
    print(f"{NODES} nodes; times are of one, and ratios to ours: more than 1 is slower than ours")
    creation(ids)
    appending("ascending", ids)
    appending("random", drawn)
    nodes = [TraceNode(i, ORIGIN, n) for n, i in enumerate(ids)]
    proving(ids, nodes)
    payload = bytes(88)
    opening([TraceNode(i, ORIGIN, n, payload=payload) for n, i in enumerate(ids)])
    for limit in missed:
        print(f"missed: {limit}", file=sys.stderr)
    if missed and "LAWFUL_BENCH_GATE" in os.environ:
        sys.exit(1)


if __name__ == "__main__":
    main()
