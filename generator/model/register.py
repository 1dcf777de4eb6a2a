"""The Register: everything the editors committed, read, linked and immutable.

It answers what a page needs without searching; every index is made once, when it is linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.collect import Collected
from generator.model.ids import body_of, key_of, parent, region_of
from generator.model.memory import Memory
from generator.model.protocol import Protocol
from generator.model.registry import Body, BodyLevel, Officer, Post, Precinct, Region, Station
from generator.model.schedule import Level, Meeting, Schedule
from generator.model.site import Site
from generator.model.submission import Submission
from generator.model.zones import read_zone

_INSPECTORS = (Post.INSPECTOR, Post.SENIOR_INSPECTOR)


@dataclass(frozen=True, slots=True)
class Reporter:
    """An officer in a role towards residents.

    key: the officer's key within the police body.
    officer: the spell in office.
    precinct: id of the precinct the spell belongs to; absent for chiefs.
    """

    key: str
    officer: Officer
    precinct: str | None = None


@dataclass(frozen=True)
class Register:
    """Linked records of one site; ids as in `model.ids`.

    site: the site's settings.
    regions, bodies, precincts, schedules, meetings, protocols: records by id.
    """

    site: Site
    regions: Mapping[str, Region]
    bodies: Mapping[str, Body]
    precincts: Mapping[str, Precinct]
    schedules: Mapping[str, Schedule]
    meetings: Mapping[str, Meeting]
    protocols: Mapping[str, Protocol]
    _bodies_of: Mapping[str, tuple[str, ...]]
    _precincts_of: Mapping[str, tuple[str, ...]]
    _meetings_under: Mapping[str, tuple[str, ...]]
    _officers_of: Mapping[tuple[str, str], tuple[Reporter, ...]]
    _continued_by: Mapping[str, tuple[str, ...]]
    # What views have asked, see `generator/views/remembered.py`. A field, not a cached property, which would come into
    # being while another thread pickles the Register.
    answers: Memory[str, Memory[Any, Any]] = field(
        default_factory=Memory, init=False, repr=False, compare=False
    )

    def bodies_of(self, region_id: str) -> tuple[str, ...]:
        """The police bodies of a region, the department first, then by key."""
        return self._bodies_of.get(region_id, ())

    def precincts_of(self, body_id: str) -> tuple[str, ...]:
        """The precincts of a police body, by number."""
        return self._precincts_of.get(body_id, ())

    def meetings_of_precinct(self, precinct_id: str) -> tuple[str, ...]:
        """Meetings that serve a precinct, joint ones among them, by start."""
        return self._meetings_under.get(precinct_id, ())

    def meetings_of_body(self, body_id: str) -> tuple[str, ...]:
        """Meetings of a police body, by start."""
        return self._meetings_under.get(body_id, ())

    def meetings_of_region(self, region_id: str) -> tuple[str, ...]:
        """Meetings of a region, by start."""
        return self._meetings_under.get(region_id, ())

    def precinct_ids(self, meeting_id: str) -> tuple[str, ...]:
        """Ids of the precincts a meeting serves."""
        body = body_of(meeting_id)
        return tuple(f"{body}/{key}" for key in self.meetings[meeting_id].precincts)

    def schedule_of(self, meeting_id: str) -> Schedule:
        """The schedule that announces a meeting."""
        return self.schedules[parent(meeting_id)]

    def published_on(self, meeting_id: str) -> date | None:
        """The declared day of first publication: the meeting's own, else the schedule's earliest."""
        announced = self.meetings[meeting_id].announced
        published = [each.on for each in self.schedule_of(meeting_id).published]
        return announced or min(published, default=None)

    def station_of(self, precinct_id: str) -> Station:
        """The station a precinct belongs to."""
        return self.bodies[parent(precinct_id)].stations[self.precincts[precinct_id].station]

    def spells_of(self, body_id: str, officer_key: str) -> tuple[Reporter, ...]:
        """Every spell in office of one officer in the precincts of a police body, the earliest first."""
        return self._officers_of.get((body_id, officer_key), ())

    def inspectors_on(self, precinct_id: str, day: date) -> tuple[Reporter, ...]:
        """Inspectors, then assistants, in office on a day."""
        serving = [
            Reporter(key, officer, precinct_id)
            for key, officer in self.precincts[precinct_id].officers.items()
            if officer.serves_on(day)
        ]
        return tuple(sorted(serving, key=lambda each: each.officer.post not in _INSPECTORS))

    def acting_on(self, precinct_id: str, day: date) -> Reporter | None:
        """Who stands in for a vacant precinct on a day."""
        for vacancy in self.precincts[precinct_id].vacant:
            if vacancy.covers(day) and vacancy.acting is not None:
                return self._spell_on(parent(precinct_id), vacancy.acting, day)
        return None

    def is_vacant_on(self, precinct_id: str, day: date) -> bool:
        """Whether a precinct has no inspector on a day, by its declared vacancies."""
        return any(vacancy.covers(day) for vacancy in self.precincts[precinct_id].vacant)

    def chief_on(self, body_id: str, day: date) -> Reporter | None:
        """The chief in office on a day."""
        for key, officer in self.bodies[body_id].chiefs.items():
            if officer.serves_on(day):
                return Reporter(key, officer)
        return None

    def reporters(self, meeting_id: str) -> tuple[Reporter, ...]:
        """Who reports: the officers named, else those in office on the day; nobody at a candidate's presentation."""
        meeting, body = self.meetings[meeting_id], body_of(meeting_id)
        day = meeting.starts.date()
        if meeting.officers:
            named = (self._named(body, key, day) for key in meeting.officers)
            return tuple(each for each in named if each is not None)
        if meeting.level is Level.CHIEF:
            chief = self.chief_on(body, day)
            return (chief,) if chief is not None else ()
        if meeting.level is Level.CANDIDATE:
            return ()
        return tuple(
            each for precinct in self.precinct_ids(meeting_id) for each in self._in_office(precinct, day)
        )

    def submission(self, submission_id: str) -> Submission | None:
        """A submission by its id."""
        protocol = self.protocols.get(parent(submission_id))
        if protocol is None or protocol.submissions is None:
            return None
        return protocol.submissions.get(key_of(submission_id))

    def continued_by(self, submission_id: str) -> tuple[str, ...]:
        """Ids of later submissions that report the fate of this one."""
        return self._continued_by.get(submission_id, ())

    def time_zone(self, region_id: str) -> ZoneInfo:
        """The time zone of a region's local times."""
        return read_zone(self.regions[region_id].time_zone)

    def local(self, identifier: str, moment: datetime) -> datetime:
        """A local moment of an id's region, with its time zone."""
        return moment.replace(tzinfo=self.time_zone(region_of(identifier)))

    def _in_office(self, precinct_id: str, day: date) -> tuple[Reporter, ...]:
        serving = tuple(r for r in self.inspectors_on(precinct_id, day) if r.officer.post in _INSPECTORS)
        acting = self.acting_on(precinct_id, day)
        return serving or ((acting,) if acting is not None else ())

    def _named(self, body_id: str, key: str, day: date) -> Reporter | None:
        chief = self.bodies[body_id].chiefs.get(key)
        return Reporter(key, chief) if chief is not None else self._spell_on(body_id, key, day)

    def _spell_on(self, body_id: str, key: str, day: date) -> Reporter | None:
        """The officer's spell that covers the day, else the latest one."""
        spells = self._officers_of.get((body_id, key), ())
        covering = [each for each in spells if each.officer.serves_on(day)]
        return covering[0] if covering else (spells[-1] if spells else None)


