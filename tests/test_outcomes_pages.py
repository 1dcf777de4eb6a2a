"""Pages of account: nothing is lost, no figure stands without its count, one complaint is followed to its end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from conftest import TODAY

from generator.history.chronicle import History, Past
from generator.history.replay import Entry as Place
from generator.history.replay import Thing
from generator.history.story import Change, ChangeKind, Commit, Witness
from generator.law.figures import Share
from generator.law.finding import Answer
from generator.law.grid import GridState
from generator.law.ledger import Entry, EntryKind, State
from generator.model.ids import parent, period_of
from generator.model.register import Register
from generator.outputs import charts
from generator.reading.diagnostics import Diagnostic
from generator.views import outcomes
from generator.views.accounts import Accounts
from generator.views.changes import view_changes
from generator.views.compliance import view_compliance
from generator.views.entries import EntryView, view_entry
from generator.views.figures import ChartRow, ChartView, share_text
from generator.views.findings import say_verdict, view_findings
from generator.views.gaps import view_gaps
from generator.views.meeting import view_meeting
from generator.views.outcomes import Outcomes, OutcomesView
from generator.views.places import places_within
from generator.views.precinct import view_precinct
from generator.views.rules import rules_of, view_rule, view_rules
from generator.views.slices import Slice, periods_of, sort_into_slices
from generator.words.alphabet import sort_key
from generator.words.catalogue import Words

LANGUAGES = ("kk", "ru")


def entries(view: OutcomesView) -> list[EntryView]:
    return [entry for group in view.groups for entry in group.entries]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_stands_once_on_its_police_bodys_pages_of_periods(
    register: Register, accounts: Accounts, words: dict[str, Words], language: str
) -> None:
    for body_id in register.bodies:
        keys = [
            entry.key
            for period in periods_of(accounts, body_id)
            for entry in entries(Outcomes(register, accounts, words[language], body_id).view_period(period))
        ]
        own = [each for each in accounts.judgement.ledger if each.startswith(f"{body_id}/")]
        assert sorted(keys) == sorted("-".join(each.split("/")[1:]) for each in own)


def stands_in(entry: Entry, each: Slice) -> bool:
    """What the heading of a prepared list promises."""
    promises = {
        Slice.OPEN: entry.is_open,
        Slice.OVERDUE: entry.state is State.OVERDUE,
        Slice.LATE: entry.state is State.CLOSED_LATE,
        Slice.REDIRECTED: entry.state is State.REDIRECTED,
        Slice.FORGOTTEN: entry.forgotten_by is not None,
    }
    return promises.get(each, entry.kind == each.value)


def test_the_lists_linked_first_are_as_long_as_they_say(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    for place in (*register.regions, *register.bodies):
        view = Outcomes(register, accounts, words["ru"], place).view_first()
        kept = accounts.judgement.entries_of(place)
        assert [link.note for link in view.lists] == [
            str(sum(stands_in(entry, each) for entry in kept))
            for each in sort_into_slices(accounts.judgement.entries_of(place))
        ]


def test_the_shipped_content_fills_every_list_and_shows_the_states(accounts: Accounts) -> None:
    assert set(sort_into_slices(accounts.judgement.entries_of("almaty"))) == set(Slice)
    assert {entry.state for entry in accounts.judgement.ledger.values()} >= set(State) - {State.UNREGISTERED}
    states = {cell.state for row in accounts.judgement.grids.values() for cell in row.values()}
    assert states >= {
        GridState.HELD,
        GridState.JOINT,
        GridState.LATE_NOTICE,
        GridState.AWAITED,
        GridState.PLANNED,
    }


def test_who_still_waits_stands_in_the_open_list_overdue_or_not(accounts: Accounts) -> None:
    entry = next(each for each in accounts.judgement.ledger.values() if each.state is State.OPEN)
    for state in State:
        waits = state in (State.OPEN, State.OVERDUE, State.UNREGISTERED)
        assert (Slice.OPEN in sort_into_slices([replace(entry, state=state)])) is waits


def test_a_list_never_grows_past_its_limit_and_says_how_many_are_left_out(
    register: Register, accounts: Accounts, words: dict[str, Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "ROWS", 7)
    for language in LANGUAGES:
        view = Outcomes(register, accounts, words[language], "almaty").view_slice(Slice.COMPLAINT)
        total = sum(each.kind is EntryKind.COMPLAINT for each in accounts.judgement.ledger.values())
        assert len(entries(view)) == 7
        assert {"7", str(total)} <= set(re.findall(r"\d+", view.shown))
        precinct = Outcomes(register, accounts, words[language], "almaty/alatau/211").view_first()
        assert len(entries(precinct)) <= 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_is_followed_across_quarters_both_ways(
    register: Register, accounts: Accounts, words: dict[str, Words], language: str
) -> None:
    ledger = accounts.judgement.ledger
    later = next(each for each in ledger.values() if each.continues and ledger[each.continues].continues)
    ids = [later.identifier, later.continues, ledger[later.continues or ""].continues]
    assert len({period_of(each) for each in ids if each}) == 3
    chains = [view_entry(register, words[language], ledger[each]).chain for each in ids if each]
    assert chains[0] == chains[1] == chains[2]
    urls = [link.url for link in chains[0]]
    assert {f"{language}/{parent(each)}/#{each.rpartition('/')[2]}" for each in ids if each} <= set(urls)
    days = [register.meetings[url.removeprefix(f"{language}/").partition("/#")[0]].starts for url in urls]
    assert all(one < other for one, other in pairwise(days))


def test_an_open_overdue_item_says_by_how_many_days(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    overdue = [each for each in accounts.judgement.ledger.values() if each.state is State.OVERDUE]
    assert overdue
    for entry in overdue:
        assert entry.due is not None
        view = view_entry(register, words["ru"], entry)
        assert str((TODAY - entry.due).days) in view.late


def test_a_missing_protocol_is_shown_with_its_days_and_counted(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    figures = accounts.judgement.figures["almaty"]
    assert figures.protocols_missing > 0
    for language in LANGUAGES:
        view = Outcomes(register, accounts, words[language], "almaty").view_first()
        assert len(view.missing) == figures.protocols_missing
        assert str(figures.protocols_missing) in view.missing_count
        for each in view.missing:
            starts = date.fromisoformat(each.iso[:10])
            assert str((TODAY - starts).days) in each.since


def test_a_percentage_stands_beside_its_counts_and_only_from_ten_cases_on(words: dict[str, Words]) -> None:
    for language in LANGUAGES:
        few, many = share_text(words[language], Share(3, 9)), share_text(words[language], Share(9, 10))
        assert "%" not in few
        assert {"3", "9"} <= set(re.findall(r"\d+", few))
        assert {"9", "10", "90"} == set(re.findall(r"\d+", many))
        assert not re.search(r"\d", share_text(words[language], Share(0, 0)))


def test_each_figure_has_its_definition(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    for place in ("almaty", "almaty/alatau", "almaty/alatau/211"):
        for language in LANGUAGES:
            shown = (
                *Outcomes(register, accounts, words[language], place).view_first().figures,
                *view_compliance(register, accounts, words[language], place).figures,
            )
            assert all(each.name and each.value and each.definition for each in shown)


def test_police_bodies_stand_in_the_order_of_the_alphabet_never_of_a_figure(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    for language in LANGUAGES:
        rows = view_compliance(register, accounts, words[language], "almaty").bodies
        names = [row.name for row in rows if row.url != f"{language}/almaty/department/compliance/"]
        assert names == sorted(names, key=lambda name: sort_key(words[language], name))


def test_a_grid_has_every_precinct_and_a_meeting_behind_each_held_cell(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    for body_id in register.bodies:
        grid = view_compliance(register, accounts, words["kk"], body_id).grid
        if not register.precincts_of(body_id):
            assert grid is None
            continue
        assert grid is not None
        assert len(grid.rows) == len(register.precincts_of(body_id))
        cells = [cell for row in grid.rows for cell in row.cells if cell is not None]
        assert all(
            cell.url for cell in cells if cell.state.key in ("held", "joint", "late_notice", "awaited")
        )
        assert {cell.state.key for cell in cells} == {state.key for state, _ in grid.legend}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said(accounts: Accounts, words: dict[str, Words], language: str) -> None:
    for findings in accounts.judgement.findings.values():
        for finding in findings:
            assert "{" not in say_verdict(words[language], finding.verdict)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_tells_its_findings_with_citation_and_says_when_the_norm_is_repealed(
    register: Register, accounts: Accounts, words: dict[str, Words], language: str
) -> None:
    benchmark = words[language].text("repealed norm, used as a benchmark")
    broken = next(
        each
        for findings in accounts.judgement.findings.values()
        for each in findings
        if each.answer is Answer.BROKEN and each.benchmark and each.subject in register.meetings
    )
    view = view_findings(accounts, words[language], broken.subject)
    assert view is not None
    assert view.note == benchmark
    told = [each for group in view.groups for each in group.findings]
    assert len(told) == len(accounts.judgement.of(broken.subject))
    assert all(each.citation and each.sentence and each.rule.text for each in told)
    assert all(each.force for each in told)
    assert view.groups[0].answer.key == Answer.BROKEN
    assert not view.groups[0].is_folded


def test_a_norm_in_force_is_not_called_repealed(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    chief = next(each for each in register.meetings if each.endswith("/chief"))
    view = view_findings(accounts, words["ru"], chief)
    assert view is not None
    assert not view.note
    assert not any(each.force for group in view.groups for each in group.findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_has_a_page_with_every_rulebook_that_states_it(
    accounts: Accounts, words: dict[str, Words], language: str
) -> None:
    rules = rules_of(accounts.law)
    assert [line.rule.note for line in view_rules(accounts, words[language]).rules] == list(rules)
    titles = set()
    for rule in rules:
        view = view_rule(accounts, words[language], rule, (), "")
        titles.add(view.page.title)
        assert view.page.url == f"{language}/law/{rule.lower()}/"
        assert len(view.norms) == sum(rule in book.rules for book in accounts.law.rulebooks.values())
        assert all(norm.citation and norm.text and norm.acts for norm in view.norms)
        assert view.how
    assert len(titles) == len(rules)


def test_the_answers_of_a_rule_add_up(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    places = [(each, each) for each in register.bodies]
    found = Counter(each.rule for several in accounts.judgement.findings.values() for each in several)
    for rule in rules_of(accounts.law):
        chart = view_rule(accounts, words["ru"], rule, places, "").chart
        charted = sum(row.total for row in chart.rows) if chart is not None else 0
        assert charted == found[rule]


def test_gaps_hold_every_finding_without_data_and_warnings_stand_with_their_police_body(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    warning = Diagnostic("W901", "content/protocols/almaty/alatau/2026-q3/212.yaml", 29)
    for language in LANGUAGES:
        view = view_gaps(register, accounts, words[language], "almaty", ())
        unknown = [
            each
            for findings in accounts.judgement.findings.values()
            for each in findings
            if each.answer is Answer.NOT_ENOUGH_DATA and each.verdict.reason != "quarter.running"
        ]
        assert sum(int(body.number) for body in view.bodies) == len(unknown)
        assert all(gap.rules and gap.subjects for body in view.bodies for gap in body.gaps)
    known = next(iter(_warning_codes()))
    warned = view_gaps(register, accounts, words["ru"], "almaty", (replace(warning, code=known),))
    body = next(each for each in warned.bodies if each.key == "alatau")
    assert body.warnings[0].place == "content/protocols/almaty/alatau/2026-q3/212.yaml:29"


def _warning_codes() -> list[str]:
    from generator.reading.messages import read_messages  # noqa: PLC0415 - only this test needs it

    return sorted(code for code in read_messages() if re.fullmatch(r"W\d{3}", code))


def test_pages_of_places_lead_to_their_accounts(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    precinct = view_precinct(register, words["kk"], TODAY, "almaty/alatau/211", accounts)
    assert [link.url for link in precinct.accounts] == [
        "kk/almaty/alatau/211/outcomes/",
        "kk/almaty/alatau/211/compliance/",
    ]
    assert precinct.grid is not None
    assert [item.url for item in precinct.open_items]


# The past of a meeting


FIRST = Commit("a" * 40, datetime(2026, 10, 1, 20, tzinfo=UTC))  # 2 October in Almaty
LATER = Commit("b" * 40, datetime(2026, 10, 12, 6, tzinfo=UTC))


def witnessed(register: Register, meeting_id: str, *changes: Change, since: date) -> History:
    dated = replace(register, site=replace(register.site, history_from=since))
    return History(dated, Witness.GIT, LATER, {Place(Thing.MEETING, meeting_id): Past(FIRST, changes)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_told_in_words_with_a_link_to_the_commit(
    register: Register, words: dict[str, Words], language: str
) -> None:
    meeting_id = "almaty/alatau/2026-q4/211-212"
    time = Change(
        LATER, ChangeKind.TIME, "2026-10-29T17:00/2026-10-29T18:00", "2026-10-29T18:30/2026-10-29T20:00"
    )
    told = view_changes(
        register,
        witnessed(register, meeting_id, time, since=date(2026, 1, 1)),
        words[language],
        meeting_id,
    )
    assert not told.dates[0].note
    assert told.dates[0].first.url == f"https://git.example/esep/commit/{'a' * 40}"
    assert re.match(r"2\D|2026\D+2\D", told.dates[0].first.text)
    latest, published = told.changes
    assert "17:00" in latest.sentence
    assert "18:30" in latest.sentence
    assert latest.commit.url.endswith("b" * 40)
    assert latest.is_material
    assert published.sentence == words[language].one_of("change", "published")


def test_before_the_history_began_a_date_is_declared_and_says_so(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    meeting_id = "almaty/alatau/2026-q4/211-212"
    history = witnessed(register, meeting_id, since=date(2026, 12, 1))
    for language in LANGUAGES:
        said = words[language].text("declared, not witnessed")
        view = view_meeting(register, words[language], TODAY, meeting_id, replace(accounts, history=history))
        assert view.changes is not None
        assert view.changes.dates[0].note == said
        assert view.announcement.declared == said
        assert not view.changes.changes


def test_every_kind_of_change_has_a_word(words: dict[str, Words]) -> None:
    for kind in ChangeKind:
        assert all(words[language].one_of("change", kind) for language in LANGUAGES)


# Charts


def chart(*counts: tuple[int, ...], names: tuple[str, ...] = ("A", "B", "C")) -> ChartView:
    series = tuple((key, key) for key in outcomes.SERIES)
    rows = tuple(ChartRow(name, "", each) for name, each in zip(names, counts, strict=False))
    return ChartView("title", "first", series, rows)


def test_bars_are_as_long_as_their_counts() -> None:
    svg = charts.stacked_bars(chart((1, 2, 0, 0, 0, 0), (4, 0, 0, 0, 0, 0)))
    widths = [float(each) for each in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    assert widths == [charts.WIDTH / 4, charts.WIDTH / 2, charts.WIDTH]
    assert [float(each) for each in re.findall(r'<rect x="([\d.]+)"', svg)] == [0, charts.WIDTH / 4, 0]


def test_nothing_to_count_makes_no_bar() -> None:
    assert "<rect" not in charts.stacked_bars(chart((0, 0, 0, 0, 0, 0)))


def test_names_cannot_smuggle_markup_into_a_chart() -> None:
    svg = charts.stacked_bars(chart((1, 0, 0, 0, 0, 0), names=("<script>",)))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize(
    "series",
    [
        outcomes.SERIES,
        ("held", "late_notice", "awaited", "missed", "vacant"),
        ("met", "broken", "not_enough_data", "not_applicable"),
    ],
    ids=["outcomes", "quarters", "answers"],
)
def test_parts_of_one_chart_differ_without_colour(series: tuple[str, ...]) -> None:
    fills = [charts.FILLS[key] for key in series]
    assert len(set(fills)) == len(fills)


def test_cells_of_a_grid_differ_by_shape() -> None:
    shapes = [str(charts.symbol(state)) for state in GridState]
    assert len(set(shapes)) == len(GridState)


def test_hatching_stays_within_its_bar() -> None:
    svg = charts.stacked_bars(chart((1, 30, 1, 1, 1, 1)))
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", svg):
        assert -0.1 <= float(x) <= charts.WIDTH + 0.1
        assert 0 <= float(y) <= 40


def test_charts_need_nothing_inline(register: Register, accounts: Accounts, words: dict[str, Words]) -> None:
    view = Outcomes(register, accounts, words["ru"], "almaty").view_first().chart
    assert view is not None
    svg = charts.stacked_bars(view)
    assert "style=" not in svg
    assert "<script" not in svg
    assert len(view.rows) == len(places_within(register, words["ru"], "almaty"))
