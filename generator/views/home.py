"""The home page: what the site is, the next meetings, the way to one's precinct, the latest protocols."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from generator.model.ids import region_of
from generator.model.register import Register
from generator.views.feeds import feed_links
from generator.views.listing import MeetingItem, upcoming, view_item
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.plain import plain
from generator.views.region import BodyRow, district_rows
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words

_UPCOMING_SHOWN = 6
_PROTOCOLS_SHOWN = 5


@plain
class HomePart:
    """What one region has to tell on the home page of a site.

    upcoming: the next meetings: (start, id, line).
    protocols: meetings whose protocols were published last: (day, id, line), the latest first.
    districts: its police bodies, where the site has no other region.
    """

    upcoming: tuple[tuple[datetime, str, MeetingItem], ...]
    protocols: tuple[tuple[date, str, MeetingItem], ...]
    districts: tuple[BodyRow, ...]


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


def view_home_part(register: Register, words: Words, today: date, region_id: str) -> HomePart:
    """What one region has to tell on the home page."""
    coming = upcoming(register, register.meetings_of_region(region_id), today)[:_UPCOMING_SHOWN]
    latest = heapq.nlargest(
        _PROTOCOLS_SHOWN,
        (each for each in register.protocols if region_of(each) == region_id and each in register.meetings),
        key=lambda each: (_protocol_day(register, each), each),
    )
    return HomePart(
        tuple(
            (register.meetings[each].starts, each, view_item(register, words, today, each)) for each in coming
        ),
        tuple(
            (_protocol_day(register, each), each, view_item(register, words, today, each)) for each in latest
        ),
        district_rows(register, words, today, region_id) if len(register.site.regions) == 1 else (),
    )


def view_home(register: Register, words: Words, parts: Sequence[HomePart]) -> HomeView:
    """The home page.

    register: the site's settings and regions; no other record is looked at.
    parts: what each region has to tell.
    """
    site, language = register.site, words.language
    only = site.regions[0] if len(site.regions) == 1 else None
    find = page_url(language, only) if only is not None else f"{page_url(language, '')}#regions"
    tagline = site.tagline.in_language(language)
    page = lay_page(words, "home", "", words.text("Your precinct inspector and the police reports"), tagline)
    coming = heapq.nsmallest(_UPCOMING_SHOWN, (each for part in parts for each in part.upcoming), key=_place)
    latest = heapq.nlargest(_PROTOCOLS_SHOWN, (each for part in parts for each in part.protocols), key=_place)
    return HomeView(
        replace(page, feeds=feed_links(register, words, "")),
        words.text("Your precinct inspector and the police reports"),
        LinkView(words.text("Find my precinct"), find),
        _regions(register, words) if only is None else (),
        tuple(row for part in parts for row in part.districts),
        tuple(item for _, _, item in coming),
        tuple(item for _, _, item in latest),
        _how_to(words),
        f"{page_url(language, '')}calendar.ics",
    )


def _place(item: tuple[date, str, MeetingItem]) -> tuple[date, str]:
    """Where a meeting stands in a list: by its moment, then by its id."""
    return item[:2]


def _regions(register: Register, words: Words) -> tuple[LinkView, ...]:
    links = (
        LinkView(register.regions[each].names.in_language(words.language), page_url(words.language, each))
        for each in register.site.regions
    )
    return tuple(sorted(links, key=lambda link: sort_key(words, link.text)))


def _protocol_day(register: Register, meeting_id: str) -> date:
    """The day a protocol was published, else drawn up."""
    protocol = register.protocols[meeting_id]
    return protocol.published or protocol.drawn_up


def _how_to(words: Words) -> tuple[LinkView, ...]:
    base = page_url(words.language, "")
    return (
        LinkView(words.text("How to ask a question"), f"{base}questions/"),
        LinkView(words.text("How to read outcomes"), f"{base}outcomes/"),
        LinkView(words.text("What the law requires"), f"{base}law/"),
        LinkView(words.text("About this site"), f"{base}about/"),
    )