def link_register(site: Site, collected: Collected) -> Register:
    """The Register of the records collected; they are taken to be free of faults."""
    meetings = {
        f"{schedule_id}/{key}": meeting
        for schedule_id, schedule in collected.schedules.items()
        for key, meeting in schedule.meetings.items()
    }
    return Register(
        site,
        collected.regions,
        collected.bodies,
        collected.precincts,
        collected.schedules,
        meetings,
        collected.protocols,
        _group(
            collected.bodies, lambda each: (collected.bodies[each].level is not BodyLevel.DEPARTMENT, each)
        ),
        _group(collected.precincts, lambda each: _by_number(collected.precincts[each].number)),
        _meetings_under(meetings),
        _officers_of(collected.precincts),
        _continued_by(collected.protocols),
    )


def _group(ids: Iterable[str], order: object) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for each in sorted(ids, key=order):  # type: ignore[call-overload]
        grouped.setdefault(parent(each), []).append(each)
    return {above: tuple(below) for above, below in grouped.items()}


def _by_number(number: str) -> tuple[int, str]:
    digits = "".join(letter for letter in number if letter.isdigit())
    return (int(digits) if digits else 0, number)


def _meetings_under(meetings: Mapping[str, Meeting]) -> dict[str, tuple[str, ...]]:
    """Meetings by precinct, by police body and by region, each by start and then by id."""
    under: dict[str, list[str]] = {}
    for meeting_id in sorted(meetings, key=lambda each: (meetings[each].starts, each)):
        body = body_of(meeting_id)
        places = dict.fromkeys(
            (region_of(body), body, *(f"{body}/{key}" for key in meetings[meeting_id].precincts))
        )
        for place in places:
            under.setdefault(place, []).append(meeting_id)
    return {place: tuple(ids) for place, ids in under.items()}


def _officers_of(precincts: Mapping[str, Precinct]) -> dict[tuple[str, str], tuple[Reporter, ...]]:
    spells: dict[tuple[str, str], list[Reporter]] = {}
    for precinct_id, precinct in precincts.items():
        for key, officer in precinct.officers.items():
            spells.setdefault((parent(precinct_id), key), []).append(Reporter(key, officer, precinct_id))
    return {who: tuple(sorted(each, key=lambda one: one.officer.since)) for who, each in spells.items()}


def _continued_by(protocols: Mapping[str, Protocol]) -> dict[str, tuple[str, ...]]:
    later: dict[str, list[str]] = {}
    for meeting_id in sorted(protocols):
        for key, submission in (protocols[meeting_id].submissions or {}).items():
            if submission.continues is not None:
                later.setdefault(submission.continues, []).append(f"{meeting_id}/{key}")
    return {earlier: tuple(ids) for earlier, ids in later.items()}
