"""`set`: union, intersection and inclusion."""

from itertools import combinations

import lawful

_Set = frozenset[int]

_ALL = frozenset(range(3))


@lawful.model(
    theory=["distributive_lattice", "partial_order"],
    id="python.set.lattice",
    fails={"total": ({0}, {1})},
)
class Lattice:
    """Union, intersection and inclusion of sets of numbers."""

    elem = lawful.sets(lawful.integers())

    def join(self, a: set[int], b: set[int]) -> set[int]:
        return a | b

    def meet(self, a: set[int], b: set[int]) -> set[int]:
        return a & b

    def at_most(self, a: set[int], b: set[int]) -> bool:
        return a <= b


@lawful.model(theory="boolean_algebra", id="python.set.subsets")
class Subsets:
    """All subsets of three elements: every law is proved."""

    elem = [frozenset(part) for size in range(4) for part in combinations(sorted(_ALL), size)]

    def join(self, a: _Set, b: _Set) -> _Set:
        return a | b

    def meet(self, a: _Set, b: _Set) -> _Set:
        return a & b

    def bottom(self) -> _Set:
        return frozenset()

    def top(self) -> _Set:
        return _ALL

    def complement(self, a: _Set) -> _Set:
        return _ALL - a
