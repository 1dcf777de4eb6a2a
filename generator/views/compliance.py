"""Pages of compliance: how a precinct, a police body or a region kept the rules of reporting, with every count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from generator.law.finding import Answer, Finding
from generator.law.grid import Cell, GridState
from generator.law.rulebook import Rulebook
from generator.model.register import Register
from generator.views.accounts import Accounts
from generator.views.figures import ChartRow, ChartView, FigureView, share_text, view_compliance_figures
from generator.views.findings import FindingView, rule_link, view_finding
from generator.views.grids import GridRow, GridView, view_cells, view_legend
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.places import (
    is_precinct,
    is_region,
    path_to,
    place_name,
    places_within,
    short_name,
)
from generator.views.plain import plain
from generator.views.subjects import subjects_of, view_subject
from generator.words.catalogue import Words
from generator.words.dates import period_name
from generator.words.numbers import grouped

_PERIODS_SHOWN = 8
_BROKEN_SHOWN = 6  # of one rule
_COVERAGE = {
    "held": (GridState.HELD, GridState.JOINT),
    "late_notice": (GridState.LATE_NOTICE,),
    "awaited": (GridState.AWAITED,),
    "missed": (GridState.MISSED, GridState.CANCELLED),
    "vacant": (GridState.VACANT,),
}


@plain
class CaseView:
    """A finding on the page of a place: the subject it is about, and what was found."""

    subject: LinkView
    finding: FindingView


@plain
class RuleRow:
    """One requirement and how often it was answered how.

    key: anchor on the page, `r07`.
    rule: link to its page.
    citation: the point of the act.
    counts: met, of them on a lenient reading only, broken, not enough data, not applicable.
    cases: broken ones, the latest first.
    more: how many further ones, in words.
    """

    key: str
    rule: LinkView
    citation: str
    counts: tuple[str, ...]
    cases: tuple[CaseView, ...]
    more: str


@plain
class RulebookRows:
    """The requirements of one rulebook.

    note: that its norms are repealed and a benchmark only; else empty.
    """

    name: str
    note: str
    rows: tuple[RuleRow, ...]


@plain
class PlaceRow:
    """A police body in the table of its region: figures with their denominators, unranked."""

    name: str
    url: str
    values: tuple[str, ...]


@plain
class ComplianceView:
    """A page of compliance.

    figures: with their definitions.
    grid: of quarters; None for a region.
    years: of the chief's reports; None where there are none.
    chart: quarters by state; None for a precinct.
    rulebooks: requirements with counts; for a precinct the cases alone.
    bodies: the police bodies of a region, with the headings of their figures.
    place, outcomes: the place's own page and its page of outcomes.
    """

    page: Page
    heading: str
    figures: tuple[FigureView, ...]
    grid: GridView | None
    years: GridView | None
    chart: ChartView | None
    rulebooks: tuple[RulebookRows, ...]
    bodies: tuple[PlaceRow, ...]
    columns: tuple[str, ...]
    place: LinkView
    outcomes: LinkView


def view_compliance(register: Register, accounts: Accounts, words: Words, place: str) -> ComplianceView:
    """The page of compliance of a place."""
    figures = accounts.judgement.figures.get(place)
    name = place_name(register, words, place)
    title = words.text("How the rules were kept: {place}", place=name)
    description = words.text(
        "{place}: reports given and missed, days of notice, protocols in time, and each requirement with its citation.",
        place=name,
    )
    url = page_url(words.language, place)
    return ComplianceView(
        page=lay_page(
            words, "outcomes", f"{place}/compliance", title, description, path_to(register, words, place)
        ),
        heading=title,
        figures=view_compliance_figures(words, figures) if figures is not None else (),
        grid=None if is_region(place) else view_grid(register, accounts, words, place),
        years=_years(register, accounts, words, place),
        chart=None if is_precinct(place) else _coverage_chart(register, accounts, words, place),
        rulebooks=tuple(_rulebooks(register, accounts, words, place)),
        bodies=_bodies(register, accounts, words, place) if is_region(place) else (),
        columns=tuple(
            words.one_of("figure", each) for each in ("coverage", "notice", "protocols", "answers")
        ),
        place=LinkView(name, url),
        outcomes=LinkView(words.text("Outcomes: {place}", place=name), f"{url}outcomes/"),
    )


def view_grid(register: Register, accounts: Accounts, words: Words, place: str) -> GridView | None:
    """Quarters of a precinct, all of them; of a police body the latest eight, precinct by precinct."""
    places = (place,) if is_precinct(place) else places_within(register, words, place)
    cells = {each: accounts.judgement.grids.get(each, {}) for each in places}
    return _grid(register, words, cells, short_name, None if is_precinct(place) else _PERIODS_SHOWN)


def _years(register: Register, accounts: Accounts, words: Words, place: str) -> GridView | None:
    """The chief's reports by reporting year: of one police body, or of all of a region."""
    if is_precinct(place):
        return None
    places = places_within(register, words, place) if is_region(place) else (place,)
    cells = {each: accounts.judgement.years.get(each, {}) for each in places}
    return _grid(register, words, cells, place_name, _PERIODS_SHOWN)


