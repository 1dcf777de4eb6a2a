"""The ledger: what became of every submission and every decision, as of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from generator.law.days import WorkingDays
from generator.law.deadlines import Appeals, term_of
from generator.model.ids import parent
from generator.model.protocol import Decision
from generator.model.register import Register
from generator.model.schedule import Level, Status
from generator.model.submission import Answered, FollowUp, Submission


class State(StrEnum):
    """Where an entry stands on the day."""

    ANSWERED = "answered"  # fully, at the meeting
    OPEN = "open"  # registered, within its term
    OVERDUE = "overdue"  # open, its term is over
    CLOSED = "closed"  # closed within its term
    CLOSED_LATE = "closed_late"
    REDIRECTED = "redirected"  # passed to the competent body
    UNREGISTERED = "unregistered"  # not fully answered, and its course is not published


class EntryKind(StrEnum):
    """What is followed."""

    COMPLAINT = "complaint"
    PROPOSAL = "proposal"
    REMARK = "remark"
    QUESTION = "question"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission or decision and its fate.

    identifier: `almaty/alatau/2026-q3/012/s4`.
    kind: submission of which kind, or decision.
    raised: day of the meeting.
    state: where it stands.
    registered: day the term runs from.
    due: last day of the term, extensions included.
    extended: whether the term was extended.
    settled: day it was closed, answered, redirected or done.
    overdue_days: calendar days past the term, on the day asked or on the day it was closed; 0 within it.
    own_course: whether it has a term of its own; one that only reports the fate of an earlier entry shares its term.
    continues: the earlier entry it takes up.
    continued_by: later entries that take it up.
    forgotten_by: the next report of the same precinct that should have taken it up and did not (723-2018 p. 27).
    """

    identifier: str
    kind: EntryKind
    raised: date
    state: State
    registered: date | None = None
    due: date | None = None
    extended: bool = False
    settled: date | None = None
    overdue_days: int = 0
    continues: str | None = None
    continued_by: tuple[str, ...] = ()
    forgotten_by: str | None = None
    own_course: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the author still waits."""
        return self.state in OPEN_STATES


OPEN_STATES = frozenset({State.OPEN, State.OVERDUE, State.UNREGISTERED})
Ledger = Mapping[str, Entry]


def keep_ledger(register: Register, days: WorkingDays, appeals: Appeals, today: date) -> dict[str, Entry]:
    """Every submission and decision of the register as of `today`, by id, meetings in the order they were held."""
    ledger: dict[str, Entry] = {}
    for body_id in sorted(register.bodies):
        ledger.update(keep_body_ledger(register, days, appeals, today, body_id))
    return ledger


def keep_body_ledger(
    register: Register, days: WorkingDays, appeals: Appeals, today: date, body_id: str
) -> dict[str, Entry]:
    """The ledger of one police body."""
    ledger: dict[str, Entry] = {}
    for meeting_id in register.meetings_of_body(body_id):
        protocol = register.protocols.get(meeting_id)
        if protocol is None:
            continue
        raised = register.meetings[meeting_id].starts.date()
        for key, submission in (protocol.submissions or {}).items():
            entry = _enter(f"{meeting_id}/{key}", submission, raised, (days, appeals), today)
            ledger[entry.identifier] = _share_course(entry, submission, ledger)
        for key, decision in (protocol.decisions or {}).items():
            ledger[f"{meeting_id}/{key}"] = _enter_decision(f"{meeting_id}/{key}", decision, raised, today)
    for entry in reversed([each for each in ledger.values() if each.kind is not EntryKind.DECISION]):
        ledger[entry.identifier] = _settle_later(entry, register, ledger)
    return _mark_forgotten(register, body_id, ledger)


def _enter(
    identifier: str, submission: Submission, raised: date, law: tuple[WorkingDays, Appeals], today: date
) -> Entry:
    """One submission by its own course."""
    entry = Entry(
        identifier, EntryKind(submission.kind), raised, State.UNREGISTERED, continues=submission.continues
    )
    follow_up, redirected = submission.follow_up, submission.redirected
    if follow_up is not None and (follow_up.closed is not None or redirected is None):
        return _follow(entry, follow_up, law, today)
    if redirected is not None:
        registered = follow_up.registered if follow_up is not None else None
        return replace(entry, state=State.REDIRECTED, registered=registered, settled=redirected.on)
    if submission.answered is Answered.FULLY:
        return replace(entry, state=State.ANSWERED, settled=raised)
    return entry


def _follow(entry: Entry, follow_up: FollowUp, law: tuple[WorkingDays, Appeals], today: date) -> Entry:
    days, appeals = law
    term = term_of(follow_up, entry.raised, appeals, days)
    settled = follow_up.closed.on if follow_up.closed is not None else None
    return replace(
        entry,
        state=_state(term.day, settled, today),
        registered=follow_up.registered,
        due=term.day,
        extended=term.extended,
        settled=settled,
        overdue_days=max(0, ((settled or today) - term.day).days),
    )


def _state(due: date, settled: date | None, today: date) -> State:
    if settled is None:
        return State.OVERDUE if today > due else State.OPEN
    return State.CLOSED_LATE if settled > due else State.CLOSED


def _share_course(entry: Entry, submission: Submission, ledger: Ledger) -> Entry:
    """An entry that reports on an earlier one and was not registered anew runs in the earlier one's term."""
    earlier = ledger.get(submission.continues or "")
    if earlier is None:
        return entry
    if entry.state is not State.UNREGISTERED:
        return replace(entry, own_course=submission.follow_up is not None)
    return replace(
        entry,
        state=earlier.state,
        registered=earlier.registered,
        due=earlier.due,
        extended=earlier.extended,
        settled=earlier.settled,
        overdue_days=earlier.overdue_days,
        own_course=False,
    )


