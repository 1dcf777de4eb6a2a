"""Schedules: four quarters a year of inspectors' reports, and a chief's report on the year before.

A body of 24 precincts has 28 meetings a quarter: one joint meeting of two precincts, one of each other precinct, and a
second one where a precinct has two inspectors. 250 bodies make 28,000 a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from benchmarks.phrases import Phrases
from benchmarks.places import Body
from benchmarks.registry import Precinct, Record, has_two_inspectors, make_location, make_phone

_DAY = timedelta(days=1)
_LATE, _MOVED, _CANCELLED = 0.06, 0.03, 0.015
_INVITED = ["maslikhat", "public", "education", "utilities", "media"]


@dataclass(slots=True)
class Meeting:
    """A meeting as it was first announced, and as it is.

    record: as it is; the same as `announced` unless it was moved or cancelled.
    edited_on: the day it was moved or cancelled; absent when it was not.
    """

    key: str
    precincts: list[str]
    announced: Record
    record: Record
    edited_on: date | None = None

    @property
    def starts(self) -> datetime:
        """When it begins, or would have begun."""
        starts: datetime = self.record["starts"]
        return starts

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.record.get("status") == "cancelled"


@dataclass(slots=True)
class Schedule:
    """A schedule of one period: what stands above its meetings, the meetings, and the day it was published."""

    period: str
    head: Record
    published_on: date
    meetings: list[Meeting] = field(default_factory=list)

    def versions(self) -> Iterator[tuple[date, Record]]:
        """The file as it was on each day it changed, the first publication first."""
        for day in [self.published_on, *sorted({each.edited_on for each in self.meetings if each.edited_on})]:
            yield day, {**self.head, "meetings": {each.key: _as_on(each, day) for each in self.meetings}}


def _as_on(meeting: Meeting, day: date) -> Record:
    return meeting.record if meeting.edited_on and meeting.edited_on <= day else meeting.announced


def make_quarter(
    body: Body, precincts: list[Precinct], phrases: Phrases, random: Random, year: int, quarter: int
) -> Schedule:
    """The inspectors' schedule of one quarter; some are published too late."""
    first = date(year, 3 * quarter - 2, 1)
    published = first + timedelta(days=9 if random.random() < _LATE else -16 + int(random.random() * 4))
    schedule = Schedule(
        f"{year}-q{quarter}", _make_head(body, phrases, random, published, "akimat"), published
    )
    groups = _group(precincts, quarter)
    days = random.sample(_weekdays(first), len(groups) + 6)
    spare = days[len(groups) :]
    for group, day in zip(groups, days, strict=False):
        meeting = _make_meeting(body, phrases, random, group, day)
        _change(meeting, phrases, random, spare, published)
        schedule.meetings.append(meeting)
    return schedule


def make_chief_schedule(body: Body, phrases: Phrases, random: Random, year: int) -> Schedule:
    """The chief's report on `year`, held in the first quarter after it, now and then after that."""
    published = date(year + 1, 1, 20) + timedelta(days=int(random.random() * 8))
    schedule = Schedule(str(year), _make_head(body, phrases, random, published, "police"), published)
    day = (
        date(year + 1, 4, 2)
        if random.random() < 0.03
        else _weekdays(date(year + 1, 2, 16))[int(random.random() * 25)]
    )
    record = {
        "level": "chief",
        "gathering": "open",
        "convened_by": "police",
        "precincts": [],
        **_make_hours(day, 17),
        "place": _make_place(body, phrases, random),
        "expected": 150,
    }
    schedule.meetings.append(Meeting("chief", [], record, record))
    return schedule


def _make_head(body: Body, phrases: Phrases, random: Random, published: date, side: str) -> Record:
    number = 1 + int(random.random() * 90)
    approved = published - timedelta(days=5)
    of_akimat = side == "akimat"
    region = {"region": body.region.short_kk}, {"region": body.region.short_ru}
    kinds = ("press", "site") if random.random() < 0.6 else ("press",)
    return {
        "approved": {
            "by": side,
            "document": phrases.fill("document", {"number": number}, {"number": number})["ru"],
            "on": approved,
            "agreed_on": approved - _DAY if of_akimat else None,
            "copy_sent_on": approved + _DAY if of_akimat else None,
        },
        "published": [
            {"kind": kind, "title": phrases.fill(kind, *region), "on": published} for kind in kinds
        ],
        "questions": [
            {"kind": "phone", "value": make_phone(body, 20)},
            {"kind": "form", "value": f"https://{body.key}.{body.region.slug}-police.example/questions"},
        ],
        "invited": _INVITED if of_akimat else ["akimat", "health", *_INVITED],
    }


