"""The Judgement and its ledger: one complaint over two quarters, grids, figures, and parts that make the whole."""

from __future__ import annotations

import pickle
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from law_cases import BODY, DAYS, GoldenCase, shipped_law, write_register

from generator.law.figures import Share
from generator.law.finding import Answer, Weight
from generator.law.grid import GridState
from generator.law.judgement import EVERYWHERE, Judgement, gather_facts, join, judge, judge_body
from generator.law.ledger import State
from generator.model.project import read_project
from generator.model.register import Register

DAY = DAYS["inspector-practice"]
MEETING, EARLIER = f"{BODY}/2026-q2/011", f"{BODY}/2026-q1/011"
TEXT = {"kk": "...", "ru": "..."}


def judged(folder: Path, edit: dict[str, Any], today: date, day: date = DAY) -> Judgement:
    case = GoldenCase("R25", 1, "inspector-practice", {"edit": edit, "day": day.isoformat()})
    return judge(gather_facts(write_register(case, folder), shipped_law(), today))


def item(**values: Any) -> dict[str, Any]:
    return {"kind": "complaint", "text": TEXT, "answered": "no", **values}


@pytest.fixture(scope="module")
def shipped(register: Register) -> Judgement:
    return judge(gather_facts(register, shipped_law(), TODAY))


@pytest.fixture(scope="module")
def register() -> Register:
    found = read_project(ROOT).register
    assert found is not None
    return found


def test_an_open_complaint_is_overdue_from_the_day_after_its_term(tmp_path: Path) -> None:
    edit = {"protocol": {"submissions": {"s2": item(follow_up={"registered": "D+1"})}}}
    for today, state, late in ((date(2026, 6, 12), State.OPEN, 0), (date(2026, 6, 13), State.OVERDUE, 1)):
        entry = judged(tmp_path / today.isoformat(), edit, today).ledger[f"{MEETING}/s2"]
        assert (entry.due, entry.state, entry.overdue_days) == (date(2026, 6, 12), state, late)


def test_one_complaint_is_followed_from_meeting_to_meeting(tmp_path: Path) -> None:
    edit = {
        "earlier": {"protocol": {"submissions": {"s2": item(follow_up={"registered": "D-90"})}}},
        "protocol": {"submissions": {"s2": item(answered="fully", continues="EARLIER/s2")}},
    }
    ledger = judged(tmp_path, edit, TODAY).ledger
    first, later = ledger[f"{EARLIER}/s2"], ledger[f"{MEETING}/s2"]
    assert first.continued_by == (later.identifier,)
    assert later.continues == first.identifier
    assert first.state is State.CLOSED_LATE  # nobody closed it before the next report told its end
    assert first.settled == DAY
    assert first.forgotten_by is None


def test_a_matter_that_is_only_told_again_keeps_its_first_term(tmp_path: Path) -> None:
    edit = {
        "earlier": {"protocol": {"submissions": {"s2": item(follow_up={"registered": "D-90"})}}},
        "protocol": {"submissions": {"s2": item(answered="partly", continues="EARLIER/s2")}},
    }
    judgement = judged(tmp_path, edit, TODAY)
    first, later = judgement.ledger[f"{EARLIER}/s2"], judgement.ledger[f"{MEETING}/s2"]
    assert first.state is later.state is State.OVERDUE
    assert later.due == first.due
    assert not later.own_course
    assert judgement.figures[BODY].overdue == 1  # one matter, told twice
    assert judgement.figures[BODY].answers_on_time == Share(0, 1)


def test_what_the_next_report_does_not_mention_is_forgotten_by_it(tmp_path: Path) -> None:
    edit = {"earlier": {"protocol": {"submissions": {"s2": item(follow_up={"registered": "D-90"})}}}}
    assert judged(tmp_path, edit, TODAY).ledger[f"{EARLIER}/s2"].forgotten_by == MEETING


def test_a_later_item_of_the_same_chain_counts_as_mention(tmp_path: Path) -> None:
    edit = {
        "earlier": {
            "protocol": {
                "submissions": {
                    "s1": item(follow_up={"registered": "D-90"}),
                    "s2": item(continues="EARLIER/s1"),
                }
            }
        },
        "protocol": {"submissions": {"s2": item(continues="EARLIER/s1")}},
    }
    ledger = judged(tmp_path, edit, TODAY).ledger
    assert ledger[f"{EARLIER}/s2"].forgotten_by is None
    assert ledger[f"{EARLIER}/s1"].forgotten_by is None


