"""Calendars (RFC 5545, RFC 7986): one per precinct, police body, region and the whole site, in each language.

Every event is rendered once per language and joined into each calendar it belongs to; making a calendar object per
feed would cost minutes at the size of a country. Times are in UTC, so no VTIMEZONE is needed; METHOD is left out,
since PUBLISH without ORGANIZER fails in libical.

`calendar.ics` shows a cancelled meeting in every program, as its first word; `strict.ics` gives the STATUS of RFC 5545,
which some programs answer by hiding the meeting. Both keep 13 months back; what is older lies in `archive/<year>.ics`
of its precinct, police body and region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vGeo, vText, vUri

from generator.history.chronicle import History
from generator.model.register import Register
from generator.model.schedule import Level
from generator.outputs.artifact import Artifact
from generator.views.calendar import CalendarView, EventView, calendar_name, view_calendar, view_event
from generator.views.kept import archived, first_day_kept, kept
from generator.views.succession import SuccessionView, view_succession
from generator.words.catalogue import Words

CALENDAR, STRICT, CHIEFS, SINGLE = "calendar.ics", "strict.ics", "chiefs.ics", "meeting.ics"
MEDIA_TYPE = "text/calendar"
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
    kept_from = first_day_kept(today)
    yield from _render_place(register, words, body_id, register.meetings_of_body(body_id), events, kept_from)
    for precinct_id in register.precincts_of(body_id):
        meetings = register.meetings_of_precinct(precinct_id)
        yield from _render_place(register, words, precinct_id, meetings, events, kept_from)
    for meeting_id in register.meetings_of_body(body_id):
        name = calendar_name(register, words, next(iter(register.precinct_ids(meeting_id)), body_id))
        path = f"{words.language}/{meeting_id}/{SINGLE}"
        yield Artifact(path, render_head(name) + events[meeting_id].shown + _END, MEDIA_TYPE)


def render_region_calendars(
    register: Register, words: Words, today: date, region_id: str, events: Events
) -> Iterator[Artifact]:
    """The calendars of a region in one language.

    events: of all its police bodies.
    """
    meetings = register.meetings_of_region(region_id)
    yield from _render_place(register, words, region_id, meetings, events, first_day_kept(today))


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


def render_events(
    register: Register, words: Words, meetings: Iterable[str], history: History | None = None
) -> dict[str, Rendered]:
    """Meetings by id, each rendered once for every calendar it belongs to."""
    events = {}
    for each in meetings:
        view = view_event(register, words, each, history)
        shown = render_event(replace(view, is_cancelled=False))
        events[each] = Rendered(shown, render_event(view) if view.is_cancelled else shown)
    return events


def _render_place(
    register: Register,
    words: Words,
    place: str,
    meetings: Iterable[str],
    events: Mapping[str, Rendered],
    kept_from: date,
) -> Iterator[Artifact]:
    """The calendars of one place: for everybody, strict, of chiefs' reports, and the years of its archive."""
    meetings = tuple(meetings)
    here = kept(register, meetings, kept_from)
    last = _succession(register, words, place)
    shown = [*(events[each].shown for each in here), *last]
    yield _join(view_calendar(register, words, place, CALENDAR), shown)
    strict = [*(events[each].strict for each in here), *last]
    yield _join(view_calendar(register, words, place, STRICT, "strict"), strict)
    if place not in register.precincts:
        chiefs = [events[each].shown for each in here if register.meetings[each].level is Level.CHIEF]
        yield _join(view_calendar(register, words, place, CHIEFS, "chiefs"), chiefs)
    for year, older in archived(register, meetings, kept_from).items():
        view = view_calendar(register, words, place, f"archive/{year}.ics", str(year))
        yield _join(view, [events[each].shown for each in older])


def _succession(register: Register, words: Words, place: str) -> list[bytes]:
    """The event that tells where to go from the calendar of a precinct that is no more; it is never archived."""
    view = view_succession(register, words, place) if place in register.precincts else None
    return [render_succession(view)] if view is not None else []


def render_succession(view: SuccessionView) -> bytes:
    """One VEVENT of a whole day."""
    event = Event()
    event.add("uid", view.uid)
    event.add("dtstamp", view.stamp)
    event.add("dtstart", view.day)
    event.add("summary", view.summary)
    event.add("description", view.description)
    event.add("url", view.url)
    event.add("transp", "TRANSPARENT")
    rendered: bytes = event.to_ical()
    return rendered


def _join(view: CalendarView, events: Iterable[bytes]) -> Artifact:
    head = render_head(view.name, view.source, view.description, view.page, view.color)
    return Artifact(view.path, head + b"".join(events) + _END, MEDIA_TYPE)


def render_event(view: EventView) -> bytes:
    """One VEVENT with its CRLF lines folded at 75 octets."""
    event = Event()
    event.add("uid", view.uid)
    event.add("dtstamp", view.changed)
    event.add("created", view.created)
    event.add("last-modified", view.changed)
    event.add("sequence", view.sequence)
    event.add("dtstart", view.starts)
    event.add("dtend", view.ends)
    event.add("summary", view.summary)
    event.add("description", view.description)
    event.add("location", view.location)
    if view.geo is not None:
        event.add("geo", vGeo(view.geo))
    event.add("url", view.url)
    event.add("categories", list(view.categories))
    event.add("contact", view.contact)
    if view.conference is not None:
        label, address = view.conference
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label}
        event.add("conference", vUri(address), parameters=parameters)
    if view.protocol:
        event.add("attach", vUri(view.protocol), parameters={"FMTTYPE": "text/html"})
    event.add("status", "CANCELLED" if view.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    rendered: bytes = event.to_ical()
    return rendered


def render_head(name: str, source: str = "", description: str = "", page: str = "", color: str = "") -> bytes:
    """The lines of a VCALENDAR up to its first component; one without a source is not to be asked for again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Esep//Police reports to residents//KK")
    calendar.add("version", "2.0")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    if description:
        calendar.add("description", vText(description))
        calendar.add("x-wr-caldesc", vText(description))
    if page:
        calendar.add("url", vUri(page))
    if source:
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("P1D"))
    if color:
        calendar.add("color", vText(color))
    whole: bytes = calendar.to_ical()
    return whole.removesuffix(_END)
