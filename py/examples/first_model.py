import lawful


@lawful.model(theory="commutative_monoid", id="demo.max")
class Max:
    elem = lawful.integers(low=0)

    def combine(self, a, b):
        return max(a, b)

    def empty(self):
        return 0


print(lawful.check(Max))
