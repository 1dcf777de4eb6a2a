"""Cards of officers and stations for the address book of a phone (vCard 3.0, RFC 2426: every phone imports it)."""

from __future__ import annotations

from datetime import date

from generator.model.ids import body_of
from generator.model.register import Register, Reporter
from generator.model.registry import Station
from generator.views.calendar import address, uid_of
from generator.views.contacts import HoursView, officer_card_path, station_card_path, view_hours
from generator.views.people import full_precinct_name, territory_name
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.phones import phone_link


@plain
class CardView:
    """One card in plain values.

    path: where it lies, from the site's root.
    uid: from the id alone.
    name: as the address book shows it.
    parts: surname, given name, patronymic; empty for a station.
    organisation: the police body.
    title: post and precinct.
    phones: to dial, in international form.
    address: street and house of the station.
    hours: when to come, a line for each weekday.
    page: address of the page that is always right.
    links: accounts in messengers.
    location: latitude and longitude, or nothing.
    """

    path: str
    uid: str
    name: str
    parts: tuple[str, ...]
    organisation: str
    title: str
    phones: tuple[str, ...]
    address: str
    hours: tuple[str, ...]
    page: str
    links: tuple[str, ...] = ()
    location: tuple[float, float] | None = None


def view_officer_card(register: Register, words: Words, precinct_id: str, reporter: Reporter) -> CardView:
    """The card of an inspector or assistant in office: what the page of the precinct says, and nothing more."""
    officer, body, language = reporter.officer, body_of(precinct_id), words.language
    name, station = officer.name.in_language(language), register.station_of(precinct_id)
    return CardView(
        officer_card_path(language, precinct_id, reporter.key),
        uid_of(f"{precinct_id}/{reporter.key}"),
        name,
        tuple(name.split(maxsplit=2)),
        register.bodies[body].names.in_language(language),
        f"{words.one_of('post', officer.post)}, {full_precinct_name(register, words, precinct_id)}",
        tuple(phone_link(each.number).removeprefix("tel:") for each in officer.phones),
        station.address.in_language(language),
        _hours(view_hours(words, officer.reception, date.min)),
        address(register, words, precinct_id),
        tuple(each.url for each in officer.messengers),
    )


def view_station_card(register: Register, words: Words, body_id: str, key: str) -> CardView:
    """The card of a precinct station or modular post."""
    station: Station = register.bodies[body_id].stations[key]
    language, place = words.language, station.location
    return CardView(
        station_card_path(language, body_id, key),
        uid_of(f"{body_id}/stations/{key}"),
        station.names.in_language(language),
        (),
        register.bodies[body_id].names.in_language(language),
        f"{words.one_of('station kind', station.kind)}, {territory_name(register, words, body_id)}",
        tuple(phone_link(each.number).removeprefix("tel:") for each in station.phones),
        station.address.in_language(language),
        _hours(view_hours(words, station.hours, date.min)),
        address(register, words, body_id),
        location=(place.latitude, place.longitude) if place is not None else None,
    )


def _hours(view: HoursView | None) -> tuple[str, ...]:
    if view is None:
        return ()
    days = (f"{day.weekday}: {day.hours} {day.note}".strip() for day in view.week)
    return tuple(days)
