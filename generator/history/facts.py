"""Facts: what a record says, one value under the name of the change it would make, so that versions can be compared.

A name is a `ChangeKind`, and after a space the key of the submission, decision or field it belongs to: `time`,
`submission_closed s1`, `text landmark`. A value is text (codes, keys, ISO dates) or a pair of texts, Kazakh and
Russian. Long texts are kept as checksums, since only their being equal matters. Names that begin with a dot are for
matching only. What is not said has no fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from generator.model.contact import Place
from generator.model.protocol import Decision, Protocol
from generator.model.registry import Body, Officer, Precinct
from generator.model.schedule import Meeting, Schedule
from generator.model.submission import FollowUp, Submission
from generator.model.text import Bilingual, Prose

Fact: TypeAlias = str | tuple[str, str]
Facts: TypeAlias = Mapping[str, Fact]
_Told: TypeAlias = Iterator[tuple[str, Fact]]
_Texts: TypeAlias = Bilingual | Prose | None

NOTHING: Fact = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What one version of a file held.

    entries: entries that can be read, each with how to read its facts.
    faint: entries that are there with their day, and have a fault, or were written for other keys than today's.
    broken: entries of which not even the day can be read.
    """

    entries: Mapping[str, Callable[[], Facts]]
    faint: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()


def find_entries(record: object) -> Mapping[str, Callable[[], Facts]]:
    """The entries of a file's record whose past is told, by key, each with how to read its facts.

    A schedule's meetings, the protocol itself (under the empty key), a precinct's officers, a police body's chiefs.
    """
    if isinstance(record, Schedule):
        return {key: _later(_meeting, each, record) for key, each in record.meetings.items()}
    if isinstance(record, Protocol):
        return {"": _later(_protocol, record)}
    officers = record.officers if isinstance(record, Precinct) else {}
    if isinstance(record, Body):
        officers = record.chiefs
    return {key: _later(_officer, each) for key, each in officers.items()}


def _later(read: Callable[..., _Told], *records: object) -> Callable[[], Facts]:
    return lambda: _said(read(*records))


def _said(told: _Told) -> Facts:
    """What is not empty of what is told."""
    facts: dict[str, Fact] = {}
    for name, fact in told:
        if isinstance(fact, tuple):
            if fact[0] or fact[1]:
                facts[name] = fact
        elif fact:
            facts[name] = str(fact)
    return facts


def _meeting(meeting: Meeting, schedule: Schedule) -> _Told:
    yield "time", _interval(meeting.starts, meeting.ends)
    yield "status", meeting.status
    yield "reason", _pair(meeting.reason)
    yield "replaced_by", meeting.replaced_by or ""
    yield ".moved_from", _moment(meeting.moved_from)
    yield from _place(meeting.place)
    online = meeting.online
    yield "online", f"{online.kind} {online.url}{' alone' if online.alone else ''}" if online else ""
    yield "precincts", _list(meeting.precincts)
    yield "officers", _list(meeting.officers)
    initiators = meeting.initiators
    members = f"{initiators.count}/{initiators.total}" if initiators else ""
    form = (meeting.level, meeting.gathering, meeting.convened_by or "", members)
    yield "form", " ".join(each for each in form if each)
    if meeting.candidate is not None:
        yield "candidate", _pair(meeting.candidate.name) if meeting.candidate.name else meeting.candidate.post
    yield "languages", _list(meeting.languages)
    yield (
        "agenda",
        ("; ".join(each.kk for each in meeting.agenda), "; ".join(each.ru for each in meeting.agenda)),
    )
    yield "invited", _list(schedule.invited or () if meeting.invited is None else meeting.invited)
    yield "questions", "; ".join(f"{each.kind} {each.value}" for each in schedule.questions)
    yield "declared", _declared(meeting, schedule)
    yield "text expected", str(meeting.expected or "")
    yield "text note", _checksums(meeting.note)


def _declared(meeting: Meeting, schedule: Schedule) -> str:
    """The day of publication the files name."""
    published = (each.on for each in schedule.published)
    return (meeting.announced or min(published, default=schedule.approved.on)).isoformat()


def _place(place: Place) -> _Told:
    yield "place", (f"{place.name.kk}, {place.address.kk}", f"{place.name.ru}, {place.address.ru}")
    location = place.location
    hall = {
        "capacity": "" if place.capacity is None else str(place.capacity),
        "step_free": {True: "yes", False: "no", None: ""}[place.step_free],
        "location": f"{location.latitude},{location.longitude}" if location else "",
    }
    yield "hall", " ".join(f"{name}={value}" for name, value in hall.items() if value)
    yield "text landmark", _pair(place.landmark)


