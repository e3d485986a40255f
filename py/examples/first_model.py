import lawful


@lawful.model(theory="monoid", id="game.best_score", version="1.0.0")
class BestScore:
    elem = lawful.integers(0, 1_000_000)

    def combine(self, a: int, b: int) -> int:
        return max(a, b)

    def empty(self) -> int:
        return 0


report = lawful.check(BestScore)
print(report)
assert report.is_good
