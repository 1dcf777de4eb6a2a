"""Protocols: what was reported, raised, answered and decided, and what became of it later; with some faults of law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.meetings import Meeting
from benchmarks.phrases import Phrases
from benchmarks.registry import Record

INSPECTOR_TOPICS = ("crime_situation", "stabilisation", "prevention", "citizens", "legislation", "appeals")
CHIEF_TOPICS = (
    "crime_situation",
    "programmes",
    "results",
    "order_and_roads",
    "anti_corruption",
    "appeals",
    "public_opinion",
    "legislation",
    "local_problems",
    "other",
)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Earlier:
    """The last protocol of each precinct of a body, so that a later one can go on with what was raised there."""

    submissions: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def pick(self, random: Random, meeting: Meeting) -> str | None:
        """The id of a submission raised at the last meeting of the same precinct."""
        found = self.submissions.get(meeting.precincts[0]) if meeting.precincts else None
        return f"{found[0]}/{found[1][int(random.random() * len(found[1]))]}" if found else None

    def keep(self, identifier: str, meeting: Meeting, record: Record) -> None:
        """Remember what was raised at a meeting; meetings come in the order of their days."""
        if record["submissions"]:
            for key in meeting.precincts:
                self.submissions[key] = identifier, list(record["submissions"])


def make_protocol(meeting: Meeting, phrases: Phrases, random: Random, earlier: Earlier) -> Record:
    """The protocol as it will be when everything it leads to has ended."""
    day, of_chief = meeting.starts.date(), not meeting.precincts
    _, secretary = phrases.person(random)
    side = "police" if of_chief else "akimat"
    return {
        "held": {
            "starts": meeting.starts + timedelta(minutes=int(random.random() * 6)),
            "ends": meeting.record["ends"] + timedelta(minutes=int(random.random() * 25)),
        },
        "drawn_up": day + timedelta(days=2 if random.random() < 0.03 else 0),
        "secretary": {"name": secretary, "of": side},
        "signed_by": _signatures(random, "chief" if of_chief else "officers"),
        "sealed": None if of_chief else random.random() < 0.95,
        "participants": None if random.random() < 0.03 else 20 + int(random.random() * 90),
        "present": ["akimat", "police_leadership", *(["maslikhat"] if random.random() < 0.5 else [])],
        "sources": ["statistics", "appeals"],
        "report": _make_report(phrases, random, of_chief=of_chief),
        "decisions": _make_decisions(phrases, random, day),
        "submissions": _make_submissions(phrases, random, day, earlier.pick(random, meeting)),
        "control": ["akimat", "police"],
        "awards": [phrases.pick(random, "awards")] if random.random() < 0.04 else None,
        "reviewed": {"secrets_on": next_weekday(day), "personal_data_on": next_weekday(day)},
        "kept": {
            "by": side,
            "number": f"04-11/{1 + int(random.random() * 400)}",
            "on": next_weekday(day),
            "copy_sent_on": None if of_chief else next_weekday(day) + _DAY,
        },
    }


def next_weekday(day: date) -> date:
    """The first day after `day` that is no Saturday or Sunday."""
    day += _DAY
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def find_endings(record: Record) -> Iterator[date]:
    """Every day on which something of the protocol came to an end."""
    for decision in record["decisions"].values():
        if decision.get("done"):
            yield decision["done"]["on"]
    for submission in record["submissions"].values():
        closed = (submission.get("follow_up") or {}).get("closed")
        if closed:
            yield closed["on"]


def as_known_on(record: Record, day: date) -> Record:
    """The protocol without what ended after a day."""
    decisions = {key: _without(each, "done", day) for key, each in record["decisions"].items()}
    submissions: Record = {}
    for key, each in record["submissions"].items():
        course = each.get("follow_up")
        submissions[key] = {**each, "follow_up": _without(course, "closed", day)} if course else each
    return {**record, "decisions": decisions, "submissions": submissions}


def _without(entry: Record, ending: str, day: date) -> Record:
    if entry.get(ending) and entry[ending]["on"] > day:
        return {key: value for key, value in entry.items() if key != ending}
    return entry


def _signatures(random: Random, who: str) -> list[str]:
    return ["secretary"] if random.random() < 0.04 else ["secretary", who]


def _make_report(phrases: Phrases, random: Random, *, of_chief: bool) -> Record:
    topics, level = (CHIEF_TOPICS, "chief") if of_chief else (INSPECTOR_TOPICS, "inspector")
    missing = topics[int(random.random() * len(topics))] if random.random() < 0.05 else ""
    report: Record = {
        topic: {"summary": phrases.topic(random, level, topic)} for topic in topics if topic != missing
    }
    for topic in report.keys() & {"crime_situation", "appeals"}:
        report[topic]["figures"] = [
            {
                "name": phrases.pick(random, "figures"),
                "value": str(int(random.random() * 90)),
                "previous": str(int(random.random() * 90)),
            }
        ]
    return report


def _make_decisions(phrases: Phrases, random: Random, day: date) -> Record:
    made: Record = {}
    for number in range(int(random.random() * 3)):
        found, due = phrases.pick(random, "decisions"), day + timedelta(days=20 + int(random.random() * 50))
        made[f"d{number + 1}"] = {
            "text": phrases.at_a_spot(random, found["text"]),
            "responsible": phrases.pick(random, "responsible"),
            "due": due,
        }
        if "done" in found and random.random() < 0.8:
            done = max(day + _DAY, due - timedelta(days=int(random.random() * 15) - 3))
            made[f"d{number + 1}"]["done"] = {"on": done, "text": found["done"]}
    return made


def _make_submissions(phrases: Phrases, random: Random, day: date, continues: str | None) -> Record:
    made: Record = {}
    for number in range(int(random.random() * 5) + (random.random() < 0.9)):
        found = phrases.pick(random, "submissions")
        made[f"s{number + 1}"] = _make_submission(phrases, random, day, found)
    if made and continues and random.random() < 0.2:
        made["s1"]["continues"] = continues
    return made


def _make_submission(phrases: Phrases, random: Random, day: date, found: Record) -> Record:
    chance = random.random()
    answered = "fully" if chance < 0.65 else "partly" if chance < 0.88 else "no"
    record: Record = {
        "kind": found["kind"],
        "text": phrases.at_a_spot(random, found["text"]),
        "answered": answered,
        "answer": found.get("answer") if answered != "no" else None,
    }
    if answered != "fully" and random.random() < 0.15:
        passed_on = next_weekday(day) + timedelta(days=7 if random.random() < 0.2 else 0)
        record["redirected"] = {
            "to": phrases.pick(random, "redirected_to"),
            "on": passed_on,
            "initiator_notified": passed_on,
        }
    elif answered != "fully" and random.random() < 0.97:
        record["follow_up"] = _make_course(phrases, random, day)
    return record


def _make_course(phrases: Phrases, random: Random, day: date) -> dict[str, Any]:
    registered = next_weekday(day) + timedelta(days=6 if random.random() < 0.05 else 0)
    course: Record = {
        "registered": registered,
        "procedure": "appeal" if random.random() < 0.8 else "simplified",
    }
    chance = random.random()
    lasts = 5 + int(random.random() * 15)
    if chance < 0.06:
        decided = registered + timedelta(days=14)
        course["extended"] = {
            "decided": decided,
            "until": decided + timedelta(days=40),
            "notified": next_weekday(decided),
        }
        lasts = 30
    elif chance < 0.14:
        lasts = 40
    if chance < 0.94:
        course["closed"] = {"on": registered + timedelta(days=lasts), **phrases.pick(random, "closings")}
    return course
