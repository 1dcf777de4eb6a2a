"""Protocols agree with the meetings they record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.collect import Collected
from generator.model.ids import key_of, parent
from generator.model.layout import file_of
from generator.model.links.registry import unknown
from generator.model.protocol import Protocol, Recipient
from generator.model.schedule import Meeting, Status
from generator.model.submission import Submission
from generator.reading.diagnostics import Fault


def judge_protocols(collected: Collected, everywhere: Collected) -> Iterator[Fault]:
    """Faults of the protocols of one police body; a submission may continue one raised elsewhere."""
    for meeting_id, protocol in collected.protocols.items():
        file = file_of(Protocol, meeting_id)
        schedule = collected.schedules.get(parent(meeting_id))
        meeting = schedule.meetings.get(key_of(meeting_id)) if schedule is not None else None
        if meeting is None:
            if meeting_id not in collected.broken and parent(meeting_id) not in collected.broken:
                known = schedule.meetings if schedule is not None else ()
                yield Fault(
                    "E406",
                    file,
                    (),
                    {**unknown(key_of(meeting_id), known), "schedule": _schedule(meeting_id)},
                )
            continue
        yield from _judge_against_meeting(file, protocol, meeting)
        yield from _judge_dates(file, protocol)
        for key, submission in (protocol.submissions or {}).items():
            yield from _judge_submission(file, f"{meeting_id}/{key}", submission, protocol, everywhere)


def _schedule(meeting_id: str) -> str:
    return f"schedules/{parent(meeting_id)}.yaml"


def _judge_against_meeting(file: str, protocol: Protocol, meeting: Meeting) -> Iterator[Fault]:
    if meeting.status is Status.CANCELLED:
        yield Fault("E433", file)
    elif protocol.held.starts.date() != meeting.starts.date():
        values = {
            "found": protocol.held.starts.date().isoformat(),
            "planned": meeting.starts.date().isoformat(),
        }
        yield Fault("E434", file, ("held", "starts"), values)


def _judge_dates(file: str, protocol: Protocol) -> Iterator[Fault]:
    held = protocol.held.starts.date()
    if protocol.held.ends <= protocol.held.starts:
        values = {
            "starts": f"{protocol.held.starts:%Y-%m-%d %H:%M}",
            "ends": f"{protocol.held.ends:%Y-%m-%d %H:%M}",
        }
        yield Fault("E407", file, ("held", "ends"), values)
    yield from _not_before(file, held, protocol.drawn_up, "drawn_up")
    yield from _not_before(file, held, protocol.published, "published")
    for key, decision in (protocol.decisions or {}).items():
        yield from _not_before(file, held, decision.due, "decisions", key, "due")
        if decision.done is not None:
            yield from _not_before(file, held, decision.done.on, "decisions", key, "done", "on")
    for index, award in enumerate(protocol.awards):
        if award.recipient is Recipient.CITIZEN and award.name is not None and not award.consent:
            yield Fault("E432", file, ("awards", index, "name"), lacks=("awards", index, "consent"))


def _judge_submission(
    file: str, identifier: str, submission: Submission, protocol: Protocol, collected: Collected
) -> Iterator[Fault]:
    path = ("submissions", key_of(identifier))
    held = protocol.held.starts.date()
    course = submission.follow_up
    if course is not None:
        yield from _not_before(file, held, course.registered, *path, "follow_up", "registered")
        if course.closed is not None:
            yield from _not_before(
                file, course.registered, course.closed.on, *path, "follow_up", "closed", "on"
            )
        if course.extended is not None:
            begun = (*path, "follow_up", "extended")
            yield from _not_before(file, course.registered, course.extended.decided, *begun, "decided")
            yield from _not_before(file, course.extended.decided, course.extended.until, *begun, "until")
    if submission.redirected is not None:
        yield from _not_before(file, held, submission.redirected.on, *path, "redirected", "on")
    earlier = submission.continues
    if earlier is not None and earlier not in collected.broken and parent(earlier) not in collected.broken:
        before = collected.protocols.get(parent(earlier))
        if before is None or key_of(earlier) not in (before.submissions or {}):
            yield Fault("E435", file, (*path, "continues"), {"found": earlier})
        elif before.held.starts >= protocol.held.starts:
            yield Fault("E436", file, (*path, "continues"), {"found": earlier})


def _not_before(file: str, earliest: date, found: date | None, *path: str | int) -> Iterator[Fault]:
    if found is not None and found < earliest:
        yield Fault("E437", file, path, {"found": found.isoformat(), "earliest": earliest.isoformat()})
