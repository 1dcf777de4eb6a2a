"""The past of a meeting and its protocol in words: first published, last changed, every change with its commit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from generator.history.chronicle import History
from generator.history.story import Change, ChangeKind, Commit, Story, Value
from generator.model.ids import body_of, region_of
from generator.model.register import Register
from generator.model.text import Bilingual
from generator.views.page import LinkView, page_url
from generator.views.plain import plain
from generator.views.remembered import remembered
from generator.words.catalogue import Words
from generator.words.dates import clock_range, long_date

_SHOWN = 40
_ITEM = re.compile(r"[sd]\d+", re.ASCII)


@plain
class DatesView:
    """When a meeting or a protocol was first published and last changed.

    name: which of the two.
    first: link to the commit, its text the day; without a url where the day is declared.
    last: the same of the latest change; None where nothing changed.
    note: that the day is declared and not witnessed, or that nothing is published yet; else empty.
    """

    name: str
    first: LinkView
    last: LinkView | None
    note: str


@plain
class ChangeView:
    """One change in words.

    commit: link to the commit, its text the day.
    sentence: what changed, and from what to what where that can be said.
    item: link to the submission or decision it is about; None for others.
    is_material: whether residents rely on what changed.
    """

    commit: LinkView
    sentence: str
    item: LinkView | None
    is_material: bool


@plain
class ChangesView:
    """What git knows of a meeting.

    dates: of the announcement and of the protocol.
    changes: the latest first.
    more: how many older ones are left out, in words.
    """

    dates: tuple[DatesView, ...]
    changes: tuple[ChangeView, ...]
    more: str


def view_changes(register: Register, history: History, words: Words, meeting_id: str) -> ChangesView:
    """The past of a meeting and of its protocol."""
    told = _Teller(register, history, words, meeting_id)
    dates = [told.dates(words.text("Announcement"), history.story(meeting_id))]
    protocol = history.protocol(meeting_id)
    if protocol is not None:
        dates.append(told.dates(words.text("Protocol"), protocol))
    changes = history.changes(meeting_id)[::-1]
    left_out = len(changes) - _SHOWN
    return ChangesView(
        tuple(dates),
        tuple(told.change(each) for each in changes[:_SHOWN]),
        words.count("and {n} more", "and {n} more", left_out) if left_out > 0 else "",
    )


def change_sentence(
    register: Register, history: History, words: Words, identifier: str, change: Change
) -> str:
    """One change of a meeting, its protocol or an officer in words; `identifier` is any id of the police body."""
    return _Teller(register, history, words, identifier).sentence(change)


@plain
class _Teller:
    """Puts the past of one meeting into words."""

    register: Register
    history: History
    words: Words
    meeting_id: str

    def dates(self, name: str, story: Story) -> DatesView:
        note = ""
        if story.declared:
            note = self.words.text("declared, not witnessed")
        elif story.first_published is None:
            note = self.words.text("not published yet")
        changed = story.last_changed if story.last_changed != story.first_published else None
        return DatesView(
            name, self._day(story.first_published), self._day(changed) if changed else None, note
        )

    def _day(self, known: Commit | date | None) -> LinkView:
        if known is None:
            return LinkView(self.words.text("not stated"), "")
        if isinstance(known, Commit):
            return self._commit(known)
        return LinkView(long_date(self.words, known), "")

    def _commit(self, commit: Commit) -> LinkView:
        return _commit_link(self.register, self.words, region_of(self.meeting_id), commit.sha, commit.on)

    def change(self, change: Change) -> ChangeView:
        item = None
        if _ITEM.fullmatch(change.key):
            url = f"{page_url(self.words.language, self.meeting_id)}#{change.key}"
            item = LinkView(change.key, url)
        return ChangeView(self._commit(change.commit), self.sentence(change), item, change.material)

    def sentence(self, change: Change) -> str:
        """What changed, and from what to what where that can be said."""
        label = self.words.one_of("change", change.kind)
        before, after = self._value(change, change.before), self._value(change, change.after)
        if before and after:
            return f"{label}: {before} \N{RIGHTWARDS ARROW} {after}"
        if after or before:
            return f"{label}: {after or self.words.text('was {before}', before=before)}"
        return label

    def _value(self, change: Change, value: Value) -> str:
        """A value in words; nothing where it is only a checksum or nothing is to be told."""
        if isinstance(value, Bilingual):
            return value.in_language(self.words.language) if change.kind in _TEXTS else ""
        say = _SAID.get(change.kind)
        if not value or say is None:
            return ""
        if change.kind is ChangeKind.ATTENDANCE and change.key:
            say = _coded("party")
        return say(self, value)

    def officer(self, key: str) -> str:
        """An officer's name by key."""
        spells = self.register.spells_of(body_of(self.meeting_id), key)
        chief = self.register.bodies[body_of(self.meeting_id)].chiefs.get(key)
        found = spells[-1].officer if spells else chief
        return found.name.in_language(self.words.language) if found is not None else key

    def precinct(self, key: str) -> str:
        """A precinct's number by key."""
        precinct = self.register.precincts.get(f"{body_of(self.meeting_id)}/{key}")
        return precinct.number if precinct is not None else key


