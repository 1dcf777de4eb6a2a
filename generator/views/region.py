"""The page of a region: its districts with counts, its department, its next meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.model.register import Register
from generator.model.registry import BodyLevel, Post
from generator.views.accounts import Accounts, account_links
from generator.views.contacts import PhoneView, view_phones
from generator.views.feeds import feed_links
from generator.views.listing import MeetingItem, upcoming, view_items
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.people import territory_name
from generator.views.plain import plain
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words

_UPCOMING_SHOWN = 20


@plain
class BodyRow:
    """A police body in a list: its territory, its page, how many precincts it has and how many are vacant."""

    territory: str
    name: str
    url: str
    precincts: str
    vacant: str
    phones: tuple[PhoneView, ...]


@plain
class RegionView:
    """Everything the page of a region says."""

    page: Page
    heading: str
    districts: tuple[BodyRow, ...]
    departments: tuple[BodyRow, ...]
    upcoming: tuple[MeetingItem, ...]
    accounts: tuple[LinkView, ...]


def view_region(
    register: Register, words: Words, today: date, region_id: str, accounts: Accounts | None = None
) -> RegionView:
    """The page of a region as of `today`."""
    region = register.regions[region_id]
    name = region.names.in_language(words.language)
    coming = upcoming(register, register.meetings_of_region(region_id), today)[:_UPCOMING_SHOWN]
    departments = [
        b for b in register.bodies_of(region_id) if register.bodies[b].level is BodyLevel.DEPARTMENT
    ]
    page = lay_page(
        words,
        "precincts",
        region_id,
        words.text("{region}: find your precinct", region=name),
        words.text("{region}: districts, precincts, inspectors' phones and the next meetings.", region=name),
    )
    return RegionView(
        replace(page, feeds=feed_links(register, words, region_id)),
        words.text("{region}: find your precinct", region=name),
        district_rows(register, words, today, region_id),
        tuple(_row(register, words, today, each) for each in departments),
        view_items(register, words, today, coming),
        _accounts(register, words, region_id) if accounts is not None else (),
    )


def _accounts(register: Register, words: Words, region_id: str) -> tuple[LinkView, ...]:
    name, url = (
        register.regions[region_id].short.in_language(words.language),
        page_url(words.language, region_id),
    )
    return (
        *account_links(words, region_id),
        LinkView(f"{words.text('Open data')}: {name}", f"{url}data/", "CSV, JSON"),
        LinkView(words.text("Known gaps in the data: {place}", place=name), f"{url}gaps/"),
        LinkView(words.text("What is due: {place}", place=name), f"{url}duties/", words.text("for editors")),
    )


def district_rows(register: Register, words: Words, today: date, region_id: str) -> tuple[BodyRow, ...]:
    """The police bodies of a region but its department, by the alphabet."""
    districts = [
        b for b in register.bodies_of(region_id) if register.bodies[b].level is not BodyLevel.DEPARTMENT
    ]
    rows = (_row(register, words, today, each) for each in districts)
    return tuple(sorted(rows, key=lambda row: sort_key(words, row.territory)))


def _row(register: Register, words: Words, today: date, body_id: str) -> BodyRow:
    body = register.bodies[body_id]
    precincts = [each for each in register.precincts_of(body_id) if register.precincts[each].serves_on(today)]
    vacant = sum(not _is_served(register, today, each) for each in precincts)
    return BodyRow(
        territory_name(register, words, body_id),
        body.names.in_language(words.language),
        page_url(words.language, body_id),
        words.count("{n} precinct", "{n} precincts", len(precincts)) if precincts else "",
        words.count("{n} without an inspector", "{n} without inspectors", vacant) if vacant else "",
        view_phones(words, body.phones[:1]),
    )


def _is_served(register: Register, today: date, precinct_id: str) -> bool:
    return any(each.officer.post is not Post.ASSISTANT for each in register.inspectors_on(precinct_id, today))
