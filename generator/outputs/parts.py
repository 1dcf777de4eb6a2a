"""The parts a site is rendered in: each police body by itself, each region, and what belongs to no region.

A part is a pure function of what is handed to it, so parts may be made in any order and by any process. What a part
holds of a closed year is a volume, which need not be made again with it. What the whole site needs of a region is its
`RegionSummary`, small whatever the region's size, so that no part holds the country.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.history.chronicle import History
from generator.history.story import Commit, Witness
from generator.law.case import Law
from generator.law.figures import Tally, add_tallies
from generator.law.judgement import EVERYWHERE, Judgement
from generator.model.register import Register
from generator.outputs.accounts import (
    render_body_accounts,
    render_period_pages,
    render_region_accounts,
    render_rules,
)
from generator.outputs.api import render_body_api, render_region_api, render_site_api, render_volume_api
from generator.outputs.artifact import Artifact
from generator.outputs.calendars import (
    LateEvents,
    SiteEvents,
    choose_site_events,
    render_archive,
    render_place_calendars,
    render_single_calendars,
    render_site_calendars,
)
from generator.outputs.cards import render_cards
from generator.outputs.catalogue import render_catalogue
from generator.outputs.dataset import TableNote, Tables, render_dataset, render_year_data
from generator.outputs.feeds import (
    Leaf,
    choose_window,
    lay_body_leaves,
    lay_region_leaves,
    render_leaves,
    render_news,
    render_site_feed,
)
from generator.outputs.frames import Frames
from generator.outputs.items import Item, LateItem
from generator.outputs.pages import (
    render_home,
    render_meeting_pages,
    render_place_pages,
    render_region_page,
)
from generator.outputs.sitemap import render_robots
from generator.outputs.subscribe import render_subscribe
from generator.reading.diagnostics import Diagnostic
from generator.views.accounts import Accounts
from generator.views.home import HomePart, view_home_part
from generator.views.page import data_line
from generator.views.places import is_region, places_within, short_name
from generator.views.volumes import Volume, closed_volumes, find_touched, open_volume
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
        self._events = {
            language: LateEvents(register, each, accounts.history) for language, each in words.items()
        }
        self._news: dict[str, dict[str, list[LateItem]]] = {}
        self._leaves: dict[tuple[str, str], dict[str, list[Leaf]]] = {}

    def render_body(self, body_id: str) -> Iterator[Artifact]:
        """Everything of one police body but its closed years: pages, calendars, cards, feeds, documents."""
        register, words, accounts = self._register, self._words, self._accounts
        touched = accounts.history.touched.get(body_id) if accounts.history is not None else None
        frames = self._telling(body_id, touched)
        places = (body_id, *register.precincts_of(body_id))
        yield from render_place_pages(register, body_id, words, self._today, frames, accounts)
        yield from render_body_accounts(register, accounts, body_id, words, frames)
        for language, each in words.items():
            for place in places:
                yield from render_place_calendars(register, each, self._today, place, self._events[language])
        yield from self._render_leaves(body_id, 0)
        yield from render_cards(register, words, self._today, body_id)
        yield from render_subscribe(register, words, self._today, frames, places)
        yield from render_body_api(register, accounts, body_id)
        yield from self._render_volume(open_volume(register, body_id, self._today), frames)

    def render_body_year(self, body_id: str, year: int) -> Iterator[Artifact]:
        """What one police body keeps of a closed year: its meetings, their documents and calendars, and the archive."""
        register, history = self._register, self._accounts.history
        volume = closed_volumes(register, body_id, self._today)[year]
        touched = find_touched(history, volume) if history is not None else None
        yield from self._render_volume(volume, self._telling(body_id, touched))
        yield from self._render_archives((body_id, *register.precincts_of(body_id)), year)

    def _render_volume(self, volume: Volume, frames: Frames) -> Iterator[Artifact]:
        register, words, accounts = self._register, self._words, self._accounts
        yield from render_meeting_pages(register, volume, words, self._today, frames, accounts)
        yield from render_period_pages(register, accounts, volume, words, frames)
        for language, each in words.items():
            yield from render_single_calendars(register, each, volume.meetings, self._events[language])
        yield from render_volume_api(register, accounts, volume)

    def render_region(self, region_id: str) -> Iterator[Artifact]:
        """What belongs to a region and to none of its police bodies, its open data apart."""
        register, words, accounts = self._register, self._words, self._accounts
        frames = self._telling(region_id, accounts.history.tip if accounts.history is not None else None)
        yield from render_region_page(register, region_id, words, self._today, frames, accounts)
        yield from render_region_accounts(register, accounts, region_id, words, frames, self._warnings)
        for language, each in words.items():
            yield from render_place_calendars(register, each, self._today, region_id, self._events[language])
        yield from self._render_leaves(region_id, 0)
        yield from render_subscribe(register, words, self._today, frames, (region_id,))
        yield render_region_api(register, accounts, region_id)

    def render_region_year(self, region_id: str, year: int) -> Iterator[Artifact]:
        """The archive of a region's calendar of one year."""
        yield from self._render_archives((region_id,), year)

    def render_old_feeds(self, place: str, year: int) -> Iterator[Artifact]:
        """The archives of feeds that end in a closed year: of a region, or of a police body and its precincts."""
        yield from self._render_leaves(place, year)

    def old_leaves(self, place: str) -> dict[int, list[tuple[str, Leaf]]]:
        """Archives of feeds with the place each is of, by the closed year they end in; places as above."""
        found: dict[int, list[tuple[str, Leaf]]] = {}
        for its_place, leaves in self._leaves_of(place, next(iter(self._words))).items():
            for leaf in leaves:
                if leaf.is_archive and leaf.year < self._today.year:
                    found.setdefault(leaf.year, []).append((its_place, leaf))
        return dict(sorted(found.items()))

    def render_data_year(self, region_id: str, year: str) -> Tables:
        """The tables of a region and year, and what is told of them."""
        return render_year_data(self._register, self._accounts, self._words, region_id, year)

    def render_data(self, region_id: str, years: Iterable[TableNote]) -> Iterator[Artifact]:
        """The open data of a region but the tables of its years.

        years: what is told of these.
        """
        history = self._accounts.history
        frames = self._telling(region_id, history.tip if history is not None else None)
        yield from render_dataset(self._register, self._accounts, self._words, frames, region_id, years)

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
                language: choose_site_events(register, self._today, region_id, self._events[language])
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

    def _render_archives(self, places: Iterable[str], year: int) -> Iterator[Artifact]:
        """What calendars keep no more of a year."""
        for language, each in self._words.items():
            for place in places:
                yield from render_archive(
                    self._register, each, self._today, place, year, self._events[language]
                )

    def _render_leaves(self, place: str, year: int) -> Iterator[Artifact]:
        """Archives that end in a closed year; for the year 0 the feeds, and the archives of what is not closed."""
        for language, each in self._words.items():
            for its_place, leaves in self._leaves_of(place, language).items():
                chosen = [
                    leaf for leaf in leaves if year == (leaf.year if leaf.year < self._today.year else 0)
                ]
                yield from render_leaves(self._register, each, its_place, chosen)

    def _leaves_of(self, place: str, language: str) -> dict[str, list[Leaf]]:
        """The feeds of a region, or of a police body and its precincts, with their archives."""
        known = self._leaves.get((place, language))
        if known is None and is_region(place):
            known = {place: lay_region_leaves(self._news_within(place, language))}
        elif known is None:
            known = lay_body_leaves(self._register, place, self._news_of(place)[language])
        self._leaves[place, language] = known
        return known

    def _news_of(self, body_id: str) -> dict[str, list[LateItem]]:
        known = self._news.get(body_id)
        if known is None:
            known = render_news(self._register, self._accounts, self._words, self._today, body_id)
            self._news[body_id] = known
        return known

    def _news_within(self, region_id: str, language: str) -> Iterator[LateItem]:
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
