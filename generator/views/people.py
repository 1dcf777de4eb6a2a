"""Officers as residents meet them."""

from __future__ import annotations

from datetime import date

from generator.model.ids import body_of
from generator.model.register import Register, Reporter
from generator.views.contacts import (
    HoursView,
    MessengerView,
    PhoneView,
    officer_card_path,
    view_hours,
    view_messengers,
    view_phones,
)
from generator.views.plain import plain
from generator.views.remembered import remembered
from generator.words.catalogue import Words
from generator.words.dates import long_date


@plain
class PersonView:
    """An officer; one who has left keeps the name and the spell, never the contacts.

    name, rank, post: in words.
    since, until: first and last day in office in words; `until` is empty while the officer serves.
    precinct: path of the precinct the officer serves, empty for chiefs.
    precinct_name: its name.
    phones, messengers, hours: how to reach the officer.
    card: path of the card for the address book of a phone; empty for chiefs and those not in office.
    """

    name: str
    rank: str
    post: str
    since: str
    until: str
    precinct: str
    precinct_name: str
    phones: tuple[PhoneView, ...] = ()
    messengers: tuple[MessengerView, ...] = ()
    hours: HoursView | None = None
    card: str = ""


def view_person(register: Register, words: Words, today: date, reporter: Reporter) -> PersonView:
    """An officer with contacts, or without them once the spell in office has ended."""
    precinct, key = reporter.precinct, reporter.key
    if precinct is not None and register.precincts[precinct].officers.get(key) is reporter.officer:
        return _view_spell(register, words, today, precinct, key)
    return _view_officer(register, words, today, reporter)


@remembered
def reporters_of(register: Register, meeting_id: str) -> tuple[Reporter, ...]:
    """Who reports at a meeting; its page asks for it in each language, and its structured data too."""
    return register.reporters(meeting_id)


@remembered
def _view_spell(register: Register, words: Words, today: date, precinct_id: str, key: str) -> PersonView:
    """An officer of a precinct, who stands on the pages of many meetings."""
    officer = register.precincts[precinct_id].officers[key]
    return _view_officer(register, words, today, Reporter(key, officer, precinct_id))


def _view_officer(register: Register, words: Words, today: date, reporter: Reporter) -> PersonView:
    officer = reporter.officer
    in_office = officer.until is None or today <= officer.until
    precinct = reporter.precinct or ""
    return PersonView(
        officer.name.in_language(words.language),
        words.one_of("rank", officer.rank),
        words.one_of("post", officer.post),
        long_date(words, officer.since),
        long_date(words, officer.until) if officer.until is not None else "",
        f"{words.language}/{precinct}/" if precinct else "",
        precinct_name(register, words, precinct) if precinct else "",
        view_phones(words, officer.phones) if in_office else (),
        view_messengers(words, officer.messengers) if in_office else (),
        view_hours(words, officer.reception, today) if in_office else None,
        officer_card_path(words.language, precinct, reporter.key)
        if precinct and officer.serves_on(today)
        else "",
    )


def precinct_name(register: Register, words: Words, precinct_id: str) -> str:
    """A precinct by its number, as on signs."""
    return words.text("Precinct No. {number}", number=register.precincts[precinct_id].number)


def territory_name(register: Register, words: Words, body_id: str) -> str:
    """The territory of a police body; with its region where the site has several, as districts share names."""
    territory = register.bodies[body_id].territory.in_language(words.language)
    if len(register.site.regions) == 1:
        return territory
    region = register.regions[body_id.partition("/")[0]].short.in_language(words.language)
    return f"{territory}, {region}"


def full_precinct_name(register: Register, words: Words, precinct_id: str) -> str:
    """A precinct by its number and territory: two bodies may have precincts of one number."""
    territory = territory_name(register, words, body_of(precinct_id))
    return f"{precinct_name(register, words, precinct_id)}, {territory}"
