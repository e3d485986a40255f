"""Cases per second from Python, beside Hypothesis, in one run: `python py/benches/checker.py`.

The law is associativity of 64-bit addition that wraps; the Rust model has six laws, and all their
cases are counted. Every figure is the median of several runs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import hypothesis
import lawful
from hypothesis import strategies

LOW, HIGH = -(2**63), 2**63 - 1


def wrap(number: int) -> int:
    return (number - LOW) % 2**64 + LOW


class WrappingAdd:
    """The same operation, as a plain Python class."""

    elem = lawful.integers(LOW, HIGH)

    def combine(self, a: int, b: int) -> int:
        return wrap(a + b)


def median(runs: int, work: Callable[[], int]) -> tuple[float, int]:
    """Returns the median time of `work` in seconds, and how many cases it ran."""
    times, cases = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        cases = work()
        times.append(time.perf_counter() - started)
    return statistics.median(times), cases


def by_hypothesis() -> int:
    seen = 0
    numbers = strategies.integers(LOW, HIGH)

    @hypothesis.settings(
        max_examples=3_000,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.seed(0)
    @hypothesis.given(numbers, numbers, numbers)
    def associative(a: int, b: int, c: int) -> None:
        nonlocal seen
        seen += 1
        assert wrap(wrap(a + b) + c) == wrap(a + wrap(b + c))

    associative()
    return seen


def by_lawful(model: lawful.Model, cases: int) -> int:
    report = lawful.check(model, cases=cases, threads=1)
    assert report.is_good, report
    verdicts = [law.verdict for evidence in report.evidence for law in evidence.laws]
    return sum(verdict.cases for verdict in verdicts if isinstance(verdict, lawful.Tested))


def main() -> None:
    lawful.load_plugins()
    python_model = lawful.build(WrappingAdd(), theory="semigroup", id="bench.add", version="1")
    rust_model = lawful.find_model("int.i64.wrapping_add")
    rows = [
        ("Hypothesis", median(3, by_hypothesis)),
        ("lawful, a Python model", median(3, lambda: by_lawful(python_model, 30_000))),
        ("lawful, a Rust model, from Python", median(3, lambda: by_lawful(rust_model, 3_000_000))),
    ]
    base = rows[0][1][1] / rows[0][1][0]
    print("wrapping addition of 64-bit integers, from Python, one thread")
    for name, (seconds, cases) in rows:
        rate = cases / seconds
        print(f"  {name:<36} {rate:>14,.0f} cases/s {rate / base:>12,.1f} x Hypothesis")


if __name__ == "__main__":
    main()