def _protocol(protocol: Protocol) -> _Told:
    yield "held", _interval(protocol.held.starts, protocol.held.ends)
    yield "place", _pair(protocol.place)
    yield "drawn_up", protocol.drawn_up.isoformat()
    yield "attendance", "" if protocol.participants is None else str(protocol.participants)
    yield "attendance present", _list(protocol.present)
    yield "secretary", protocol.secretary.of if protocol.secretary else ""
    yield "text secretary", _pair(protocol.secretary.name if protocol.secretary else None)
    sealed = {True: ("sealed",), False: ("unsealed",), None: ()}[protocol.sealed]
    yield "signatures", _list((*protocol.signed_by, *sealed))
    yield "stated decisions", _yes_no(stated=protocol.decisions is not None)
    yield "stated submissions", _yes_no(stated=protocol.submissions is not None)
    yield "topics", _list(protocol.report)
    for topic, report in protocol.report.items():
        yield f"text {topic}", _checksums(report.summary, *(str(each) for each in report.figures))
    for key, decision in (protocol.decisions or {}).items():
        yield from _decision(key, decision)
    for key, submission in (protocol.submissions or {}).items():
        yield from _submission(key, submission)
    yield "awards", str(len(protocol.awards) or "")
    yield "documents", str(len(protocol.documents) or "")
    yield "text documents", _checksum(*(str(each) for each in (*protocol.awards, *protocol.documents)))
    yield "kept", str(protocol.kept.by if protocol.kept else "")
    yield (
        "text kept",
        _checksum(*(str(each) for each in (protocol.kept, protocol.reviewed) if each is not None)),
    )
    yield "text sources", _list((*protocol.sources, *protocol.control))
    yield "declared", protocol.published.isoformat() if protocol.published else ""


def _decision(key: str, decision: Decision) -> _Told:
    yield f"decision_added {key}", "added"
    yield f"decision_changed {key}", _checksums(decision.text)
    yield f"decision_responsible {key}", _pair(decision.responsible)
    yield f"decision_due {key}", decision.due.isoformat() if decision.due else ""
    if decision.done is not None:
        yield f"decision_done {key}", decision.done.on.isoformat()
        yield f"text {key}", _checksums(decision.done.text)


def _submission(key: str, submission: Submission) -> _Told:
    yield f"submission_added {key}", submission.kind
    yield f"submission_changed {key}", _checksums(submission.text, submission.withheld or "")
    yield f"submission_answered {key}", submission.answered
    yield f"submission_answer {key}", _checksums(submission.answer)
    yield f"submission_continues {key}", submission.continues or ""
    redirected = submission.redirected
    yield f"submission_redirected {key}", redirected.on.isoformat() if redirected else ""
    if redirected is not None:
        yield f"text {key}.redirected", _checksums(redirected.to, str(redirected.initiator_notified))
    if submission.follow_up is not None:
        yield from _follow_up(key, submission.follow_up)


def _follow_up(key: str, follow_up: FollowUp) -> _Told:
    yield f"submission_registered {key}", f"{follow_up.registered.isoformat()} {follow_up.procedure}"
    if follow_up.extended is not None:
        yield f"submission_extended {key}", follow_up.extended.until.isoformat()
        yield f"text {key}.extended", _checksum(str(follow_up.extended))
    if follow_up.closed is not None:
        yield f"submission_closed {key}", f"{follow_up.closed.on.isoformat()} {follow_up.closed.outcome}"
        yield f"text {key}.closed", _checksums(follow_up.closed.text)


def _officer(officer: Officer) -> _Told:
    yield "spell", officer.since.isoformat()
    yield "officer_left", officer.until.isoformat() if officer.until else ""
    yield "officer_name", _pair(officer.name)
    yield "rank", officer.rank
    yield "post", officer.post
    phones = (f"{each.kind} {each.number}" for each in officer.phones)
    yield "contacts", "; ".join((*phones, *(f"{each.kind} {each.url}" for each in officer.messengers)))
    hours = (f"{_list(each.days)} {each.opens:%H:%M}-{each.closes:%H:%M}" for each in officer.reception)
    yield "reception", "; ".join(hours)
    yield "photo", officer.photo or ""


def _interval(starts: datetime, ends: datetime) -> str:
    return f"{_moment(starts)}/{_moment(ends)}"


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""


def _list(codes: Iterable[str]) -> str:
    return ", ".join(codes)


def _yes_no(*, stated: bool) -> str:
    return "yes" if stated else "no"


def _pair(texts: _Texts) -> Fact:
    return (texts.kk, texts.ru) if texts else NOTHING


def _checksums(texts: _Texts, *others: str) -> Fact:
    """Checksums of both languages; something beside the texts that changes changes both."""
    if texts is None:
        return NOTHING
    return (texts.kk and _checksum(texts.kk, *others), texts.ru and _checksum(texts.ru, *others))


def _checksum(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16] if texts else ""
