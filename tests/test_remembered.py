"""What pages ask a Register again and again is worked out once, and never carried along."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.law.judgement import gather_facts, judge
from generator.law.reading import read_law
from generator.model import memory
from generator.model.project import read_project
from generator.model.register import Register
from generator.views.accounts import Accounts
from generator.views.findings import view_finding
from generator.views.listing import meeting_subject
from generator.views.people import PersonView, view_person
from generator.views.remembered import remembered
from generator.words.catalogue import Words, read_all_words

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def words() -> dict[str, Words]:
    return read_all_words(ROOT / "site_config" / "locale")


@pytest.fixture
def register() -> Register:
    project = read_project(ROOT)
    assert project.register is not None
    return project.register


def test_a_question_is_worked_out_once_for_each_register(register: Register) -> None:
    asked: list[tuple[Register, int]] = []

    @remembered
    def view(register: Register, number: int) -> int:
        asked.append((register, number))
        return number * 2

    other = replace(register, meetings={})
    assert [view(register, 1), view(register, 1), view(register, 2), view(other, 1)] == [2, 2, 4, 2]
    assert len(asked) == 3


def test_answers_are_given_up_before_they_fill_the_memory(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 10)

    @remembered
    def view(register: Register, number: int) -> int:
        return number if register.meetings else 0

    assert [view(register, number) for number in range(100)] == list(range(100))
    assert all(len(each) <= 10 for each in register.answers.values())


def test_answers_stay_with_the_words_they_were_given_in(register: Register, words: dict[str, Words]) -> None:
    meeting_id = next(iter(register.meetings))
    assert meeting_subject(register, words["kk"], meeting_id) != meeting_subject(
        register, words["ru"], meeting_id
    )


def test_a_register_sent_to_a_worker_leaves_its_answers_behind(
    register: Register, words: dict[str, Words]
) -> None:
    fresh = pickle.dumps(register)
    for meeting_id in register.meetings:
        meeting_subject(register, words["kk"], meeting_id)
    assert len(pickle.dumps(register)) < len(fresh) + 200
    assert not pickle.loads(pickle.dumps(register)).answers


def test_asking_a_register_does_not_change_what_another_thread_pickles(
    register: Register, words: dict[str, Words]
) -> None:
    before = list(vars(register))
    meeting_subject(register, words["kk"], next(iter(register.meetings)))
    assert list(vars(register)) == before


def test_an_officer_is_viewed_as_given_even_where_the_register_knows_another(
    register: Register, words: dict[str, Words]
) -> None:
    precinct_id = next(
        each for each in register.precincts if register.inspectors_on(each, date(2026, 11, 21))
    )
    reporter = register.inspectors_on(precinct_id, date(2026, 11, 21))[0]
    asked = register, words["ru"], date(2026, 11, 21)
    known = view_person(*asked, reporter)
    assert view_person(*asked, reporter) is known
    other = replace(reporter, officer=replace(reporter.officer, phones=()))
    assert view_person(*asked, other) == PersonView(**{**fields_of(known), "phones": ()})
    left = replace(reporter, officer=replace(reporter.officer, until=date(2026, 11, 20)))
    assert not view_person(*asked, left).phones
    assert view_person(*asked, reporter) is known


def fields_of(view: PersonView) -> dict[str, Any]:
    return {each.name: getattr(view, each.name) for each in fields(view)}


def test_a_finding_is_one_object_for_all_meetings_of_which_the_same_is_to_be_said(
    register: Register, words: dict[str, Words]
) -> None:
    law, diagnostics = read_law(ROOT)
    assert law is not None, diagnostics
    accounts = Accounts(law, judge(gather_facts(register, law, date(2026, 11, 21))))
    findings = [each for several in accounts.judgement.findings.values() for each in several]
    for language in words.values():
        views = [view_finding(accounts, language, each) for each in findings]
        alone = [view_finding(Accounts(law, accounts.judgement), language, each) for each in findings]
        assert views == alone
        assert len({id(each) for each in views}) == len(set(views)) < len(views)
    assert not pickle.loads(pickle.dumps(accounts)).said
