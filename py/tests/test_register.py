"""From classes to models."""

from __future__ import annotations

import enum

import lawful
import pytest
from conftest import model, only_law
from lawful.errors import InvalidInput


def test_the_decorator_registers_and_returns_the_class() -> None:
    @lawful.model(theory="semigroup", id="test.register.min", version="2.1", about="the smaller")
    class Min:
        elem = lawful.integers()

        def combine(self, a: int, b: int) -> int:
            return min(a, b)

    assert Min().combine(2, 1) == 1
    found = lawful.find_model("test.register.min")
    assert (found.version, found.language, found.about) == ("2.1", "python", "the smaller")
    assert found.theories == ("semigroup",)
    assert [(claim.law, claim.claim) for claim in found.claims] == [
        ("semigroup.associative", "holds")
    ]
    assert lawful.check(Min, cases=100).is_good
    assert lawful.check("test.register.min", cases=100).is_good
    assert found in lawful.models()


def test_the_first_line_of_the_docstring_is_what_it_is_about() -> None:
    class Documented:
        """Joins texts.

        And more.
        """

        elem = lawful.text()

        def combine(self, a: str, b: str) -> str:
            return a + b

    made = lawful.build(Documented, theory="semigroup", id="test.documented")
    assert made.about == "Joins texts"


def test_an_object_with_arguments_is_a_model_too() -> None:
    class Modulo:
        def __init__(self, n: int) -> None:
            self.n = n
            self.elem = range(n)

        def combine(self, a: int, b: int) -> int:
            return (a + b) % self.n

    made = lawful.build(Modulo(5), theory="commutative_semigroup", id="test.modulo")
    report = lawful.check(made)
    assert {law.verdict.name for law in report.evidence[0].laws} == {"proved"}
    with pytest.raises(InvalidInput, match="cannot be made without arguments"):
        lawful.build(Modulo, theory="semigroup", id="test.modulo")


def test_an_operation_without_arguments_may_be_a_value() -> None:
    made = model("monoid", elem=lawful.text(), combine=lambda a, b: a + b, empty="")
    assert lawful.check(made, cases=200).is_good


def test_samplers_may_be_lists_enums_and_methods() -> None:
    class Side(enum.Enum):
        LEFT = 1
        RIGHT = 2

    assert lawful.check(model(elem=Side, combine=lambda a, b: a)).is_good
    assert lawful.check(model(elem=[1, 2], combine=max)).is_good
    assert lawful.check(model(elem={3, 4}, combine=max)).is_good

    class WithMethod:
        def elem(self) -> lawful.Sampler[int]:
            return lawful.integers(0, 3)

        def combine(self, a: int, b: int) -> int:
            return max(a, b)

    assert lawful.check(lawful.build(WithMethod, theory="semigroup", id="test.m")).is_good


def test_an_id_belongs_to_one_class() -> None:
    def define(id: str) -> type:
        @lawful.model(theory="semigroup", id=id)
        class Max:
            elem = [0, 1]

            def combine(self, a: int, b: int) -> int:
                return max(a, b)

        return Max

    define("test.register.twice")
    define("test.register.twice")

    with pytest.raises(InvalidInput, match=r"two models are called `test.register.twice`"):

        @lawful.model(theory="semigroup", id="test.register.twice")
        class Other:
            elem = [0, 1]

            def combine(self, a: int, b: int) -> int:
                return a

    with pytest.raises(InvalidInput, match="a Rust crate"):
        define("int.i64.wrapping_add")


@pytest.mark.parametrize(
    ("theory", "parts", "message"),
    [
        ("monoyd", {"elem": [0]}, "no theory is called `monoyd`; did you mean .*`monoid`"),
        ([], {"elem": [0]}, "names no theory"),
        ("monoid", {}, r"has no sampler for `elem`; add an attribute, such as `elem = lawful"),
        ("monoid", {"elem": 7}, "`elem` of `test.model` is a `int`; give a sampler"),
        ("monoid", {"elem": [0], "combine": max}, r"has no `empty\(\) -> Elem`"),
        ("semigroup", {"elem": [0], "combine": 5}, "the operation `combine` .* is not a method"),
        ("lens", {"whole": [0]}, "has no sampler for `part`"),
    ],
)
def test_what_is_missing_is_named(theory: str, parts: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        model(theory, **parts)


@pytest.mark.parametrize("id", ["", "no spaces", "a" * 201, "ü"])
def test_ids_are_plain(id: str) -> None:
    class Max:
        elem = [0]
        combine = max

    with pytest.raises(InvalidInput, match="is not a model id"):
        lawful.build(Max, theory="semigroup", id=id)


def test_negative_claims_are_checked() -> None:
    def built(fails: object) -> lawful.Model:
        return model("semigroup", fails=fails, elem=lawful.text(), combine=lambda a, b: a + b)

    witnessed = lawful.check(built({"commutative": ("a", "b")}))
    law = witnessed.evidence[0].law("commutative")
    assert (law.claim, law.status, law.is_good) == ("fails", "witnessed", True)
    assert witnessed.is_good

    assert lawful.check(built({"commutative": None})).is_good
    assert lawful.check(built({"commutative_semigroup.commutative": ["ab", "c"]})).is_good

    wrong = lawful.check(built({"commutative": ("a", "a")}))
    assert not wrong.is_good
    assert "stated witness ('a', 'a') does not refute" in str(wrong)

    untrue = lawful.check(built({"associative": None}), cases=200)
    assert untrue.evidence[0].law("associative").status == "unwitnessed"


@pytest.mark.parametrize(
    ("fails", "message"),
    [
        ({"comutative": None}, "makes a claim about `comutative`, but no law"),
        ({"left_identity": None}, "makes a claim about `left_identity`, but no law"),
        ({"commutative": ("a",)}, "has 1 values, but the law has 2 variables"),
        ({"commutative": "ab"}, "must be a tuple"),
    ],
)
def test_negative_claims_that_make_no_sense(fails: object, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        model("semigroup", fails=fails, elem=lawful.text(), combine=lambda a, b: a + b)


def test_witnesses_of_built_in_sorts_are_converted() -> None:
    law = only_law(
        lawful.check(
            model(
                "round_trip",
                fails={"round_trip": (300,)},
                elem=lawful.integers(0, 999),
                code=lawful.integers(0, 255),
                encode=lambda a: a % 256,
                decode=lambda c: c,
            )
        )
    )
    assert law.status == "witnessed"
