"""News: what residents may want to hear of, each thing once, dated by history, by declared days or by a term's end.

Nothing here depends on the language or on the clock. An item, once it is there, stays as it is: a later change is
an item of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from enum import StrEnum

from generator.history.chronicle import History
from generator.history.story import Change, ChangeKind, Commit, Story
from generator.law.ledger import Entry, EntryKind, State
from generator.model.ids import key_of, parent, region_of
from generator.model.register import Register
from generator.model.registry import Officer
from generator.model.schedule import Status
from generator.views.accounts import Accounts
from generator.views.plain import plain

_LAST_MOMENT = time(23, 59, 59)
_ANSWERED = frozenset({State.CLOSED, State.CLOSED_LATE})


class NewsKind(StrEnum):
    """What happened, in the order in which things of one moment are told."""

    ANNOUNCED = "announced"
    MOVED = "moved"  # to another time or another place
    CANCELLED = "cancelled"
    REVIVED = "revived"  # cancelled, and now to be held after all
    PROTOCOL = "protocol"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    OFFICER_JOINED = "officer_joined"
    OFFICER_LEFT = "officer_left"


_ORDER = {kind: number for number, kind in enumerate(NewsKind)}
_OF_STATUS = {Status.MOVED: NewsKind.MOVED, Status.CANCELLED: NewsKind.CANCELLED}


@plain
class News:
    """One thing that happened.

    kind: what.
    subject: id of the meeting or the submission; of an officer the precinct (of a chief the police body) and the key.
    at: when, in the region's zone; a declared day is told as its midnight, an overdue term as its last second.
    declared: whether the day is only declared by editors; git has not witnessed it.
    places: ids of the police body and the precincts it concerns.
    number: which of several of one kind and subject, from 1.
    changes: what the commit changed, where git witnessed it.
    """

    kind: NewsKind
    subject: str
    at: datetime
    declared: bool
    places: tuple[str, ...]
    number: int = 1
    changes: tuple[Change, ...] = ()

    @property
    def identifier(self) -> str:
        """An id that never changes."""
        return f"{self.subject}/{self.kind}" + (f".{self.number}" if self.number > 1 else "")

    @property
    def sort_key(self) -> tuple[datetime, int, str]:
        """Oldest first; of one moment, in the order things come about."""
        return self.at, _ORDER[self.kind], self.identifier


def find_news(register: Register, accounts: Accounts, today: date, body_id: str) -> tuple[News, ...]:
    """Everything that happened at one police body until the end of `today`, the oldest first."""
    found = _Finder(register, accounts, accounts.history or History(register), body_id)
    kept = (each for each in found.all() if each.at.date() <= today)
    return tuple(sorted(kept, key=lambda each: each.sort_key))


@plain
class _Finder:
    """Finds the news of one police body."""

    register: Register
    accounts: Accounts
    history: History
    body_id: str

    def all(self) -> Iterator[News]:
        for meeting_id in self.register.meetings_of_body(self.body_id):
            yield from self._of_meeting(meeting_id)
            yield from self._of_protocol(meeting_id)
        for entry in self.accounts.judgement.entries_of(self.body_id):
            if entry.kind is not EntryKind.DECISION and entry.own_course:
                yield from self._of_entry(entry)
        for precinct_id in self.register.precincts_of(self.body_id):
            for key, officer in self.register.precincts[precinct_id].officers.items():
                yield from self._of_officer(f"{precinct_id}/{key}", officer, (self.body_id, precinct_id))
        for key, chief in self.register.bodies[self.body_id].chiefs.items():
            yield from self._of_officer(f"{self.body_id}/{key}", chief, (self.body_id,))

    def _at(self, known: Commit | date) -> datetime:
        """The moment of a commit, or the midnight a declared day begins with."""
        if isinstance(known, Commit):
            return known.on.astimezone(self.register.time_zone(region_of(self.body_id)))
        return self._local(known, time())

    def _local(self, day: date, at: time) -> datetime:
        return self.register.local(self.body_id, datetime.combine(day, at))

    def _places(self, meeting_id: str) -> tuple[str, ...]:
        return (self.body_id, *self.register.precinct_ids(meeting_id))

    def _of_meeting(self, meeting_id: str) -> Iterator[News]:
        """Announced; then every time it was moved, cancelled or revived."""
        story, places = self.history.story(meeting_id), self._places(meeting_id)
        if story.first_published is None:
            return
        first, told = self._at(story.first_published), story.declared
        yield News(NewsKind.ANNOUNCED, meeting_id, first, told, places)
        counts: dict[NewsKind, int] = {}
        kind = _OF_STATUS.get(_first_status(story, self.register.meetings[meeting_id].status))
        if kind is not None:
            counts[kind] = 1
            yield News(kind, meeting_id, first, told, places)
        for commit, changes in _by_commit(story.changes):
            kind = kind_of(changes)
            if kind is not None and commit != story.first_published:
                counts[kind] = counts.get(kind, 0) + 1
                yield News(kind, meeting_id, self._at(commit), False, places, counts[kind], changes)

    def _of_protocol(self, meeting_id: str) -> Iterator[News]:
        story = self.history.protocol(meeting_id)
        if story is not None and story.first_published is not None:
            at = self._at(story.first_published)
            yield News(NewsKind.PROTOCOL, meeting_id, at, story.declared, self._places(meeting_id))

    def _of_entry(self, entry: Entry) -> Iterator[News]:
        """Answered, and overdue before that; both stay when there are both."""
        places = self._places(parent(entry.identifier))
        if entry.due is not None and entry.overdue_days > 0:
            at = self._local(entry.due, _LAST_MOMENT)
            yield News(NewsKind.OVERDUE, entry.identifier, at, False, places)
        if entry.state in _ANSWERED and entry.settled is not None:
            known, told = self._answered(entry, entry.settled)
            yield News(NewsKind.ANSWERED, entry.identifier, self._at(known), told, places)

    def _answered(self, entry: Entry, settled: date) -> tuple[Commit | date, bool]:
        """The commit that published the answer; else the declared day, and that it is declared."""
        meeting_id, key = parent(entry.identifier), key_of(entry.identifier)
        story = self.history.protocol(meeting_id) or Story()
        for change in story.changes:
            if change.kind is ChangeKind.SUBMISSION_CLOSED and change.key == key and change.after:
                return change.commit, False
        submission = self.register.submission(entry.identifier)
        follow_up = submission.follow_up if submission is not None else None
        if follow_up is None or follow_up.closed is None:  # closed by the report that took it up again
            later = (self.history.protocol(parent(each)) for each in entry.continued_by)
            witnessed = [each.first_published for each in later if each is not None]
            commits = [each for each in witnessed if isinstance(each, Commit)]
            return (min(commits, key=lambda each: each.on), False) if commits else (settled, True)
        if isinstance(story.first_published, Commit):
            return story.first_published, False
        return settled, True

    def _of_officer(self, identifier: str, officer: Officer, places: tuple[str, ...]) -> Iterator[News]:
        """Took office, and left it."""
        story = self.history.officer(identifier)
        if not story.is_published:
            return
        first = story.first_published
        known = first if first is not None and not story.declared else officer.since
        yield News(NewsKind.OFFICER_JOINED, identifier, self._at(known), story.declared, places)
        if officer.until is not None:
            left = [each for each in story.changes if each.kind is ChangeKind.OFFICER_LEFT and each.after]
            at = self._at(left[0].commit if left else officer.until)
            yield News(NewsKind.OFFICER_LEFT, identifier, at, not left, places)


def _first_status(story: Story, now: Status) -> Status:
    """The status a meeting had before the first change git witnessed."""
    before = (each.before for each in story.changes if each.kind is ChangeKind.STATUS)
    first = next(before, now)
    return Status(str(first)) if first else now


def _by_commit(changes: Iterable[Change]) -> Iterator[tuple[Commit, tuple[Change, ...]]]:
    """Changes by commit, in the order of the commits."""
    groups: dict[str, list[Change]] = {}
    for each in changes:
        groups.setdefault(each.commit.sha, []).append(each)
    for group in groups.values():
        yield group[0].commit, tuple(group)


def kind_of(changes: Iterable[Change]) -> NewsKind | None:
    """What changes did to a meeting; nothing where neither time, place nor status changed."""
    by_kind = {each.kind: each for each in changes}
    status = by_kind.get(ChangeKind.STATUS)
    if status is not None and status.after == Status.CANCELLED:
        return NewsKind.CANCELLED
    if status is not None and status.before == Status.CANCELLED:
        return NewsKind.REVIVED
    moved = status is not None and status.after == Status.MOVED
    if moved or ChangeKind.TIME in by_kind or ChangeKind.PLACE in by_kind:
        return NewsKind.MOVED
    return None
