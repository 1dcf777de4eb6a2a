"""Pages of outcomes: what became of every submission and decision of a precinct, a police body or a region.

A list holds at most `ROWS` lines, the latest first; everything a police body keeps stands on its pages of one period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from generator.law.ledger import Entry, EntryKind, State
from generator.model.ids import parent, period_of
from generator.model.register import Register
from generator.views.accounts import Accounts
from generator.views.entries import EntryView, view_entry
from generator.views.figures import ChartRow, ChartView, FigureView, view_answer_figures
from generator.views.missing import MissingView, find_missing, view_missing
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.places import (
    is_precinct,
    is_region,
    links_to,
    meetings_of,
    path_to,
    place_name,
    places_within,
    short_name,
)
from generator.views.plain import plain
from generator.views.slices import Slice, periods_of, sort_into_slices
from generator.views.volumes import closing_year
from generator.words.catalogue import Words
from generator.words.dates import period_name
from generator.words.numbers import grouped

ROWS = 150
_SHOWN_FIRST = 40


_IN_SERIES = {
    State.ANSWERED: "in_time",
    State.CLOSED: "in_time",
    State.CLOSED_LATE: "late",
    State.REDIRECTED: "redirected",
    State.OPEN: "waiting",
    State.OVERDUE: "overdue",
    State.UNREGISTERED: "unregistered",
}
SERIES = tuple(dict.fromkeys(_IN_SERIES.values()))


@plain
class EntryGroup:
    """Entries under one heading.

    key: the anchor.
    """

    key: str
    heading: str
    entries: tuple[EntryView, ...]


@plain
class OutcomesView:
    """A page of outcomes.

    figures: with their definitions; on the first page of a place only.
    chart: submissions by what became of them, for each place within; None for a precinct.
    lists: the prepared lists, each with its number of entries.
    periods: pages with everything of one period, on pages of a police body.
    groups: the entries themselves.
    shown: how many entries stand here, in words, when others are left out.
    within: the same list of each place within.
    missing: past meetings without a published protocol.
    missing_count: their number, in words.
    empty: what is said where no entry stands.
    place: the page of the place itself.
    kinds, states: what the entries may be filtered by, (key, word).
    """

    page: Page
    heading: str
    intro: str
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    lists: tuple[LinkView, ...]
    periods: tuple[LinkView, ...]
    groups: tuple[EntryGroup, ...]
    shown: str
    within: tuple[LinkView, ...]
    missing: tuple[MissingView, ...]
    missing_count: str
    empty: str
    place: LinkView
    kinds: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]


class Outcomes:
    """The pages of outcomes of one place in one language; what they have alike is worked out once."""

    def __init__(self, register: Register, accounts: Accounts, words: Words, place: str) -> None:
        """Take whose outcomes are told, in which language."""
        self.register, self.accounts, self.words, self.place = register, accounts, words, place

    @cached_property
    def name(self) -> str:
        """The place in headings."""
        return place_name(self.register, self.words, self.place)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything raised and decided, the latest meeting first."""
        return self.accounts.judgement.entries_of(self.place)

    @cached_property
    def slices(self) -> dict[Slice, list[Entry]]:
        """The prepared lists that have entries."""
        return sort_into_slices(self.entries)

    @cached_property
    def links(self) -> _Links:
        """The ways from one page to the others."""
        return _Links(_list_links(self), _period_links(self), _within(self))

    def url(self, below: str = "") -> str:
        """The page of outcomes of the place, or what lies below it."""
        return page_url(self.words.language, f"{self.place}/outcomes{f'/{below}' if below else ''}")

    def group(self, key: str, heading: str, entries: Iterable[Entry]) -> tuple[EntryGroup, ...]:
        """The group of `entries`, or none where there are none."""
        views = tuple(view_entry(self.register, self.words, each) for each in entries)
        return (EntryGroup(key, heading, views),) if views else ()

    def view_first(self) -> OutcomesView:
        """The first page: figures, chart, and what waits; of a precinct everything."""
        words, place = self.words, self.place
        page = _page(self, "", words.text("Outcomes: {place}", place=self.name))
        if is_precinct(place):
            groups, left_out = _by_state(self)
        else:
            overdue = self.slices.get(Slice.OVERDUE, [])
            heading = words.one_of("entry list", Slice.OVERDUE)
            groups = self.group("entries", heading, overdue[:_SHOWN_FIRST])
            left_out = len(overdue) - _SHOWN_FIRST
        today = self.accounts.judgement.today
        missing = find_missing(self.register, today, place)
        figures = self.accounts.judgement.figures.get(place)
        return replace(
            _list_page(self, page, groups, left_out),
            figures=view_answer_figures(words, figures) if figures is not None else (),
            chart=_chart(self),
            within=(),
            missing=tuple(view_missing(self.register, words, today, each) for each in missing[:_SHOWN_FIRST]),
            missing_count=words.count("{n} meeting", "{n} meetings", len(missing)) if missing else "",
        )

    def view_slice(self, each: Slice) -> OutcomesView:
        """One prepared list."""
        words, entries = self.words, self.slices.get(each, [])
        title = words.text("{list}: {place}", list=words.one_of("entry list", each), place=self.name)
        groups = self.group("entries", "", entries[:ROWS])
        return _list_page(self, _page(self, each, title), groups, len(entries) - ROWS)

    def view_period(self, period: str) -> OutcomesView:
        """Every entry of a police body's meetings of one period, meeting by meeting.

        Of a period whose year is over, the prepared lists stand without today's numbers, which are not of that year.
        """
        words = self.words
        entries = (each for each in self.entries if period_of(each.identifier) == period)
        title = words.text("Outcomes, {period}: {place}", period=period_name(words, period), place=self.name)
        page = _list_page(self, _page(self, period, title), self.group("entries", "", entries), 0)
        if closing_year(self.register, f"{self.place}/{period}") >= self.accounts.judgement.today.year:
            return page
        return replace(page, lists=tuple(replace(each, note="") for each in page.lists))


