"""The parts a site is rendered in: each police body by itself, each region, and what belongs to no region.

A part is a pure function of what is handed to it, so parts may be made in any order and by any process. What the whole
site needs of a region is its `RegionSummary`, small whatever the region's size, so that no part holds the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.history.chronicle import History
from generator.history.story import Commit, Witness
from generator.law.case import Law
from generator.law.figures import Tally, add_tallies
from generator.law.judgement import EVERYWHERE, Judgement
from generator.model.register import Register
from generator.outputs.accounts import render_body_accounts, render_region_accounts, render_rules
from generator.outputs.api import render_body_api, render_region_api, render_site_api
from generator.outputs.artifact import Artifact
from generator.outputs.calendars import (
    Rendered,
    SiteEvents,
    choose_site_events,
    render_body_calendars,
    render_events,
    render_region_calendars,
    render_site_calendars,
)
from generator.outputs.cards import render_cards
from generator.outputs.catalogue import render_catalogue
from generator.outputs.dataset import render_dataset
from generator.outputs.feeds import (
    Item,
    choose_window,
    render_body_feeds,
    render_news,
    render_region_feed,
    render_site_feed,
)
from generator.outputs.frames import Frames
from generator.outputs.pages import render_body_pages, render_home, render_region_page
from generator.outputs.sitemap import render_robots
from generator.outputs.subscribe import render_subscribe
from generator.reading.diagnostics import Diagnostic
from generator.views.accounts import Accounts
from generator.views.home import HomePart, view_home_part
from generator.views.page import data_line
from generator.views.places import places_within, short_name
from generator.words.catalogue import Words

AllWords = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class RegionSummary:
    """What the whole site needs of one region; it can be pickled.

    region: its id.
    home: what it tells on the home page, by language.
    events: what it gives to the site's calendars, by language.
    news: its latest items, by language.
    within: its police bodies, (id, name) by language, where the site has no other region.
    tallies: how each rule was answered in it, and in these police bodies.
    """

    region: str
    home: Mapping[str, HomePart]
    events: Mapping[str, SiteEvents]
    news: Mapping[str, Sequence[Item]]
    within: Mapping[str, tuple[tuple[str, str], ...]]
    tallies: Mapping[str, Mapping[tuple[str, str], Tally]]


class RegionParts:
    """The parts of one region; events and items that several of them need are rendered once."""

    def __init__(
        self,
        register: Register,
        accounts: Accounts,
        words: AllWords,
        frames: Frames,
        warnings: Sequence[Diagnostic] = (),
    ) -> None:
        """Take what the parts are made of.

        warnings: what is wrong in the region's files and stands on its page of known gaps.
        """
        self._register, self._accounts, self._words, self._frames = register, accounts, words, frames
        self._warnings = warnings
        self._today = accounts.judgement.today
        self._events: dict[tuple[str, str], dict[str, Rendered]] = {}
        self._news: dict[str, dict[str, list[Item]]] = {}

    def render_body(self, body_id: str) -> Iterator[Artifact]:
        """Everything of one police body: pages, calendars, cards, feeds, documents."""
        register, words, accounts = self._register, self._words, self._accounts
        touched = accounts.history.touched.get(body_id) if accounts.history is not None else None
        frames = self._telling(body_id, touched)
        yield from render_body_pages(register, body_id, words, self._today, frames, accounts)
        yield from render_body_accounts(register, accounts, body_id, words, frames)
        for language, each in words.items():
            events = self._events_of(body_id, language)
            yield from render_body_calendars(register, each, self._today, body_id, events)
            yield from render_body_feeds(register, each, body_id, self._news_of(body_id)[language])
        yield from render_cards(register, words, self._today, body_id)
        places = (body_id, *register.precincts_of(body_id))
        yield from render_subscribe(register, words, self._today, frames, places)
        yield from render_body_api(register, accounts, body_id)

    def render_region(self, region_id: str) -> Iterator[Artifact]:
        """What belongs to a region and to none of its police bodies, its open data apart."""
        register, words, accounts = self._register, self._words, self._accounts
        frames = self._telling(region_id, accounts.history.tip if accounts.history is not None else None)
        yield from render_region_page(register, region_id, words, self._today, frames, accounts)
        yield from render_region_accounts(register, accounts, region_id, words, frames, self._warnings)
        for language, each in words.items():
            events = self._events_within(region_id, language)
            yield from render_region_calendars(register, each, self._today, region_id, events)
            yield from render_region_feed(register, each, region_id, self._news_within(region_id, language))
        yield from render_subscribe(register, words, self._today, frames, (region_id,))
        yield render_region_api(register, accounts, region_id)

    def render_data(self, region_id: str) -> Iterator[Artifact]:
        """The open data of a region."""
        history = self._accounts.history
        frames = self._telling(region_id, history.tip if history is not None else None)
        yield from render_dataset(self._register, self._accounts, self._words, frames, region_id)

    def summarize(self, region_id: str) -> RegionSummary:
        """What the whole site needs of a region."""
        register, tallies = self._register, self._accounts.judgement.tallies
        is_only = len(register.site.regions) == 1
        within = register.bodies_of(region_id) if is_only else ()
        return RegionSummary(
            region_id,
            {
                language: view_home_part(register, each, self._today, region_id)
                for language, each in self._words.items()
            },
            {
                language: choose_site_events(
                    register, self._today, region_id, self._events_within(region_id, language)
                )
                for language in self._words
            },
            {language: choose_window(self._news_within(region_id, language)) for language in self._words},
            {
                language: tuple(
                    (place, short_name(register, each, place))
                    for place in (places_within(register, each, region_id) if is_only else ())
                )
                for language, each in self._words.items()
            },
            {place: tallies.get(place, {}) for place in (region_id, *within)},
        )

    def _telling(self, place: str, commit: Commit | None) -> Frames:
        """The frames of pages whose data last changed in a commit."""
        history = self._accounts.history
        if history is None or commit is None:
            return self._frames
        day = history.day_of(place, commit)
        return self._frames.telling(
            {language: data_line(each, day, commit.sha) for language, each in self._words.items()}
        )

    def _events_of(self, body_id: str, language: str) -> dict[str, Rendered]:
        known = self._events.get((body_id, language))
        if known is None:
            meetings = self._register.meetings_of_body(body_id)
            known = render_events(self._register, self._words[language], meetings, self._accounts.history)
            self._events[body_id, language] = known
        return known

    def _events_within(self, region_id: str, language: str) -> dict[str, Rendered]:
        events: dict[str, Rendered] = {}
        for body_id in self._register.bodies_of(region_id):
            events |= self._events_of(body_id, language)
        return events

    def _news_of(self, body_id: str) -> dict[str, list[Item]]:
        known = self._news.get(body_id)
        if known is None:
            known = render_news(self._register, self._accounts, self._words, self._today, body_id)
            self._news[body_id] = known
        return known

    def _news_within(self, region_id: str, language: str) -> Iterator[Item]:
        for body_id in self._register.bodies_of(region_id):
            yield from self._news_of(body_id)[language]


def render_site(
    register: Register,
    accounts: Accounts,
    summaries: Sequence[RegionSummary],
    words: AllWords,
    frames: Frames,
) -> Iterator[Artifact]:
    """What belongs to no region.

    register: the site's settings and regions; no other record is looked at.
    accounts: of the site, as `site_accounts` makes them.
    summaries: of each region.
    """
    tip = accounts.history.tip if accounts.history is not None else None
    if tip is not None:
        day = tip.on.astimezone(register.time_zone(register.site.regions[0])).date()
        told = {language: data_line(each, day, tip.sha) for language, each in words.items()}
        frames = frames.telling(told)
    home = {language: [each.home[language] for each in summaries] for language in words}
    yield from render_home(register, words, frames, home)
    is_only = len(register.site.regions) == 1
    places = {
        language: summaries[0].within[language]
        if is_only
        else tuple((region, short_name(register, each, region)) for region in register.site.regions)
        for language, each in words.items()
    }
    column = "Police body" if is_only else "Region"
    yield from render_rules(register.site.base_url, accounts, words, frames, places, column)
    for language, each in words.items():
        yield from render_site_calendars(register, each, (part.events[language] for part in summaries))
        items = (item for part in summaries for item in part.news[language])
        yield from render_site_feed(register, each, items)
    yield from render_subscribe(register, words, accounts.judgement.today, frames, ("",))
    yield from render_site_api(register, accounts)
    yield render_catalogue(register, accounts)
    yield render_robots(register.site)


def site_accounts(
    register: Register, law: Law, today: date, tip: Commit | None, summaries: Sequence[RegionSummary]
) -> Accounts:
    """The law and its sums over all regions.

    tip: the last commit that touched the data, absent without git.
    """
    tallies = {place: each for part in summaries for place, each in part.tallies.items()}
    tallies[EVERYWHERE] = add_tallies(part.tallies[part.region] for part in summaries)
    witness = Witness.GIT if tip is not None else Witness.DECLARED
    return Accounts(law, Judgement(today, tallies=tallies), History(register, witness, tip))
