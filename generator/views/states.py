"""The state of a meeting, a submission and a decision on one day; the page says it in words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from generator.law.ledger import Entry
from generator.model.protocol import Decision
from generator.model.register import Register
from generator.model.schedule import Status
from generator.model.submission import Answered, Submission
from generator.views.plain import plain
from generator.words.catalogue import Words


class MeetingState(StrEnum):
    """What a meeting is to a resident on one day."""

    PLANNED = "planned"
    TODAY = "today"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    AWAITED = "awaited"


class SubmissionState(StrEnum):
    """How far a submission has come."""

    ANSWERED = "answered"
    PARTLY = "partly"
    UNANSWERED = "unanswered"
    REGISTERED = "registered"
    EXTENDED = "extended"
    REDIRECTED = "redirected"
    CLOSED = "closed"


class DecisionState(StrEnum):
    """How far a decision has been carried out on one day."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"
    UNDATED = "undated"


@plain
class StateView:
    """A state as the page prints it.

    key: for the look.
    word: for the reader; it says all that the look says.
    """

    key: str
    word: str


UPCOMING = frozenset({MeetingState.PLANNED, MeetingState.TODAY, MeetingState.MOVED})
OPEN = frozenset(
    {SubmissionState.PARTLY, SubmissionState.UNANSWERED, SubmissionState.REGISTERED, SubmissionState.EXTENDED}
)


def meeting_state(register: Register, meeting_id: str, today: date) -> MeetingState:
    """The state of a meeting; it is past from the midnight that follows it, in its region."""
    meeting = register.meetings[meeting_id]
    if meeting.status is Status.CANCELLED:
        return MeetingState.CANCELLED
    if meeting_id in register.protocols:
        return MeetingState.HELD
    if meeting.starts.date() < today:
        return MeetingState.AWAITED
    if meeting.starts.date() == today:
        return MeetingState.TODAY
    return MeetingState.MOVED if meeting.status is Status.MOVED else MeetingState.PLANNED


def submission_state(submission: Submission) -> SubmissionState:
    """The state of a submission; a later step hides the earlier ones."""
    follow_up = submission.follow_up
    if follow_up is not None and follow_up.closed is not None:
        return SubmissionState.CLOSED
    if submission.redirected is not None:
        return SubmissionState.REDIRECTED
    if follow_up is not None:
        return SubmissionState.REGISTERED if follow_up.extended is None else SubmissionState.EXTENDED
    if submission.answered is Answered.FULLY:
        return SubmissionState.ANSWERED
    return SubmissionState.PARTLY if submission.answered is Answered.PARTLY else SubmissionState.UNANSWERED


def decision_state(decision: Decision, today: date) -> DecisionState:
    """The state of a decision; it is late from the day after the due day."""
    if decision.done is not None:
        return DecisionState.DONE
    if decision.due is None:
        return DecisionState.UNDATED
    return DecisionState.LATE if decision.due < today else DecisionState.OPEN


def late_text(words: Words, entry: Entry) -> str:
    """By how many days a term is or was passed; nothing within it."""
    if not entry.overdue_days:
        return ""
    if entry.is_open:
        return words.count("overdue by {n} day", "overdue by {n} days", entry.overdue_days)
    return words.count("{n} day late", "{n} days late", entry.overdue_days)


def view_meeting_state(words: Words, state: MeetingState) -> StateView:
    """The state of a meeting in words."""
    return StateView(state, words.one_of("meeting state", state))


def view_submission_state(words: Words, state: SubmissionState) -> StateView:
    """The state of a submission in words."""
    return StateView(state, words.one_of("submission state", state))


def view_decision_state(words: Words, state: DecisionState) -> StateView:
    """The state of a decision in words."""
    return StateView(state, words.one_of("decision state", state))
