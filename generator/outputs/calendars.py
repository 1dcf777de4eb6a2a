"""Calendars (RFC 5545, RFC 7986): one per precinct, police body, region and the whole site, in each language.

Every event is rendered once per language and joined into each calendar it belongs to. Lines stand in the order in
which `icalendar` sorts them. Times are in UTC, so no VTIMEZONE is needed; METHOD is left out,
since PUBLISH without ORGANIZER fails in libical.

`calendar.ics` shows a cancelled meeting in every program, as its first word; `strict.ics` gives the STATUS of RFC 5545,
which some programs answer by hiding the meeting. Both keep 13 months back; what is older lies in `archive/<year>.ics`
of its precinct, police body and region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.history.chronicle import History
from generator.model.ids import body_of
from generator.model.register import Register
from generator.model.schedule import Level
from generator.outputs.artifact import Artifact
from generator.outputs.lines import day_line, line, moment_line, text_line, with_parameters
from generator.views.calendar import CalendarView, EventView, calendar_name, view_calendar, view_event
from generator.views.kept import archived, first_day_kept, kept
from generator.views.places import meetings_of
from generator.views.succession import SuccessionView, view_succession
from generator.words.catalogue import Words

CALENDAR, STRICT, CHIEFS, SINGLE = "calendar.ics", "strict.ics", "chiefs.ics", "meeting.ics"
MEDIA_TYPE = "text/calendar"
BEGIN_EVENT, END_EVENT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
TRANSPARENT = b"TRANSP:TRANSPARENT\r\n"  # nobody is busy because the police report
_BEGIN = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Esep//Police reports to residents//KK\r\n"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Rendered:
    """An event's bytes.

    shown: for programs that hide what is cancelled.
    strict: with the STATUS of RFC 5545.
    """

    shown: bytes
    strict: bytes


Events = Mapping[str, Rendered]
SiteEvents = tuple[
    tuple[datetime, str, bool, Rendered], ...
]  # start, id, whether it is a chief's report, the event


def render_body_calendars(
    register: Register, words: Words, today: date, body_id: str, events: Events
) -> Iterator[Artifact]:
    """The calendars of a police body and of its precincts, and each of its meetings alone, in one language.

    Each lies at `<language>/<id>/calendar.ics`.
    """
    for place in (body_id, *register.precincts_of(body_id)):
        yield from render_place_calendars(register, words, today, place, events)
        for year in archived(register, meetings_of(register, place), first_day_kept(today)):
            yield from render_archive(register, words, today, place, year, events)
    yield from render_single_calendars(register, words, register.meetings_of_body(body_id), events)


def render_single_calendars(
    register: Register, words: Words, meetings: Iterable[str], events: Events
) -> Iterator[Artifact]:
    """Each meeting alone, in one language."""
    for meeting_id in meetings:
        name = calendar_name(
            register, words, next(iter(register.precinct_ids(meeting_id)), body_of(meeting_id))
        )
        path = f"{words.language}/{meeting_id}/{SINGLE}"
        yield Artifact(path, render_head(name) + events[meeting_id].shown + _END, MEDIA_TYPE)


def render_region_calendars(
    register: Register, words: Words, today: date, region_id: str, events: Events
) -> Iterator[Artifact]:
    """The calendars of a region in one language.

    events: of all its police bodies.
    """
    yield from render_place_calendars(register, words, today, region_id, events)
    for year in archived(register, register.meetings_of_region(region_id), first_day_kept(today)):
        yield from render_archive(register, words, today, region_id, year, events)


def choose_site_events(register: Register, today: date, region_id: str, events: Events) -> SiteEvents:
    """What a region gives to the calendars of the whole site.

    Everything it keeps where it is the only one; of several regions chiefs' reports alone, so that no file holds the
    country: inspectors' meetings stand in the calendar of each region.
    """
    found = kept(register, register.meetings_of_region(region_id), first_day_kept(today))
    meetings = register.meetings
    return tuple(
        (meetings[each].starts, each, meetings[each].level is Level.CHIEF, events[each])
        for each in found
        if len(register.site.regions) == 1 or meetings[each].level is Level.CHIEF
    )


def render_site_calendars(
    register: Register, words: Words, parts: Iterable[SiteEvents]
) -> Iterator[Artifact]:
    """The calendars of the whole site, at `<language>/calendar.ics` and beside it.

    register: the site's settings; no record is looked at.
    parts: what each region gives.
    """
    events = sorted((each for part in parts for each in part), key=lambda each: each[:2])
    shown = [each.shown for _, _, _, each in events]
    yield _join(view_calendar(register, words, "", CALENDAR), shown)
    yield _join(view_calendar(register, words, "", STRICT, "strict"), [each.strict for *_, each in events])
    chiefs = [each.shown for _, _, is_chief, each in events if is_chief]
    yield _join(view_calendar(register, words, "", CHIEFS, "chiefs"), chiefs)


class LateEvents(dict[str, Rendered]):
    """Events of one language by the id of their meeting, each rendered once, when a calendar asks for it."""

    def __init__(self, register: Register, words: Words, history: History | None = None) -> None:
        """Begin with none."""
        super().__init__()
        self._given = register, words, history

    def __missing__(self, meeting_id: str) -> Rendered:
        register, words, history = self._given
        self.update(render_events(register, words, (meeting_id,), history))
        return self[meeting_id]


def render_events(
    register: Register, words: Words, meetings: Iterable[str], history: History | None = None
) -> dict[str, Rendered]:
    """Meetings by id, each rendered once for every calendar it belongs to."""
    events = {}
    for each in meetings:
        view = view_event(register, words, each, history)
        strict = render_event(view)
        shown = render_event(replace(view, is_cancelled=False)) if view.is_cancelled else strict
        events[each] = Rendered(shown, strict)
    return events


def render_place_calendars(
    register: Register, words: Words, today: date, place: str, events: Events
) -> Iterator[Artifact]:
    """The calendars of one place in one language: for everybody, strict, of chiefs' reports."""
    here = kept(register, meetings_of(register, place), first_day_kept(today))
    last = _succession(register, words, place)
    shown = [*(events[each].shown for each in here), *last]
    yield _join(view_calendar(register, words, place, CALENDAR), shown)
    strict = [*(events[each].strict for each in here), *last]
    yield _join(view_calendar(register, words, place, STRICT, "strict"), strict)
    if place not in register.precincts:
        chiefs = [events[each].shown for each in here if register.meetings[each].level is Level.CHIEF]
        yield _join(view_calendar(register, words, place, CHIEFS, "chiefs"), chiefs)


