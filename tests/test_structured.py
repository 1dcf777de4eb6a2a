"""Structured data: every term is schema.org's, and says what the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.model.contact import Online, OnlineKind
from generator.model.register import Register
from generator.model.schedule import Status
from generator.views.structured import event_thing
from generator.words.catalogue import Words

VOCABULARY: dict[str, Any] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "cases" / "structured" / "schemaorg.yaml").read_text(encoding="utf-8")
)
PLAIN = {"Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Boolean"}
ABOVE = {"GovernmentOrganization": {"Organization"}, "WebPage": {"Thing"}}
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph_of(page: Path) -> list[dict[str, Any]]:
    found = SCRIPT.findall(page.read_text(encoding="utf-8"))
    if not found:
        return []
    assert len(found) == 1, page
    content = json.loads(found[0])
    assert content["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = content["@graph"]
    return graph


def faults(thing: dict[str, Any]) -> Iterator[str]:
    """What in a thing is not of the vocabulary."""
    kind = thing["@type"]
    terms = VOCABULARY["types"].get(kind)
    if terms is None:
        yield kind
        return
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        if name not in terms:
            yield f"{kind}.{name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _value_faults(f"{kind}.{name}", each, set(terms[name]))


def _value_faults(where: str, value: Any, may_hold: set[str]) -> Iterator[str]:
    name = where.partition(".")[2]
    if isinstance(value, dict):
        if not {value["@type"], *ABOVE.get(value["@type"], ())} & may_hold:
            yield f"{where} holds {value['@type']}"
        yield from faults(value)
    elif name in VOCABULARY["values"]:
        if value.removeprefix("https://schema.org/") not in VOCABULARY["values"][name]:
            yield f"{where} is {value}"
    elif not may_hold & PLAIN:
        yield f"{where} holds a plain value"


@pytest.fixture(scope="session")
def graphs(site: Path) -> dict[str, list[dict[str, Any]]]:
    pages = sorted(each for language in ("kk", "ru") for each in (site / language).rglob("index.html"))
    return {each.relative_to(site).parent.as_posix() + "/": graph_of(each) for each in pages}


def test_every_term_is_of_the_vocabulary(graphs: dict[str, list[dict[str, Any]]]) -> None:
    found = {each for graph in graphs.values() for thing in graph for each in faults(thing)}
    assert found == set()


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"@type": "Meeting"}, "Meeting"),
        ({"@type": "Event", "begins": "2026-11-21"}, "Event.begins"),
        ({"@type": "Event", "eventStatus": "https://schema.org/EventMoved"}, "Event.eventStatus is "),
        ({"@type": "Event", "location": {"@type": "Person"}}, "Event.location holds Person"),
        ({"@type": "Person", "contactPoint": "+7 727 000-00-00"}, "Person.contactPoint holds a plain value"),
    ],
)
def test_a_term_of_another_vocabulary_is_seen(thing: dict[str, Any], fault: str) -> None:
    assert any(each.startswith(fault) for each in faults(thing))


def test_every_meeting_is_an_event(graphs: dict[str, list[dict[str, Any]]], register: Register) -> None:
    for meeting_id, meeting in register.meetings.items():
        for language in ("kk", "ru"):
            [event] = [each for each in graphs[f"{language}/{meeting_id}/"] if each["@type"] == "Event"]
            starts = datetime.fromisoformat(event["startDate"])
            assert starts == register.local(meeting_id, meeting.starts)
            assert starts.utcoffset() is not None
            assert event["organizer"]["@type"] == "GovernmentOrganization"
            assert event["inLanguage"] == [each.value for each in meeting.languages]
            assert ("previousStartDate" in event) == (meeting.moved_from is not None)


def test_a_moved_and_a_cancelled_meeting_say_so(register: Register, words: dict[str, Words]) -> None:
    said = {
        meeting.status: event_thing(register, words["ru"], each)["eventStatus"].rpartition("/")[2]
        for each, meeting in register.meetings.items()
    }
    assert said == {
        Status.PLANNED: "EventScheduled",
        Status.MOVED: "EventRescheduled",
        Status.CANCELLED: "EventCancelled",
    }


@pytest.mark.parametrize(
    ("hall", "mode", "places"),
    [
        ("only", "Offline", ["Place"]),
        ("too", "Mixed", ["Place", "VirtualLocation"]),
        ("none", "Online", ["VirtualLocation"]),
    ],
)
def test_the_mode_of_attendance_follows_from_where_one_may_come(
    register: Register, words: dict[str, Words], hall: str, mode: str, places: list[str]
) -> None:
    meeting_id = min(register.meetings)
    joined = Online(OnlineKind.ZOOM, "https://zoom.example/1", alone=hall == "none")
    online = None if hall == "only" else joined
    meetings = {**register.meetings, meeting_id: replace(register.meetings[meeting_id], online=online)}
    event = event_thing(replace(register, meetings=meetings), words["kk"], meeting_id)
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [each["@type"] for each in event["location"]] == places
    assert list(faults(event)) == []


def test_breadcrumbs_lead_from_home_to_the_page(graphs: dict[str, list[dict[str, Any]]], site: Path) -> None:
    told = 0
    for page, graph in graphs.items():
        for crumbs in (each["itemListElement"] for each in graph if each["@type"] == "BreadcrumbList"):
            told += 1
            assert [each["position"] for each in crumbs] == list(range(1, len(crumbs) + 1))
            assert crumbs[-1]["item"]["@id"] == f"https://esep.example/{page}"
            for each in crumbs:
                assert (
                    site / each["item"]["@id"].removeprefix("https://esep.example/") / "index.html"
                ).is_file()
    assert told > 500


def test_bodies_people_and_data_are_told(graphs: dict[str, list[dict[str, Any]]], register: Register) -> None:
    for body_id in register.bodies:
        [body] = [each for each in graphs[f"kk/{body_id}/"] if each["@type"] == "GovernmentOrganization"]
        assert body["name"] == register.bodies[body_id].names.kk
        assert len(body["contactPoint"]) == len(register.bodies[body_id].phones)
    people = [each for graph in graphs.values() for each in graph if each["@type"] == "Person"]
    assert any(each.get("contactPoint") for each in people)
    assert [each["@type"] for each in graphs["ru/almaty/data/"]] == ["Dataset", "BreadcrumbList"]
