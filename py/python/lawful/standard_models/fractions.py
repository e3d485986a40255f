"""`fractions.Fraction`: exact numbers."""

from fractions import Fraction
from random import Random

import lawful


def _fraction(random: Random) -> Fraction:
    return Fraction(random.randrange(-1000, 1001), random.randrange(1, 101))


_EDGES = [Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(1, 3), Fraction(-7, 3)]


@lawful.model(theory="commutative_group", id="python.fraction.add")
class Add:
    """Addition of fractions."""

    elem = lawful.sampled(_fraction, edges=_EDGES)

    def combine(self, a: Fraction, b: Fraction) -> Fraction:
        return a + b

    def empty(self) -> Fraction:
        return Fraction(0)

    def inverse(self, a: Fraction) -> Fraction:
        return -a


@lawful.model(theory="commutative_group", id="python.fraction.multiply")
class Multiply:
    """Multiplication of fractions other than zero."""

    elem = lawful.sampled(
        lambda random: _fraction(random) or Fraction(1), edges=_EDGES[1:], valid=bool
    )

    def combine(self, a: Fraction, b: Fraction) -> Fraction:
        return a * b

    def empty(self) -> Fraction:
        return Fraction(1)

    def inverse(self, a: Fraction) -> Fraction:
        return 1 / a


@lawful.model(
    theory="round_trip",
    id="python.fraction.text",
)
class Text:
    """Fractions as text and back."""

    elem = lawful.sampled(_fraction, edges=_EDGES)
    code = lawful.text("0123456789-/", longest=6)

    def encode(self, a: Fraction) -> str:
        return str(a)

    def decode(self, c: str) -> Fraction | None:
        try:
            return Fraction(c)
        except (ValueError, ZeroDivisionError):
            return None
