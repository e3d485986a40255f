"""Five minutes to a checked plugin: `python five_minutes.py [PAGE]`."""

import sys
from pathlib import Path

import lawful


# 1. A model is a class with the operations of a theory. Its sorts say which values there are.
@lawful.model(theory="monoid", id="game.best_score", version="1.0.0")
class BestScore:
    elem = lawful.integers(0, 1_000_000)

    def combine(self, a: int, b: int) -> int:
        return max(a, b)

    def empty(self) -> int:
        return 0


# 2. Its laws are checked: with edge values, with random ones, and with all of them if they are few.
report = lawful.check(BestScore)
print(report)
assert report.is_good


# 3. A model that breaks a law is told so, with the smallest values that show it.
@lawful.model(theory="monoid", id="game.total_damage", version="1.0.0")
class TotalDamage:
    elem = lawful.integers(0, 1_000_000)

    def combine(self, a: int, b: int) -> int:
        return min(a + b, 999_999)

    def empty(self) -> int:
        return 0


refuted = lawful.check(TotalDamage)
print(refuted)
assert not refuted.is_good


# 4. It was the cap: a million is a value that the cap makes smaller. With the right cap, all laws hold.
class CappedDamage(TotalDamage):
    def combine(self, a: int, b: int) -> int:
        return min(a + b, 1_000_000)


fixed = lawful.check(lawful.build(CappedDamage, theory="monoid", id="game.capped_damage"))
assert fixed.is_good
print(f"{fixed.evidence[0].model}: {len(fixed.evidence[0].laws)} laws checked")

if sys.argv[1:]:
    Path(sys.argv[1]).write_text(refuted.to_html(), encoding="utf-8")
