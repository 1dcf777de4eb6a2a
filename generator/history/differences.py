"""Two sides -> what differs between them, entry by entry: what came, what went, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generator.history.compare import compare_facts
from generator.history.facts import Facts, find_entries
from generator.history.replay import Entry, Thing, find_entry, match_moved
from generator.history.sides import Sides
from generator.history.story import Change, ChangeKind
from generator.model.layout import Kind, Placed
from generator.model.protocol import Protocol
from generator.model.register import Register
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Schedule

_ReadFacts = Callable[[], Facts]


class Course(StrEnum):
    """What became of an entry or a record."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A meeting, a protocol or an officer that is not as it was.

    entry: what, by the id it has, or had when it is gone.
    course: whether it came, went or changed.
    changes: what changed, in the order of the kinds; without values where these are not to be told.
    """

    entry: Entry
    course: Course
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of the registry that is not as it was, itself and not its officers alone.

    identifier: of the region, police body or precinct.
    before, after: the records; absent where there was or is none.
    """

    identifier: str
    before: Any
    after: Any


def find_differences(sides: Sides) -> tuple[Difference, ...]:
    """Meetings, protocols and officers that differ: by kind, then by id."""
    before, after = _entries(sides.before, sides.after), _entries(sides.after, sides.before)
    lost = {entry: read for entry, read in before.items() if entry not in after}
    gained = {entry: read for entry, read in after.items() if entry not in before}
    moved = match_moved(lost, gained, _renamed(sides, gained))
    found = [Difference(each, Course.CAME) for each in gained if each not in moved]
    found += [Difference(each, Course.WENT) for each in lost if each not in moved.values()]
    for entry, read in after.items():
        if entry not in gained or entry in moved:
            changes = tuple(_changes(sides, moved.get(entry, entry), entry, before, read))
            found += [Difference(entry, Course.CHANGED, changes)] if changes else []
    order = list(Thing)
    return tuple(sorted(found, key=lambda each: (order.index(each.entry.thing), each.entry.identifier)))


def find_pairs(sides: Sides) -> tuple[Pair, ...]:
    """Regions, police bodies and precincts that differ, by id; officers and chiefs are told apart."""
    pairs = []
    for kind in (Region, Body, Precinct):
        then, now = _table(sides.before, kind), _table(sides.after, kind)
        for each in sorted(then.keys() | now.keys()):
            before, after = then.get(each), now.get(each)
            if before is not after and _without_officers(before) != _without_officers(after):
                pairs.append(Pair(each, before, after))
    return tuple(sorted(pairs, key=lambda each: each.identifier))


def find_schedules(sides: Sides) -> tuple[str, ...]:
    """Schedules whose document, publication, ways to ask or guests differ, by id."""
    then, now = sides.before.schedules, sides.after.schedules
    both = (each for each in now if each in then and now[each] is not then[each])
    return tuple(sorted(each for each in both if _head(then[each]) != _head(now[each])))


def _table(register: Register, kind: Kind) -> Mapping[str, Any]:
    tables: dict[Kind, Mapping[str, Any]] = {
        Region: register.regions,
        Body: register.bodies,
        Precinct: register.precincts,
        Schedule: register.schedules,
        Protocol: register.protocols,
    }
    return tables[kind]


def _entries(register: Register, other: Register) -> dict[Entry, _ReadFacts]:
    """The entries of records that are not the very same in the other side."""
    found: dict[Entry, _ReadFacts] = {}
    for kind in (Schedule, Protocol, Precinct, Body):
        others = _table(other, kind)
        for identifier, record in _table(register, kind).items():
            if others.get(identifier) is not record:
                placed = Placed(kind, identifier)
                found |= {find_entry(placed, key): read for key, read in find_entries(record).items()}
    return found


def _renamed(sides: Sides, gained: Mapping[Entry, _ReadFacts]) -> dict[Entry, Entry]:
    """Of entries in renamed files, which they were before."""
    renamed: dict[Entry, Entry] = {}
    for entry in gained:
        now, key = _home(entry)
        then = sides.came_from.get(now)
        if then is not None:
            renamed[entry] = find_entry(then, key)
    return renamed


def _home(entry: Entry) -> tuple[Placed, str]:
    """The record an entry stands in, and its key there."""
    if entry.thing is Thing.PROTOCOL:
        return Placed(Protocol, entry.identifier), ""
    identifier, _, key = entry.identifier.rpartition("/")
    if entry.thing is Thing.MEETING:
        return Placed(Schedule, identifier), key
    return Placed(Precinct if identifier.count("/") == 2 else Body, identifier), key


def _changes(
    sides: Sides, old: Entry, new: Entry, before: Mapping[Entry, _ReadFacts], read: _ReadFacts
) -> Iterator[Change]:
    """What changed in one entry, with the commit it is compared with."""
    commit = sides.base.commit
    if old != new:
        yield Change(commit, ChangeKind.RENAMED, old.identifier, new.identifier)
    silent = new.identifier in sides.silent or old.identifier in sides.silent
    for kind, key, was, now in compare_facts(before[old](), read()):
        yield Change(commit, kind, "" if silent else was, "" if silent else now, key)


def _without_officers(record: Any) -> Any:
    if isinstance(record, Precinct):
        return replace(record, officers={})
    return replace(record, chiefs={}) if isinstance(record, Body) else record


def _head(schedule: Schedule) -> Schedule:
    return replace(schedule, meetings={})