def render_archive(
    register: Register, words: Words, today: date, place: str, year: int, events: Events
) -> Iterator[Artifact]:
    """What no calendar of a place keeps any more of a year, if there is anything."""
    older = archived(register, meetings_of(register, place), first_day_kept(today)).get(year)
    if older:
        view = view_calendar(register, words, place, f"archive/{year}.ics", str(year))
        yield _join(view, [events[each].shown for each in older])


def _succession(register: Register, words: Words, place: str) -> list[bytes]:
    """The event that tells where to go from the calendar of a precinct that is no more; it is never archived."""
    view = view_succession(register, words, place) if place in register.precincts else None
    return [render_succession(view)] if view is not None else []


def render_succession(view: SuccessionView) -> bytes:
    """One VEVENT of a whole day."""
    return b"".join(
        (
            BEGIN_EVENT,
            text_line("SUMMARY", view.summary),
            day_line("DTSTART", view.day),
            moment_line("DTSTAMP", view.stamp),
            text_line("UID", view.uid),
            text_line("DESCRIPTION", view.description),
            TRANSPARENT,
            line("URL", view.url),
            END_EVENT,
        )
    )


def _join(view: CalendarView, events: Iterable[bytes]) -> Artifact:
    head = render_head(view.name, view.source, view.description, view.page, view.color)
    return Artifact(view.path, head + b"".join(events) + _END, MEDIA_TYPE)


def render_event(view: EventView) -> bytes:
    """One VEVENT with its CRLF lines folded at 75 octets."""
    return b"".join((BEGIN_EVENT, *_event_lines(view), END_EVENT))


def _event_lines(view: EventView) -> Iterator[bytes]:
    yield text_line("SUMMARY", view.summary)
    yield moment_line("DTSTART", view.starts)
    yield moment_line("DTEND", view.ends)
    yield moment_line("DTSTAMP", view.changed)
    yield text_line("UID", view.uid)
    yield line("SEQUENCE", str(view.sequence))
    if view.protocol:
        yield line("ATTACH;FMTTYPE=text/html", view.protocol)
    yield text_line("CATEGORIES", *view.categories)
    if view.conference is not None:
        label, address = view.conference
        parameters = {"FEATURE": "VIDEO", "LABEL": label, "VALUE": "URI"}
        yield line(with_parameters("CONFERENCE", parameters), address)
    yield text_line("CONTACT", view.contact)
    yield moment_line("CREATED", view.created)
    yield text_line("DESCRIPTION", view.description)
    if view.geo is not None:
        yield line("GEO", f"{view.geo[0]};{view.geo[1]}")
    yield moment_line("LAST-MODIFIED", view.changed)
    yield text_line("LOCATION", view.location)
    yield line("STATUS", "CANCELLED" if view.is_cancelled else "CONFIRMED")
    yield TRANSPARENT
    yield line("URL", view.url)


def render_head(name: str, source: str = "", description: str = "", page: str = "", color: str = "") -> bytes:
    """The lines of a VCALENDAR up to its first component; one without a source is not to be asked for again."""
    return b"".join((_BEGIN, *_head_lines(name, source, description, page, color)))


def _head_lines(name: str, source: str, description: str, page: str, color: str) -> Iterator[bytes]:
    if description:
        yield text_line("DESCRIPTION", description)
        yield text_line("X-WR-CALDESC", description)
    yield text_line("NAME", name)
    yield text_line("X-WR-CALNAME", name)
    if color:
        yield text_line("COLOR", color)
    if source:
        yield b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"
        yield line("SOURCE;VALUE=URI", source)
    if page:
        yield line("URL", page)
    if source:
        yield b"X-PUBLISHED-TTL:P1D\r\n"
