"""`str`: concatenation."""

import lawful


@lawful.model(theory="monoid", id="python.str.concat", fails={"commutative": ("a", "b")})
class Concat:
    """One text after the other."""

    elem = lawful.text()

    def combine(self, a: str, b: str) -> str:
        return a + b

    def empty(self) -> str:
        return ""


@lawful.model(
    theory=["semilattice", "total_order"],
    id="python.str.max",
)
class Max:
    """The later of two texts, in the order of code points."""

    elem = lawful.text()

    def combine(self, a: str, b: str) -> str:
        return max(a, b)

    def at_most(self, a: str, b: str) -> bool:
        return a <= b
