"""The evidence model of trust in plain Python: slow, exact, and checked by the same laws.

Evidence is kept in whole numbers, as it would have been worth at the beginning: whoever comes later
adds more for the same. So decay only moves the position at which everything is read, and two decays
are one, to the last bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

DIMENSIONS = ("talent", "training", "temperament", "valuation", "veracity", "validity")
OUTCOME = (0.2, 0.5, 0.3, 0.1, 0.0, 0.0)
WITNESS = (0.0, 0.0, 0.125, 0.0, 0.5, 0.125)
"""How far an outcome, or a witness, of magnitude 1 moves a neutral score."""
DECAY = (0, 2, 1, 1, 0, 2)
"""Which halves of the decay a dimension takes part in."""
FAILURE_WEIGHT = 2.0
PRIOR = 2.0
UNIT = 1 << 30
"""The whole number for one unit of evidence."""
MOST = 1 << 48
"""The most that a view counts."""
HALVING = 1 << 64
"""Steps of the position in which positive evidence is halved."""
FARTHEST = HALVING << 12
"""Where the position stops: 4096 halvings."""
DAY = 86_400_000
POOL = 1 << 28
PARTS = 1 << 27
"""What strangers say is counted in these parts, and no more of it is read than the pool."""


def _clamped(x: float) -> float:
    return max(0.0, min(1.0, x)) if x == x else 0.0


def steps(days: float, rate: float) -> int:
    """Returns the steps of some days, in whole milliseconds, at a rate per day.

    Raises `ValueError` if a number is not finite, negative, or a rate above 1.

    >>> steps(15, 0.01) * 2 == steps(30, 0.01)
    True
    >>> steps(-1, 0.01)
    Traceback (most recent call last):
    ...
    ValueError: days must be finite and not negative, not `-1`
    """
    if not (math.isfinite(days) and days >= 0):
        raise ValueError(f"days must be finite and not negative, not `{days}`")
    if not 0 <= rate <= 1:
        raise ValueError(f"the rate must be from 0 to 1, not `{rate}`")
    halvings = 64.0 if rate == 1 else min(64.0, -math.log2(1 - rate))
    return min(FARTHEST, round(days * DAY) * round(halvings * HALVING / DAY))


def _growth(position: int, share: int) -> tuple[int, int]:
    """What a unit at a position was worth at the beginning: a number of 52 bits, and a power of 2."""
    whole, part = divmod(position * share // 2, HALVING)
    return round(2.0 ** (part / HALVING) * (1 << 52)), whole


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of somebody; scores are views of it."""

    positive: tuple[int, ...] = (0,) * 6
    negative: tuple[int, ...] = (0,) * 6
    position: int = 0
    praise: tuple[int, ...] = (0,) * 6
    blame: tuple[int, ...] = (0,) * 6
    """What strangers have said, for each dimension: praise fades, blame does not."""

    def learn(self, success: bool, magnitude: float) -> Evidence:
        """Returns this with the outcome of an action."""
        return self._add(success, _clamped(magnitude), OUTCOME)

    def hear(self, success: bool, magnitude: float, trust: float = 0.5, confidence: float = 0.0) -> Evidence:
        """Returns this with what a witness says: one who is unknown counts in the pool of strangers."""
        weight = _clamped(magnitude) * _clamped(trust)
        heard = self._add(success, weight * _clamped(confidence), WITNESS)
        parts = max(0, int(weight * (1 - _clamped(confidence)) * PARTS) - 3)
        if success:
            said = (self._earlier(parts, at) for at in range(6))
            return replace(heard, praise=tuple(a + b for a, b in zip(heard.praise, said, strict=True)))
        return replace(heard, blame=tuple(blame + parts for blame in heard.blame))

    def decay(self, by: int) -> Evidence:
        """Returns this after some steps of time."""
        return replace(self, position=min(FARTHEST, self.position + by))

    def merge(self, other: Evidence) -> Evidence:
        """Returns both together, read at the later position."""
        return Evidence(
            tuple(a + b for a, b in zip(self.positive, other.positive, strict=True)),
            tuple(a + b for a, b in zip(self.negative, other.negative, strict=True)),
            max(self.position, other.position),
            tuple(a + b for a, b in zip(self.praise, other.praise, strict=True)),
            tuple(a + b for a, b in zip(self.blame, other.blame, strict=True)),
        )

    def score(self, at: int) -> float:
        """Returns a score, above 0 and below 1."""
        r, s = self._read(at)
        return (r + UNIT) / (r + s + 2 * UNIT)

    def uncertainty(self, at: int) -> float:
        """Returns how little a score rests on evidence."""
        return 2 * UNIT / (sum(self._read(at)) + 2 * UNIT)

    def with_score(self, at: int, score: float) -> Evidence:
        """Returns this with the least evidence that has a score, which is never read below what was set."""
        score = 0.5 if score != score else _clamped(score)
        most = MOST / UNIT
        r = s = 0
        if score >= 0.5:
            r = self._earlier(math.ceil(min(most, (2 * score - 1) / (1 - score) if score < 1 else most) * UNIT), at)
        else:
            s = int(min(most, (1 - 2 * score) / score if score > 0 else most) * UNIT)

        def put(values: tuple[int, ...], value: int) -> tuple[int, ...]:
            return (*values[:at], value, *values[at + 1 :])

        return Evidence(
            put(self.positive, r),
            put(self.negative, s),
            self.position,
            put(self.praise, 0),
            put(self.blame, 0),
        )

    def _earlier(self, amount: int, at: int) -> int:
        mantissa, power = _growth(self.position, DECAY[at])
        return -(-(amount * mantissa << power) >> 52)

    def _add(self, success: bool, magnitude: float, shares: tuple[float, ...]) -> Evidence:
        evidence = [PRIOR * w * magnitude / (1 - w * magnitude) for w in shares]
        if success:
            new = (self._earlier(round(e * UNIT), at) for at, e in enumerate(evidence))
            return replace(self, positive=tuple(a + b for a, b in zip(self.positive, new, strict=True)))
        lost = (math.ceil(FAILURE_WEIGHT * e * UNIT) for e in evidence)
        return replace(self, negative=tuple(a + b for a, b in zip(self.negative, lost, strict=True)))

    def _read(self, at: int) -> tuple[int, int]:
        positive, praise = self._left(self.positive[at], at), self._left(self.praise[at], at)
        return (
            min(MOST, min(MOST, positive) + self._pool(praise, at, 1.0)),
            min(MOST, self.negative[at] + self._pool(self.blame[at], at, FAILURE_WEIGHT)),
        )

    def _left(self, amount: int, at: int) -> int:
        mantissa, power = _growth(self.position, DECAY[at])
        return (amount << 52) // (mantissa << power)

    @staticmethod
    def _pool(parts: int, at: int, weight: float) -> int:
        # The evidence of a small x is about 2x. A pool counts just that: less than known witnesses.
        return int(weight * PRIOR * WITNESS[at] * (UNIT // PARTS) * min(POOL, parts))
