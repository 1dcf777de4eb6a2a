"""Calendars: every meeting in each calendar it belongs to, at the right moment, with an id that never changes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from composed import all_calendars
from conftest import TODAY
from history_cases import start
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from generator.model.ids import body_of, key_of, region_of
from generator.model.register import Register
from generator.model.registry import Succession
from generator.model.schedule import Level, Status
from generator.model.text import Bilingual
from generator.outputs.calendars import render_event
from generator.outputs.cards import render_card
from generator.views.calendar import uid_of, view_event
from generator.views.cards import CardView
from generator.views.kept import first_day_kept
from generator.words.catalogue import Words


@cache
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


@pytest.mark.parametrize(
    ("zone", "starts", "expected"),
    [
        ("Asia/Almaty", "2024-02-28T18:00", "20240228T120000Z"),  # six hours ahead until March 2024
        ("Asia/Almaty", "2024-04-03T18:00", "20240403T130000Z"),
        ("Asia/Aqtobe", "2024-02-28T18:00", "20240228T130000Z"),  # five hours ahead all the time
        ("Asia/Aqtobe", "2024-04-03T18:00", "20240403T130000Z"),
    ],
)
def test_a_local_evening_before_and_after_the_change_of_2024(
    zone: str, starts: str, expected: str, register: Register, words: dict[str, Words]
) -> None:
    meeting_id = next(iter(register.meetings))
    moment = datetime.fromisoformat(starts)
    changed = replace(register.meetings[meeting_id], starts=moment, ends=moment + timedelta(hours=1))
    region = replace(register.regions[region_of(meeting_id)], time_zone=zone)
    earlier = replace(
        register,
        meetings={**register.meetings, meeting_id: changed},
        regions={**register.regions, region_of(meeting_id): region},
    )
    view = view_event(earlier, words["kk"], meeting_id)
    assert f"DTSTART:{expected}\r\n".encode() in render_event(view)
    assert "18:00" in view.description


def test_a_cancelled_meeting_is_confirmed_for_everybody_and_cancelled_in_the_strict_calendar(
    site: Path, register: Register
) -> None:
    for meeting_id, meeting in register.meetings.items():
        shown, strict = (
            events(site / "ru" / body_of(meeting_id) / file)[uid_of(meeting_id)]
            for file in ("calendar.ics", "strict.ics")
        )
        assert shown["status"] == "CONFIRMED"
        cancelled = meeting.status is Status.CANCELLED
        assert strict["status"] == ("CANCELLED" if cancelled else "CONFIRMED")
        assert cancelled or shown.to_ical() == strict.to_ical()


def test_chiefs_reports_have_a_calendar_of_their_own(site: Path, register: Register) -> None:
    chiefs = {uid_of(each) for each, one in register.meetings.items() if one.level is Level.CHIEF}
    assert set(events(site / "kk" / "chiefs.ics")) == chiefs
    assert set(events(site / "kk" / register.site.regions[0] / "chiefs.ics")) == chiefs


def test_each_meeting_is_in_one_file_alone_as_in_its_calendar(site: Path, register: Register) -> None:
    together = events(site / "kk" / "calendar.ics")
    for meeting_id in register.meetings:
        alone = events(site / "kk" / meeting_id / "meeting.ics")
        assert list(alone) == [uid_of(meeting_id)]
        assert alone[uid_of(meeting_id)].to_ical() == together[uid_of(meeting_id)].to_ical()


@pytest.mark.parametrize(
    ("today", "first"),
    [("2026-11-21", "2025-10-21"), ("2027-03-31", "2026-02-28"), ("2027-01-05", "2025-12-05")],
)
def test_a_calendar_keeps_thirteen_months(today: str, first: str) -> None:
    assert first_day_kept(date.fromisoformat(today)) == date.fromisoformat(first)


def test_each_older_meeting_is_in_one_archive_of_its_year_and_not_in_the_calendar(
    register: Register, words: dict[str, Words]
) -> None:
    made = {each.path: each.content for each in all_calendars(register, words, date(2027, 8, 1))}
    body = next(each for each in register.bodies if len(register.meetings_of_body(each)) > 3)
    found: list[str] = []
    for path, content in made.items():
        if re.fullmatch(rf"kk/{body}/(calendar|archive/\d{{4}})\.ics", path):
            uids = [str(event["uid"]) for event in Calendar.from_ical(content).walk("VEVENT")]
            assert uids or path.endswith("calendar.ics")
            found += uids
    assert sorted(found) == sorted(uid_of(each) for each in register.meetings_of_body(body))
    assert f"kk/{body}/archive/2026.ics" in made
    kept = Calendar.from_ical(made[f"kk/{body}/calendar.ics"]).walk("VEVENT")
    assert all(event.decoded("dtstart") >= datetime(2026, 6, 30, 19, tzinfo=UTC) for event in kept)


def test_only_what_grew_older_than_thirteen_months_differs_a_month_later(
    register: Register, words: dict[str, Words]
) -> None:
    earlier, later = date(2027, 2, 10), date(2027, 3, 10)
    first, second = (
        {each.path: each.content for each in all_calendars(register, words, day)} for day in (earlier, later)
    )
    crossed = {
        each
        for each, meeting in register.meetings.items()
        if first_day_kept(earlier) <= meeting.starts.date() < first_day_kept(later)
    }
    places = {""} | {
        place for each in crossed for place in (region_of(each), body_of(each), *register.precinct_ids(each))
    }
    differing = {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}
    assert differing
    assert {
        path.partition("/")[2].rpartition("/")[0].removesuffix("/archive") for path in differing
    } == places


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
    assert [line for line in hostile.split(b"\r\n") if line.startswith((b"ATTACH:", b"END"))] == [
        b"END:VEVENT"
    ]


def test_lines_end_in_crlf_and_are_folded_at_75_octets_between_characters(site: Path) -> None:
    for path in site.rglob("*.ics"):
        content = path.read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            line.decode()


def test_each_calendar_has_a_page_that_tells_how_to_keep_it(site: Path, register: Register) -> None:
    base = register.site.base_url
    for language in ("kk", "ru"):
        for place in ("", *register.regions, *register.bodies, *register.precincts):
            folder = "/".join(part for part in (language, place) if part)
            html = (site / folder / "subscribe" / "index.html").read_text(encoding="utf-8")
            address = f"{base}{folder}/calendar.ics"
            assert f'href="webcal://{address.partition("://")[2]}"' in html
            assert f">{address}</code>" in html
            assert 'href="../calendar.ics" download' in html
            assert 'href="subscribe/"' in (site / folder / "index.html").read_text(encoding="utf-8")


def test_each_inspector_in_office_and_each_station_has_a_card_that_is_linked(
    site: Path, register: Register
) -> None:
    for precinct_id in register.precincts:
        html = (site / "kk" / precinct_id / "index.html").read_text(encoding="utf-8")
        assert html.count(".vcf") >= 1
        for reporter in register.inspectors_on(precinct_id, TODAY):
            assert f'href="card-{reporter.key}.vcf"' in html
    cards = [path.read_bytes() for path in site.rglob("*.vcf")]
    assert len(cards) == 2 * (
        sum(len(register.inspectors_on(each, TODAY)) for each in register.precincts)
        + sum(len(body.stations) for body in register.bodies.values())
    )
    for card in cards:
        assert card.count(b"\n") == card.count(b"\r\n")
        assert all(len(line) <= 75 for line in card.split(b"\r\n"))
        names = [line.decode().partition(":")[0].partition(";")[0] for line in unfolded(card)]
        assert (names[0], names[-1], names.count("END")) == ("BEGIN", "END", 1)
        assert {"VERSION", "UID", "N", "FN"} <= set(names)


def unfolded(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n ", b"").removesuffix(b"\r\n").split(b"\r\n")


@given(name=st.text(min_size=1), hours=st.text(), title=st.text())
def test_no_text_gets_a_line_of_its_own_into_a_card(name: str, hours: str, title: str) -> None:
    view = CardView("x.vcf", "a@esep", name, (name, name), name, title, (name,), title, (hours,), name)
    lines = unfolded(render_card(view))
    assert [line.partition(b":")[0].partition(b";")[0] for line in lines] == [
        *(b"BEGIN VERSION PRODID UID N FN ORG TITLE TEL ADR URL NOTE END".split())
    ]


@given(text=st.text())
def test_no_text_gets_a_line_of_its_own_into_an_event(
    text: str, register: Register, words: dict[str, Words]
) -> None:
    view = view_event(register, words["ru"], next(iter(register.meetings)))
    kinds = [line.partition(b":")[0].partition(b";")[0] for line in unfolded(render_event(view))]
    hostile = replace(
        view,
        summary=text,
        description=text,
        location=text,
        contact=text,
        categories=(text, text),
        conference=(text, "https://a.example/"),
    )
    rendered = render_event(hostile)
    found = [line.partition(b":")[0].partition(b";")[0] for line in unfolded(rendered)]
    assert sorted(set(found) - {b"CONFERENCE"}) == sorted(set(kinds) - {b"CONFERENCE"})
    for line in rendered.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_a_precinct_that_is_no_more_keeps_its_calendar_with_an_event_that_tells_where_to_go(
    register: Register, words: dict[str, Words]
) -> None:
    body = next(each for each in register.bodies if len(register.precincts_of(each)) > 2)
    old, new, other = register.precincts_of(body)[:3]
    succession = Succession(date(2027, 1, 1), (key_of(new), key_of(other)))
    gone = replace(register.precincts[old], succeeded_by=succession)
    merged = replace(register, precincts={**register.precincts, old: gone})
    for today in (date(2027, 2, 1), date(2030, 2, 1)):
        made = {each.path: each.content for each in all_calendars(merged, words, today)}
        for language, file in (("kk", "calendar.ics"), ("ru", "strict.ics")):
            last = Calendar.from_ical(made[f"{language}/{old}/{file}"]).walk("VEVENT")[-1]
            assert last["uid"] == uid_of(f"{old}/succession")
            assert last.decoded("dtstart") == date(2027, 1, 1)
            for each in (new, other):
                assert register.precincts[each].number in str(last["summary"])
                assert f"{register.site.base_url}{language}/{each}/" in str(last["description"])
        assert b"succession" not in made[f"kk/{new}/calendar.ics"]


def test_a_meeting_moved_by_an_hour_keeps_its_uid_and_counts_one_change(
    tmp_path: Path, words: dict[str, Words]
) -> None:
    scripted, meeting_id = start(tmp_path / "project"), "almaty/alatau/2026-q4/012"
    schedule = "schedules/almaty/alatau/2026-q4.yaml"

    def event() -> Component:
        register, history = scripted.read(), scripted.history()
        made = {each.path: each.content for each in all_calendars(register, words, TODAY, history)}
        found = Calendar.from_ical(made["kk/almaty/alatau/012/calendar.ics"]).walk("VEVENT")
        return next(each for each in found if each["uid"] == uid_of(meeting_id))

    scripted.commit("2026-09-01T09:00:00+05:00")
    first, again = event(), event()
    assert first.to_ical() == again.to_ical()
    meeting = scripted.read().meetings[meeting_id]
    starts, ends = (f"{moment:%Y-%m-%d %H:%M}" for moment in (meeting.starts, meeting.ends))
    later = f"{meeting.starts + timedelta(hours=1):%Y-%m-%d %H:%M}"
    scripted.edit(
        schedule,
        f"    starts: {starts}\n    ends: {ends}\n",
        f"    starts: {later}\n    ends: {meeting.ends + timedelta(hours=1):%Y-%m-%d %H:%M}\n"
        f"    status: moved\n    moved_from: {starts}\n    reason: {{kk: Nauryz, ru: Nauryz}}\n",
    )
    scripted.commit("2026-09-20T12:30:00+05:00")
    moved = event()
    assert (first["uid"], first["sequence"], moved["sequence"]) == (moved["uid"], 0, 1)
    assert moved.decoded("dtstart") - first.decoded("dtstart") == timedelta(hours=1)
    assert str(moved["summary"]) == f"{words['kk'].one_of('calendar prefix', 'moved')}: {first['summary']}"
    changed = datetime(2026, 9, 20, 7, 30, tzinfo=UTC)
    assert [moved.decoded(name) for name in ("last-modified", "dtstamp")] == [changed, changed]
    assert moved.decoded("created") == first.decoded("created") == datetime(2026, 9, 1, 4, tzinfo=UTC)
