"""What residents will see differently: the differences between a base and the files, in words.

Former and present values are those the site itself publishes; a change the list of changes tells without values is told
without them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.history.chronicle import History
from generator.history.differences import Course, Difference, find_differences, find_schedules
from generator.history.replay import Thing
from generator.history.sides import Sides
from generator.history.story import Change, ChangeKind
from generator.model.ids import body_of, key_of, parent, period_of
from generator.model.register import Register
from generator.model.registry import Officer
from generator.model.schedule import Meeting, Status
from generator.views.changes import change_sentence
from generator.views.listing import meeting_subject
from generator.views.news import NewsKind, kind_of
from generator.views.page import page_url
from generator.views.people import territory_name
from generator.views.places import is_precinct, place_name
from generator.words.catalogue import Words
from generator.words.dates import clock_range, full_date, long_date, period_name

_OF_SCHEDULE = frozenset({ChangeKind.QUESTIONS, ChangeKind.INVITED, ChangeKind.DECLARED})


class ReviewKind(StrEnum):
    """What became of something residents see, where no kind of news says it."""

    MEETING_CHANGED = "meeting_changed"
    MEETING_REMOVED = "meeting_removed"
    PROTOCOL_CHANGED = "protocol_changed"
    PROTOCOL_REMOVED = "protocol_removed"
    SCHEDULE_CHANGED = "schedule_changed"
    OFFICER_CHANGED = "officer_changed"
    OFFICER_REMOVED = "officer_removed"
    PRECINCT_ADDED = "precinct_added"
    PRECINCT_CHANGED = "precinct_changed"
    PRECINCT_REMOVED = "precinct_removed"
    PRECINCT_MERGED = "precinct_merged"
    BODY_ADDED = "body_added"
    BODY_CHANGED = "body_changed"
    BODY_REMOVED = "body_removed"
    REGION_CHANGED = "region_changed"
    PAGE_ADDED = "page_added"
    PAGE_CHANGED = "page_changed"
    PAGE_REMOVED = "page_removed"
    LABELS = "labels"
    SETTINGS = "settings"
    RULES = "rules"
    DAYS_OFF = "days_off"
    REMOVALS = "removals"
    LOOK = "look"
    PROGRAMS = "programs"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing that residents will see differently.

    what: what happened, in words.
    about: the meeting, place, person or page; empty where `what` says all.
    page: path of its page from the site's root; empty where it has none, or will have none.
    is_live: whether that page is there already.
    lines: what changed, each a line; a text that is long is not cut here.
    """

    what: str
    about: str = ""
    page: str = ""
    is_live: bool = False
    lines: tuple[str, ...] = ()