def _grid(
    register: Register,
    words: Words,
    cells: Mapping[str, Mapping[str, Cell]],
    name: Callable[[Register, Words, str], str],
    shown: int | None,
) -> GridView | None:
    """A row a place, named by `name`, and a column a period, of which the latest `shown`; None without any."""
    periods = sorted({period for each in cells.values() for period in each})
    periods = periods if shown is None else periods[-shown:]
    if not periods:
        return None
    rows = tuple(
        GridRow(
            name(register, words, place),
            page_url(words.language, place),
            view_cells(register, words, own, periods),
        )
        for place, own in cells.items()
    )
    legend = view_legend(words, (cell for row in rows for cell in row.cells))
    return GridView(tuple(period_name(words, each) for each in periods), rows, legend)


def _coverage_chart(register: Register, accounts: Accounts, words: Words, place: str) -> ChartView | None:
    """Quarters that are over or already have a report, by what became of them, of every precinct of a place."""
    bodies = places_within(register, words, place) if is_region(place) else (place,)
    precincts = [each for body in bodies for each in register.precincts_of(body)]
    counts: dict[str, dict[str, int]] = {}
    for each in precincts:
        for period, cell in accounts.judgement.grids.get(each, {}).items():
            for key, states in _COVERAGE.items():
                row = counts.setdefault(period, dict.fromkeys(_COVERAGE, 0))
                row[key] += cell.state in states
    rows = tuple(
        ChartRow(period_name(words, period), "", tuple(row.values()))
        for period, row in sorted(counts.items())[-_PERIODS_SHOWN:]
        if any(row.values())
    )
    if not rows:
        return None
    series = tuple((key, words.one_of("quarter series", key)) for key in _COVERAGE)
    return ChartView(
        words.text("Reports of precinct inspectors by quarter"), words.text("Quarter"), series, rows
    )


def _rulebooks(register: Register, accounts: Accounts, words: Words, place: str) -> Iterable[RulebookRows]:
    """Requirements with their counts by rulebook; for a precinct those that were broken, from its own findings."""
    by_rule = _findings_of(register, accounts, place)
    tallies = accounts.judgement.tallies.get(place, {})
    keys = sorted({book for _, book in tallies} | {book for _, book in by_rule})
    for key in keys:
        rulebook = accounts.law.rulebooks[key]
        rows = [
            _rule_row(register, accounts, words, (rule, key), place, by_rule.get((rule, key), []))
            for rule in sorted(rulebook.rules)
            if (rule, key) in tallies or (rule, key) in by_rule
        ]
        if rows:
            yield RulebookRows(
                rulebook.names.in_language(words.language), _force(words, rulebook), tuple(rows)
            )


def _force(words: Words, rulebook: Rulebook) -> str:
    return words.text("repealed norm, used as a benchmark") if rulebook.benchmark else ""


def _findings_of(register: Register, accounts: Accounts, place: str) -> dict[tuple[str, str], list[Finding]]:
    """Broken requirements of a precinct or a police body, the latest first; none for a region."""
    if is_region(place):
        return {}
    found: dict[tuple[str, str], list[Finding]] = {}
    for subject in subjects_of(register, accounts.judgement, place):
        for finding in accounts.judgement.of(subject):
            if finding.verdict.answer is Answer.BROKEN:
                found.setdefault((finding.rule, finding.rulebook), []).append(finding)
    return found


def _rule_row(
    register: Register,
    accounts: Accounts,
    words: Words,
    key: tuple[str, str],
    place: str,
    broken: list[Finding],
) -> RuleRow:
    rule, book = key
    tally = accounts.judgement.tallies.get(place, {}).get(key)
    counts = (
        (tally.met, tally.lenient, tally.broken, tally.not_enough_data, tally.not_applicable) if tally else ()
    )
    left_out = len(broken) - _BROKEN_SHOWN
    return RuleRow(
        f"{rule.lower()}-{book}",
        rule_link(words, rule),
        accounts.law.rulebooks[book].rules[rule].citation.in_language(words.language),
        tuple(grouped(each) for each in counts),
        tuple(
            CaseView(view_subject(register, words, each.subject), view_finding(accounts, words, each))
            for each in broken[:_BROKEN_SHOWN]
        ),
        words.count("and {n} more", "and {n} more", left_out) if left_out > 0 else "",
    )


def _bodies(register: Register, accounts: Accounts, words: Words, place: str) -> tuple[PlaceRow, ...]:
    rows = []
    for each in places_within(register, words, place):
        figures = accounts.judgement.figures.get(each)
        if figures is None:
            continue
        notice = view_compliance_figures(words, figures)[1].value
        values = (
            share_text(words, figures.coverage),
            notice,
            share_text(words, figures.protocols_on_time),
            share_text(words, figures.answers_on_time),
        )
        url = page_url(words.language, f"{each}/compliance")
        rows.append(PlaceRow(short_name(register, words, each), url, values))
    return tuple(rows)