def _group(precincts: list[Precinct], quarter: int) -> list[tuple[str, list[Precinct], str]]:
    """Key, precincts and the officer named of every meeting of a quarter; the joint pair changes by quarter."""
    joint = 5 * (quarter - 1) if len(precincts) > 5 * quarter else 0
    groups: list[tuple[str, list[Precinct], str]] = []
    for index, precinct in enumerate(precincts):
        if index == joint and index + 1 < len(precincts):
            pair = [precinct, precincts[index + 1]]
            groups.append(("-".join(each.key for each in pair), pair, ""))
        elif index == joint + 1:
            continue
        elif has_two_inspectors(index):
            groups.extend(
                (f"{precinct.key}{mark}", [precinct], officer)
                for mark, officer in zip(("", "-b"), precinct.inspectors, strict=True)
            )
        else:
            groups.append((precinct.key, [precinct], ""))
    return groups


def _weekdays(first: date) -> list[date]:
    """The weekdays of the twelve weeks that begin a week after `first`."""
    days = (first + timedelta(days=number) for number in range(6, 88))
    return [day for day in days if day.weekday() < 5]


def _make_meeting(
    body: Body, phrases: Phrases, random: Random, group: tuple[str, list[Precinct], str], day: date
) -> Meeting:
    key, precincts, officer = group
    chance = random.random()
    keys = [each.key for each in precincts]
    record: Record = {"level": "inspector", **_make_form(chance), "precincts": keys}
    if officer:
        record["officers"] = [officer]
    record |= _make_hours(day, 18)
    record["place"] = _make_place(body, phrases, random)
    if random.random() < 0.05:
        record["online"] = {
            "kind": "zoom",
            "url": f"https://zoom.example/{body.region.slug}/{body.key}/{key}",
        }
    record["expected"] = 40 + int(random.random() * 80)
    return Meeting(key, keys, record, record)


def _make_form(chance: float) -> Record:
    """How a meeting is called: mostly by the akimat, some by members of an assembly, some by the police alone."""
    if chance < 0.05:
        return {"gathering": "open", "convened_by": "police"}
    if chance < 0.12:
        count = 2 + int(chance * 100)
        return {
            "gathering": "sobranie",
            "convened_by": "members",
            "initiators": {"count": count, "total": 60},
        }
    return {"gathering": "skhod", "convened_by": "akimat"}


def _make_hours(day: date, hour: int) -> dict[str, Any]:
    return {"starts": datetime.combine(day, time(hour, 30)), "ends": datetime.combine(day, time(hour + 2))}


def _make_place(body: Body, phrases: Phrases, random: Random) -> Record:
    return {
        "name": phrases.pick(random, "halls"),
        "address": phrases.address(random),
        "landmark": phrases.pick(random, "landmarks") if random.random() < 0.4 else None,
        "location": make_location(body, random),
        "capacity": 90 + 10 * int(random.random() * 16),
        "step_free": random.random() < 0.6,
    }


def _change(meeting: Meeting, phrases: Phrases, random: Random, spare: list[date], published: date) -> None:
    """Move or cancel some meetings a few days before they were to be held."""
    chance, before = random.random(), meeting.announced
    held = before["starts"].date()
    edited = held - timedelta(days=3 + int(random.random() * 10))
    if edited <= published + timedelta(days=7):
        return
    if chance < _CANCELLED:
        changed = {"status": "cancelled", "reason": phrases.pick(random, "reasons_cancelled")}
    elif chance < _CANCELLED + _MOVED and spare and spare[-1] > edited:
        changed = {
            **_make_hours(spare.pop(), 18),
            "status": "moved",
            "reason": phrases.pick(random, "reasons_moved"),
            "moved_from": before["starts"],
        }
    else:
        return
    meeting.record = {**before, **changed}
    meeting.edited_on = edited
