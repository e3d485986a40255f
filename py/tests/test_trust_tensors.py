"""Tensors: scores, and what is refused as one."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from entities import NOT_FINITE, T3, V3
from lawful.errors import InvalidInput
from lawful.trust import T3Tensor, V3Tensor


@pytest.mark.parametrize(("kind", "names"), [(T3Tensor, T3), (V3Tensor, V3)])
def test_tensors_hold_scores(kind: Any, names: tuple[str, ...]) -> None:
    tensor = kind(0.2, 0.6, 0.9)
    assert [getattr(tensor, name) for name in names] == pytest.approx([0.2, 0.6, 0.9])
    assert tensor.average() == pytest.approx(17 / 30)
    assert tensor.scores == tuple(getattr(tensor, name) for name in names)
    setattr(tensor, names[0], 0.7)
    assert getattr(tensor, names[0]) == pytest.approx(0.7)
    again = eval(repr(tensor))
    assert again.scores == pytest.approx(tensor.scores)
    assert kind.neutral() == kind()
    assert kind(**{names[0]: 2.0}).scores[0] > 0.9999
    assert kind.__match_args__ == names


@pytest.mark.parametrize("kind", [T3Tensor, V3Tensor])
def test_tensors_are_pickled_and_copied_whole(kind: Any) -> None:
    tensor = kind()
    tensor.update_from_outcome(True, 0.3)
    tensor.observe_sub_dimension("part", kind.__match_args__[1], True, 0.5)
    for other in (pickle.loads(pickle.dumps(tensor)), copy.copy(tensor), copy.deepcopy(tensor)):
        assert other == tensor
        assert other is not tensor
        other.update_from_outcome(False, 0.3)
        assert other != tensor
    with pytest.raises(TypeError, match="unhashable"):
        hash(tensor)


@pytest.mark.parametrize("kind", [T3Tensor, V3Tensor])
@pytest.mark.parametrize("bad", NOT_FINITE)
def test_tensors_refuse_what_is_not_finite(kind: Any, bad: float) -> None:
    tensor = kind()
    for attempt in (
        lambda: kind(bad),
        lambda: tensor.update_from_outcome(True, bad),
        lambda: tensor.apply_decay(bad, 0.01),
        lambda: tensor.apply_decay(1.0, bad),
        lambda: setattr(tensor, kind.__match_args__[0], bad),
        lambda: tensor.observe_sub_dimension("a", kind.__match_args__[0], True, bad),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert tensor == kind()


def test_tensors_merge_and_show_the_older_names() -> None:
    a, b = T3Tensor(), T3Tensor()
    a.update_from_outcome(True, 0.3)
    b.update_from_outcome(True, 0.3)
    b.merge(a)
    a.merge(a)
    assert a == b
    old = T3Tensor.from_legacy(
        competence=0.8, reliability=0.7, consistency=0.6, witnesses=0.5, lineage=0.9, alignment=0.4
    )
    assert old.scores == pytest.approx((0.8, 0.7333333333333333, 0.45))
    assert old.legacy()["lineage"] == old.training
    with pytest.raises(InvalidInput, match="dimension"):
        a.observe_sub_dimension("part", "veracity", True, 0.5)


def test_sub_dimensions_keep_what_was_observed_when_their_root_is_set() -> None:
    t3 = T3Tensor()
    t3.observe_sub_dimension("tools", "training", True, 0.5)
    before = t3.sub_dimensions()
    t3.training = 0.5
    assert t3.training == 0.5
    assert t3.sub_dimensions() == before