@remembered
def _commit_link(register: Register, words: Words, region: str, sha: str, on: datetime) -> LinkView:
    """A commit, which often changed many meetings, by its day in a region."""
    repository = register.site.repository
    template = repository.commit if repository is not None else None
    url = template.format(commit=sha) if template else ""
    zone = register.time_zone(region) if region in register.regions else UTC
    return LinkView(long_date(words, on.astimezone(zone).date()), url, sha[:10])


_Say = Callable[[_Teller, str], str]


def _plain(_: _Teller, value: str) -> str:
    return value


def _day(told: _Teller, value: str) -> str:
    """The day a value begins with; what follows it, such as a procedure, is not told."""
    return long_date(told.words, date.fromisoformat(value.partition(" ")[0]))


def _interval(told: _Teller, value: str) -> str:
    starts, ends = (datetime.fromisoformat(each) for each in value.split("/"))
    return f"{long_date(told.words, starts)}, {clock_range(starts, ends)}"


def _closing(told: _Teller, value: str) -> str:
    day, _, outcome = value.partition(" ")
    said = told.words.one_of("outcome", outcome) if outcome else ""
    return ", ".join(text for text in (_day(told, day), said) if text)


def _coded(context: str) -> _Say:
    """Codes separated by commas, each in the words of `context`."""
    return lambda told, value: ", ".join(
        told.words.one_of(context, code.strip()) for code in value.split(",") if code.strip()
    )


def _officers(told: _Teller, value: str) -> str:
    return ", ".join(told.officer(key.strip()) for key in value.split(","))


def _precincts(told: _Teller, value: str) -> str:
    return ", ".join(told.precinct(key.strip()) for key in value.split(","))


def _meeting(told: _Teller, value: str) -> str:
    meeting = told.register.meetings.get(value)
    return long_date(told.words, meeting.starts) if meeting is not None else value


_TEXTS = frozenset(
    {
        ChangeKind.PLACE,
        ChangeKind.REASON,
        ChangeKind.CANDIDATE,
        ChangeKind.AGENDA,
        ChangeKind.DECISION_RESPONSIBLE,
        ChangeKind.OFFICER_NAME,
    }
)
_SAID: dict[ChangeKind, _Say] = {
    ChangeKind.STATUS: _coded("calendar status"),
    ChangeKind.REPLACED_BY: _meeting,
    ChangeKind.TIME: _interval,
    ChangeKind.HELD: _interval,
    ChangeKind.PRECINCTS: _precincts,
    ChangeKind.OFFICERS: _officers,
    ChangeKind.LANGUAGES: _coded("language"),
    ChangeKind.INVITED: _coded("party"),
    ChangeKind.DRAWN_UP: _day,
    ChangeKind.DECLARED: _day,
    ChangeKind.ATTENDANCE: _plain,
    ChangeKind.SECRETARY: _coded("side"),
    ChangeKind.DECISION_DUE: _day,
    ChangeKind.DECISION_DONE: _day,
    ChangeKind.SUBMISSION_ADDED: _coded("submission kind"),
    ChangeKind.SUBMISSION_KIND: _coded("submission kind"),
    ChangeKind.SUBMISSION_ANSWERED: _coded("answered"),
    ChangeKind.SUBMISSION_REGISTERED: _day,
    ChangeKind.SUBMISSION_EXTENDED: _day,
    ChangeKind.SUBMISSION_REDIRECTED: _day,
    ChangeKind.SUBMISSION_CLOSED: _closing,
    ChangeKind.OFFICER_LEFT: _day,
    ChangeKind.SPELL: _day,
    ChangeKind.POST: _coded("post"),
    ChangeKind.RANK: _coded("rank"),
    ChangeKind.AWARDS: _plain,
    ChangeKind.DOCUMENTS: _plain,
}
