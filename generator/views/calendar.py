"""What a meeting says of itself in a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from generator.history.chronicle import History
from generator.history.story import Commit, Story
from generator.model.ids import body_of, region_of
from generator.model.register import Register
from generator.model.schedule import Level, Meeting, Status
from generator.views.page import page_url
from generator.views.people import territory_name
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.dates import clock, clock_range, full_date
from generator.words.phones import visible_phone

_BETWEEN = " \N{MIDDLE DOT} "


@plain
class EventView:
    """One event in one language, in plain values.

    uid: from the meeting's id alone, so that no edit and no language changes it.
    created, changed: UTC moments of the commits that published and last changed it; declared days where git has not
        witnessed them; never the clock.
    sequence: material changes since it was published.
    starts, ends: UTC.
    summary: begins with the status when the meeting is moved or cancelled.
    description: status, local time, place, who reports, how to ask and the page's address, a line each.
    location: hall and address.
    geo: latitude and longitude, or nothing.
    url: address of the meeting's page.
    categories: the kind of meeting, and the territory.
    contact: the police body and its first phone.
    conference: label and address of the online part; nothing where there is none, or where it will not be held.
    protocol: address of the protocol; empty before it is published.
    is_cancelled: whether the meeting will not be held.
    """

    uid: str
    created: datetime
    changed: datetime
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    geo: tuple[float, float] | None
    url: str
    categories: tuple[str, ...]
    contact: str
    conference: tuple[str, str] | None
    protocol: str
    is_cancelled: bool


def view_event(
    register: Register, words: Words, meeting_id: str, history: History | None = None
) -> EventView:
    """The event of one meeting; without a history, its moments are those the editors declare."""
    meeting, language = register.meetings[meeting_id], words.language
    url, place, body = address(register, words, meeting_id), meeting.place, body_of(meeting_id)
    created, changed, sequence = _moments(register, meeting_id, history)
    return EventView(
        uid=uid_of(meeting_id),
        created=created,
        changed=changed,
        sequence=sequence,
        starts=register.local(meeting_id, meeting.starts).astimezone(UTC),
        ends=register.local(meeting_id, meeting.ends).astimezone(UTC),
        summary=_summary(register, words, meeting_id),
        description="\n".join(_lines(register, words, meeting_id, url)),
        location=f"{place.name.in_language(language)}, {place.address.in_language(language)}",
        geo=(place.location.latitude, place.location.longitude) if place.location is not None else None,
        url=url,
        categories=(
            words.one_of("calendar category", meeting.level),
            register.bodies[body].territory.in_language(language),
        ),
        contact=_contact(register, words, body),
        conference=_conference(words, meeting),
        protocol=f"{url}#protocol" if meeting_id in register.protocols else "",
        is_cancelled=meeting.status is Status.CANCELLED,
    )


def uid_of(identifier: str) -> str:
    """The UID of what has this id: the same in every language and calendar."""
    return f"{identifier.replace('/', '.')}@esep"


def address(register: Register, words: Words, path: str) -> str:
    """The whole address of the page at `path`."""
    return f"{register.site.base_url}{page_url(words.language, path)}"


def _moments(register: Register, meeting_id: str, history: History | None) -> tuple[datetime, datetime, int]:
    """When it was published and last changed, the protocol's publication being a change too, and the SEQUENCE."""
    story = history.story(meeting_id) if history is not None else Story()
    protocol = history.protocol(meeting_id) if history is not None else None
    declared: date = register.published_on(meeting_id) or register.schedule_of(meeting_id).approved.on
    created = _moment(register, meeting_id, story.first_published or declared)
    known = [story.last_changed, protocol.first_published if protocol is not None else None]
    changes = [_moment(register, meeting_id, each) for each in known if each is not None]
    return created, max([created, *changes]), story.sequence


def _moment(register: Register, meeting_id: str, known: Commit | date) -> datetime:
    if isinstance(known, Commit):
        return known.on.astimezone(UTC)
    return register.local(meeting_id, datetime.combine(known, time())).astimezone(UTC)


def _summary(register: Register, words: Words, meeting_id: str) -> str:
    meeting = register.meetings[meeting_id]
    title = calendar_title(register, words, meeting_id)
    if meeting.status is Status.PLANNED:
        return title
    return f"{words.one_of('calendar prefix', meeting.status)}: {title}"


def calendar_title(register: Register, words: Words, meeting_id: str) -> str:
    """Who reports for which precincts, or for which territory."""
    meeting = register.meetings[meeting_id]
    if meeting.level is Level.CHIEF:
        territory = register.bodies[body_of(meeting_id)].territory.in_language(words.language)
        return words.text("Police chief's report: {territory}", territory=territory)
    numbers = ", ".join(register.precincts[each].number for each in register.precinct_ids(meeting_id))
    if meeting.level is Level.CANDIDATE:
        return words.text("Candidate for precinct inspector: precinct No. {numbers}", numbers=numbers)
    if len(meeting.precincts) > 1:
        return words.text("Joint report of precinct inspectors: precincts No. {numbers}", numbers=numbers)
    return words.text("Precinct inspector's report: precinct No. {numbers}", numbers=numbers)


