"""Figures of a place: counts with their denominators, never a percentage alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from statistics import median

from generator.law.case import Facts
from generator.law.deadlines import term_of
from generator.law.finding import Answer, Finding
from generator.law.grid import DONE, FAILED, Cell
from generator.law.ledger import Entry, EntryKind, State
from generator.model.schedule import Level, Status
from generator.model.submission import FollowUp


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        """Whole per cent, half rounded up; 100 only when it is all, 0 only when it is none; absent without cases."""
        if not self.of or self.count in (0, self.of):
            return 100 * self.count // self.of if self.of else None
        return min(99, max(1, (200 * self.count + self.of) // (2 * self.of)))

    def __add__(self, other: Share) -> Share:
        """Both together."""
        return Share(self.count + other.count, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a requirement was answered how; `lenient` is contained in `met`."""

    met: int = 0
    lenient: int = 0
    broken: int = 0
    not_enough_data: int = 0
    not_applicable: int = 0

    @property
    def judged(self) -> int:
        """How often it could be said whether the requirement was met."""
        return self.met + self.broken

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.met + other.met,
            self.lenient + other.lenient,
            self.broken + other.broken,
            self.not_enough_data + other.not_enough_data,
            self.not_applicable + other.not_applicable,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted for a precinct, a police body, a region or the site.

    coverage: quarters with a report, of those that are over or already have one; vacant ones are left out.
    notice_days: days of notice of every meeting whose publication is known, ascending.
    protocols_on_time: drawn up on the day, of all meetings whose day is past, those without a protocol among them.
    protocols_missing: past meetings without a published protocol.
    answers_on_time: closed within the term, of all submissions not fully answered at the meeting that were closed or
        whose term is over; open-overdue ones and those whose course is not published stand in the denominator.
    open, overdue, unregistered, redirected, answered_at_once, closed, closed_late: submissions by state.
    decisions_on_time: carried out by their day, of those whose day is over or that were carried out.
    decisions_overdue: decisions past their day and not carried out.
    participants: people who came, of all protocols that tell.
    """

    coverage: Share = Share()
    notice_days: tuple[int, ...] = ()
    protocols_on_time: Share = Share()
    protocols_missing: int = 0
    answers_on_time: Share = Share()
    open: int = 0
    overdue: int = 0
    unregistered: int = 0
    redirected: int = 0
    answered_at_once: int = 0
    closed: int = 0
    closed_late: int = 0
    decisions_on_time: Share = Share()
    decisions_overdue: int = 0
    participants: int = 0

    @property
    def median_notice(self) -> float | None:
        """The median of the days of notice; absent when none is known."""
        return float(median(self.notice_days)) if self.notice_days else None


def count_figures(
    facts: Facts, meetings: Iterable[str], cells: Iterable[Cell], entries: Iterable[Entry]
) -> Figures:
    """The figures of a place, from its meetings, the cells of its grid and its entries."""
    reports = [each for each in meetings if facts.register.meetings[each].level is not Level.CANDIDATE]
    items = list(entries)
    submissions = [each for each in items if each.kind is not EntryKind.DECISION]
    decisions = [each for each in items if each.kind is EntryKind.DECISION]
    states = {state: sum(each.state is state for each in submissions if each.own_course) for state in State}
    on_time, missing = _count_protocols(facts, reports)
    return Figures(
        _count_coverage(cells),
        _notice_days(facts, reports),
        on_time,
        missing,
        _count_answers(facts, submissions),
        states[State.OPEN],
        states[State.OVERDUE],
        states[State.UNREGISTERED],
        states[State.REDIRECTED],
        sum(each.state is State.ANSWERED for each in submissions),
        states[State.CLOSED],
        states[State.CLOSED_LATE],
        _count_decisions(decisions),
        sum(each.state is State.OVERDUE for each in decisions),
        sum(_participants(facts, each) for each in reports),
    )


def _count_coverage(cells: Iterable[Cell]) -> Share:
    states = [each.state for each in cells]
    return Share(sum(each in DONE for each in states), sum(each in DONE | FAILED for each in states))


def _notice_days(facts: Facts, meetings: Iterable[str]) -> tuple[int, ...]:
    found = []
    for each in meetings:
        meeting = facts.register.meetings[each]
        published = facts.timed.get(each) or facts.published.get(each)
        if published is not None and meeting.status is not Status.CANCELLED:
            found.append((meeting.starts.date() - published).days)
    return tuple(sorted(found))


def _count_protocols(facts: Facts, meetings: Iterable[str]) -> tuple[Share, int]:
    on_time = missing = past = 0
    for each in meetings:
        meeting = facts.register.meetings[each]
        protocol = facts.register.protocols.get(each)
        if meeting.status is Status.CANCELLED or (protocol is None and meeting.starts.date() >= facts.today):
            continue
        past += 1
        missing += protocol is None
        on_time += protocol is not None and protocol.drawn_up == protocol.held.starts.date()
    return Share(on_time, past), missing


def _count_answers(facts: Facts, submissions: Iterable[Entry]) -> Share:
    on_time = of = 0
    for each in submissions:
        if not each.own_course or each.state in (State.ANSWERED, State.REDIRECTED, State.OPEN):
            continue
        if each.state is State.UNREGISTERED and not _term_is_over(facts, each.raised):
            continue
        of += 1
        on_time += each.state is State.CLOSED
    return Share(on_time, of)


def _term_is_over(facts: Facts, raised: date) -> bool:
    """Whether the term an unregistered item would have had is over."""
    days = facts.law.days
    return facts.today > term_of(FollowUp(days.next_working_day(raised)), raised, facts.law.appeals, days).day


def _count_decisions(decisions: Iterable[Entry]) -> Share:
    known = [each for each in decisions if each.state is not State.OPEN and each.due is not None]
    return Share(sum(each.state is State.CLOSED for each in known), len(known))


def _participants(facts: Facts, meeting_id: str) -> int:
    protocol = facts.register.protocols.get(meeting_id)
    return (protocol.participants or 0) if protocol is not None else 0


@dataclass(slots=True)
class Counter:
    """Findings counted by rule and rulebook."""

    tallies: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count `findings` in."""
        for each in findings:
            counts = self.tallies.setdefault((each.rule, each.rulebook), dict.fromkeys(_COUNTED, 0))
            counts[each.answer.value] += 1
            counts["lenient"] += each.answer is Answer.MET and each.verdict.lenient

    def result(self) -> dict[tuple[str, str], Tally]:
        """The tallies, rule by rule."""
        return {key: Tally(**counts) for key, counts in sorted(self.tallies.items())}


_COUNTED = ("met", "lenient", "broken", "not_enough_data", "not_applicable")


def add_tallies(
    many: Iterable[Mapping[tuple[str, str], Tally]],
) -> dict[tuple[str, str], Tally]:
    """The tallies of several places together."""
    total: dict[tuple[str, str], Tally] = {}
    for tallies in many:
        for key, tally in tallies.items():
            total[key] = total.get(key, Tally()) + tally
    return dict(sorted(total.items()))


def add_figures(many: Iterable[Figures]) -> Figures:
    """The figures of several places together; their meetings must not overlap."""
    total = Figures()
    notice: list[int] = []
    for each in many:
        notice.extend(each.notice_days)
        total = _add(total, each)
    return replace(total, notice_days=tuple(sorted(notice)))


def _add(one: Figures, other: Figures) -> Figures:
    """Everything summed except the days of notice."""
    sums = {each.name: getattr(one, each.name) + getattr(other, each.name) for each in fields(Figures)}
    sums["notice_days"] = ()
    return Figures(**sums)
