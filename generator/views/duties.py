"""What is due: schedules to publish, protocols to draw up, items to register, answer, carry out and carry over.

A duty is known by what it is about, so that it keeps its id as long as it stands. Nothing here is a finding: a duty
says what to do, the Judgement says what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from generator.law.case import next_quarter, quarter_days
from generator.law.grid import GridState
from generator.law.judgement import Judgement
from generator.law.ledger import Entry, EntryKind, State
from generator.model.ids import quarter_of
from generator.model.register import Register
from generator.model.schedule import Level, Status
from generator.views.entries import view_entry
from generator.views.listing import meeting_subject
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.places import is_region, path_to, place_name, places_within, short_name
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.dates import days_between, full_date, long_date, period_name

NOTICE = timedelta(
    days=11
)  # ten full days between publication and meeting (723-2018 p. 7(2), 608-2023 p. 8(2))
WINDOW = 30  # days ahead, where nobody says otherwise
FEED_WINDOW = 120


class DutyKind(StrEnum):
    """What is to be done."""

    SCHEDULE = "schedule"  # a quarter without a meeting, or a year without the chief's report
    ANNOUNCE = "announce"  # a planned meeting whose publication is not known
    PROTOCOL = "protocol"
    REGISTER = "register"
    ANSWER = "answer"
    DECISION = "decision"
    CARRY_OVER = "carry_over"  # earlier items still open, to be reported on


@plain
class Duty:
    """One thing to do.

    kind: what.
    subject: id of the meeting, submission or decision; of a police body with the period, `almaty/alatau@2027-q1`.
    due: last day to do it without being late.
    items: ids of what it concerns: precincts without a meeting, entries to carry over.
    """

    kind: DutyKind
    subject: str
    due: date
    items: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        """An id that does not change while the duty stands."""
        return f"{self.kind}.{self.subject}"

    @property
    def body_id(self) -> str:
        """The police body that has to do it."""
        return "/".join(self.subject.partition("@")[0].split("/")[:2])


def find_due(
    register: Register, judgement: Judgement, today: date, days: int = WINDOW, place: str = ""
) -> tuple[Duty, ...]:
    """Everything overdue, and everything due within `days` days from `today`, by day and then by id.

    place: a region or a police body whose duties alone are asked for; all of the site if empty.
    """
    last = today + timedelta(days=days)
    if not place:
        bodies: Iterable[str] = register.bodies
    else:
        bodies = register.bodies_of(place) if is_region(place) else (place,)
    found = (duty for body_id in bodies for duty in find_body_due(register, judgement, today, body_id))
    kept = [each for each in found if each.due <= last]
    return tuple(sorted(kept, key=lambda each: (each.due, each.identifier)))


def find_body_due(register: Register, judgement: Judgement, today: date, body_id: str) -> Iterator[Duty]:
    """Every duty of one police body, however far ahead."""
    yield from _schedules(register, judgement, today, body_id)
    yield from _meetings(register, judgement, today, body_id)
    for each in judgement.entries_of(body_id):
        yield from _entries(each)


def _schedules(register: Register, judgement: Judgement, today: date, body_id: str) -> Iterator[Duty]:
    """This quarter and the next where precincts have no meeting, and the chief's report of the year."""
    running = quarter_of(today)
    for quarter in (running, next_quarter(running)):
        empty = tuple(
            each for each in register.precincts_of(body_id) if _is_unscheduled(judgement, each, quarter)
        )
        first, last = quarter_days(quarter)
        if empty:
            day = last if quarter == running else first
            yield Duty(DutyKind.SCHEDULE, f"{body_id}@{quarter}", day - NOTICE, empty)
    year = today.year - 1 if today <= date(today.year, 3, 31) else today.year
    cell = judgement.years.get(body_id, {}).get(str(year))
    if cell is None or cell.state is GridState.UNSCHEDULED:
        if not _has_chief_meeting(register, body_id, year):
            yield Duty(DutyKind.SCHEDULE, f"{body_id}@{year}", date(year + 1, 3, 31) - NOTICE)


def _is_unscheduled(judgement: Judgement, precinct_id: str, quarter: str) -> bool:
    cell = judgement.grids.get(precinct_id, {}).get(quarter)
    return cell is None or cell.state is GridState.UNSCHEDULED


def _has_chief_meeting(register: Register, body_id: str, year: int) -> bool:
    schedule = register.schedules.get(f"{body_id}/{year}")
    return schedule is not None and any(
        each.level is Level.CHIEF and each.status is not Status.CANCELLED
        for each in schedule.meetings.values()
    )


def _meetings(register: Register, judgement: Judgement, today: date, body_id: str) -> Iterator[Duty]:
    """Meetings to announce, to minute, and to carry open items over to."""
    for each in register.meetings_of_body(body_id):
        meeting = register.meetings[each]
        if meeting.status is Status.CANCELLED or each in register.protocols:
            continue
        day = meeting.starts.date()
        if day > today and register.published_on(each) is None:
            yield Duty(DutyKind.ANNOUNCE, each, day - NOTICE)
        yield Duty(DutyKind.PROTOCOL, each, day)
        if day >= today and meeting.level is Level.INSPECTOR:
            waiting = tuple(entry.identifier for entry in _still_open(register, judgement, each))
            if waiting:
                yield Duty(DutyKind.CARRY_OVER, each, day, waiting)


