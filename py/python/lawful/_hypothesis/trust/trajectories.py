"""How trust went over time."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from lawful._hypothesis.texts import entity_ids
from lawful._hypothesis.times import START, spans
from lawful._hypothesis.trust.entities import model_names
from lawful._hypothesis.trust.tensors import outcomes
from lawful.trust import Trajectory, TrajectoryPoint, trajectory


def trajectories() -> SearchStrategy[Trajectory]:
    """Draws trajectories of a few outcomes."""

    def make(
        id: str, steps: list[tuple[timedelta, tuple[bool, float]]], model: str, rate: float
    ) -> Trajectory:
        now: datetime = START
        told: list[tuple[datetime, bool, float]] = []
        for span, (success, magnitude) in steps:
            now += span
            told.append((now, success, magnitude))
        return trajectory(id, told, model=model, decay_rate=rate)

    steps = st.lists(st.tuples(spans(1e6), outcomes()), min_size=1, max_size=5)
    return st.builds(make, entity_ids(), steps, model_names(), st.sampled_from([0.0, 0.01]))


def trajectory_points() -> SearchStrategy[TrajectoryPoint]:
    """Draws points of trajectories."""
    return trajectories().flatmap(lambda made: st.sampled_from(made.points))
