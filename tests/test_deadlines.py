"""Terms of submissions: the Administrative Procedural-Process Code before and after law 241-VIII."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_cases import shipped_law

from generator.law.deadlines import add_months, redirection_end, registration_day, term_of
from generator.model.submission import Extension, FollowUp, Procedure

LAW = shipped_law()
DAYS, APPEALS = LAW.days, LAW.appeals
ANY_DAY = st.dates(date(2019, 1, 1), date(2038, 12, 31))
PROCEDURES = st.sampled_from(list(Procedure))


def due(registered: str, procedure: str = "appeal", received: str = "") -> str:
    follow_up = FollowUp(date.fromisoformat(registered), Procedure(procedure))
    return term_of(follow_up, date.fromisoformat(received or registered), APPEALS, DAYS).day.isoformat()


@pytest.mark.parametrize(
    ("registered", "procedure", "expected"),
    [
        ("2026-03-19", "appeal", "2026-04-14"),  # Nauryz, 23-25 March, is skipped
        ("2026-04-30", "appeal", "2026-05-26"),  # 1, 7 and 11 May are skipped
        ("2025-12-25", "appeal", "2026-01-20"),
        ("2026-03-19", "complaint", "2026-04-21"),  # 20 working days
        ("2026-03-19", "simplified", "2026-04-14"),
    ],
)
def test_the_worked_examples(registered: str, procedure: str, expected: str) -> None:
    """APPC art. 76: 15 working days, counted from the day after registration; art. 99: 20."""
    assert due(registered, procedure) == expected


def test_since_241_viii_the_term_runs_from_registration_before_it_ran_from_receipt() -> None:
    assert due("2026-03-19", received="2026-03-16") == "2026-04-14"
    assert due("2025-03-19", received="2025-03-13") == due("2025-03-13")
    assert due("2025-03-19", received="2025-03-13") < due("2025-03-19")


def test_before_the_code_it_was_fifteen_calendar_days_from_receipt() -> None:
    assert due("2021-06-10") == "2021-06-25"
    assert due("2021-06-11") == "2021-06-28"  # the fifteenth day was a Saturday
    assert due("2021-07-01") == "2021-07-26"  # the Code; 6 July and Kurban ait, 20 July, were days off


def test_each_number_has_its_source_in_both_languages() -> None:
    for regime in APPEALS.regimes.values():
        terms = [*regime.terms.values(), regime.redirection, regime.extension, regime.extension_notice]
        for term in terms:
            assert term is None or (term.source.kk and term.source.ru)
        assert set(regime.terms) == set(Procedure)


def test_regimes_follow_each_other_without_a_gap() -> None:
    for earlier, later in pairwise(APPEALS.regimes.values()):
        assert earlier.until == later.since - timedelta(days=1)
    assert list(APPEALS.regimes.values())[-1].until is None


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-19 15:00", "2026-03-19"),
        ("2026-03-19 18:30", "2026-03-19"),
        ("2026-03-19 18:31", "2026-03-20"),  # after working hours
        ("2026-03-20 19:00", "2026-03-26"),  # a Friday evening before Nauryz
        ("2026-03-21 10:00", "2026-03-26"),  # a Saturday
    ],
)
def test_what_comes_too_late_is_registered_on_the_next_working_day(received: str, expected: str) -> None:
    """APPC art. 64(3)."""
    assert registration_day(datetime.fromisoformat(received), APPEALS, DAYS).isoformat() == expected


def test_a_matter_of_another_body_is_passed_on_within_three_working_days() -> None:
    """APPC art. 65: three working days from receipt."""
    assert redirection_end(date(2026, 3, 19), APPEALS, DAYS) == date(2026, 3, 27)
    assert redirection_end(date(2026, 11, 16), APPEALS, DAYS) == date(2026, 11, 19)


def extended(decided: str, until: str, notified: str = "", procedure: str = "appeal") -> tuple[str, str]:
    told = date.fromisoformat(notified) if notified else None
    extension = Extension(date.fromisoformat(decided), date.fromisoformat(until), told)
    follow_up = FollowUp(date(2026, 3, 19), Procedure(procedure), extension)
    term = term_of(follow_up, date(2026, 3, 19), APPEALS, DAYS)
    return term.day.isoformat(), term.fault


def test_a_term_may_be_extended_by_two_months_from_the_decision() -> None:
    """APPC art. 76(3)."""
    assert extended("2026-04-10", "2026-06-10", "2026-04-15") == ("2026-06-10", "")
    assert extended("2026-04-10", "2026-06-06", "2026-04-15") == ("2026-06-08", "")  # a Saturday
    assert extended("2026-04-10", "2026-06-11") == ("2026-06-10", "extension.too_long")
    assert extended("2026-04-10", "2026-06-10", "2026-04-16") == ("2026-06-10", "extension.notice_late")


def test_an_extension_the_law_does_not_allow_changes_nothing() -> None:
    assert extended("2026-04-15", "2026-06-01") == ("2026-04-14", "extension.after_term")
    assert extended("2026-04-10", "2026-06-01", procedure="complaint") == (
        "2026-04-21",
        "extension.forbidden",
    )


def test_two_months_from_the_last_of_a_month_end_with_the_month() -> None:
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert add_months(date(2026, 10, 31), 2) == date(2026, 12, 31)


@given(ANY_DAY, PROCEDURES)
def test_a_deadline_never_falls_on_a_day_off(registered: date, procedure: Procedure) -> None:
    assert DAYS.is_working(term_of(FollowUp(registered, procedure), registered, APPEALS, DAYS).day)


@given(ANY_DAY, st.integers(0, 40), st.integers(0, 90))
def test_nor_does_an_extended_one_and_it_is_never_shorter_nor_longer_than_two_months(
    registered: date, wait: int, more: int
) -> None:
    decided = registered + timedelta(days=wait)
    follow_up = FollowUp(registered, extended=Extension(decided, decided + timedelta(days=more)))
    term = term_of(follow_up, registered, APPEALS, DAYS)
    assert DAYS.is_working(term.day)
    assert term.first <= term.day
    assert term.day <= max(term.first, DAYS.next_working_day(add_months(decided, 2)))


@given(ANY_DAY, st.integers(0, 30), PROCEDURES)
def test_who_registers_later_is_never_due_earlier(registered: date, later: int, procedure: Procedure) -> None:
    second = registered + timedelta(days=later)
    first_due = term_of(FollowUp(registered, procedure), registered, APPEALS, DAYS).day
    assert first_due <= term_of(FollowUp(second, procedure), second, APPEALS, DAYS).day


@given(ANY_DAY)
def test_the_day_of_registration_is_worked_and_not_before_receipt(day: date) -> None:
    for clock in ("00:00", "18:30", "18:31", "23:59"):
        received = datetime.fromisoformat(f"{day} {clock}")
        found = registration_day(received, APPEALS, DAYS)
        assert DAYS.is_working(found)
        assert found >= day


@given(ANY_DAY, PROCEDURES)
def test_a_deadline_is_the_same_under_any_time_zone(registered: date, procedure: Procedure) -> None:
    found = set()
    for zone in ("UTC", "Asia/Almaty", "America/Los_Angeles", "Pacific/Kiritimati"):
        with under_zone(zone):
            found.add(term_of(FollowUp(registered, procedure), registered, APPEALS, DAYS).day)
    assert len(found) == 1


@contextmanager
def under_zone(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