def _still_open(register: Register, judgement: Judgement, meeting_id: str) -> Iterable[Entry]:
    """Open submissions of the precincts of a meeting, the last of each chain (723-2018 p. 27)."""
    found: dict[str, Entry] = {}
    for precinct_id in register.precinct_ids(meeting_id):
        for entry in judgement.entries_of(precinct_id):
            if entry.is_open and entry.kind is not EntryKind.DECISION and not entry.continued_by:
                found[entry.identifier] = entry
    return found.values()


def _entries(entry: Entry) -> Iterator[Duty]:
    if not entry.is_open or not entry.own_course:
        return
    if entry.kind is EntryKind.DECISION:
        if entry.due is not None:
            yield Duty(DutyKind.DECISION, entry.identifier, entry.due)
    elif entry.state is State.UNREGISTERED:
        yield Duty(DutyKind.REGISTER, entry.identifier, entry.raised)
    elif entry.due is not None:
        yield Duty(DutyKind.ANSWER, entry.identifier, entry.due)


@plain
class DutyView:
    """A duty as the page and the calendar print it.

    key: unique on the page.
    kind_key, kind: what is to be done, as a code and in words.
    due: last day, in words; `due_on` is the day itself.
    late: by how many days it is overdue, in words; empty when it is not.
    about: the page of what it concerns.
    detail: what more there is to say.
    """

    key: str
    kind_key: str
    kind: str
    due: str
    due_on: date
    late: str
    about: LinkView
    detail: str


@plain
class BodyDuties:
    """The duties of one police body, by day, and its calendar of them."""

    key: str
    name: str
    url: str
    calendar: str
    duties: tuple[DutyView, ...]


@plain
class DutiesView:
    """The editors' page of duties of a region.

    span: the days looked at, in words.
    """

    page: Page
    heading: str
    span: str
    bodies: tuple[BodyDuties, ...]
    calendar: str


def view_duties(
    register: Register, judgement: Judgement, words: Words, region_id: str, days: int = WINDOW
) -> DutiesView:
    """What is due in a region within `days` days."""
    today, name = judgement.today, place_name(register, words, region_id)
    found: dict[str, list[Duty]] = {}
    for each in find_due(register, judgement, today, days, region_id):
        found.setdefault(each.body_id, []).append(each)
    title = words.text("What is due: {place}", place=name)
    description = words.text(
        "{place}: schedules to publish, protocols to draw up, answers and decisions falling due, by police body.",
        place=name,
    )
    until = long_date(words, today + timedelta(days=days))
    return DutiesView(
        lay_page(
            words, "outcomes", f"{region_id}/duties", title, description, path_to(register, words, region_id)
        ),
        title,
        words.text("Overdue, and due until {until}", until=until),
        tuple(
            BodyDuties(
                each.partition("/")[2],
                short_name(register, words, each),
                page_url(words.language, each),
                f"{page_url(words.language, each)}duties.ics",
                tuple(view_duty(register, judgement, words, duty) for duty in found[each]),
            )
            for each in places_within(register, words, region_id)
            if each in found
        ),
        f"{page_url(words.language, region_id)}duties.ics",
    )


def view_duty(register: Register, judgement: Judgement, words: Words, duty: Duty) -> DutyView:
    """One duty in words."""
    days = days_between(duty.due, judgement.today)
    about, detail = _about(register, judgement, words, duty)
    return DutyView(
        duty.identifier.replace("/", "-").replace("@", "-"),
        duty.kind,
        words.one_of("duty", duty.kind),
        full_date(words, duty.due),
        duty.due,
        words.count("overdue by {n} day", "overdue by {n} days", days) if days > 0 else "",
        about,
        detail,
    )


def _about(register: Register, judgement: Judgement, words: Words, duty: Duty) -> tuple[LinkView, str]:
    subject, language = duty.subject, words.language
    if duty.kind is DutyKind.SCHEDULE:
        place, _, period = subject.partition("@")
        text = f"{short_name(register, words, place)}, {period_name(words, period)}"
        numbers = ", ".join(register.precincts[each].number for each in duty.items)
        detail = words.text("No meeting for precincts No. {numbers}", numbers=numbers) if numbers else ""
        return LinkView(text, page_url(language, place)), detail
    if duty.kind in (DutyKind.ANNOUNCE, DutyKind.PROTOCOL, DutyKind.CARRY_OVER):
        text = f"{meeting_subject(register, words, subject)}, {long_date(words, register.meetings[subject].starts)}"
        detail = words.count("{n} open item", "{n} open items", len(duty.items)) if duty.items else ""
        return LinkView(text, page_url(language, subject)), detail
    entry = view_entry(register, words, judgement.ledger[subject])
    return LinkView(f"{entry.kind}, {entry.raised.note}, {entry.raised.text}", entry.raised.url), entry.text


def duties_of(register: Register, judgement: Judgement, place: str) -> tuple[Duty, ...]:
    """The duties of a police body or a region for its calendar, `FEED_WINDOW` days ahead."""
    return find_due(register, judgement, judgement.today, FEED_WINDOW, place)
