"""Laws as tests of Hypothesis, and samplers as strategies."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import hypothesis
import lawful
import pytest
from hypothesis import strategies as st
from lawful import laws

PLUS = "int.i64.wrapping_add"
QUICK = hypothesis.settings(
    max_examples=10, deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)


def minus(elem: Any) -> lawful.Model:
    class Minus:
        def __init__(self) -> None:
            self.elem = elem

        def combine(self, a: int, b: int) -> int:
            return a - b

    return lawful.build(Minus(), theory="semigroup", id="test.minus")


def test_a_law_that_holds() -> None:
    laws.as_hypothesis(f"{PLUS}/semigroup.associative", st.integers(-9, 9))()
    test = laws.as_hypothesis("associative", {"elem": st.integers(-9, 9)}, model=PLUS)
    assert test.__name__ == "test_int_i64_wrapping_add_semigroup_associative"
    hypothesis.settings(max_examples=5)(test)()
    laws.as_hypothesis(lawful.find_law("semigroup.associative"), st.integers(0, 9), model=PLUS)()


def test_hypothesis_shrinks_what_fails() -> None:
    model = minus(lawful.integers())
    test = hypothesis.settings(database=None)(laws.as_hypothesis("associative", model=model))
    with pytest.raises(lawful.LawRefuted) as caught:
        test()
    told = str(caught.value)
    for shown in ("a: Elem = 0", "b: Elem = 0", "c: Elem = 1"):
        assert shown in told


def test_own_strategies_may_leave_what_the_sampler_draws() -> None:
    seen: list[int] = []

    class Max:
        elem = lawful.integers(0, 9)

        def combine(self, a: int, b: int) -> int:
            seen.append(a)
            return max(a, b)

    model = lawful.build(Max, theory="semigroup", id="test.max")
    strategies = {"a": st.just(1000), "b": st.integers(), "elem": st.integers()}
    laws.as_hypothesis("associative", strategies, model=model)()
    assert 1000 in seen


def test_a_false_premise_is_no_case() -> None:
    class Order:
        elem = lawful.integers(0, 3)

        def at_most(self, a: int, b: int) -> bool:
            return a <= b

    model = lawful.build(Order, theory="partial_order", id="test.order")
    laws.as_hypothesis("transitive", model=model)()


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(lawful.InvalidInput, match="nothing says where `a`"):
        laws.as_hypothesis(f"{PLUS}/associative")
    with pytest.raises(lawful.InvalidInput, match="makes no claim"):
        laws.as_hypothesis(f"{PLUS}/nonsense", st.integers())
    with pytest.raises(lawful.NotFound):
        laws.as_hypothesis("nobody/associative", st.integers())
    with pytest.raises(lawful.InvalidInput, match="not a value of the sort"):
        hypothesis.settings(database=None)(
            laws.as_hypothesis(f"{PLUS}/associative", st.text(min_size=1))
        )()


def test_a_negative_claim_is_refused() -> None:
    class Minus:
        elem = lawful.integers(0, 3)

        def combine(self, a: int, b: int) -> int:
            return a - b

    made = lawful.build(
        Minus, theory="semigroup", id="test.negative", fails={"semigroup.associative": (0, 0, 1)}
    )
    with pytest.raises(lawful.InvalidInput, match="negative claim"):
        laws.as_hypothesis("associative", model=made)


@pytest.mark.parametrize("identity", [0, 1])
def test_a_law_without_variables_is_checked_once(identity: int) -> None:
    class Length:
        elem = lawful.text("ab", longest=3)
        image = lawful.integers(0, 9)

        def combine(self, a: str, b: str) -> str:
            return a + b

        def empty(self) -> str:
            return ""

        def combine_images(self, a: int, b: int) -> int:
            return a + b

        def empty_image(self) -> int:
            return identity

        def map(self, a: str) -> int:
            return len(a)

    made = lawful.build(Length, theory="monoid_homomorphism", id="test.length")
    test = laws.as_hypothesis("monoid_homomorphism.preserves_identity", model=made)
    assert test.__name__ == "test_test_length_monoid_homomorphism_preserves_identity"
    if identity == 0:
        test()
    else:
        with pytest.raises(lawful.LawRefuted, match="preserves_identity"):
            test()


@pytest.mark.parametrize("token", [5, None, b"x"])
def test_a_token_that_is_no_text_is_refused(token: Any) -> None:
    with pytest.raises(lawful.InvalidInput, match="token is a text"):
        lawful.replay(token)


@pytest.mark.parametrize(
    "sampler",
    [
        lawful.integers(),
        lawful.integers(3, 7),
        lawful.floats(0.0, 1.0),
        lawful.text("ab", longest=4),
        lawful.text(),
        lawful.booleans(),
        lawful.values(["a", "b"]),
        lawful.sampled(lambda random: random.randint(1, 6)),
        lawful.lists(lawful.integers(0, 9), longest=3),
        lawful.sets(lawful.integers(0, 9), longest=3),
        lawful.tuples(lawful.integers(0, 9), lawful.booleans()),
        lawful.dicts(lawful.text("ab", longest=2), lawful.integers(), longest=2),
        lawful.integers(0, 9).map(lambda n: 2 * n),
        lawful.strategy(st.integers(0, 9)),
    ],
    ids=str,
)
def test_every_sampler_becomes_a_strategy(sampler: Any) -> None:
    strategy = laws.strategy_of(sampler)
    kinds = {type(value) for value in sampler.examples(50)}

    @QUICK
    @hypothesis.given(strategy)
    def test(value: Any) -> None:
        assert type(value) in kinds

    test()


def test_judging_one_case() -> None:
    model = minus(lawful.integers())
    evidence = laws.judge(model, "associative", [5, 6, 7], shrink=1000)
    assert isinstance(evidence.verdict, lawful.Refuted)
    assert [b.value for b in evidence.verdict.counterexample.substitution] == ["0", "0", "1"]
    assert laws.judge(PLUS, "associative", [5, 6, 7]).effective == 1
    for values in ([], [1, 2], [1, 2, "x"], [1, 2, 2**64]):
        with pytest.raises(lawful.InvalidInput):
            laws.judge(PLUS, "associative", values)


def test_hypothesis_alone_imports_no_more_than_it_must() -> None:
    script = "import sys, lawful, lawful.laws, lawful.provers; print('hypothesis' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"
