"""Working days of Kazakhstan: the package `holidays`, put right by `site_config/days_off.yaml`.

The package knows the public holidays and the days off that replace those on a weekend. Transfers of days off are made
every year by an act of the Government: the file names the years whose transfers are known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import holidays

from generator.model.text import Bilingual
from generator.reading.scalars import Count, Slug

FIRST_YEAR, LAST_YEAR = 2018, 2040
_SATURDAY = 5
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What the file says of a day."""

    OFF = "off"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that is not what its weekday says.

    kind: a day off, or a working Saturday or Sunday.
    names: why, as people call it.
    source: key of the source.
    estimated: whether the day follows the moon and may still shift.
    """

    kind: DayKind
    names: Bilingual
    source: Slug
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The file `site_config/days_off.yaml`.

    sources: where the rows come from, by key.
    transfers_known: years whose transfers of days off are in the file.
    days: the rows.
    note: what a reader should know of the other years.
    """

    sources: Mapping[Slug, Bilingual]
    transfers_known: tuple[Count, ...]
    days: Mapping[date, DayRow]
    note: Bilingual | None = None


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked, from 2018 to 2040; outside these years Monday to Friday are.

    off: days off that are not a Saturday or Sunday by themselves.
    working: Saturdays and Sundays that are worked.
    names: why a day is off or worked, where the file says so.
    transfers_known: years whose transfers of days off are known.
    """

    off: frozenset[date]
    working: frozenset[date]
    names: Mapping[date, Bilingual] = field(default_factory=dict)
    transfers_known: tuple[int, ...] = ()
    _worked: tuple[date, ...] = ()

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked."""
        return day in self.working or (day.weekday() < _SATURDAY and day not in self.off)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def nth_working_day(self, after: date, n: int) -> date:
        """The `n`-th worked day, counted from the day that follows `after`; `n` is at least 1."""
        if self._worked and self._worked[0] <= after:
            place = bisect_right(self._worked, after) + n - 1
            if place < len(self._worked):
                return self._worked[place]
        day = after
        for _ in range(n):
            day = self.next_working_day(day + _DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many worked days follow `start` up to and with `end`; 0 when `end` is not later."""
        if self._worked and self._worked[0] <= start and end <= self._worked[-1]:
            return max(0, bisect_right(self._worked, end) - bisect_right(self._worked, start))
        return sum(self.is_working(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def knows_transfers(self, day: date) -> bool:
        """Whether the transfers of days off of the day's year are known."""
        return day.year in self.transfers_known


def count_working_days(file: DaysOff) -> WorkingDays:
    """The working days: the package's, overridden row by row by the file's."""
    known = holidays.country_holidays("KZ", years=range(FIRST_YEAR, LAST_YEAR + 1))
    off = {day for day in known if FIRST_YEAR <= day.year <= LAST_YEAR}
    working = {day for day in known.weekend_workdays if FIRST_YEAR <= day.year <= LAST_YEAR}
    for day, row in file.days.items():
        (off if row.kind is DayKind.OFF else working).add(day)
        (working if row.kind is DayKind.OFF else off).discard(day)
    days = WorkingDays(
        frozenset(off),
        frozenset(working),
        {day: row.names for day, row in file.days.items()},
        file.transfers_known,
    )
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    worked = tuple(day for day in map(date.fromordinal, range(first, last + 1)) if days.is_working(day))
    return WorkingDays(days.off, days.working, days.names, days.transfers_known, worked)
