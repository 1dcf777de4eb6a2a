"""The page of a meeting: before, on and after its day, moved, cancelled, with and without a protocol."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.model.ids import body_of, period_of, region_of
from generator.model.protocol import CHIEF_TOPICS, INSPECTOR_TOPICS, Topic
from generator.model.register import Register
from generator.model.schedule import Level, Meeting, Status
from generator.views.accounts import Accounts
from generator.views.announcement import AnnouncementView, view_announcement
from generator.views.changes import ChangesView, view_changes
from generator.views.contacts import ChannelView, view_channels
from generator.views.findings import FindingsView, view_findings
from generator.views.listing import meeting_subject, precinct_numbers
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.passages import Passage, view_passage
from generator.views.people import (
    PersonView,
    full_precinct_name,
    precinct_name,
    reporters_of,
    territory_name,
    view_person,
)
from generator.views.plain import plain
from generator.views.protocol import ProtocolView, view_protocol
from generator.views.states import MeetingState, StateView, meeting_state, view_meeting_state
from generator.words.catalogue import Words
from generator.words.dates import clock, clock_range, days_between, full_date, long_date, period_name
from generator.words.numbers import grouped


@plain
class PlaceView:
    """Where a meeting is held; `step_free` is None when nobody has said."""

    name: str
    address: str
    landmark: str
    capacity: str
    step_free: bool | None


@plain
class Notice:
    """What comes first on the page of a moved or cancelled meeting.

    kind: `moved` or `cancelled`.
    headline, reason: in words.
    was: the date and time it had before, in words.
    instead: the meeting held instead.
    """

    kind: str
    headline: str
    reason: str
    was: str
    instead: LinkView | None


@plain
class MeetingView:
    """Everything the page of a meeting says.

    ahead: whether it is still to be held, so that how to come and how to ask matter.
    awaited: how long the protocol has been missing, in words; empty otherwise.
    findings: how the rules were kept; None without a judgement.
    changes: what git knows of its past; None without a history.
    """

    page: Page
    heading: str
    state: StateView
    notice: Notice | None
    ahead: bool
    awaited: str
    day: str
    time: str
    iso: str
    place: PlaceView
    online: LinkView | None
    reporters: tuple[PersonView, ...]
    candidate: str
    languages: str
    agenda: tuple[str, ...]
    channels: tuple[ChannelView, ...]
    note: Passage | None
    precincts: tuple[LinkView, ...]
    body: LinkView
    calendars: tuple[LinkView, ...]
    announcement: AnnouncementView
    protocol: ProtocolView | None
    findings: FindingsView | None
    changes: ChangesView | None


def view_meeting(
    register: Register, words: Words, today: date, meeting_id: str, accounts: Accounts | None = None
) -> MeetingView:
    """The page of a meeting as of `today`; with `accounts`, how the rules were kept and what changed since."""
    history = accounts.history if accounts is not None else None
    meeting, state = register.meetings[meeting_id], meeting_state(register, meeting_id, today)
    ledger = accounts.judgement.ledger if accounts is not None else {}
    has_protocol = meeting_id in register.protocols
    ahead = state in (MeetingState.PLANNED, MeetingState.TODAY, MeetingState.MOVED)
    return MeetingView(
        page=_page(register, words, today, meeting_id),
        heading=_heading(register, words, meeting_id),
        state=view_meeting_state(words, state),
        notice=_notice(register, words, meeting),
        ahead=ahead,
        awaited=_awaited(words, meeting, today) if state is MeetingState.AWAITED else "",
        day=full_date(words, meeting.starts),
        time=clock_range(meeting.starts, meeting.ends),
        iso=meeting.starts.isoformat(timespec="minutes"),
        place=_place(words, meeting),
        online=_online(words, meeting),
        reporters=tuple(
            view_person(register, words, today, each) for each in reporters_of(register, meeting_id)
        ),
        candidate=_candidate(words, meeting),
        languages=", ".join(words.one_of("language", each) for each in meeting.languages),
        agenda=_agenda(words, meeting),
        channels=view_channels(words, register.schedule_of(meeting_id).questions) if ahead else (),
        note=view_passage(words, meeting.note),
        precincts=_precincts(register, words, meeting_id),
        body=_body_link(register, words, meeting_id),
        calendars=_calendars(register, words, meeting_id) if ahead else (),
        announcement=view_announcement(register, words, meeting_id, history),
        protocol=view_protocol(register, words, today, meeting_id, ledger) if has_protocol else None,
        findings=view_findings(accounts, words, meeting_id) if accounts is not None else None,
        changes=view_changes(register, history, words, meeting_id) if history is not None else None,
    )


def _page(register: Register, words: Words, today: date, meeting_id: str) -> Page:
    meeting, body = register.meetings[meeting_id], body_of(meeting_id)
    territory = territory_name(register, words, body)
    state = words.one_of("meeting state", meeting_state(register, meeting_id, today))
    when = f"{full_date(words, meeting.starts)}, {clock(meeting.starts)}"
    place = meeting.place
    region = register.regions[region_of(meeting_id)].short.in_language(words.language)
    above = [(region, region_of(meeting_id)), (territory, body)]
    where = f"{place.name.in_language(words.language)}, {place.address.in_language(words.language)}"
    subject = f"{meeting_subject(register, words, meeting_id)}, {territory}"
    return lay_page(
        words,
        "precincts",
        meeting_id,
        words.text(
            "Report, {subject}, {day}, {time}",
            subject=subject,
            day=long_date(words, meeting.starts),
            time=clock(meeting.starts),
        ),
        words.text(
            "{subject}. {state}: {when}. {where}.", subject=subject, state=state, when=when, where=where
        ),
        above,
    )


def _heading(register: Register, words: Words, meeting_id: str) -> str:
    """What the meeting is and whom it serves."""
    meeting = register.meetings[meeting_id]
    if meeting.level is Level.CHIEF:
        territory = territory_name(register, words, body_of(meeting_id))
        period = period_name(words, period_of(meeting_id))
        return words.text(
            "The police chief's report: {territory}, {period}", territory=territory, period=period
        )
    numbers = precinct_numbers(register, meeting_id)
    if meeting.level is Level.CANDIDATE:
        return words.text("Candidate for precinct inspector: precinct No. {numbers}", numbers=numbers)
    if len(meeting.precincts) > 1:
        return words.text("Joint report of precinct inspectors: precincts No. {numbers}", numbers=numbers)
    return words.text("Precinct inspector's report: precinct No. {numbers}", numbers=numbers)


def _notice(register: Register, words: Words, meeting: Meeting) -> Notice | None:
    if meeting.status is Status.PLANNED:
        return None
    moved = meeting.status is Status.MOVED
    was, instead = "", None
    if meeting.moved_from is not None:
        was = f"{full_date(words, meeting.moved_from)}, {clock(meeting.moved_from)}"
    if meeting.replaced_by is not None and meeting.replaced_by in register.meetings:
        new = register.meetings[meeting.replaced_by]
        text = f"{full_date(words, new.starts)}, {clock(new.starts)}"
        instead = LinkView(text, page_url(words.language, meeting.replaced_by))
    return Notice(
        "moved" if moved else "cancelled",
        words.text("This meeting has been moved") if moved else words.text("This meeting will not be held"),
        meeting.reason.in_language(words.language) if meeting.reason is not None else "",
        was,
        instead,
    )


def _awaited(words: Words, meeting: Meeting, today: date) -> str:
    days = days_between(meeting.starts.date(), today)
    return words.count("{n} day has passed since the meeting", "{n} days have passed since the meeting", days)


def _place(words: Words, meeting: Meeting) -> PlaceView:
    place = meeting.place
    return PlaceView(
        place.name.in_language(words.language),
        place.address.in_language(words.language),
        place.landmark.in_language(words.language) if place.landmark is not None else "",
        grouped(place.capacity) if place.capacity is not None else "",
        place.step_free,
    )


def _online(words: Words, meeting: Meeting) -> LinkView | None:
    if meeting.online is None:
        return None
    return LinkView(words.one_of("online service", meeting.online.kind), meeting.online.url)


def _candidate(words: Words, meeting: Meeting) -> str:
    """The candidate's post, and the name with consent only."""
    if (candidate := meeting.candidate) is None:
        return ""
    post = words.one_of("post", candidate.post)
    if candidate.name is None or not candidate.consent:
        return post
    return f"{candidate.name.in_language(words.language)} ({post})"


