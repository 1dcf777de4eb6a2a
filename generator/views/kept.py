"""What calendars keep: 13 months back from the day they are made; older meetings go to the archive of their year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from generator.model.register import Register

MONTHS_KEPT = 13


def first_day_kept(today: date) -> date:
    """The same day of the month 13 months earlier, or the last one of a shorter month."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    first = date(months // 12, months % 12 + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=today.day - 1), next_month - timedelta(days=1))


def kept(register: Register, meetings: Iterable[str], kept_from: date) -> list[str]:
    """The meetings a calendar keeps, in the order given."""
    return [each for each in meetings if register.meetings[each].starts.date() >= kept_from]


def archived(register: Register, meetings: Iterable[str], kept_from: date) -> dict[int, list[str]]:
    """The meetings no calendar keeps any more, by year."""
    years: dict[int, list[str]] = {}
    for each in meetings:
        if register.meetings[each].starts.date() < kept_from:
            years.setdefault(register.meetings[each].starts.year, []).append(each)
    return years
