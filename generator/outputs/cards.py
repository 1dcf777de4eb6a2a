"""Cards (.vcf) of officers in office and of stations, in each language; a card of one who left is no longer made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from icalendar import vText
from icalendar.parser import Contentline, Parameters

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.views.cards import CardView, view_officer_card, view_station_card
from generator.words.catalogue import Words

MEDIA_TYPE = "text/vcard"


def render_cards(
    register: Register, words: Mapping[str, Words], today: date, body_id: str
) -> Iterator[Artifact]:
    """Every card of a police body."""
    for each in words.values():
        for key in register.bodies[body_id].stations:
            yield _artifact(view_station_card(register, each, body_id, key))
        for precinct_id in register.precincts_of(body_id):
            for reporter in register.inspectors_on(precinct_id, today):
                yield _artifact(view_officer_card(register, each, precinct_id, reporter))


def _artifact(view: CardView) -> Artifact:
    return Artifact(view.path, render_card(view), MEDIA_TYPE)


def render_card(view: CardView) -> bytes:
    """One vCard with its CRLF lines folded at 75 octets."""
    surname, given, patronymic = (*view.parts, "", "", "")[:3] if view.parts else (view.name, "", "")
    lines = [
        _line("BEGIN", "VCARD"),
        _line("VERSION", "3.0"),
        _line("PRODID", "-//Esep//Police reports to residents//KK"),
        _line("UID", view.uid),
        _line("N", surname, given, patronymic, "", ""),
        _line("FN", view.name),
        _line("ORG", view.organisation),
        _line("TITLE", view.title),
        *(_line("TEL", phone, TYPE=["WORK", "VOICE"]) for phone in view.phones),
        _line("ADR", "", "", view.address, "", "", "", "", TYPE=["WORK"]),
        _raw("URL", view.page),
        *(_raw("URL", url) for url in view.links),
    ]
    if view.location is not None:
        lines.append(_raw("GEO", ";".join(str(each) for each in view.location)))
    if view.hours:
        lines.append(_line("NOTE", "\n".join(view.hours)))
    lines.append(_line("END", "VCARD"))
    return b"".join(line.to_ical() + b"\r\n" for line in lines)  # type: ignore[no-untyped-call]


def _line(name: str, *fields: str, **parameters: list[str]) -> Contentline:
    """A line with its fields escaped and separated by semicolons."""
    told = (each if name == "NOTE" else " ".join(each.splitlines()) for each in fields)
    escaped = ";".join(vText(each).to_ical().decode() for each in told)
    return _raw(name, escaped, **parameters)


def _raw(name: str, text: str, **parameters: list[str]) -> Contentline:
    """A line as it stands; line breaks cannot get into it."""
    told = Parameters(parameters).to_ical().decode()
    return Contentline(f"{name}{';' if told else ''}{told}:{''.join(text.splitlines())}")  # type: ignore[no-untyped-call]