@plain
class _Links:
    """See `OutcomesView`."""

    lists: tuple[LinkView, ...]
    periods: tuple[LinkView, ...]
    within: tuple[LinkView, ...]


def _list_page(scope: Outcomes, page: Page, groups: tuple[EntryGroup, ...], left_out: int) -> OutcomesView:
    """A page of entries with the ways from it, without figures."""
    shown = [entry for group in groups for entry in group.entries]
    return OutcomesView(
        page=page,
        heading=page.title,
        intro=page.description,
        figures=(),
        chart=None,
        lists=scope.links.lists,
        periods=scope.links.periods,
        groups=groups,
        shown=_shown(scope.words, len(shown), left_out),
        within=scope.links.within,
        missing=(),
        missing_count="",
        empty=_empty(scope),
        place=LinkView(scope.name, page_url(scope.words.language, scope.place)),
        kinds=tuple(dict.fromkeys((each.kind_key, each.kind) for each in shown)),
        states=tuple(dict.fromkeys((each.state.key, each.state.word) for each in shown)),
    )


def _page(scope: Outcomes, below: str, title: str) -> Page:
    words, name = scope.words, scope.name
    above = path_to(scope.register, words, scope.place)
    path = f"{scope.place}/outcomes"
    if not below:
        description = words.text(
            "{place}: every complaint, proposal, remark and decision of the reports, and what became of it.",
            place=name,
        )
        return lay_page(words, "outcomes", path, title, description, above)
    above.append((words.text("Outcomes"), path))
    if below in set(Slice):
        definition = words.one_of("entry list definition", below)
        description = words.text("{place}. {definition}", place=name, definition=definition)
    else:
        description = words.text(
            "{place}: every submission and decision of the meetings of {period}.",
            place=name,
            period=period_name(words, below),
        )
    return lay_page(words, "outcomes", f"{path}/{below}", title, description, above)


def _by_state(scope: Outcomes) -> tuple[tuple[EntryGroup, ...], int]:
    """A precinct's entries, those that wait first, and how many older ones are left out."""
    entries = scope.entries
    kept = [each for each in entries if each.is_open]
    kept += [each for each in entries if not each.is_open][: max(0, ROWS - len(kept))]
    groups: list[EntryGroup] = []
    for series in ("overdue", "unregistered", "waiting", "late", "redirected", "in_time"):
        chosen = [each for each in kept if _IN_SERIES[each.state] == series]
        groups.extend(scope.group(series, scope.words.one_of("outcome series", series), chosen))
    return tuple(groups), len(entries) - len(kept)


def _chart(scope: Outcomes) -> ChartView | None:
    """Submissions, not decisions, by what became of them; lines that only tell of an earlier entry do not count."""
    words, rows = scope.words, []
    for each in places_within(scope.register, words, scope.place):
        counts = dict.fromkeys(SERIES, 0)
        for entry in scope.accounts.judgement.entries_of(each):
            if entry.kind is not EntryKind.DECISION and entry.own_course:
                counts[_IN_SERIES[entry.state]] += 1
        url = page_url(words.language, f"{each}/outcomes")
        rows.append(ChartRow(short_name(scope.register, words, each), url, tuple(counts.values())))
    if not rows:
        return None
    series = tuple((key, words.one_of("outcome series", key)) for key in SERIES)
    title = words.text("What became of complaints, proposals, remarks and questions")
    if is_region(scope.place):
        return ChartView(title, words.text("Police body"), series, tuple(rows))
    note = words.text("What was raised at a joint meeting stands with each of its precincts.")
    return ChartView(title, words.text("Precinct"), series, tuple(rows), note)


def _list_links(scope: Outcomes) -> tuple[LinkView, ...]:
    """The prepared lists with their lengths; a precinct has them on its one page."""
    if is_precinct(scope.place):
        return ()
    return tuple(
        LinkView(scope.words.one_of("entry list", each), scope.url(each), grouped(len(chosen)))
        for each, chosen in scope.slices.items()
    )


def _period_links(scope: Outcomes) -> tuple[LinkView, ...]:
    if is_region(scope.place):
        return ()
    body_id = parent(scope.place) if is_precinct(scope.place) else scope.place
    return tuple(
        LinkView(period_name(scope.words, each), page_url(scope.words.language, f"{body_id}/outcomes/{each}"))
        for each in periods_of(scope.accounts, body_id)
    )


def _within(scope: Outcomes) -> tuple[LinkView, ...]:
    """From a region's list to the outcomes of its police bodies; from a body's to those of its precincts."""
    places = places_within(scope.register, scope.words, scope.place)
    kept = [each for each in places if scope.accounts.judgement.entries.get(each)]
    return links_to(scope.register, scope.words, kept, "outcomes")


def _empty(scope: Outcomes) -> str:
    """Nothing raised and no protocol published are two things."""
    if any(each in scope.register.protocols for each in meetings_of(scope.register, scope.place)):
        return scope.words.text("Nothing here: the published protocols have no such entry.")
    return scope.words.text("No protocol has been published yet.")


def _shown(words: Words, shown: int, left_out: int) -> str:
    if left_out <= 0:
        return ""
    return words.text("{shown} latest of {total}", shown=grouped(shown), total=grouped(shown + left_out))
