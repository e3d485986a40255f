"""`decimal.Decimal`: addition rounds to the precision of its context."""

import decimal
from decimal import Decimal
from random import Random

import lawful


def _decimal(random: Random) -> Decimal:
    digits = random.randrange(10 ** random.randrange(1, 8))
    sign = random.choice((1, -1))
    return Decimal(sign * digits).scaleb(random.randrange(-6, 4))


_EDGES = [Decimal(text) for text in ("0", "1", "-1", "0.1", "0.5", "9.99", "1000", "-0.001")]


@lawful.model(
    theory="commutative_semigroup",
    id="python.decimal.add_rounded",
    fails={"associative": (Decimal(100), Decimal("0.5"), Decimal("0.5"))},
)
class AddRounded:
    """Addition of decimals in a context of three digits: what is rounded is lost."""

    elem = lawful.sampled(_decimal, edges=_EDGES)

    def __init__(self) -> None:
        self._context = decimal.Context(prec=3)

    def combine(self, a: Decimal, b: Decimal) -> Decimal:
        return self._context.add(a, b)


@lawful.model(theory="commutative_group", id="python.decimal.add_exact")
class AddExact:
    """Addition of decimals in a context that raises before it rounds."""

    elem = lawful.sampled(_decimal, edges=_EDGES)

    def __init__(self) -> None:
        self._context = decimal.Context(prec=60, traps=[decimal.Inexact])

    def combine(self, a: Decimal, b: Decimal) -> Decimal:
        return self._context.add(a, b)

    def empty(self) -> Decimal:
        return Decimal(0)

    def inverse(self, a: Decimal) -> Decimal:
        return self._context.minus(a)
