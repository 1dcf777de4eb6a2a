"""The page of a police body: its chief, phones, precincts, stations and meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.model.ids import region_of
from generator.model.register import Register
from generator.model.registry import BodyLevel, Post
from generator.model.schedule import Level
from generator.views.accounts import Accounts, account_links
from generator.views.contacts import PhoneView, StationView, station_card_path, view_phones, view_station
from generator.views.feeds import feed_links
from generator.views.listing import (
    MeetingItem,
    PeriodMeetings,
    by_period,
    past,
    upcoming,
    view_items,
    years_of,
)
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.people import PersonView, precinct_name, territory_name, view_person
from generator.views.plain import plain
from generator.views.streets import streets_in_short
from generator.views.succession import view_succession
from generator.words.catalogue import Words

_UPCOMING_SHOWN = 10
_CHIEFS_SHOWN = 5


@plain
class PrecinctRow:
    """A precinct in the list of its police body.

    officer: who serves it, or who stands in.
    is_vacant: whether nobody serves it.
    ended: that it is no more, and who serves its streets; empty while it does.
    """

    name: str
    url: str
    streets: str
    officer: str
    is_vacant: bool
    ended: str
    phone: PhoneView | None


@plain
class BodyView:
    """Everything the page of a police body says.

    territories: the other police bodies of the region, on the page of its department.
    past: inspectors' meetings of the current year before today, by period.
    years: pages with all meetings of a year.
    accounts: the pages of outcomes and of compliance.
    """

    page: Page
    heading: str
    name: str
    address: str
    phones: tuple[PhoneView, ...]
    site: str
    chief: PersonView | None
    precincts: tuple[PrecinctRow, ...]
    stations: tuple[StationView, ...]
    upcoming: tuple[MeetingItem, ...]
    more_upcoming: int
    chief_reports: tuple[MeetingItem, ...]
    past: tuple[PeriodMeetings, ...]
    years: tuple[LinkView, ...]
    region: LinkView | None
    calendar: str
    accounts: tuple[LinkView, ...]


def view_body(
    register: Register, words: Words, today: date, body_id: str, accounts: Accounts | None = None
) -> BodyView:
    """The page of a police body as of `today`."""
    body, meetings = register.bodies[body_id], register.meetings_of_body(body_id)
    chief, coming = register.chief_on(body_id, today), upcoming(register, meetings, today)
    this_year = [
        each for each in past(register, meetings, today) if _is_of_inspectors(register, each, today.year)
    ]
    reports = [each for each in meetings[::-1] if register.meetings[each].level is Level.CHIEF]
    url = page_url(words.language, body_id)
    return BodyView(
        page=replace(_page(register, words, body_id), feeds=feed_links(register, words, body_id)),
        heading=territory_name(register, words, body_id),
        name=body.names.in_language(words.language),
        address=body.address.in_language(words.language),
        phones=view_phones(words, body.phones),
        site=body.site or "",
        chief=view_person(register, words, today, chief) if chief is not None else None,
        precincts=tuple(_row(register, words, today, each) for each in register.precincts_of(body_id)),
        stations=tuple(
            view_station(words, each, today, station_card_path(words.language, body_id, key))
            for key, each in body.stations.items()
        ),
        upcoming=view_items(register, words, today, coming[:_UPCOMING_SHOWN]),
        more_upcoming=max(0, len(coming) - _UPCOMING_SHOWN),
        chief_reports=view_items(register, words, today, reports[:_CHIEFS_SHOWN]),
        past=by_period(register, words, today, this_year),
        years=tuple(
            LinkView(words.text("Meetings of {year}", year=year), f"{url}meetings/{year}/")
            for year in years_of(register, meetings)
        ),
        region=_region_link(register, words, body_id),
        calendar=f"{url}calendar.ics",
        accounts=account_links(words, body_id) if accounts is not None else (),
    )


def _page(register: Register, words: Words, body_id: str) -> Page:
    body, region = register.bodies[body_id], region_of(body_id)
    territory, name = territory_name(register, words, body_id), body.names.in_language(words.language)
    if body.level is BodyLevel.DEPARTMENT:
        title = words.text("{territory}: police department", territory=territory)
        description = words.text(
            "{body}: chief, phones, address and the chief's reports to residents.", body=name
        )
    else:
        title = words.text("{territory}: precincts and meetings", territory=territory)
        description = words.text("{body}: chief, phones, precincts, inspectors and meetings.", body=name)
    above = [(register.regions[region].short.in_language(words.language), region)]
    return lay_page(words, "precincts", body_id, title, description, above)


def _is_of_inspectors(register: Register, meeting_id: str, year: int) -> bool:
    """Whether a meeting is of this year and not the chief's, whose reports have a list of their own."""
    meeting = register.meetings[meeting_id]
    return meeting.starts.year == year and meeting.level is not Level.CHIEF


def _row(register: Register, words: Words, today: date, precinct_id: str) -> PrecinctRow:
    serving = [
        each for each in register.inspectors_on(precinct_id, today) if each.officer.post is not Post.ASSISTANT
    ]
    precinct, succession = register.precincts[precinct_id], view_succession(register, words, precinct_id)
    ended = "" if succession is None or precinct.serves_on(today) else succession.summary
    person = serving[0] if serving else None if ended else register.acting_on(precinct_id, today)
    view = view_person(register, words, today, person) if person is not None else None
    return PrecinctRow(
        precinct_name(register, words, precinct_id),
        page_url(words.language, precinct_id),
        streets_in_short(words, precinct),
        view.name if view is not None else "",
        not serving,
        ended,
        view.phones[0] if view is not None and view.phones else None,
    )


def _region_link(register: Register, words: Words, body_id: str) -> LinkView | None:
    """From a department to the districts of its region."""
    if register.bodies[body_id].level is not BodyLevel.DEPARTMENT:
        return None
    region = region_of(body_id)
    return LinkView(
        register.regions[region].names.in_language(words.language), page_url(words.language, region)
    )