def _agenda(words: Words, meeting: Meeting) -> tuple[str, ...]:
    """The agenda, else the topics the law names for the level; a candidate's presentation has none."""
    if meeting.agenda:
        return tuple(each.in_language(words.language) for each in meeting.agenda)
    legal: dict[Level, tuple[Topic, ...]] = {Level.CHIEF: CHIEF_TOPICS, Level.INSPECTOR: INSPECTOR_TOPICS}
    return tuple(words.one_of("topic", topic) for topic in legal.get(meeting.level, ()))


def _precincts(register: Register, words: Words, meeting_id: str) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(precinct_name(register, words, each), page_url(words.language, each))
        for each in register.precinct_ids(meeting_id)
    )


def _body_link(register: Register, words: Words, meeting_id: str) -> LinkView:
    body = body_of(meeting_id)
    return LinkView(register.bodies[body].names.in_language(words.language), page_url(words.language, body))


def _calendars(register: Register, words: Words, meeting_id: str) -> tuple[LinkView, ...]:
    """Where to subscribe to the calendars that hold the meeting: of its precincts, else of its police body."""
    precincts: Iterable[str] = register.precinct_ids(meeting_id)
    links = tuple(
        LinkView(full_precinct_name(register, words, each), f"{page_url(words.language, each)}subscribe/")
        for each in precincts
    )
    body = body_of(meeting_id)
    of_body = LinkView(territory_name(register, words, body), f"{page_url(words.language, body)}subscribe/")
    return links or (of_body,)
