"""The page of a precinct: who serves it, how to reach that officer, the next meeting, streets, what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.model.ids import parent, region_of
from generator.model.register import Register, Reporter
from generator.model.registry import Post, Precinct
from generator.views.accounts import Accounts, account_links
from generator.views.compliance import view_grid
from generator.views.contacts import (
    ChannelView,
    PhoneView,
    StationView,
    station_card_path,
    view_channels,
    view_phones,
    view_station,
)
from generator.views.entries import view_waiting
from generator.views.feeds import feed_links
from generator.views.grids import GridView
from generator.views.listing import MeetingItem, next_to_come, past, upcoming, view_item, view_items
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.people import (
    PersonView,
    full_precinct_name,
    precinct_name,
    territory_name,
    view_person,
)
from generator.views.plain import plain
from generator.views.streets import StreetView, view_streets
from generator.views.submissions import OpenItem, view_open_items
from generator.words.catalogue import Words
from generator.words.dates import long_date
from generator.words.numbers import grouped

_PAST_SHOWN = 8
_OPEN_SHOWN = 20
_INSPECTORS = (Post.INSPECTOR, Post.SENIOR_INSPECTOR)


@plain
class PrecinctView:
    """Everything the page of a precinct says.

    inspectors, assistants: in office.
    vacant_since: first day without an inspector, in words; empty when there is one.
    is_vacant: whether nobody serves it.
    succession: that other precincts serve its streets, or soon will, and since when; empty while it does.
    successors: those precincts.
    acting: who stands in.
    meeting: the next one to be held.
    others: further meetings of today and later, cancelled ones among them.
    past: the latest past ones; `years` leads to all.
    channels: ways to send a question.
    has_protocols: whether any protocol is published, so that nothing open means something.
    former: those who served before, without contacts.
    grid: what became of the reports of the latest quarters; None without a judgement.
    accounts: the pages of outcomes and of compliance.
    """

    page: Page
    heading: str
    body: LinkView
    settlement: str
    population: str
    inspectors: tuple[PersonView, ...]
    assistants: tuple[PersonView, ...]
    is_vacant: bool
    vacant_since: str
    succession: tuple[str, ...]
    successors: tuple[LinkView, ...]
    acting: PersonView | None
    duty: tuple[PhoneView, ...]
    station: StationView
    meeting: MeetingItem | None
    others: tuple[MeetingItem, ...]
    past: tuple[MeetingItem, ...]
    years: LinkView
    channels: tuple[ChannelView, ...]
    open_items: tuple[OpenItem, ...]
    has_protocols: bool
    streets: tuple[StreetView, ...]
    landmarks: tuple[str, ...]
    neighbours: tuple[LinkView, ...]
    former: tuple[PersonView, ...]
    calendar: str
    grid: GridView | None
    accounts: tuple[LinkView, ...]


def view_precinct(
    register: Register, words: Words, today: date, precinct_id: str, accounts: Accounts | None = None
) -> PrecinctView:
    """The page of a precinct as of `today`; with `accounts`, its quarters and what is open by the ledger."""
    precinct, body_id = register.precincts[precinct_id], parent(precinct_id)
    body, meetings = register.bodies[body_id], register.meetings_of_precinct(precinct_id)
    serving = register.inspectors_on(precinct_id, today)
    inspectors = [each for each in serving if each.officer.post in _INSPECTORS]
    following = next_to_come(register, meetings, today)
    acting = register.acting_on(precinct_id, today) if not inspectors else None
    body_url, successors = page_url(words.language, body_id), precinct.succeeded_by
    return PrecinctView(
        page=replace(
            _page(register, words, precinct_id, inspectors), feeds=feed_links(register, words, precinct_id)
        ),
        heading=full_precinct_name(register, words, precinct_id),
        body=LinkView(body.names.in_language(words.language), body_url),
        settlement=precinct.settlement.in_language(words.language) if precinct.settlement is not None else "",
        population=grouped(precinct.population) if precinct.population is not None else "",
        inspectors=_people(register, words, today, inspectors),
        assistants=_people(register, words, today, [each for each in serving if each not in inspectors]),
        is_vacant=not inspectors and precinct.serves_on(today),
        vacant_since=_vacant_since(register, words, today, precinct_id) if not inspectors else "",
        succession=_succession(words, today, precinct),
        successors=_links(register, words, precinct_id, successors.precincts if successors else ()),
        acting=view_person(register, words, today, acting) if acting is not None else None,
        duty=view_phones(words, body.phones),
        station=view_station(
            words,
            register.station_of(precinct_id),
            today,
            station_card_path(words.language, body_id, precinct.station),
        ),
        meeting=view_item(register, words, today, following) if following is not None else None,
        others=_others(register, words, today, meetings, following),
        past=view_items(register, words, today, past(register, meetings, today)[:_PAST_SHOWN]),
        years=LinkView(territory_name(register, words, body_id), f"{body_url}#meetings"),
        channels=_channels(register, words, meetings, following),
        open_items=(
            view_open_items(register, words, meetings[::-1], _OPEN_SHOWN)
            if accounts is None
            else view_waiting(register, words, accounts.judgement.entries_of(precinct_id), _OPEN_SHOWN)
        ),
        has_protocols=any(each in register.protocols for each in meetings),
        streets=view_streets(words, precinct.streets),
        landmarks=tuple(each.in_language(words.language) for each in precinct.landmarks),
        neighbours=_links(register, words, precinct_id, precinct.neighbours),
        former=_former(register, words, today, precinct_id),
        calendar=f"{page_url(words.language, precinct_id)}calendar.ics",
        grid=view_grid(register, accounts, words, precinct_id) if accounts is not None else None,
        accounts=account_links(words, precinct_id) if accounts is not None else (),
    )


def _page(register: Register, words: Words, precinct_id: str, inspectors: list[Reporter]) -> Page:
    name = full_precinct_name(register, words, precinct_id)
    body, region = parent(precinct_id), region_of(precinct_id)
    if inspectors:
        officer = inspectors[0].officer.name.in_language(words.language)
        description = words.text(
            "{precinct}: precinct inspector {officer}, phone, reception hours, next meeting, streets.",
            precinct=name,
            officer=officer,
        )
    else:
        description = words.text("{precinct}: who stands in, phones, next meeting, streets.", precinct=name)
    above = [
        (register.regions[region].short.in_language(words.language), region),
        (territory_name(register, words, body), body),
    ]
    return lay_page(words, "precincts", precinct_id, name, description, above)


def _people(
    register: Register, words: Words, today: date, reporters: list[Reporter]
) -> tuple[PersonView, ...]:
    return tuple(view_person(register, words, today, each) for each in reporters)


def _vacant_since(register: Register, words: Words, today: date, precinct_id: str) -> str:
    for vacancy in register.precincts[precinct_id].vacant:
        if vacancy.covers(today):
            return long_date(words, vacancy.since)
    return ""


def _others(
    register: Register, words: Words, today: date, meetings: tuple[str, ...], following: str | None
) -> tuple[MeetingItem, ...]:
    rest = [each for each in upcoming(register, meetings, today) if each != following]
    return view_items(register, words, today, rest)


def _channels(
    register: Register, words: Words, meetings: tuple[str, ...], following: str | None
) -> tuple[ChannelView, ...]:
    """Ways to send a question: those of the next meeting, else of the latest schedule."""
    chosen = following if following is not None else (meetings[-1] if meetings else None)
    return view_channels(words, register.schedule_of(chosen).questions) if chosen is not None else ()


def _succession(words: Words, today: date, precinct: Precinct) -> tuple[str, ...]:
    """That other precincts serve its streets, and since when."""
    if precinct.succeeded_by is None:
        return ()
    since = long_date(words, precinct.succeeded_by.since)
    if precinct.serves_on(today):
        return (
            words.text("Other precincts will serve the streets of this one"),
            words.text("They will serve its streets from {since}", since=since),
        )
    return (
        words.text("This precinct is no more"),
        words.text("Other precincts serve its streets since {since}", since=since),
    )


def _links(register: Register, words: Words, precinct_id: str, keys: Iterable[str]) -> tuple[LinkView, ...]:
    """Links to precincts of the same body."""
    body = parent(precinct_id)
    ids = [f"{body}/{key}" for key in keys]
    return tuple(
        LinkView(precinct_name(register, words, each), page_url(words.language, each))
        for each in ids
        if each in register.precincts
    )


def _former(register: Register, words: Words, today: date, precinct_id: str) -> tuple[PersonView, ...]:
    """Those who have left, the latest first."""
    officers = register.precincts[precinct_id].officers
    left = [
        Reporter(key, officer, precinct_id)
        for key, officer in officers.items()
        if officer.until is not None and officer.until < today
    ]
    left.sort(key=lambda each: each.officer.since, reverse=True)
    return _people(register, words, today, left)
