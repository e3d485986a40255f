"""Frozen classes: immutable, comparable, hashable, picklable, copyable, and for `match`."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import lawful
import pytest
from conftest import model
from lawful import _core


def _objects() -> list[Any]:
    concat = lawful.find_model("python.str.concat")
    report = lawful.check(
        [
            concat,
            lawful.find_model("python.set.subsets"),
            model(elem=lawful.integers(), combine=lambda a, b: a - b),
        ],
        cases=100,
    )
    matrix = lawful.measure_adequacy(concat, cases=20)
    shard = lawful.check(model("total_order", elem=lawful.floats(), at_most=lambda a, b: False))
    vacuous = next(law for law in shard.evidence[0].laws if law.verdict.name == "vacuous")
    not_run = lawful.check(model(elem=[], combine=max)).evidence[0].laws[0]
    broken = report.model("test.model").laws[0]
    assert isinstance(broken.verdict, lawful.Refuted)
    told = broken.verdict.counterexample
    theory = lawful.find_theory("monoid")
    compared = lawful.compare(model(elem=[0, 1], combine=min), model(elem=[0, 1], combine=max))
    difference = compared.difference
    assert difference is not None
    disjunction = model("commutative_monoid", elem=lawful.booleans(), combine=max, empty=False)
    discovered = lawful.discover(disjunction, size=3, cases=100)
    return [
        report,
        report.summary,
        report.timings[0],
        report.evidence[0],
        broken,
        broken.verdict,
        report.model("python.set.subsets").laws[0].verdict,
        report.model("python.str.concat").laws[1].verdict,
        vacuous.verdict,
        not_run.verdict,
        told,
        told.failure,
        told.substitution[0],
        told.left[0],
        matrix,
        matrix.mutants[0],
        theory,
        theory.laws[0],
        theory.laws[0].variables[0],
        theory.operations[0],
        concat,
        concat.claims[0],
        compared,
        difference,
        difference.left,
        discovered,
        discovered.new[0],
        discovered.redundant[0],
    ]


OBJECTS = _objects()


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda thing: type(thing).__name__)
def test_frozen(thing: Any) -> None:
    kind = type(thing)
    again = pickle.loads(pickle.dumps(thing))
    assert type(again) is kind
    assert again == thing and not again != thing
    assert hash(again) == hash(thing)
    assert len({thing, again}) == 1
    assert copy.copy(thing) is thing and copy.deepcopy(thing) is thing
    assert thing != object() and (thing == 7) is False
    assert repr(thing).startswith(kind.__name__ + "(")
    assert "0x" not in repr(thing)
    assert isinstance(kind.__match_args__, tuple)
    for name in kind.__match_args__:
        assert getattr(thing, name) is not None
        with pytest.raises(AttributeError):
            setattr(thing, name, None)
    with pytest.raises(AttributeError):
        thing.something_new = 1
    with pytest.raises(TypeError):
        kind()


CERTIFIED = {"Attested", "Certified", "CertifiedLaw"}


def test_every_class_is_covered() -> None:
    found = {c for c in vars(_core).values() if isinstance(c, type)}
    # These have tests of their own; some hold secrets, or are running.
    modules = ("covenant", "platform", "provers", "trace", "trust")
    elsewhere = {f"lawful.{module}" for module in modules}
    classes = {c for c in found if c.__module__ not in elsewhere and c.__name__ not in CERTIFIED}
    covered = {type(thing) for thing in OBJECTS} | {_core.Verdict, _core.Sampler}
    # In `test_operad.py` and `test_provers.py`.
    covered |= {_core.FiniteOperad, _core.Settled}
    assert classes == covered


def test_different_things_differ() -> None:
    verdicts = [thing for thing in OBJECTS if isinstance(thing, lawful.Verdict)]
    assert len(verdicts) == 5
    assert len(set(verdicts)) == 5


def test_damaged_pickles_are_refused() -> None:
    for arguments in [("Report", "{}"), ("Report", "nonsense"), ("Unknown", "{}")]:
        with pytest.raises(lawful.InvalidInput):
            _core._restore(*arguments)


def test_an_unknown_model_cannot_be_unpickled() -> None:
    thing = pickle.dumps(model(elem=[0], combine=max))
    with pytest.raises(lawful.NotFound, match="`test.model`"):
        pickle.loads(thing)


def test_laws_are_found_by_their_short_name() -> None:
    evidence = lawful.check("python.str.concat", cases=10).evidence[0]
    assert evidence.law("associative").law == "semigroup.associative"
    assert evidence.law("semigroup.associative") == evidence.law("associative")
    with pytest.raises(lawful.NotFound, match="no evidence of a law `comm`"):
        evidence.law("comm")
    lattice = lawful.check("python.set.subsets").evidence[0]
    with pytest.raises(lawful.NotFound, match="several laws"):
        lattice.law("associative")
    with pytest.raises(lawful.NotFound, match="no model `x`"):
        lawful.check("python.set.subsets").model("x")


def test_theories_and_laws() -> None:
    ids = [theory.id for theory in lawful.theories()]
    assert ids == sorted(ids) and "commutative_group" in ids
    group = lawful.find_theory("group")
    assert group.parents == ("monoid",) and group.sorts == ("Elem",)
    assert {operation.name for operation in group.operations} == {"combine", "empty", "inverse"}
    assert [law.id for law in group.own_laws] == ["group.left_inverse", "group.right_inverse"]
    law = lawful.find_law("left_inverse")
    assert law == lawful.find_law("group.left_inverse")
    assert law.statement == "~a · a = e"
    assert [(v.name, v.sort) for v in law.variables] == [("a", "Elem")]
    with pytest.raises(lawful.NotFound, match="did you mean `group`"):
        lawful.find_theory("groop")
    with pytest.raises(lawful.NotFound, match="several laws are called `associative`"):
        lawful.find_law("associative")
    with pytest.raises(lawful.NotFound, match="did you mean"):
        lawful.find_law("asociative")
