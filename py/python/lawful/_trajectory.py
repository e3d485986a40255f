"""How trust went over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lawful._core import EntityTrust, TrustLevel
from lawful._given import given
from lawful._show import show
from lawful.errors import InvalidInput

MOST_POINTS = 100_000


@dataclass(frozen=True, slots=True)
class TrajectoryPoint:
    """Where an entity stood at a time.

    >>> from datetime import datetime, timezone
    >>> from lawful.trust import EntityTrust, TrajectoryPoint
    >>> now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    >>> TrajectoryPoint.of(EntityTrust("mcp:a", now=now), now).t3_average
    0.5
    """

    time: datetime
    talent: float
    training: float
    temperament: float
    t3_average: float
    v3_average: float
    confidence: float

    @classmethod
    def of(cls, entity: EntityTrust, time: datetime) -> TrajectoryPoint:
        """Takes down where an entity stands."""
        given(EntityTrust, "entity", entity)
        return cls(
            time,
            entity.talent,
            entity.training,
            entity.temperament,
            entity.t3_average(),
            entity.v3_average(),
            entity.confidence,
        )

    @property
    def level(self) -> TrustLevel:
        """The level of the average."""
        return TrustLevel.of(self.t3_average)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """How trust in one entity went over time: points, the earliest first.

    >>> from datetime import datetime, timezone
    >>> from lawful.trust import Trajectory, TrajectoryPoint
    >>> now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    >>> point = TrajectoryPoint(now, 0.5, 0.5, 0.5, 0.5, 0.5, 0.0)
    >>> Trajectory("mcp:a", (point,)).to_svg().startswith("<svg")
    True
    """

    entity_id: str
    points: tuple[TrajectoryPoint, ...]

    def to_svg(self) -> str:
        """Returns a plot as SVG.

        Raises `InvalidInput` if there are no points.
        """
        from lawful._trajectory_page import svg

        return svg(self)

    def to_html(self) -> str:
        """Returns a page with the plot and a table, which needs nothing else.

        Raises `InvalidInput` if there are no points.
        """
        from lawful._trajectory_page import page

        return page(self)


def trajectory(
    entity_id: str,
    outcomes: Iterable[tuple[datetime, bool, float]],
    *,
    model: str = "evidence",
    decay_rate: float = 0.0,
) -> Trajectory:
    """Returns how trust goes with outcomes: each a time, a success and a magnitude, in order.

    Between outcomes evidence fades at a rate a day. The first point is before the first outcome.

    Raises `InvalidInput` if there are no outcomes, a time is before the one that precedes it, or a
    number makes no sense.

    >>> from datetime import datetime, timedelta, timezone
    >>> from lawful.trust import trajectory
    >>> start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    >>> went = trajectory("mcp:a", [(start + timedelta(days=n), True, 0.1) for n in range(3)])
    >>> [round(point.t3_average, 3) for point in went.points]
    [0.5, 0.517, 0.532, 0.546]
    """
    entity: EntityTrust | None = None
    points: list[TrajectoryPoint] = []
    for outcome in outcomes:
        if not isinstance(outcome, (tuple, list)) or len(outcome) != 3:
            raise InvalidInput(f"`{show(outcome)}` is no outcome; give a time, a success and a magnitude")
        time, success, magnitude = outcome
        if len(points) > MOST_POINTS:
            raise InvalidInput(f"there are more than {MOST_POINTS} outcomes; leave some out")
        if entity is None:
            entity = EntityTrust(entity_id, model=model, now=time)
            points.append(TrajectoryPoint.of(entity, time))
        if decay_rate:
            entity.decay_until(time, decay_rate)
        entity.update_from_outcome(success, magnitude, now=time)
        points.append(TrajectoryPoint.of(entity, time))
    if not points:
        raise InvalidInput("there are no outcomes; give one or more")
    return Trajectory(entity_id, tuple(points))


def decay_curve(
    entity: EntityTrust, until: datetime, *, decay_rate: float = 0.01, points: int = 61
) -> Trajectory:
    """Returns how trust in an entity fades from what is known of it until a time, if nothing else
    happens. The entity is as it was.

    Raises `InvalidInput` if the time is before that, or there are fewer than 2 points.

    >>> from datetime import timedelta
    >>> from lawful.trust import EntityTrust, decay_curve
    >>> entity = EntityTrust("mcp:a")
    >>> entity.update_from_outcome(True, 0.5)
    >>> curve = decay_curve(entity, entity.last_action + timedelta(days=30), points=3)
    >>> averages = [point.t3_average for point in curve.points]
    >>> averages == sorted(averages, reverse=True)
    True
    """
    given(EntityTrust, "entity", entity)
    given(datetime, "until", until)
    if not 2 <= given(int, "points", points) <= MOST_POINTS:
        raise InvalidInput(f"`points` is `{points}`; use 2 to {MOST_POINTS}")
    start = entity.known_until
    if until.tzinfo is None:
        raise InvalidInput(f"`{until}` has no time zone; give `datetime.now(timezone.utc)`")
    if until < start:
        raise InvalidInput(f"`{until}` is before `{start}`, until when all is known")
    times = _times(start, until, points)
    return Trajectory(
        entity.entity_id,
        tuple(TrajectoryPoint.of(entity.as_of(time, decay_rate), time) for time in times),
    )


def _times(start: datetime, end: datetime, points: int) -> Sequence[datetime]:
    span = end - start
    inner = [start + timedelta(seconds=span.total_seconds() * n / (points - 1)) for n in range(points - 1)]
    return [*inner, end]
