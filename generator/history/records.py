"""Records of two sides made comparable: what one side lacks through a fault is as the other has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.model.collect import Collected
from generator.model.ids import body_of, parent
from generator.model.layout import FOLDERS, Kind, Misplaced, Placed, place_file
from generator.model.protocol import Protocol
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Schedule

KINDS: tuple[Kind, ...] = (Region, Body, Precinct, Schedule, Protocol)


@dataclass(frozen=True, slots=True)
class Found:
    """A record, or with a key one meeting of a schedule."""

    kind: Kind
    identifier: str
    key: str = ""


@dataclass(slots=True)
class Records:
    """The records of one side by kind and id; the tables may be changed, the records never are."""

    tables: dict[Kind, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, collected: Collected) -> Records:
        """The records that were collected."""
        tables: tuple[Mapping[str, Any], ...] = (
            collected.regions,
            collected.bodies,
            collected.precincts,
            collected.schedules,
            collected.protocols,
        )
        return cls({kind: dict(table) for kind, table in zip(KINDS, tables, strict=True)})

    def collected(self) -> Collected:
        """The same, to be linked."""
        regions, bodies, precincts, schedules, protocols = (self.tables[kind] for kind in KINDS)
        return Collected(regions, bodies, precincts, schedules, protocols)

    def with_files(self, files: Iterable[str], others: Records) -> Records:
        """These records without those of some files, and with `others` instead."""
        tables = {kind: dict(table) for kind, table in self.tables.items()}
        for placed in map(find_record, files):
            if placed is not None:
                tables[placed.kind].pop(placed.identifier, None)
        return Records({kind: table | others.tables[kind] for kind, table in tables.items()})

    def find(self, found: Found) -> Any:
        """A record or a meeting; absent when there is none."""
        record = self.tables[found.kind].get(found.identifier)
        return record.meetings.get(found.key) if record is not None and found.key else record

    def put(self, found: Found, value: Any) -> None:
        """A record or a meeting as given; taken away when nothing is given."""
        table = self.tables[found.kind]
        if found.key and found.identifier in table:
            schedule = table[found.identifier]
            meetings = {key: each for key, each in schedule.meetings.items() if key != found.key}
            value = replace(schedule, meetings=meetings if value is None else {**meetings, found.key: value})
        elif found.key:
            return
        if value is None:
            table.pop(found.identifier, None)
        else:
            table[found.identifier] = value


def find_record(path: str) -> Placed | None:
    """The kind and id of the record a file of editors holds; absent for any other file."""
    try:
        return place_file(path) if is_editors(path) else None
    except Misplaced:
        return None


def is_editors(path: str) -> bool:
    """Whether a file lies where records do."""
    return path.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def settle(before: Records, after: Records, wrong_then: Iterable[Found], wrong_now: Iterable[Found]) -> None:
    """Give each side what it has wrong as the other has it; what both have wrong is taken from both."""
    then, now = (
        {Found(each.kind, each.identifier, each.key) for each in one} for one in (wrong_then, wrong_now)
    )
    for each in sorted(then | now, key=lambda one: (one.identifier, one.key)):
        if each in then and each in now:
            before.put(each, None)
            after.put(each, None)
        elif each in then:
            before.put(each, after.find(each))
        else:
            after.put(each, before.find(each))


def drop_dangling(before: Records, after: Records) -> set[Found]:
    """Take from both sides what refers to nothing on one of them, until nothing does; what was taken."""
    lost: set[Found] = set()
    while gone := {*_dangling(before), *_dangling(after)}:
        lost |= gone
        for each in gone:
            before.put(each, None)
            after.put(each, None)
    return lost


def _dangling(records: Records) -> Iterator[Found]:
    regions, bodies, precincts, schedules, protocols = (records.tables[kind] for kind in KINDS)
    yield from (Found(Body, each) for each in bodies if parent(each) not in regions)
    for each, precinct in precincts.items():
        body = bodies.get(parent(each))
        if body is None or precinct.station not in body.stations:
            yield Found(Precinct, each)
    for each, schedule in schedules.items():
        body_id = body_of(each)
        if body_id not in bodies:
            yield Found(Schedule, each)
            continue
        for key, meeting in schedule.meetings.items():
            if any(f"{body_id}/{precinct}" not in precincts for precinct in meeting.precincts):
                yield Found(Schedule, each, key)
    for each in protocols:
        schedule = schedules.get(parent(each))
        if schedule is None or each.rpartition("/")[2] not in schedule.meetings:
            yield Found(Protocol, each)
