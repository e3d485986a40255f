"""Trajectories: scores over time, and their plots."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from entities import NOW, entity
from lawful.errors import InvalidInput
from lawful.trust import Trajectory, decay_curve, trajectory


def test_trajectories_go_up_and_down() -> None:
    outcomes = [(NOW + timedelta(days=n), n < 5, 0.3) for n in range(10)]
    went = trajectory("mcp:<a>", outcomes, decay_rate=0.01)
    averages = [point.t3_average for point in went.points]
    assert len(averages) == 11
    assert averages.index(max(averages)) == 5
    page = went.to_html()
    assert "<svg" in page and "mcp:&lt;a&gt;" in page and "mcp:<a>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page == trajectory("mcp:<a>", outcomes, decay_rate=0.01).to_html()
    assert pickle.loads(pickle.dumps(went)) == went
    with pytest.raises(AttributeError):
        went.entity_id = "other"  # type: ignore[misc]


def test_trajectories_that_make_no_sense_are_refused() -> None:
    back = [(NOW, True, 0.1), (NOW - timedelta(1), True, 0.1)]
    one = entity()
    attempts: list[Callable[[], object]] = [
        lambda: trajectory("mcp:a", []),
        lambda: trajectory("", [(NOW, True, 0.1)]),
        lambda: trajectory("mcp:a", back),
        lambda: trajectory("mcp:a", [(NOW, True, math.nan)]),
        lambda: decay_curve(one, NOW - timedelta(1)),
        lambda: decay_curve(one, NOW, points=1),
        lambda: decay_curve(one, datetime(2030, 1, 1)),
        lambda: decay_curve(one, NOW + timedelta(1), decay_rate=math.nan),
    ]
    for attempt in attempts:
        with pytest.raises(InvalidInput):
            attempt()
    still = decay_curve(one, NOW)
    assert len(still.to_svg()) > 0


def test_a_trajectory_without_points_has_no_plot() -> None:
    for plot in (Trajectory("mcp:a", ()).to_svg, Trajectory("mcp:a", ()).to_html):
        with pytest.raises(InvalidInput, match="no points"):
            plot()
