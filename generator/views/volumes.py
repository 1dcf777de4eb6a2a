"""Volumes: what a police body keeps of each closed year, apart from what goes on.

A year is closed when it is over. Its meetings change seldom, so their pages need not be made again when something of
the running year changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.history.chronicle import History
from generator.history.story import Commit
from generator.model.ids import key_of, parent, period_of
from generator.model.register import Register
from generator.views.plain import plain


@plain
class Volume:
    """What begins in one year.

    body: the police body.
    years: the year; of the volume that goes on, the running year and those to come that have meetings.
    meetings: that begin in it, by start.
    schedules: whose last meeting begins in it.
    """

    body: str
    years: tuple[int, ...]
    meetings: tuple[str, ...]
    schedules: tuple[str, ...]


def open_volume(register: Register, body_id: str, today: date) -> Volume:
    """What is not closed yet."""
    begun = _by_year(register, body_id)
    return _bind(register, body_id, begun, [each for each in begun if each >= today.year])


def closed_volumes(register: Register, body_id: str, today: date) -> dict[int, Volume]:
    """A volume for each year that is over and had meetings, by year."""
    begun = _by_year(register, body_id)
    return {each: _bind(register, body_id, begun, [each]) for each in sorted(begun) if each < today.year}


def closing_year(register: Register, schedule_id: str) -> int:
    """The year in which the last meeting of a schedule begins, 0 where it has none."""
    return max((each.starts.year for each in register.schedules[schedule_id].meetings.values()), default=0)


def find_touched(history: History, volume: Volume) -> Commit | None:
    """The latest commit that touched a volume's periods or the registry of its police body."""
    periods = {*map(period_of, volume.meetings), *map(key_of, volume.schedules)}
    several = (history.touched.get(f"{volume.body}/{each}") for each in (*sorted(periods), "registry"))
    return max(
        (each for each in several if each is not None), key=lambda each: (each.on, each.sha), default=None
    )


def _by_year(register: Register, body_id: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in register.meetings_of_body(body_id):
        found.setdefault(register.meetings[each].starts.year, []).append(each)
    return found


def _bind(register: Register, body_id: str, begun: dict[int, list[str]], years: Iterable[int]) -> Volume:
    years = tuple(sorted(years, reverse=True))
    meetings = tuple(each for year in sorted(years) for each in begun[year])
    schedules = sorted({parent(each) for each in meetings})
    closing = tuple(each for each in schedules if closing_year(register, each) in years)
    return Volume(body_id, years, meetings, closing)
