"""The law check of a 16-element operad from Python, beside plain Python: `python py/benches/operads.py`.

Every figure is the median of several runs; both sides ran in turn. A full check is three laws.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from lawful import FiniteOperad, verify_operad_laws

SIZE = 16
LAWS = 3


class Shifts:
    """Shifts around a circle of 16 places."""

    identity = 0

    def compose(self, a: int, b: int) -> int:
        return (a + b) % SIZE

    def operations(self) -> range:
        return range(SIZE)


def plain(operad: Any) -> bool:
    """The same check, as one would write it in Python."""
    compose, elements = operad.compose, operad.operations()
    unit = operad.identity() if callable(operad.identity) else operad.identity
    return (
        all(compose(unit, a) == a for a in elements)
        and all(compose(a, unit) == a for a in elements)
        and all(
            compose(compose(a, b), c) == compose(a, compose(b, c))
            for a in elements
            for b in elements
            for c in elements
        )
    )


def each(work: Callable[[], Any], times: int) -> float:
    """Returns the time of one call in microseconds."""
    started = time.perf_counter()
    for _ in range(times):
        assert work()
    return (time.perf_counter() - started) / times * 1e6


def row(name: str, operad: Any, peer: float | None) -> float:
    took = statistics.median(each(lambda: verify_operad_laws(operad), 50) for _ in range(9)) / LAWS
    ratio = f"{peer / took:8.1f} x plain Python" if peer else ""
    verdicts = {result.verdict for result in verify_operad_laws(operad).results}
    print(f"  {name:<34} {took:9.2f} us per law {ratio}   {', '.join(sorted(verdicts))}")
    return took


def main() -> None:
    shifts = Shifts()
    frozen = FiniteOperad([[(a + b) % SIZE for b in range(SIZE)] for a in range(SIZE)], 0)
    print("full law check of a 16-element operad (must: 25 us per law, 25 x)")
    theirs = statistics.median(each(lambda: plain(shifts), 3) for _ in range(9)) / LAWS
    print(f"  {'plain Python, an object':<34} {theirs:9.2f} us per law")
    row("lawful, the same object", shifts, theirs)
    of_frozen = statistics.median(each(lambda: plain(frozen), 3) for _ in range(9)) / LAWS
    print(f"  {'plain Python, a frozen operad':<34} {of_frozen:9.2f} us per law")
    row("lawful, a frozen operad", frozen, of_frozen)


if __name__ == "__main__":
    main()
