"""Meetings in lists: one line each, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.model.ids import body_of, is_quarter, period_of
from generator.model.register import Register
from generator.model.schedule import Level
from generator.views.page import page_url
from generator.views.people import territory_name
from generator.views.plain import plain
from generator.views.remembered import remembered
from generator.views.states import UPCOMING, StateView, meeting_state, view_meeting_state
from generator.words.catalogue import Words
from generator.words.dates import clock_range, near_date, period_name


@plain
class MeetingItem:
    """A meeting in a list.

    url: its page.
    subject: who reports, or to which precincts.
    territory: of the police body.
    state: in words.
    day, time: when, in words; `iso` is the same for machines.
    place: where.
    """

    url: str
    subject: str
    territory: str
    state: StateView
    day: str
    time: str
    iso: str
    place: str


@plain
class PeriodMeetings:
    """The meetings of one period: its name, and the meetings by start."""

    name: str
    meetings: tuple[MeetingItem, ...]


@remembered
def view_item(register: Register, words: Words, today: date, meeting_id: str) -> MeetingItem:
    """A meeting as a line of a list."""
    meeting = register.meetings[meeting_id]
    return MeetingItem(
        page_url(words.language, meeting_id),
        meeting_subject(register, words, meeting_id),
        territory_name(register, words, body_of(meeting_id)),
        view_meeting_state(words, meeting_state(register, meeting_id, today)),
        near_date(words, meeting.starts, today),
        clock_range(meeting.starts, meeting.ends),
        meeting.starts.isoformat(timespec="minutes"),
        meeting.place.name.in_language(words.language),
    )


def view_items(
    register: Register, words: Words, today: date, meeting_ids: Iterable[str]
) -> tuple[MeetingItem, ...]:
    """Meetings as lines of a list, in the order given."""
    return tuple(view_item(register, words, today, each) for each in meeting_ids)


@remembered
def meeting_subject(register: Register, words: Words, meeting_id: str) -> str:
    """What a meeting is, in a few words: the chief's report, a candidate, or the precincts served."""
    meeting = register.meetings[meeting_id]
    if meeting.level is Level.CHIEF:
        period = period_name(words, period_of(meeting_id))
        return words.text("The chief's report for {period}", period=period)
    numbers = precinct_numbers(register, meeting_id)
    if meeting.level is Level.CANDIDATE:
        return words.text("Candidate for precinct inspector: precinct No. {numbers}", numbers=numbers)
    if len(meeting.precincts) > 1:
        return words.text("Precincts No. {numbers}", numbers=numbers)
    return words.text("Precinct No. {number}", number=numbers)


def precinct_numbers(register: Register, meeting_id: str) -> str:
    """The numbers of the precincts a meeting serves, as on signs."""
    return ", ".join(register.precincts[each].number for each in register.precinct_ids(meeting_id))


def upcoming(register: Register, meeting_ids: Iterable[str], today: date) -> list[str]:
    """Meetings of today and later, cancelled ones among them, in the order given."""
    return [each for each in meeting_ids if register.meetings[each].starts.date() >= today]


def past(register: Register, meeting_ids: Iterable[str], today: date) -> list[str]:
    """Meetings before today, the latest first when `meeting_ids` come by start."""
    before = [each for each in meeting_ids if register.meetings[each].starts.date() < today]
    return before[::-1]


def next_to_come(register: Register, meeting_ids: Iterable[str], today: date) -> str | None:
    """The first meeting that will be held, of meetings by start; one already held today does not count."""
    return next((each for each in meeting_ids if _will_be_held(register, each, today)), None)


def _will_be_held(register: Register, meeting_id: str, today: date) -> bool:
    return meeting_state(register, meeting_id, today) in UPCOMING


def by_period(
    register: Register, words: Words, today: date, meeting_ids: Iterable[str]
) -> tuple[PeriodMeetings, ...]:
    """Meetings grouped by the period of their schedule, periods in the order they first appear."""
    groups: dict[str, list[str]] = {}
    for each in meeting_ids:
        groups.setdefault(period_of(each), []).append(each)
    return tuple(
        PeriodMeetings(_period_heading(words, period), view_items(register, words, today, ids))
        for period, ids in groups.items()
    )


def _period_heading(words: Words, period: str) -> str:
    """A quarter; or the chief's report for a year, which is given in the year after."""
    name = period_name(words, period)
    return name if is_quarter(period) else words.text("The chief's report for {period}", period=name)


def years_of(register: Register, meeting_ids: Iterable[str]) -> tuple[int, ...]:
    """Calendar years that have meetings, the latest first."""
    return tuple(sorted({register.meetings[each].starts.year for each in meeting_ids}, reverse=True))