def _lines(register: Register, words: Words, meeting_id: str, url: str) -> Iterator[str]:
    meeting, language = register.meetings[meeting_id], words.language
    yield words.text("Status: {status}", status=words.one_of("calendar status", meeting.status))
    if meeting.reason is not None:
        yield words.text("Reason: {reason}", reason=meeting.reason.in_language(language))
    yield from _other_dates(register, words, meeting)
    yield f"{full_date(words, meeting.starts.date())}, {clock_range(meeting.starts, meeting.ends)}"
    yield f"{meeting.place.name.in_language(language)}, {meeting.place.address.in_language(language)}"
    if meeting.place.landmark is not None:
        yield words.text("Landmark: {landmark}", landmark=meeting.place.landmark.in_language(language))
    if names := ", ".join(each.officer.name.in_language(language) for each in register.reporters(meeting_id)):
        yield words.text("Reports: {names}", names=names)
    if (conference := _conference(words, meeting)) is not None:
        yield f"{words.text('You may also watch online')}: {conference[1]}"
    if channels := ", ".join(_channel(each.value) for each in register.schedule_of(meeting_id).questions):
        yield words.text("Send a question beforehand: {channels}", channels=channels)
    if meeting_id in register.protocols:
        yield f"{words.text('Protocol')}: {url}#protocol"
    region = register.regions[region_of(meeting_id)].short.in_language(language)
    yield words.text("Time of {region}; the page is always right: {url}", region=region, url=url)


def _other_dates(register: Register, words: Words, meeting: Meeting) -> Iterator[str]:
    """The date it was planned for, and the meeting held instead."""
    if meeting.moved_from is not None:
        moment = f"{full_date(words, meeting.moved_from)}, {clock(meeting.moved_from)}"
        yield words.text("It was planned for {moment}.", moment=moment)
    if meeting.replaced_by is not None and meeting.replaced_by in register.meetings:
        new = register.meetings[meeting.replaced_by]
        moment = f"{full_date(words, new.starts)}, {clock(new.starts)}"
        yield f"{words.text('Held instead:')} {moment}, {address(register, words, meeting.replaced_by)}"


def _channel(value: str) -> str:
    return visible_phone(value) if value.startswith("+") else value


def _contact(register: Register, words: Words, body_id: str) -> str:
    body = register.bodies[body_id]
    phones = (visible_phone(phone.number) for phone in body.phones[:1])
    return ", ".join((body.names.in_language(words.language), *phones))


def _conference(words: Words, meeting: Meeting) -> tuple[str, str] | None:
    if meeting.online is None or meeting.status is Status.CANCELLED:
        return None
    return words.one_of("online service", meeting.online.kind), meeting.online.url


@plain
class CalendarView:
    """One calendar as programs show it.

    path: where it lies, from the site's root.
    source: the whole address programs fetch it from.
    name: the name people see in their list of calendars.
    description: what is in it.
    page: address of the page that tells of it.
    color: a colour by its CSS name (RFC 7986 5.9).
    """

    path: str
    source: str
    name: str
    description: str
    page: str
    color: str = "darkcyan"


def view_calendar(register: Register, words: Words, place: str, file: str, variant: str = "") -> CalendarView:
    """The calendar in `file` at a place; the empty place is the whole site.

    variant: `chiefs`, `strict`, or the year of an archive; the empty one is the calendar everybody takes.
    """
    name = calendar_name(register, words, place)
    if variant in ("chiefs", "strict"):
        name = f"{name} ({words.one_of('calendar variant', variant)})"
    elif variant:
        name = words.text("{calendar}: archive of {year}", calendar=name, year=variant)
    page = address(register, words, f"{place}/subscribe" if place else "subscribe")
    return CalendarView(
        f"{page_url(words.language, place)}{file}",
        f"{address(register, words, place)}{file}",
        name,
        _description(register, words, place),
        page,
        "darkgoldenrod" if variant == "chiefs" else "darkcyan",
    )


def _description(register: Register, words: Words, place: str) -> str:
    said = words.text(
        "Meetings of the police with residents: announced, moved and cancelled. A change may take a day to appear;"
        " the page is always right: {url}",
        url=address(register, words, place),
    )
    if place or len(register.site.regions) == 1:
        return said
    chiefs = words.text(
        "Here stand the reports of chiefs of all regions;"
        " meetings of precinct inspectors stand in the calendar of each region."
    )
    return f"{chiefs} {said}"


def calendar_name(register: Register, words: Words, place: str) -> str:
    """The name of a place's calendar; the site's own name for the whole site.

    It has no commas: RFC 7986 escapes them in a NAME, and programs built on ical.js show the escape.
    """
    if not place:
        return register.site.names.in_language(words.language)
    if place in register.regions:
        territory = register.regions[place].short.in_language(words.language)
    else:
        territory = territory_name(register, words, body_of(place))
    name = words.text("Police reports: {territory}", territory=territory)
    if place in register.precincts:
        name = words.text(
            "Police reports: precinct No. {number}, {territory}",
            number=register.precincts[place].number,
            territory=territory,
        )
    return name.replace(", ", _BETWEEN)
