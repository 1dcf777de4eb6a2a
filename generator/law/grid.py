"""Grids of coverage: what became of each quarter of a precinct, and of each year of a police body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.law.case import BodyYear, Facts, PrecinctQuarter, is_held, quarter_days
from generator.law.checks.quarter import is_vacant
from generator.law.finding import Answer, Finding
from generator.model.schedule import Status


class GridState(StrEnum):
    """One cell of a grid in one word."""

    HELD = "held"
    JOINT = "joint"  # held together with other precincts
    LATE_NOTICE = "late_notice"  # held, and announced later than the law allows
    AWAITED = "awaited"  # its day is past, no protocol is published
    MISSED = "missed"
    CANCELLED = "cancelled"  # the time is over, and every meeting of it was cancelled
    VACANT = "vacant"
    PLANNED = "planned"
    UNSCHEDULED = "unscheduled"  # the time is not over, and no meeting is set


DONE = frozenset({GridState.HELD, GridState.JOINT, GridState.LATE_NOTICE})
FAILED = frozenset({GridState.AWAITED, GridState.MISSED, GridState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    state: in one word.
    meetings: the meetings of that time, cancelled ones among them.
    rulebook: key of the rulebook it is judged by.
    """

    state: GridState
    meetings: tuple[str, ...]
    rulebook: str


def quarter_state(case: PrecinctQuarter, findings: dict[str, tuple[Finding, ...]]) -> GridState:
    """The state of a precinct's quarter."""
    held = _held_state(case.facts, case.meetings, findings)
    if held is not None:
        return held
    valid = [each for each in case.meetings if _is_valid(case.facts, each)]
    if not valid and is_vacant(case):
        return GridState.VACANT
    return _unheld_state(case.facts, case.meetings, quarter_days(case.quarter)[1])


def year_state(case: BodyYear, findings: dict[str, tuple[Finding, ...]]) -> GridState:
    """The state of a chief's report for one year; one given after the first quarter leaves the year missed."""
    last = date(case.year + 1, 3, 31)
    meetings = case.facts.register.meetings
    inside = tuple(each for each in case.meetings if meetings[each].starts.date() <= last)
    held = _held_state(case.facts, inside, findings)
    return held if held is not None else _unheld_state(case.facts, inside, last)


def _is_valid(facts: Facts, meeting_id: str) -> bool:
    return facts.register.meetings[meeting_id].status is not Status.CANCELLED


def _held_state(
    facts: Facts, meetings: tuple[str, ...], findings: dict[str, tuple[Finding, ...]]
) -> GridState | None:
    """Held in the best of ways: announced in time if one of the meetings was."""
    held = [each for each in meetings if is_held(facts, each)]
    if not held:
        return None
    timely = [each for each in held if not _was_late(findings.get(each, ()))]
    if not timely:
        return GridState.LATE_NOTICE
    joint = all(len(facts.register.meetings[each].precincts) > 1 for each in timely)
    return GridState.JOINT if joint else GridState.HELD


def _was_late(findings: tuple[Finding, ...]) -> bool:
    late = ("notice.late", "notice.after_meeting")
    return any(each.answer is Answer.BROKEN and each.verdict.reason in late for each in findings)


def _unheld_state(facts: Facts, meetings: tuple[str, ...], last: date) -> GridState:
    valid = [each for each in meetings if _is_valid(facts, each)]
    if any(facts.register.meetings[each].starts.date() >= facts.today for each in valid):
        return GridState.PLANNED
    if valid:
        return GridState.AWAITED
    if facts.today <= last:
        return GridState.UNSCHEDULED
    return GridState.CANCELLED if meetings else GridState.MISSED
