"""`float`: addition rounds."""

import lawful


@lawful.model(
    theory="commutative_monoid",
    id="python.float.add",
    fails={"associative": (0.1, 0.2, 0.3)},
)
class Add:
    """Addition of floats, compared exactly: it depends on the brackets."""

    elem = lawful.floats()

    def combine(self, a: float, b: float) -> float:
        return a + b

    def empty(self) -> float:
        return 0.0


@lawful.model(theory="commutative_monoid", id="python.float.add_near")
class AddNear:
    """Addition of floats of moderate size, up to what rounding allows."""

    elem = lawful.floats(-1e9, 1e9, within=2)

    def combine(self, a: float, b: float) -> float:
        return a + b

    def empty(self) -> float:
        return 0.0