def test_a_chain_that_bites_its_tail_ends_all_the_same(tmp_path: Path) -> None:
    edit = {
        "earlier": {"protocol": {"submissions": {"s1": item(continues=f"{MEETING}/s1")}}},
        "protocol": {"submissions": {"s1": item(continues="EARLIER/s1")}},
    }
    assert len(judged(tmp_path, edit, TODAY).ledger) == 3


def test_a_decision_is_overdue_when_its_day_is_past(tmp_path: Path) -> None:
    edit = {"protocol": {"decisions": {"d1": {"done": None}, "d2": {"text": TEXT}}}}
    ledger = judged(tmp_path, edit, date(2026, 6, 20)).ledger
    assert (ledger[f"{MEETING}/d1"].state, ledger[f"{MEETING}/d1"].overdue_days) == (State.OVERDUE, 1)
    assert ledger[f"{MEETING}/d2"].state is State.OPEN  # no day was set


def test_open_overdue_and_unregistered_items_stand_in_the_denominator(tmp_path: Path) -> None:
    closed = {"registered": "D+1", "closed": {"on": "D+9", "outcome": "satisfied", "text": TEXT}}
    late = {"registered": "D+1", "closed": {"on": "D+90", "outcome": "satisfied", "text": TEXT}}
    edit = {
        "protocol": {
            "submissions": {
                "s2": item(follow_up=closed),
                "s3": item(follow_up=late),
                "s4": item(follow_up={"registered": "D+1"}),
                "s5": item(),
                "s6": item(redirected={"to": TEXT, "on": "D+2"}),
            }
        }
    }
    figures = judged(tmp_path, edit, TODAY).figures[BODY]
    assert figures.answers_on_time == Share(1, 4)
    assert (figures.overdue, figures.unregistered, figures.redirected, figures.closed_late) == (1, 1, 1, 1)


GRID: list[tuple[str, dict[str, Any], str, str]] = [
    ("held", {}, "011", "2026-11-21"),
    ("joint", {"meeting": {"precincts": ["011", "012"]}}, "012", "2026-11-21"),
    ("late_notice", {"meeting": {"announced": "D-3"}}, "011", "2026-11-21"),
    ("awaited", {"protocol": None}, "011", "2026-11-21"),
    ("missed", {}, "013", "2026-11-21"),
    (
        "cancelled",
        {"meeting": {"status": "cancelled", "reason": TEXT}, "protocol": None},
        "011",
        "2026-11-21",
    ),
    ("vacant", {"precincts": {"013": {"vacant": [{"since": "D-60"}]}}}, "013", "2026-11-21"),
    ("planned", {"protocol": None}, "011", "2026-05-20"),
    (
        "planned",
        {"precincts": {"011": {"vacant": [{"since": "D-60"}]}}, "protocol": None},
        "011",
        "2026-05-20",
    ),
    ("unscheduled", {}, "013", "2026-05-25"),
]


@pytest.mark.parametrize(("state", "edit", "precinct", "today"), GRID, ids=[each[0] for each in GRID])
def test_a_cell_of_the_grid(
    state: str, edit: dict[str, Any], precinct: str, today: str, tmp_path: Path
) -> None:
    grid = judged(tmp_path, edit, date.fromisoformat(today)).grids[f"{BODY}/{precinct}"]
    assert grid["2026-q2"].state is GridState(state)


def test_every_state_of_the_grid_is_tried() -> None:
    assert {state for state, *_ in GRID} == set(GridState)


def test_a_vacant_quarter_is_not_counted_in_coverage(tmp_path: Path) -> None:
    edit = {"precincts": {key: {"vacant": [{"since": "2020-01-01"}]} for key in ("012", "013")}}
    assert judged(tmp_path, edit, date(2026, 6, 30)).figures[BODY].coverage == Share(2, 2)


