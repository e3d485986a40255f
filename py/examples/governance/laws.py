"""The fallback as a model of the theory of trust: `lawful check governance --load governance.laws`."""

from __future__ import annotations

from random import Random

import lawful

from .evidence import DAY, Evidence, steps

A_MILLISECOND = steps(1, 0.01) // DAY
UNKNOWN, FULL = (0.5, 0.0), (1.0, 1.0)


def _unit(random: Random) -> float:
    return random.choice([0.0, 1.0, 2.0 ** -random.randrange(40), random.random(), random.random()])


def _time(random: Random) -> int:
    return random.randrange(random.choice([10, DAY, 1000 * DAY, 20_000 * DAY]))


def _state(random: Random) -> Evidence:
    state = Evidence()
    for _ in range(random.randrange(9)):
        match random.randrange(4):
            case 0:
                state = state.hear(random.random() < 0.5, _unit(random), _unit(random), _unit(random))
            case 1:
                state = state.decay(_time(random) * A_MILLISECOND)
            case 2:
                state = state.with_score(random.randrange(6), _unit(random))
            case _:
                state = state.learn(random.random() < 0.5, _unit(random))
    return state


@lawful.model(theory="trust_model", id="governance.evidence", version="1")
class PythonEvidence:
    """The evidence model in Python."""

    elem = lawful.sampled(_state, edges=[Evidence(), Evidence().learn(True, 1), Evidence().learn(False, 1)])
    magnitude = lawful.sampled(_unit, edges=[0.0, 1.0, 0.5])
    part = lawful.values(range(6))
    time = lawful.sampled(_time, edges=[0, 1, DAY, 15 * DAY], order=lambda a, b: a <= b)
    grade = lawful.floats(0, 1, order=lambda a, b: a <= b)
    witness = lawful.sampled(lambda random: (_unit(random), _unit(random)), edges=[UNKNOWN, FULL])

    def neutral(self) -> Evidence:
        return Evidence()

    def success(self, s: Evidence, m: float) -> Evidence:
        return s.learn(True, m)

    def failure(self, s: Evidence, m: float) -> Evidence:
        return s.learn(False, m)

    def score(self, s: Evidence, d: int) -> float:
        return s.score(d)

    def lowest(self) -> float:
        return 0.0

    def half(self) -> float:
        return 0.5

    def highest(self) -> float:
        return 1.0

    def uncertainty(self, s: Evidence, d: int) -> float:
        return s.uncertainty(d)

    def later(self, t: int, u: int) -> int:
        return t + u

    def no_time(self) -> int:
        return 0

    def decay(self, s: Evidence, t: int) -> Evidence:
        return s.decay(t * A_MILLISECOND)

    def praised(self, s: Evidence, w: tuple[float, float], m: float) -> Evidence:
        return s.hear(True, m, *w)

    def blamed(self, s: Evidence, w: tuple[float, float], m: float) -> Evidence:
        return s.hear(False, m, *w)

    def trust(self, w: tuple[float, float]) -> float:
        return w[0]

    def fully_trusted(self) -> tuple[float, float]:
        return FULL

    def crowd(self, s: Evidence, n: int) -> Evidence:
        # A hundred strangers fill the pool.
        for _ in range(min(n, 100)):
            s = s.hear(True, 1.0, *UNKNOWN)
        return s

    def crowd_bound(self) -> float:
        return 0.75

    def for_ever(self) -> int:
        return 10_000 * 365 * DAY

    def set(self, s: Evidence, d: int, g: float) -> Evidence:
        return s.with_score(d, g)

    def just_below(self, g: float) -> float:
        # Certainty would need unlimited evidence.
        return min(g, 1 - 4e-6)

    def just_above(self, g: float) -> float:
        return max(g + 1e-9, 4e-6)
