"""Dates and times in words; patterns live in the catalogues under the context `date pattern`.

Babel's ready-made formats are not used: the Kazakh ones have two-digit years and narrow no-break spaces.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from generator.words.catalogue import Words

_DASH = "\N{EN DASH}"


def full_date(words: Words, day: date) -> str:
    """Day, month, year and weekday in words."""
    return _in_pattern(words, "full", day)


def long_date(words: Words, day: date) -> str:
    """Day, month and year in words."""
    return _in_pattern(words, "long", day)


def near_date(words: Words, day: date, today: date) -> str:
    """Day, month and weekday; with the year when it is not the year of `today`."""
    return _in_pattern(words, "near" if day.year == today.year else "full", day)


def short_date(words: Words, day: date) -> str:
    """Day, month and year in digits, for tables."""
    return _in_pattern(words, "short", day)


def weekday_name(words: Words, day: date) -> str:
    """The weekday in full."""
    return _in_pattern(words, "weekday", day)


def clock(at: time | datetime) -> str:
    """A time of day in 24 hours, `18:30`."""
    return f"{at.hour:02}:{at.minute:02}"


def clock_range(starts: time | datetime, ends: time | datetime) -> str:
    """From one time to another; the dash is an en dash without spaces."""
    return f"{clock(starts)}{_DASH}{clock(ends)}"


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one day to another; negative when `later` comes first."""
    return (later - earlier).days


def period_name(words: Words, period: str) -> str:
    """A quarter (`2026-q4`) or a reporting year (`2025`) in words."""
    year, _, quarter = period.partition("-q")
    if not quarter:
        return words.text("the year {year}", year=year)
    return words.text("quarter {quarter} of {year}", quarter=words.one_of("quarter", quarter), year=year)


@lru_cache(maxsize=20_000)
def _in_pattern(words: Words, name: str, day: date) -> str:
    plain = day.date() if isinstance(day, datetime) else day
    return format_date(plain, words.one_of("date pattern", name), locale=words.language)
