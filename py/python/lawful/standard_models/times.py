"""`datetime` and `timedelta`: durations act on moments."""

from datetime import datetime, timedelta
from random import Random

import lawful

_MILLENNIUM = datetime(2000, 1, 1)
# Three of these stay within the calendar, which ends in the years 1 and 9999.
_LONGEST = 1_000 * 86_400


def _span(random: Random) -> timedelta:
    return timedelta(
        seconds=random.randrange(-_LONGEST, _LONGEST), microseconds=random.randrange(10**6)
    )


def _moment(random: Random) -> datetime:
    return _MILLENNIUM + 20 * _span(random)


_SPANS = lawful.sampled(
    _span,
    edges=[
        timedelta(0),
        timedelta(microseconds=1),
        timedelta(seconds=1),
        timedelta(days=1),
        timedelta(days=-1),
        timedelta(seconds=_LONGEST),
    ],
)


@lawful.model(
    theory=["monoid_action", "commutative_group"],
    id="python.datetime.shift",
)
class Shift:
    """Durations move moments without a time zone; no calendar is in the way."""

    elem = _SPANS
    state = lawful.sampled(
        _moment,
        edges=[
            _MILLENNIUM,
            datetime(1970, 1, 1),
            datetime(2024, 2, 29),
            datetime(1999, 12, 31, 23, 59, 59, 999_999),
        ],
    )

    def combine(self, a: timedelta, b: timedelta) -> timedelta:
        return a + b

    def empty(self) -> timedelta:
        return timedelta(0)

    def inverse(self, a: timedelta) -> timedelta:
        return -a

    def act(self, a: timedelta, s: datetime) -> datetime:
        return s + a


def _add_months(moment: datetime, months: int) -> datetime:
    month = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(month, 12)
    day = moment.day
    while True:
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            day -= 1


@lawful.model(
    theory="monoid_action",
    id="python.datetime.add_months",
    fails={"compatible": (1, 1, datetime(2023, 1, 31))},
)
class AddMonths:
    """Months move moments, but a day that a month does not have is cut off."""

    elem = lawful.integers(-120, 120)
    state = lawful.sampled(
        _moment, edges=[datetime(2000, 1, 1), datetime(2023, 1, 31), datetime(2024, 2, 29)]
    )

    def combine(self, a: int, b: int) -> int:
        return a + b

    def empty(self) -> int:
        return 0

    def act(self, a: int, s: datetime) -> datetime:
        return _add_months(s, a)
