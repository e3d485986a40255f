"""`dict`: merging, where the right one wins."""

import lawful

_Dict = dict[str, int]


@lawful.model(
    theory=["monoid", "band"],
    id="python.dict.merge",
    fails={"commutative": ({"a": 0}, {"a": 1})},
)
class Merge:
    """Merging dicts with `|`: for a key of both, the right value wins."""

    elem = lawful.dicts(lawful.text("abc", longest=1), lawful.integers(0, 3))

    def combine(self, a: _Dict, b: _Dict) -> _Dict:
        return a | b

    def empty(self) -> _Dict:
        return {}
