"""The home page: what the site is, the next meetings, the way to one's precinct, the latest protocols."""

from __future__ import annotations

import heapq
from dataclasses import replace
from datetime import date

from generator.model.register import Register
from generator.views.feeds import feed_links
from generator.views.listing import MeetingItem, upcoming, view_items
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.plain import plain
from generator.views.region import BodyRow, district_rows
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words

_UPCOMING_SHOWN = 6
_PROTOCOLS_SHOWN = 5


@plain
class HomeView:
    """Everything the home page says.

    regions: the regions, when the site has several; else empty, and `districts` are those of the only one.
    how_to: editorial pages that explain.
    """

    page: Page
    heading: str
    find: LinkView
    regions: tuple[LinkView, ...]
    districts: tuple[BodyRow, ...]
    upcoming: tuple[MeetingItem, ...]
    protocols: tuple[MeetingItem, ...]
    how_to: tuple[LinkView, ...]
    calendar: str


def view_home(register: Register, words: Words, today: date) -> HomeView:
    """The home page as of `today`."""
    site, language = register.site, words.language
    only = site.regions[0] if len(site.regions) == 1 else None
    find = page_url(language, only) if only is not None else f"{page_url(language, '')}#regions"
    tagline = site.tagline.in_language(language)
    page = lay_page(words, "home", "", words.text("Your precinct inspector and the police reports"), tagline)
    return HomeView(
        replace(page, feeds=feed_links(register, words, "")),
        words.text("Your precinct inspector and the police reports"),
        LinkView(words.text("Find my precinct"), find),
        _regions(register, words) if only is None else (),
        district_rows(register, words, today, only) if only is not None else (),
        view_items(register, words, today, _next_meetings(register, today)),
        view_items(register, words, today, _latest_protocols(register)),
        _how_to(words),
        f"{page_url(language, '')}calendar.ics",
    )


def _regions(register: Register, words: Words) -> tuple[LinkView, ...]:
    links = (
        LinkView(register.regions[each].names.in_language(words.language), page_url(words.language, each))
        for each in register.site.regions
    )
    return tuple(sorted(links, key=lambda link: sort_key(words, link.text)))


def _next_meetings(register: Register, today: date) -> list[str]:
    found = (
        each
        for region in register.site.regions
        for each in upcoming(register, register.meetings_of_region(region), today)
    )
    return heapq.nsmallest(_UPCOMING_SHOWN, found, key=lambda each: (register.meetings[each].starts, each))


def _latest_protocols(register: Register) -> list[str]:
    """Meetings whose protocols were published last, the latest first."""
    return heapq.nlargest(
        _PROTOCOLS_SHOWN,
        (each for each in register.protocols if each in register.meetings),
        key=lambda each: (register.protocols[each].published or register.protocols[each].drawn_up, each),
    )


def _how_to(words: Words) -> tuple[LinkView, ...]:
    base = page_url(words.language, "")
    return (
        LinkView(words.text("How to ask a question"), f"{base}questions/"),
        LinkView(words.text("How to read outcomes"), f"{base}outcomes/"),
        LinkView(words.text("What the law requires"), f"{base}law/"),
        LinkView(words.text("About this site"), f"{base}about/"),
    )
