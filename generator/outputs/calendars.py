"""Calendars (RFC 5545, RFC 7986): one per precinct, police body and the whole site, in each language.

Every event is rendered once per language and joined into each calendar it belongs to; making a calendar object per
feed would cost minutes at the size of a country. Times are in UTC, so no VTIMEZONE is needed; METHOD is left out,
since PUBLISH without ORGANIZER fails in libical.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from icalendar import Calendar, Event, vGeo, vText

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.views.calendar import EventView, view_event
from generator.words.catalogue import Words

CALENDAR = "calendar.ics"
MEDIA_TYPE = "text/calendar"
_END = b"END:VCALENDAR\r\n"


def render_calendars(register: Register, words: Mapping[str, Words]) -> Iterator[Artifact]:
    """Every calendar of the site, at `<language>/<id>/calendar.ics`, the site's at `<language>/calendar.ics`."""
    for language, its_words in words.items():
        events = {
            each: render_event(view_event(register, its_words, each)) for each in sorted(register.meetings)
        }
        for identifier, name, meetings in _calendars(register, its_words):
            path = f"{language}/{identifier}/{CALENDAR}" if identifier else f"{language}/{CALENDAR}"
            head = render_head(name, f"{register.site.base_url}{path}")
            body = b"".join(events[each] for each in meetings)
            yield Artifact(path, head + body + _END, MEDIA_TYPE)


def _calendars(register: Register, words: Words) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Id, name and meetings of each calendar; the empty id is the site's."""
    site = register.site.names.in_language(words.language)
    by_start = sorted(register.meetings, key=lambda each: (register.meetings[each].starts, each))
    yield "", site, by_start
    for body_id, body in register.bodies.items():
        territory = body.territory.in_language(words.language)
        yield (
            body_id,
            words.text("Police reports: {territory}", territory=territory),
            register.meetings_of_body(body_id),
        )
        for precinct_id in register.precincts_of(body_id):
            number = register.precincts[precinct_id].number
            name = words.text(
                "Police reports: precinct No. {number}, {territory}", number=number, territory=territory
            )
            yield precinct_id, name, register.meetings_of_precinct(precinct_id)


def render_event(view: EventView) -> bytes:
    """One VEVENT with its CRLF lines folded at 75 octets."""
    event = Event()
    event.add("uid", view.uid)
    event.add("dtstamp", view.stamp)
    event.add("dtstart", view.starts)
    event.add("dtend", view.ends)
    event.add("summary", view.summary)
    event.add("description", view.description)
    event.add("location", view.location)
    if view.geo is not None:
        event.add("geo", vGeo(view.geo))
    event.add("url", view.url)
    event.add("transp", "TRANSPARENT")
    rendered: bytes = event.to_ical()
    return rendered


def render_head(name: str, source: str) -> bytes:
    """The lines of a VCALENDAR up to its first component."""
    calendar = Calendar()
    calendar.add("prodid", "-//Esep//Police reports to residents//KK")
    calendar.add("version", "2.0")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    whole: bytes = calendar.to_ical()
    return whole.removesuffix(_END)
