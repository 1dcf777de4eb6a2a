"""Content lines are those `icalendar` writes, letter for letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Event, vUri
from icalendar.parser import Contentline

from generator.outputs.lines import day_line, fold, line, moment_line, text_line, with_parameters

# `icalendar` takes a backslash with a capital N for a line end, RFC 5545 for two letters.
TEXTS = st.text(max_size=300).filter(lambda text: r"\N" not in text)
HALL = "\N{CYRILLIC SMALL LETTER SCHWA}"


def written_by_icalendar(name: str, value: object, **parameters: str) -> bytes:
    event = Event()
    event.add(name, value, parameters=parameters)
    whole: bytes = event.to_ical()
    return whole.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


@given(text=TEXTS)
@example(text="a, b; c\\ \r\n d\r e\n")
@example(text=HALL * 200)
@example(text="x" * 62 + ",,")
def test_a_text_is_escaped_and_folded_as_icalendar_does(text: str) -> None:
    assert text_line("SUMMARY", text) == written_by_icalendar("summary", text)


@given(whole=st.text(st.sampled_from("\\^,x" + HALL), max_size=300))
def test_a_line_is_never_cut_within_a_letter_or_an_escape(whole: str) -> None:
    assert fold(whole) == Contentline(whole).to_ical() + b"\r\n"  # type: ignore[no-untyped-call]


@given(label=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_parameters_are_quoted_as_icalendar_does(label: str) -> None:
    told = {"LABEL": label, "VALUE": "URI"}
    made = line(with_parameters("CONFERENCE", told), "https://a.example/")
    assert made == written_by_icalendar("conference", vUri("https://a.example/"), **told)


@pytest.mark.parametrize("text", ["https://a.example/\r\nATTACH:x", "a\nb", "a\rb"])
def test_a_line_break_in_an_address_is_left_out(text: str) -> None:
    assert line("URL", text).count(b"\n") == 1


def test_days_and_moments_are_written_as_icalendar_does() -> None:
    day, moment = date(2026, 3, 4), datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert day_line("DTSTART", day) == written_by_icalendar("dtstart", day)
    assert moment_line("DTSTAMP", moment) == written_by_icalendar("dtstamp", moment)


def test_several_texts_stand_between_commas() -> None:
    assert text_line("CATEGORIES", "a, b", "c") == written_by_icalendar("categories", ["a, b", "c"])
