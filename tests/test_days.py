"""Working days: the package's holidays, put right by our file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from law_cases import shipped_law

from generator.law.days import DayKind, DaysOff, count_working_days
from generator.law.reading import DAYS_FILE, read_law
from generator.reading.decode import Document, decode
from generator.reading.files import read_file

DAYS = shipped_law().days
ANY_DAY = st.dates(date(2018, 1, 1), date(2039, 12, 31))


def file() -> DaysOff:
    node, faults = read_file(ROOT, DAYS_FILE)
    assert node is not None, faults
    record = decode(DaysOff, node, Document(DAYS_FILE))
    assert isinstance(record, DaysOff)
    return record


def test_every_holiday_of_four_years_is_named_in_both_languages_with_a_source() -> None:
    rows = file().days
    known = holidays.country_holidays("KZ", years=range(2024, 2028))
    assert {day for day in known if 2024 <= day.year <= 2027} <= set(rows)
    for day, row in rows.items():
        assert row.names.kk, day
        assert row.names.ru, day
        assert row.source in file().sources, day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-08-30", False),
        ("2025-08-30", False),
        ("2026-08-28", True),  # a Friday; in 2026 there is no Constitution Day
        ("2026-03-16", True),
        ("2027-03-15", False),  # Constitution Day, a Monday
        ("2027-08-30", True),
        ("2024-05-04", True),  # a Saturday, worked for 8 May
        ("2024-05-08", False),
        ("2025-01-05", True),
        ("2025-01-03", False),
        ("2023-07-01", True),
        ("2023-07-07", False),
        ("2026-03-09", False),  # 8 March was a Sunday
        ("2026-03-24", False),
        ("2026-03-25", False),
        ("2026-03-26", True),
        ("2028-02-29", True),
        ("2017-01-02", True),  # before the years covered Monday to Friday are worked
        ("2045-12-16", False),  # a Saturday after them
    ],
)
def test_a_day_is_worked_or_not(day: str, *, working: bool) -> None:
    assert DAYS.is_working(date.fromisoformat(day)) is working


def test_transfers_of_2026_and_2027_are_not_known_and_the_file_says_so() -> None:
    assert DAYS.knows_transfers(date(2025, 1, 1))
    assert not DAYS.knows_transfers(date(2026, 1, 1))
    assert not DAYS.knows_transfers(date(2027, 1, 1))
    assert file().note is not None


def test_a_row_of_the_file_overrides_the_package() -> None:
    rows = dict(file().days)
    row = rows[date(2026, 5, 1)]
    working = type(row)(DayKind.WORKING, row.names, row.source)
    off = type(row)(DayKind.OFF, row.names, row.source)
    changed = DaysOff(file().sources, (2026,), {**rows, date(2026, 5, 1): working, date(2026, 5, 8): off})
    days = count_working_days(changed)
    assert days.is_working(date(2026, 5, 1))
    assert not days.is_working(date(2026, 5, 8))
    assert days.knows_transfers(date(2026, 5, 1))
    saturday = date(2024, 5, 4)  # worked, says the package
    assert not count_working_days(DaysOff({}, (), {saturday: off})).is_working(saturday)


def test_a_row_without_a_listed_source_is_a_fault_at_its_place(tmp_path: Path) -> None:
    text = (ROOT / DAYS_FILE).read_text(encoding="utf-8").replace("source: moon", "source: hearsay", 1)

    target = tmp_path / DAYS_FILE
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    _, diagnostics = read_law(tmp_path)
    (found,) = [each for each in diagnostics if each.code == "E208"]
    assert found.file == DAYS_FILE
    assert "hearsay" in text.splitlines()[found.line - 1]
    assert found.values["found"] == "hearsay"


@given(ANY_DAY, st.integers(1, 60))
def test_the_nth_working_day_is_worked_and_as_many_working_days_lie_between(after: date, n: int) -> None:
    day = DAYS.nth_working_day(after, n)
    assert DAYS.is_working(day)
    assert DAYS.working_days_between(after, day) == n
    assert sum(DAYS.is_working(after + timedelta(days=k)) for k in range(1, (day - after).days + 1)) == n


@given(ANY_DAY)
def test_the_next_working_day_is_the_day_itself_when_it_is_worked(day: date) -> None:
    found = DAYS.next_working_day(day)
    assert DAYS.is_working(found)
    assert (found == day) is DAYS.is_working(day)
    assert not any(DAYS.is_working(day + timedelta(days=k)) for k in range((found - day).days))


@given(ANY_DAY, ANY_DAY)
def test_no_working_days_lie_before_their_beginning(start: date, end: date) -> None:
    count = DAYS.working_days_between(start, end)
    assert count >= 0
    assert count == 0 or end > start