def view_differences(sides: Sides, words: Words) -> tuple[ReviewItem, ...]:
    """Meetings with their protocols, then officers and schedules that differ."""
    differences = find_differences(sides)
    schedules = find_schedules(sides)
    teller = _Teller(sides, words, frozenset(schedules))
    meetings: dict[str, dict[Thing, Difference]] = {}
    officers = []
    for each in differences:
        if each.entry.thing is Thing.OFFICER:
            officers.append(each)
        else:
            meetings.setdefault(each.entry.identifier, {})[each.entry.thing] = each
    told = [teller.meeting(meeting_id, both) for meeting_id, both in sorted(meetings.items())]
    told += [teller.officer(each) for each in officers]
    told += [teller.schedule(each) for each in schedules]
    return tuple(each for each in told if each is not None)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts differences into words."""

    sides: Sides
    words: Words
    schedules: frozenset[str]

    def meeting(self, meeting_id: str, both: dict[Thing, Difference]) -> ReviewItem | None:
        """A meeting and its protocol, as one thing."""
        meeting, protocol = both.get(Thing.MEETING), both.get(Thing.PROTOCOL)
        changes = self._own(meeting_id, meeting)
        if protocol is None and meeting is not None and meeting.course is Course.CHANGED and not changes:
            return None
        register = self._where(meeting, protocol)
        lines = list(self._announced(register, meeting_id)) if _is(meeting, Course.CAME) else []
        lines += self._protocol(register, meeting_id, protocol)
        lines += self._sentences(meeting_id, (*changes, *_changes(protocol)))
        what = self._what(meeting, protocol, changes)
        return ReviewItem(
            what,
            self._about(register, meeting_id),
            page_url(self.words.language, meeting_id) if meeting_id in self.sides.after.meetings else "",
            meeting_id in self.sides.before.meetings,
            tuple(each for each in dict.fromkeys(lines) if each != what),
        )

    def _own(self, meeting_id: str, meeting: Difference | None) -> tuple[Change, ...]:
        """What changed in a meeting itself and not in the whole of its schedule."""
        changes = meeting.changes if meeting is not None else ()
        if parent(meeting_id) not in self.schedules:
            return changes
        return tuple(each for each in changes if each.kind not in _OF_SCHEDULE)

    def _where(self, *differences: Difference | None) -> Register:
        """The side that has the meeting."""
        gone = any(
            _is(each, Course.WENT) and each.entry.thing is Thing.MEETING for each in differences if each
        )
        return self.sides.before if gone else self.sides.after

    def _what(
        self, meeting: Difference | None, protocol: Difference | None, changes: tuple[Change, ...]
    ) -> str:
        """The weightiest of what happened."""
        news: NewsKind | None = None
        if _is(meeting, Course.CAME):
            news = NewsKind.ANNOUNCED
        elif _is(protocol, Course.CAME):
            news = NewsKind.PROTOCOL
        elif meeting is None or meeting.course is Course.CHANGED:
            news = kind_of(changes)
            closed = (each.kind is ChangeKind.SUBMISSION_CLOSED and each.after for each in _changes(protocol))
            if news is None and any(closed):
                news = NewsKind.ANSWERED
        if news is not None:
            return self.words.one_of("news", news)
        if _is(meeting, Course.WENT):
            return self._kind(ReviewKind.MEETING_REMOVED)
        if _is(protocol, Course.WENT):
            return self._kind(ReviewKind.PROTOCOL_REMOVED)
        if any(each.kind is ChangeKind.DECISION_DONE for each in _changes(protocol)):
            return self.words.one_of("change", ChangeKind.DECISION_DONE)
        return self._kind(ReviewKind.MEETING_CHANGED if changes else ReviewKind.PROTOCOL_CHANGED)

    def _kind(self, kind: ReviewKind) -> str:
        return self.words.one_of("review", kind)

    def _about(self, register: Register, meeting_id: str) -> str:
        meeting = register.meetings[meeting_id]
        subject = meeting_subject(register, self.words, meeting_id)
        place = territory_name(register, self.words, body_of(meeting_id))
        return f"{subject}, {place}, {self._when(meeting)}"

    def _when(self, meeting: Meeting) -> str:
        return f"{full_date(self.words, meeting.starts)}, {clock_range(meeting.starts, meeting.ends)}"

    def _announced(self, register: Register, meeting_id: str) -> Iterator[str]:
        """Where a new meeting is held; and that it is moved or cancelled, where it comes so."""
        meeting, language = register.meetings[meeting_id], self.words.language
        if meeting_id in self.sides.silent:
            return
        yield ", ".join(each.in_language(language) for each in (meeting.place.name, meeting.place.address))
        if meeting.status is not Status.PLANNED:
            status = self.words.one_of("calendar status", meeting.status)
            reason = f" ({meeting.reason.in_language(language)})" if meeting.reason else ""
            yield f"{self.words.one_of('change', ChangeKind.STATUS)}: {status}{reason}"

    def _protocol(self, register: Register, meeting_id: str, difference: Difference | None) -> Iterator[str]:
        """That a protocol came, with its numbers, or went."""
        if _is(difference, Course.WENT):
            yield self._kind(ReviewKind.PROTOCOL_REMOVED)
        if not _is(difference, Course.CAME):
            return
        yield self.words.one_of("news", NewsKind.PROTOCOL)
        protocol = register.protocols[meeting_id]
        counts = (
            (self.words.text("Number of participants"), protocol.participants),
            (self.words.text("Matters raised"), _length(protocol.submissions)),
            (self.words.text("Decisions taken"), _length(protocol.decisions)),
        )
        yield from (f"{label}: {count}" for label, count in counts if count is not None)

    def _sentences(self, identifier: str, changes: Iterable[Change]) -> Iterator[str]:
        for each in _without_echoes(changes):
            said = change_sentence(self.sides.after, History(self.sides.after), self.words, identifier, each)
            item = each.key.partition(".")[0]
            yield f"{item}: {said}" if item[:1] in ("s", "d") and item[1:].isdigit() else said

    def officer(self, difference: Difference) -> ReviewItem:
        """An officer or a chief who came, left or is written otherwise; one whose entry went has no name here."""
        identifier = difference.entry.identifier
        place = parent(identifier)
        live = _has_place(self.sides.before, place)
        if difference.course is Course.WENT:
            register = self.sides.before
            what = self._kind(ReviewKind.OFFICER_REMOVED)
            page = page_url(self.words.language, place) if _has_place(self.sides.after, place) else ""
            return ReviewItem(what, place_name(register, self.words, place), page, live)
        officer = _officer(self.sides.after, identifier)
        about = ", ".join(
            (
                officer.name.in_language(self.words.language),
                self.words.one_of("post", officer.post),
                place_name(self.sides.after, self.words, place),
            )
        )
        page = page_url(self.words.language, place)
        if difference.course is Course.CAME:
            lines = (self._spell(officer),)
            return ReviewItem(self.words.one_of("news", NewsKind.OFFICER_JOINED), about, page, live, lines)
        what = self._kind(ReviewKind.OFFICER_CHANGED)
        if any(each.kind is ChangeKind.OFFICER_LEFT and each.after for each in difference.changes):
            what = self.words.one_of("news", NewsKind.OFFICER_LEFT)
        return ReviewItem(what, about, page, live, tuple(self._sentences(identifier, difference.changes)))

    def _spell(self, officer: Officer) -> str:
        since = long_date(self.words, officer.since)
        if officer.until is None:
            return self.words.text("In office since {since}", since=since)
        until = long_date(self.words, officer.until)
        return self.words.text("In office from {since} to {until}", since=since, until=until)

    def schedule(self, schedule_id: str) -> ReviewItem:
        """A schedule's document, publication, ways to ask or guests."""
        register, body_id = self.sides.after, body_of(schedule_id)
        about = (
            period_name(self.words, period_of(schedule_id)),
            territory_name(register, self.words, body_id),
        )
        page = page_url(self.words.language, body_id)
        live = body_id in self.sides.before.bodies
        return ReviewItem(self._kind(ReviewKind.SCHEDULE_CHANGED), ", ".join(about), page, live)


def _is(difference: Difference | None, course: Course) -> bool:
    return difference is not None and difference.course is course


def _without_echoes(changes: Iterable[Change]) -> Iterator[Change]:
    """Changes but for the wording of an item of which something weightier is told."""
    told = list(changes)
    weighty = {each.key for each in told if each.kind is not ChangeKind.TEXT}
    yield from (
        each for each in told if each.kind is not ChangeKind.TEXT or each.key.partition(".")[0] not in weighty
    )


def _changes(difference: Difference | None) -> tuple[Change, ...]:
    return difference.changes if difference is not None else ()


def _length(items: object) -> int | None:
    """How many there are; None where the protocol does not say."""
    return len(items) if isinstance(items, dict) else None


def _has_place(register: Register, place: str) -> bool:
    return place in register.precincts or place in register.bodies


def _officer(register: Register, identifier: str) -> Officer:
    place, key = parent(identifier), key_of(identifier)
    held = register.precincts[place].officers if is_precinct(place) else register.bodies[place].chiefs
    return held[key]
