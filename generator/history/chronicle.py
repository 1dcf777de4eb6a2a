"""The history of one site: a story of every meeting, protocol and officer, and the days the law asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date

from generator.history.replay import Entry, Thing
from generator.history.story import Change, ChangeKind, Commit, Story, Witness
from generator.model.ids import region_of
from generator.model.memory import Memory
from generator.model.register import Register
from generator.reading.diagnostics import Diagnostic

_FIRST = dict(
    zip(Thing, (ChangeKind.PUBLISHED, ChangeKind.PROTOCOL_PUBLISHED, ChangeKind.OFFICER_JOINED), strict=True)
)


@dataclass(frozen=True, slots=True)
class Past:
    """What git knows of one entry.

    first: the commit that published it.
    changes: since then, oldest first.
    """

    first: Commit
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What is known of the past of everything in a Register; ids as in `model.ids`.

    register: the records of today.
    witness: who vouches for the dates.
    tip: the commit the history ends with; absent without git.
    pasts: what git knows, by entry.
    touched: the last commit that touched each police body, each of its periods, and its registry; see `read_history`.
    silent: ids whose former values are not told, as `content/removed.yaml` names them.
    diagnostics: what is wrong with the history.
    """

    register: Register
    witness: Witness = Witness.DECLARED
    tip: Commit | None = None
    pasts: Mapping[Entry, Past] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    touched: Mapping[str, Commit] = field(default_factory=dict)
    _stories: Memory[tuple[Entry, date | None], Story] = field(
        default_factory=Memory, init=False, repr=False, compare=False
    )

    def story(self, meeting_id: str) -> Story:
        """The story of a meeting's announcement."""
        return self._story(Entry(Thing.MEETING, meeting_id), self._declared_meeting(meeting_id))

    def protocol(self, meeting_id: str) -> Story | None:
        """The story of a meeting's protocol, absent where it has none."""
        protocol = self.register.protocols.get(meeting_id)
        if protocol is None:
            return None
        return self._story(Entry(Thing.PROTOCOL, meeting_id), protocol.published)

    def officer(self, identifier: str) -> Story:
        """The story of an officer's entry: the id of the precinct, or of the police body of a chief, and the key."""
        return self._story(Entry(Thing.OFFICER, identifier), None)

    def changes(self, meeting_id: str) -> tuple[Change, ...]:
        """What git witnessed of a meeting and its protocol, oldest first."""
        protocol = self.protocol(meeting_id)
        both = (*self.story(meeting_id).changes, *(protocol.changes if protocol else ()))
        return tuple(sorted(both, key=lambda each: each.commit.on))

    def day_of(self, identifier: str, commit: Commit) -> date:
        """The day of a commit in the region of an id."""
        region = region_of(identifier)
        zone = self.register.time_zone(region) if region in self.register.regions else UTC
        return commit.on.astimezone(zone).date()

    def published_on(self, meeting_id: str) -> tuple[date | None, bool]:
        """The day a meeting was first published, and whether that is only declared; no day before it is committed."""
        return self._day(meeting_id, self.story(meeting_id))

    def protocol_published_on(self, meeting_id: str) -> tuple[date | None, bool]:
        """The same of its protocol."""
        story = self.protocol(meeting_id)
        return (None, False) if story is None else self._day(meeting_id, story)

    def published(self) -> dict[str, date]:
        """The day each meeting was first published; those without one are left out."""
        days = {each: self.published_on(each)[0] for each in self.register.meetings}
        return {each: day for each, day in days.items() if day is not None}

    def protocols_published(self) -> dict[str, date]:
        """The same of protocols."""
        days = {each: self.protocol_published_on(each)[0] for each in self.register.protocols}
        return {each: day for each, day in days.items() if day is not None}

    def timed(self) -> dict[str, date]:
        """The day the present date of each meeting was published, where git witnessed it.

        A meeting moved to another hour of the same day keeps its day; one that was taken away and came back does not.
        """
        days = {each: self._timed(each) for each in self.register.meetings}
        return {each: day for each, day in days.items() if day is not None}

    def _timed(self, meeting_id: str) -> date | None:
        story = self.story(meeting_id)
        dated = [each for each in story.changes if each.kind is ChangeKind.RESTORED or _is_other_day(each)]
        if dated:
            return self.day_of(meeting_id, dated[-1].commit)
        return None if story.declared else self._day(meeting_id, story)[0]

    def _story(self, entry: Entry, declared: date | None) -> Story:
        """The story of an entry; pages, calendars, feeds and tables ask for it a dozen times."""
        story = self._stories.get((entry, declared))
        return story or self._stories.keep((entry, declared), self._find_story(entry, declared))

    def _find_story(self, entry: Entry, declared: date | None) -> Story:
        past = self.pasts.get(entry)
        if self.witness is not Witness.GIT:
            return Story(declared, declared, declared=True)
        if past is None:
            return Story()
        begun = self.register.site.history_from
        is_declared = begun is not None and self.day_of(entry.identifier, past.first) < begun
        changes = tuple(self._told(entry, each) for each in past.changes)
        sequence = len({each.commit.sha for each in changes if each.material})
        if is_declared:
            changes = tuple(each for each in changes if begun is None or self._day_of(entry, each) >= begun)
        else:
            changes = (Change(past.first, _FIRST[entry.thing]), *changes)
        first = declared if is_declared else past.first
        last = changes[-1].commit if changes else first
        return Story(first, last, changes, is_declared, sequence)

    def _told(self, entry: Entry, change: Change) -> Change:
        """The change, without values where something was lawfully taken away."""
        return replace(change, before="", after="") if entry.identifier in self.silent else change

    def _day_of(self, entry: Entry, change: Change) -> date:
        return self.day_of(entry.identifier, change.commit)

    def _day(self, identifier: str, story: Story) -> tuple[date | None, bool]:
        first = story.first_published
        return (self.day_of(identifier, first) if isinstance(first, Commit) else first), story.declared

    def _declared_meeting(self, meeting_id: str) -> date:
        return self.register.published_on(meeting_id) or self.register.schedule_of(meeting_id).approved.on


def _is_other_day(change: Change) -> bool:
    return change.kind is ChangeKind.TIME and str(change.before)[:10] != str(change.after)[:10]
