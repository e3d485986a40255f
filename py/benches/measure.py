"""Times of works that take turns."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 9
SECONDS = 0.02
Work = Callable[[], object]
UNITS = [(1e-6, 1e9, "ns"), (1e-3, 1e6, "us"), (1.0, 1e3, "ms"), (float("inf"), 1.0, "s")]


@dataclass(frozen=True)
class Row:
    """One line of the table: the median of each, ours first."""

    name: str
    medians: dict[str, float]
    unit: str = "s"
    limit: float | None = None

    @property
    def ours(self) -> float:
        """Our figure."""
        return next(iter(self.medians.values()))

    @property
    def is_missed(self) -> bool:
        """Whether ours is above its limit."""
        return self.limit is not None and self.ours > self.limit

    def shown(self, figure: float) -> str:
        """Returns a figure with its unit."""
        if self.unit != "s":
            return f"{figure:.0f} {self.unit}"
        factor, unit = next((factor, unit) for below, factor, unit in UNITS if figure < below)
        return f"{figure * factor:.3g} {unit}"

    def __str__(self) -> str:
        peers = [
            f"{name} {self.shown(figure)} ({figure / self.ours:.1f} x)"
            for name, figure in list(self.medians.items())[1:]
        ]
        limit = "" if self.limit is None else f"  limit {self.shown(self.limit)}"
        return f"{self.name:<40} {self.shown(self.ours):>10}{limit:<16}  {', '.join(peers)}"

    def as_dict(self) -> dict[str, object]:
        """Returns the row as data."""
        return {"name": self.name, "unit": self.unit, "medians": self.medians, "limit": self.limit}


def timed(work: Work, calls: int) -> float:
    """Returns the seconds of one call."""
    started = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - started) / calls


def compare(name: str, works: dict[str, Work], *, limit: float | None = None) -> Row:
    """Measures works in turn; the first is ours."""
    calls = {}
    for each, work in works.items():
        number = 1
        while timed(work, number) * number < SECONDS / 4:
            number *= 4
        calls[each] = number
    times: dict[str, list[float]] = {each: [] for each in works}
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for each, work in works.items():
                times[each].append(timed(work, calls[each]))
    finally:
        gc.enable()
    return Row(name, {each: statistics.median(found) for each, found in times.items()}, limit=limit)


def resident(make: Callable[[], object]) -> float:
    """Returns by how many bytes the memory of this process grows while what is made is alive."""
    gc.collect()
    before = _pages()
    made = make()
    gc.collect()
    after = _pages()
    del made
    return float(after - before)


def _pages() -> int:
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096
