"""Cards (.vcf) of officers in office and of stations, in each language; a card of one who left is no longer made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.lines import escape_text, line, text_line
from generator.views.cards import CardView, view_officer_card, view_station_card
from generator.words.catalogue import Words

MEDIA_TYPE = "text/vcard"
_BEGIN = b"BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Esep//Police reports to residents//KK\r\n"
_PHONE = "TEL;TYPE=WORK,VOICE"


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
        _BEGIN,
        _fields("UID", view.uid),
        _fields("N", surname, given, patronymic, "", ""),
        _fields("FN", view.name),
        _fields("ORG", view.organisation),
        _fields("TITLE", view.title),
        *(_fields(_PHONE, phone) for phone in view.phones),
        _fields("ADR;TYPE=WORK", "", "", view.address, "", "", "", ""),
        *(line("URL", url) for url in (view.page, *view.links)),
    ]
    if view.location is not None:
        lines.append(line("GEO", ";".join(str(each) for each in view.location)))
    if view.hours:
        lines.append(text_line("NOTE", "\n".join(view.hours)))
    lines.append(b"END:VCARD\r\n")
    return b"".join(lines)


def _fields(name: str, *fields: str) -> bytes:
    """A line with its fields escaped and separated by semicolons; each is one line of text."""
    return line(name, ";".join(escape_text(" ".join(each.splitlines())) for each in fields))
