"""The page that tells how to keep a calendar: of a precinct, a police body, a region or the whole site."""

from __future__ import annotations

from datetime import date

from generator.model.ids import body_of, region_of
from generator.model.register import Register
from generator.views.calendar import CalendarView, calendar_name, view_calendar
from generator.views.kept import archived, first_day_kept
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.people import territory_name
from generator.views.plain import plain
from generator.words.catalogue import Words


@plain
class SubscribeView:
    """Everything the page says.

    name: of the calendar.
    webcal: the address a phone opens in its calendar.
    address: the same for people to copy.
    file: path of the calendar, for those who take it once.
    about: the page whose calendar it is, which is always right.
    others: the same meetings told otherwise, with a note each.
    archive: calendars of past years.
    """

    page: Page
    heading: str
    name: str
    webcal: str
    address: str
    file: str
    about: LinkView
    others: tuple[LinkView, ...]
    archive: tuple[LinkView, ...]


def view_subscribe(register: Register, words: Words, today: date, place: str) -> SubscribeView:
    """How to subscribe to the calendar of a place; the empty place is the whole site."""
    view = view_calendar(register, words, place, "calendar.ics")
    heading = words.text("Subscribe to the calendar: {calendar}", calendar=view.name)
    path = f"{place}/subscribe" if place else "subscribe"
    above = _above(register, words, place)
    about = above[-1] if above else (words.text("Home"), "")
    description = words.text(
        "How to have the meetings in your phone, Google or Outlook: {calendar}.", calendar=view.name
    )
    return SubscribeView(
        lay_page(words, "precincts", path, heading, description, above),
        heading,
        view.name,
        f"webcal://{view.source.partition('://')[2]}",
        view.source,
        view.path,
        LinkView(about[0], page_url(words.language, about[1])),
        _others(register, words, place),
        _archive(register, words, today, place),
    )


def _above(register: Register, words: Words, place: str) -> list[tuple[str, str]]:
    if not place:
        return []
    region = region_of(place)
    above = [(register.regions[region].short.in_language(words.language), region)]
    if place not in register.regions:
        body = body_of(place)
        above.append((territory_name(register, words, body), body))
    if place in register.precincts:
        number = register.precincts[place].number
        above.append((words.text("Precinct No. {number}", number=number), place))
    return above


def _others(register: Register, words: Words, place: str) -> tuple[LinkView, ...]:
    links = []
    if place not in register.precincts:
        links.append(_link(view_calendar(register, words, place, "chiefs.ics", "chiefs")))
    strict = view_calendar(register, words, place, "strict.ics", "strict")
    links.append(_link(strict, words.text("some programs do not show what is cancelled")))
    if place in register.bodies:
        region = region_of(place)
        name = calendar_name(register, words, region)
        links.append(LinkView(name, page_url(words.language, f"{region}/subscribe")))
    if place in register.precincts:
        body = body_of(place)
        name = calendar_name(register, words, body)
        links.append(LinkView(name, page_url(words.language, f"{body}/subscribe")))
    return tuple(links)


def _link(view: CalendarView, note: str = "") -> LinkView:
    return LinkView(view.name, view.path, note)


def _archive(register: Register, words: Words, today: date, place: str) -> tuple[LinkView, ...]:
    """Past years, the latest first; those of the whole site lie with its regions."""
    meetings = {
        **dict.fromkeys(register.meetings_of_region(place)),
        **dict.fromkeys(register.meetings_of_body(place)),
        **dict.fromkeys(register.meetings_of_precinct(place)),
    }
    years = archived(register, meetings, first_day_kept(today))
    return tuple(
        _link(view_calendar(register, words, place, f"archive/{year}.ics", str(year)))
        for year in sorted(years, reverse=True)
    )
