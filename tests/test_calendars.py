"""Calendars: every meeting in each calendar it belongs to, at the right moment, with an id that never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Component

from generator.model.register import Register
from generator.model.schedule import Status
from generator.model.text import Bilingual
from generator.outputs.calendars import render_event
from generator.views.calendar import view_event
from generator.words.catalogue import Words


def events(path: Path) -> dict[str, Component]:
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_each_precinct_body_and_the_site_has_a_calendar_in_each_language(
    site: Path, register: Register
) -> None:
    for language in ("kk", "ru"):
        assert len(events(site / language / "calendar.ics")) == len(register.meetings)
        for body in register.bodies:
            assert len(events(site / language / body / "calendar.ics")) == len(
                register.meetings_of_body(body)
            )
        for precinct in register.precincts:
            found = events(site / language / precinct / "calendar.ics")
            assert len(found) == len(register.meetings_of_precinct(precinct))


def test_a_joint_meeting_is_one_event_with_one_id_in_every_calendar(site: Path, register: Register) -> None:
    joint = next(each for each in register.meetings if len(register.precinct_ids(each)) > 1)
    uid = f"{joint.replace('/', '.')}@esep"
    for precinct in register.precinct_ids(joint):
        assert uid in events(site / "kk" / precinct / "calendar.ics")
        assert uid in events(site / "ru" / precinct / "calendar.ics")


def test_six_in_the_evening_in_almaty_is_one_in_the_afternoon_in_utc(site: Path, register: Register) -> None:
    for meeting_id, event in events(site / "ru" / "calendar.ics").items():
        identifier = meeting_id.removesuffix("@esep").replace(".", "/")
        starts = register.meetings[identifier].starts
        begins = event.decoded("dtstart")
        assert (begins.utcoffset(), begins.replace(tzinfo=None)) == (timedelta(), starts - timedelta(hours=5))
        assert f"{starts:%H:%M}" in str(event["description"])


def test_almaty_was_six_hours_ahead_until_march_2024(register: Register, words: dict[str, Words]) -> None:
    meeting_id = next(iter(register.meetings))
    for starts, expected in ((datetime(2024, 2, 28, 18), 12), (datetime(2024, 4, 3, 18), 13)):  # noqa: DTZ001 - local
        changed = replace(register.meetings[meeting_id], starts=starts, ends=starts)
        earlier = replace(register, meetings={**register.meetings, meeting_id: changed})
        assert view_event(earlier, words["kk"], meeting_id).starts.hour == expected


def test_a_cancelled_meeting_stays_and_says_so_first(register: Register, words: dict[str, Words]) -> None:
    meeting_id = next(
        each for each, meeting in register.meetings.items() if meeting.status is Status.CANCELLED
    )
    for language, its_words in words.items():
        view = view_event(register, its_words, meeting_id)
        assert view.summary.startswith(its_words.one_of("calendar prefix", "cancelled") + ": ")
        reason = register.meetings[meeting_id].reason
        assert reason is not None
        assert reason.in_language(language) in view.description


def test_an_edit_does_not_change_the_id(register: Register, words: dict[str, Words]) -> None:
    meeting_id = next(iter(register.meetings))
    meeting = register.meetings[meeting_id]
    place = replace(meeting.place, name=Bilingual("X", "X"))
    edited = replace(register, meetings={**register.meetings, meeting_id: replace(meeting, place=place)})
    before, after = (view_event(each, words["kk"], meeting_id) for each in (register, edited))
    assert before.uid == after.uid
    assert before.location != after.location


def test_text_cannot_smuggle_a_line_into_an_event(register: Register, words: dict[str, Words]) -> None:
    meeting_id = next(iter(register.meetings))
    view = view_event(register, words["kk"], meeting_id)
    hostile = render_event(
        replace(view, location="Hall\r\nATTACH:https://x.example/", summary="a\nEND:VEVENT")
    )
    assert [line for line in hostile.split(b"\r\n") if line.startswith((b"ATTACH", b"END"))] == [
        b"END:VEVENT"
    ]


def test_lines_end_in_crlf_and_are_folded_at_75_octets_between_characters(site: Path) -> None:
    for path in site.rglob("*.ics"):
        content = path.read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            line.decode()