def test_a_precinct_that_was_merged_answers_for_no_quarter_after_its_end(tmp_path: Path) -> None:
    ended = {"013": {"succeeded_by": {"since": "2026-06-30", "precincts": ["012"]}}}
    served = {"013": {"succeeded_by": {"since": "2026-07-01", "precincts": ["012"]}}}
    held = {"011": {"succeeded_by": {"since": "2026-06-30", "precincts": ["012"]}}}
    today = date(2026, 11, 21)
    assert "2026-q2" not in judged(tmp_path / "ended", {"precincts": ended}, today).grids[f"{BODY}/013"]
    grid = judged(tmp_path / "served", {"precincts": served}, today).grids[f"{BODY}/013"]
    assert (grid["2026-q2"].state, "2026-q3" in grid) == (GridState.MISSED, False)
    assert judged(tmp_path / "held", {"precincts": held}, today).grids[f"{BODY}/011"]["2026-q2"].meetings


@settings(max_examples=25)
@given(joint=st.sets(st.sampled_from(["011", "012", "013"]), min_size=1))
def test_a_joint_meeting_satisfies_each_of_its_precincts_exactly_once(
    joint: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    edit = {"meeting": {"precincts": sorted(joint)}, "earlier": None}
    judgement = judged(tmp_path_factory.mktemp("joint"), edit, date(2026, 6, 30))
    cells = {key: judgement.grids[f"{BODY}/{key}"]["2026-q2"] for key in ("011", "012", "013")}
    for key, cell in cells.items():
        expected = (
            (GridState.JOINT if len(joint) > 1 else GridState.HELD) if key in joint else GridState.UNSCHEDULED
        )
        assert cell.state is expected
        assert cell.meetings == ((MEETING,) if key in joint else ())
    assert judgement.figures[BODY].coverage == Share(len(joint), len(joint))
    assert (
        judgement.figures[BODY].participants == 64
    )  # people are counted once, however many precincts they come from


def test_a_body_without_any_report_is_seen(register: Register, shipped: Judgement) -> None:
    assert set(shipped.years) == set(register.bodies)
    assert all("2025" in years for years in shipped.years.values())


def test_the_parts_make_the_whole_and_travel_between_processes(
    register: Register, shipped: Judgement
) -> None:
    facts = gather_facts(register, shipped_law(), TODAY)
    with ProcessPoolExecutor(2) as pool:
        parts = list(pool.map(judge_body, [facts] * len(register.bodies), sorted(register.bodies)))
    assert join(register, parts, TODAY) == shipped
    assert pickle.loads(pickle.dumps(shipped)) == shipped


def test_the_sums_of_the_site_are_those_of_its_findings(register: Register, shipped: Judgement) -> None:
    counted = Counter((f.rule, f.answer) for findings in shipped.findings.values() for f in findings)
    tallied: Counter[tuple[str, Answer]] = Counter()
    for (rule, _), tally in shipped.tallies[EVERYWHERE].items():
        for answer in Answer:
            tallied[rule, answer] += getattr(tally, answer.value)
    assert +tallied == counted
    whole, bodies = shipped.figures[EVERYWHERE], [shipped.figures[each] for each in register.bodies]
    assert whole.participants == sum(each.participants for each in bodies)
    assert len(whole.notice_days) == sum(len(each.notice_days) for each in bodies)
    assert {each for place in register.bodies for each in shipped.entries.get(place, ())} == set(
        shipped.ledger
    )
    assert sorted(shipped.entries[EVERYWHERE]) == sorted(shipped.ledger)


def test_an_inspectors_report_today_is_measured_by_a_benchmark_and_every_finding_says_so(
    shipped: Judgement,
) -> None:
    for findings in shipped.findings.values():
        for each in findings:
            assert each.benchmark is (each.rulebook == "inspector-practice" and not each.standing)
            assert not each.benchmark or each.weight is not Weight.ERROR


def test_nothing_that_depends_on_today_is_a_diagnostic() -> None:
    assert not [each for each in read_project(ROOT).diagnostics if each.code.startswith("E")]


def test_every_meeting_but_a_candidates_is_judged_by_one_rulebook(
    register: Register, shipped: Judgement
) -> None:
    for meeting_id, meeting in register.meetings.items():
        findings = shipped.of(meeting_id)
        assert bool(findings) is (meeting.level != "candidate")
        assert len({each.rulebook for each in findings}) <= 1
        assert [each.rule for each in findings] == sorted(each.rule for each in findings)
