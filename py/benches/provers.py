"""The rare fault from Python: population search beside random search and Hypothesis, in one run.

    python py/benches/provers.py

An `or` of 16-bit numbers is wrong at one pair of 2^32. Everybody gets the time that the slowest of the
population's seeds took, times ten.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import hypothesis
import lawful
from hypothesis import strategies as st
from lawful import laws, provers

LAW = "commutative_semigroup.commutative"
SEEDS = range(10)


class Or:
    """Wrong at one pair; its constants are computed, so that they stand nowhere in the code."""

    elem = lawful.integers(0, 0xFFFF)

    def __init__(self) -> None:
        self.pair = (int("3lo", 36), int("11pr", 36))

    def combine(self, a: int, b: int) -> int:
        return a if (a, b) == self.pair else a | b


def count(found: Callable[[int], bool]) -> str:
    return f"{sum(found(seed) for seed in SEEDS)} of {len(SEEDS)} found"


def main() -> None:
    model = lawful.build(Or, theory="commutative_semigroup", id="bench.or")
    times = []
    for seed in SEEDS:
        started = time.perf_counter()
        settled = provers.settle(model, LAW, provers.Population(mine=False), seed=seed, time=60)
        times.append(time.perf_counter() - started)
        assert settled.outcome == "refuted", settled
    median, longest = statistics.median(times), max(times)
    print("`or` of 16-bit numbers, wrong at 1 pair of 2^32")
    print(f"  population, watching   {len(SEEDS)} of {len(SEEDS)} found, median {median * 1e3:.0f} ms, worst {longest * 1e3:.0f} ms")
    limit = 10 * longest
    print(f"  the others, {limit * 1e3:.0f} ms each:")

    def checker(seed: int) -> bool:
        [evidence] = lawful.check(model.only([LAW]), time=limit, seed=seed).evidence
        return evidence.laws[0].verdict.name == "refuted"

    def blind(seed: int) -> bool:
        prover = provers.Population(watch=False, mine=False)
        return provers.settle(model, LAW, prover, seed=seed, time=limit).outcome == "refuted"

    def by_hypothesis(seed: int) -> bool:
        elem = st.integers(0, 0xFFFF)
        test = laws.as_hypothesis(LAW, elem, model=model)
        settings = hypothesis.settings(
            max_examples=10**6, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        until = time.perf_counter() + limit

        class Over(Exception):
            pass

        def timed(**values: int) -> None:
            if time.perf_counter() > until:
                raise Over
            inner = getattr(test, "hypothesis").inner_test
            inner(**values)

        try:
            hypothesis.seed(seed)(settings(hypothesis.given(a=elem, b=elem)(timed)))()
        except Over:
            return False
        except lawful.LawRefuted:
            return True
        return False

    print(f"    the checker          {count(checker)}")
    print(f"    population, blind    {count(blind)}")
    print(f"    Hypothesis           {count(by_hypothesis)}")


if __name__ == "__main__":
    main()
