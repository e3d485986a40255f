"""`collections.Counter`: its operators drop what is not positive."""

from collections import Counter
from random import Random

import lawful


def _positive(random: Random) -> Counter[str]:
    return Counter({letter: random.randrange(1, 6) for letter in "abc" if random.random() < 0.6})


def _signed(random: Random) -> Counter[str]:
    return Counter({letter: random.randrange(-4, 5) for letter in "abc" if random.random() < 0.6})


def _is_positive(counter: object) -> bool:
    return isinstance(counter, Counter) and all(count > 0 for count in counter.values())


_POSITIVE = lawful.sampled(
    _positive,
    edges=[Counter(), Counter("a"), Counter("b"), Counter("ab"), Counter("aab")],
    valid=_is_positive,
)


@lawful.model(theory="commutative_monoid", id="python.counter.add")
class Add:
    """Addition of counters whose counts are positive."""

    elem = _POSITIVE

    def combine(self, a: Counter[str], b: Counter[str]) -> Counter[str]:
        return a + b

    def empty(self) -> Counter[str]:
        return Counter()


@lawful.model(
    theory="commutative_monoid",
    id="python.counter.add_signed",
    fails={
        "associative": (Counter(a=1), Counter(a=1), Counter(a=-2)),
        "left_identity": (Counter(a=-1),),
        "right_identity": (Counter(a=-1),),
    },
)
class AddSigned:
    """Addition of counters with negative counts: a sum below one is dropped."""

    elem = lawful.sampled(
        _signed,
        edges=[Counter(), Counter(a=1), Counter(a=-1), Counter(a=0)],
        valid=lambda counter: isinstance(counter, Counter),
    )

    def combine(self, a: Counter[str], b: Counter[str]) -> Counter[str]:
        return a + b

    def empty(self) -> Counter[str]:
        return Counter()


@lawful.model(theory="distributive_lattice", id="python.counter.lattice")
class Lattice:
    """Union and intersection of counters: the larger and the smaller count."""

    elem = _POSITIVE

    def join(self, a: Counter[str], b: Counter[str]) -> Counter[str]:
        return a | b

    def meet(self, a: Counter[str], b: Counter[str]) -> Counter[str]:
        return a & b
