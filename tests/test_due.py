"""What is due: nothing overdue is forgotten, nothing far away is shouted about, an id lasts as long as its duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import TODAY
from icalendar import Calendar

from generator.editing.due import render_due
from generator.law.judgement import Judgement, gather_facts, judge
from generator.law.ledger import EntryKind, State
from generator.model.register import Register
from generator.model.schedule import Status
from generator.outputs.accounts import render_duties_calendar
from generator.views.accounts import Accounts
from generator.views.duties import NOTICE, Duty, DutyKind, duties_of, find_due, view_duties, view_duty
from generator.words.catalogue import Words

LANGUAGES = ("kk", "ru")


@pytest.fixture(scope="module")
def judgement(accounts: Accounts) -> Judgement:
    return accounts.judgement


def of_kind(duties: tuple[Duty, ...], kind: DutyKind) -> list[Duty]:
    return [each for each in duties if each.kind is kind]


def test_duties_come_by_day_and_none_lies_beyond_the_window(register: Register, judgement: Judgement) -> None:
    for days in (0, 7, 30, 120):
        due = [each.due for each in find_due(register, judgement, TODAY, days)]
        assert due == sorted(due)
        assert due[-1] <= TODAY + timedelta(days=days)


def test_the_last_day_of_the_window_belongs_to_it(register: Register, judgement: Judgement) -> None:
    duty = next(each for each in find_due(register, judgement, TODAY, 30) if each.due > TODAY)
    days = (duty.due - TODAY).days
    assert duty in find_due(register, judgement, TODAY, days)
    assert duty not in find_due(register, judgement, TODAY, days - 1)


def test_a_wider_window_only_adds(register: Register, judgement: Judgement) -> None:
    week, month = (set(find_due(register, judgement, TODAY, days)) for days in (7, 30))
    assert week < month


def test_ids_are_unique(register: Register, judgement: Judgement) -> None:
    ids = [each.identifier for each in find_due(register, judgement, TODAY, 120)]
    assert len(set(ids)) == len(ids)


def test_every_overdue_answer_and_decision_is_a_duty(register: Register, judgement: Judgement) -> None:
    due = find_due(register, judgement, TODAY, 0)
    overdue = {
        each.identifier
        for each in judgement.ledger.values()
        if each.state is State.OVERDUE and each.own_course
    }
    told = {each.subject for each in due if each.kind in (DutyKind.ANSWER, DutyKind.DECISION)}
    assert overdue <= told


def test_what_was_not_answered_and_never_registered_is_to_be_registered(
    register: Register, judgement: Judgement
) -> None:
    lost = [
        each.identifier
        for each in judgement.ledger.values()
        if each.state is State.UNREGISTERED and each.own_course and each.kind is not EntryKind.DECISION
    ]
    assert {
        each.subject for each in of_kind(find_due(register, judgement, TODAY, 0), DutyKind.REGISTER)
    } == set(lost)


def test_every_past_meeting_without_a_protocol_is_a_duty_and_a_cancelled_one_never(
    register: Register, judgement: Judgement
) -> None:
    told = {each.subject for each in of_kind(find_due(register, judgement, TODAY, 0), DutyKind.PROTOCOL)}
    missing = {
        each
        for each, meeting in register.meetings.items()
        if meeting.starts.date() <= TODAY
        and each not in register.protocols
        and meeting.status is not Status.CANCELLED
    }
    assert told == missing
    assert told


def test_open_items_are_carried_over_to_the_next_report_of_their_precinct(
    register: Register, judgement: Judgement
) -> None:
    carried = of_kind(find_due(register, judgement, TODAY, 150), DutyKind.CARRY_OVER)
    assert carried
    for duty in carried:
        precincts = set(register.precinct_ids(duty.subject))
        for item in duty.items:
            assert judgement.ledger[item].is_open
            assert precincts & set(register.precinct_ids(item.rpartition("/")[0]))


def test_a_quarter_without_meetings_is_due_before_it_begins(register: Register, judgement: Judgement) -> None:
    body_id = "almaty/alatau"
    empty = replace(
        judgement, grids={**judgement.grids, **{each: {} for each in register.precincts_of(body_id)}}
    )
    found = {
        each.subject: each
        for each in of_kind(find_due(register, empty, TODAY, 60), DutyKind.SCHEDULE)
        if each.body_id == body_id
    }
    ahead = found[f"{body_id}@2027-q1"]
    assert ahead.due == date(2027, 1, 1) - NOTICE
    assert ahead.items == register.precincts_of(body_id)
    assert found[f"{body_id}@2026-q4"].due == date(2026, 12, 31) - NOTICE


def test_the_chiefs_report_is_due_until_it_is_set(register: Register, judgement: Judgement) -> None:
    in_spring = find_due(register, judgement, TODAY, 150)
    chiefs = [each for each in of_kind(in_spring, DutyKind.SCHEDULE) if each.subject.endswith("@2026")]
    assert {each.body_id for each in chiefs} == set(register.bodies)
    assert {each.due for each in chiefs} == {date(2027, 3, 31) - NOTICE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_duties_are_told_in_words_with_the_id_to_look_for(
    register: Register, judgement: Judgement, words: dict[str, Words], language: str
) -> None:
    due = find_due(register, judgement, TODAY, 30)
    text = render_due(register, judgement, words[language], due)
    for duty in due:
        assert duty.subject in text
        assert duty.due.isoformat() in text
        assert view_duty(register, judgement, words[language], duty).kind in text
    assert render_due(register, judgement, words[language], ()).strip() == words[language].text(
        "Nothing is due."
    )


def test_the_page_holds_every_duty_of_the_month_by_police_body(
    register: Register, judgement: Judgement, words: dict[str, Words]
) -> None:
    for language in LANGUAGES:
        view = view_duties(register, judgement, words[language], "almaty")
        keys = [duty.key for body in view.bodies for duty in body.duties]
        assert len(keys) == len(set(keys)) == len(find_due(register, judgement, TODAY, 30))


def test_the_calendar_has_whole_days_lasting_ids_and_no_clock(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    artifact = render_duties_calendar(register, accounts, words["kk"], "almaty/alatau")
    assert artifact.path == "kk/almaty/alatau/duties.ics"
    assert artifact == render_duties_calendar(register, accounts, words["kk"], "almaty/alatau")
    events = Calendar.from_ical(artifact.content).walk("VEVENT")
    duties = duties_of(register, accounts.judgement, "almaty/alatau")
    assert len(events) == len(duties)
    assert len({str(event["uid"]) for event in events}) == len(events)
    for event, duty in zip(events, duties, strict=True):
        assert f"DTSTART;VALUE=DATE:{duty.due:%Y%m%d}".encode() in event.to_ical()
    for line in artifact.content.split(b"\r\n"):
        assert len(line) <= 75


def test_the_day_changes_what_is_late_and_never_an_id(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    tomorrow = judge(gather_facts(register, accounts.law, TODAY + timedelta(days=1)))
    before = {each.identifier: each for each in find_due(register, accounts.judgement, TODAY, 30)}
    after = {each.identifier: each for each in find_due(register, tomorrow, TODAY + timedelta(days=1), 30)}
    assert before.keys() <= after.keys()
    assert all(after[each].due == duty.due for each, duty in before.items())
    late = [each for each in before.values() if each.due < TODAY]
    views = [view_duty(register, tomorrow, words["ru"], each).late for each in late]
    assert all(str((TODAY - each.due).days + 1) in view for each, view in zip(late, views, strict=True))
