"""Ids: a path is an id, and an id never changes once merged.

almaty                             a region
almaty/alatau                      a police body
almaty/alatau/012                  a precinct
almaty/alatau/2026-q4              a schedule
almaty/alatau/2026-q4/012          a meeting and its protocol
almaty/alatau/2026-q4/012/s1       a submission or decision of that protocol
"""

from __future__ import annotations

from datetime import date

FOLDERS = ("content/registry", "content/protocols", "schedules")  # where the files lie whose paths are ids


def parent(identifier: str) -> str:
    """The id one level up."""
    return identifier.rpartition("/")[0]


def key_of(identifier: str) -> str:
    """The last part of an id, the key the editor wrote."""
    return identifier.rpartition("/")[2]


def region_of(identifier: str) -> str:
    """The region an id lies in."""
    return identifier.partition("/")[0]


def body_of(identifier: str) -> str:
    """The police body an id lies in."""
    region, _, rest = identifier.partition("/")
    return f"{region}/{rest.partition('/')[0]}"


def period_of(meeting_id: str) -> str:
    """The period of a meeting: `2026-q4`, or the reporting year `2025` of a chief."""
    return meeting_id.split("/")[2]


def period_of_subject(subject: str) -> str:
    """The period of what is judged: a meeting, or a place with its period, `almaty/alatau@2025`."""
    _, _, period = subject.partition("@")
    return period or period_of(subject)


def is_quarter(period: str) -> bool:
    """Whether a period is a quarter, not a reporting year."""
    return "-q" in period


def quarter_of(day: date) -> str:
    """The quarter a day lies in, as a period: `2026-q4`."""
    return f"{day.year}-q{(day.month + 2) // 3}"