def _settle_later(entry: Entry, register: Register, ledger: Ledger) -> Entry:
    """An open entry that a later report answers, or a later registration closes, is closed by it."""
    later = tuple(each for each in register.continued_by(entry.identifier) if each in ledger)
    if not later:
        return entry
    entry = replace(entry, continued_by=later)
    settled = min((day for each in later if (day := _answered_on(ledger[each])) is not None), default=None)
    if not entry.is_open or settled is None:
        return entry
    late = max(0, (settled - entry.due).days) if entry.due is not None else 0
    return replace(
        entry, state=State.CLOSED_LATE if late else State.CLOSED, settled=settled, overdue_days=late
    )


def _answered_on(entry: Entry) -> date | None:
    answered = entry.state in (State.ANSWERED, State.CLOSED, State.CLOSED_LATE)
    return entry.settled if answered else None


def _enter_decision(identifier: str, decision: Decision, raised: date, today: date) -> Entry:
    settled = decision.done.on if decision.done is not None else None
    if decision.due is None:
        state, late = (State.OPEN if settled is None else State.CLOSED), 0
    else:
        state, late = _state(decision.due, settled, today), max(0, ((settled or today) - decision.due).days)
    return Entry(
        identifier, EntryKind.DECISION, raised, state, due=decision.due, settled=settled, overdue_days=late
    )


def _mark_forgotten(register: Register, body_id: str, ledger: dict[str, Entry]) -> dict[str, Entry]:
    """Entries still open at the next report of their precincts that none of these reports takes up."""
    reports = {each: _next_reports(register, each) for each in register.precincts_of(body_id)}
    mentions: dict[str, frozenset[str]] = {}
    for entry in [each for each in ledger.values() if each.kind is not EntryKind.DECISION]:
        meeting_id = parent(entry.identifier)
        later = [
            reports[each].get(meeting_id) for each in register.precinct_ids(meeting_id) if each in reports
        ]
        known = [each for each in later if each is not None]
        if not known or len(known) < len(later):
            continue
        last = max(known, key=lambda each: register.meetings[each].starts)
        open_then = _is_open_on(entry, register.meetings[last].starts.date())
        for each in known:
            mentions.setdefault(each, _mentioned(register, each))
        if open_then and not any(_root(register, entry.identifier) in mentions[each] for each in known):
            ledger[entry.identifier] = replace(entry, forgotten_by=last)
    return ledger


def _is_open_on(entry: Entry, day: date) -> bool:
    return entry.settled is None or entry.settled > day


def _next_reports(register: Register, precinct_id: str) -> dict[str, str]:
    """For each inspector's report of a precinct the next one; only meetings with a protocol count."""
    held = [
        each
        for each in register.meetings_of_precinct(precinct_id)
        if each in register.protocols
        and register.meetings[each].level is Level.INSPECTOR
        and register.meetings[each].status is not Status.CANCELLED
    ]
    return dict(pairwise(held))


def _mentioned(register: Register, meeting_id: str) -> frozenset[str]:
    """The first entries of the chains a protocol takes up."""
    submissions: Iterable[str] = register.protocols[meeting_id].submissions or {}
    found = (f"{meeting_id}/{key}" for key in submissions)
    return frozenset(_root(register, each) for each in found if _continues(register, each) is not None)


def _root(register: Register, identifier: str) -> str:
    """The first entry of the chain of `continues` an entry stands in."""
    seen = {identifier}
    while (earlier := _continues(register, identifier)) is not None and earlier not in seen:
        seen.add(earlier)
        identifier = earlier
    return identifier


def _continues(register: Register, identifier: str) -> str | None:
    submission = register.submission(identifier)
    return submission.continues if submission is not None else None


__all__ = ["OPEN_STATES", "Entry", "EntryKind", "Ledger", "State", "keep_body_ledger", "keep_ledger"]
