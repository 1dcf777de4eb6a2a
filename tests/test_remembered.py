"""What pages ask a Register again and again is worked out once, and never carried along."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from generator.model import memory
from generator.model.project import read_project
from generator.model.register import Register
from generator.views.listing import meeting_subject
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
