"""Cases: what one requirement is held against, with everything a check needs to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator.law.days import WorkingDays
from generator.law.deadlines import Appeals
from generator.law.finding import Answer, Verdict
from generator.law.ledger import Entry, Ledger
from generator.law.rulebook import Rulebook, Rulebooks
from generator.model.protocol import Protocol
from generator.model.register import Register
from generator.model.schedule import Meeting, Schedule, Status

_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Law:
    """The law as the files below `site_config` state it.

    rulebooks: by key.
    days: working days.
    appeals: terms of submissions.
    """

    rulebooks: Rulebooks
    days: WorkingDays
    appeals: Appeals


@dataclass(frozen=True, slots=True)
class Facts:
    """What all cases of one judgement share.

    register: the records.
    law: rulebooks, working days, terms.
    today: the day asked.
    published: day each meeting was first published.
    protocol_published: day each protocol was first published.
    timed: day the present date of a moved meeting was first published, where git has witnessed it.
    periods: periods of the schedules by police body and by region, ascending.
    ledger: what became of every submission and decision.
    said: verdicts already given; of the same words there is one, which is kept, read back and held in memory once.
    """

    register: Register
    law: Law
    today: date
    published: Mapping[str, date]
    protocol_published: Mapping[str, date]
    timed: Mapping[str, date] = field(default_factory=dict)
    periods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=dict)
    said: dict[object, Verdict] = field(default_factory=dict, repr=False, compare=False)

    def say(self, verdict: Verdict) -> Verdict:
        """The verdict, or the one given earlier in the same words."""
        words = (verdict.answer, verdict.reason, verdict.lenient, *verdict.values.items())
        return self.said.setdefault(words, verdict)


@dataclass(frozen=True, slots=True)
class MeetingCase:
    """One meeting under the rulebook in force on its day.

    facts: what all cases share.
    rulebook: the rulebook.
    meeting_id: the meeting.
    """

    facts: Facts
    rulebook: Rulebook
    meeting_id: str

    @property
    def subject(self) -> str:
        """The meeting's id."""
        return self.meeting_id

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.facts.register.meetings[self.meeting_id]

    @property
    def day(self) -> date:
        """The local day of the meeting."""
        return self.meeting.starts.date()

    @property
    def schedule(self) -> Schedule:
        """The schedule that announces it."""
        return self.facts.register.schedule_of(self.meeting_id)

    @property
    def protocol(self) -> Protocol | None:
        """Its protocol, where one is published."""
        return self.facts.register.protocols.get(self.meeting_id)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.meeting.status is Status.CANCELLED

    def entry(self, key: str) -> Entry:
        """The ledger's entry of one of its submissions or decisions."""
        return self.facts.ledger[f"{self.meeting_id}/{key}"]


@dataclass(frozen=True, slots=True)
class PrecinctQuarter:
    """One precinct in one calendar quarter.

    facts: what all cases share.
    rulebook: the rulebook in force on the quarter's last day; a norm repealed before it cannot be broken in it.
    precinct_id: the precinct.
    quarter: such as `2026-q4`.
    meetings: the inspectors' meetings that fall in it, by start, cancelled ones among them.
    """

    facts: Facts
    rulebook: Rulebook
    precinct_id: str
    quarter: str
    meetings: tuple[str, ...]

    @property
    def subject(self) -> str:
        """`almaty/alatau/012@2026-q4`."""
        return f"{self.precinct_id}@{self.quarter}"


@dataclass(frozen=True, slots=True)
class BodyYear:
    """One police body and its chief's report for one year.

    facts: what all cases share.
    rulebook: the rulebook in force when the quarter in which the report is given begins.
    body_id: the police body.
    year: the reporting year; the report is given in the next one.
    meetings: the chief's meetings for that year, by start, cancelled ones among them.
    """

    facts: Facts
    rulebook: Rulebook
    body_id: str
    year: int
    meetings: tuple[str, ...]

    @property
    def subject(self) -> str:
        """`almaty/alatau@2025`."""
        return f"{self.body_id}@{self.year}"


Case = MeetingCase | PrecinctQuarter | BodyYear


def met(reason: str, **values: object) -> Verdict:
    """The requirement is met."""
    return Verdict(Answer.MET, reason, _texts(values))


def met_leniently(reason: str, **values: object) -> Verdict:
    """The requirement is met on a lenient reading of the text only."""
    return Verdict(Answer.MET, reason, _texts(values), lenient=True)


def broken(reason: str, **values: object) -> Verdict:
    """The requirement is broken."""
    return Verdict(Answer.BROKEN, reason, _texts(values))


def not_enough_data(reason: str, **values: object) -> Verdict:
    """What is published does not tell."""
    return Verdict(Answer.NOT_ENOUGH_DATA, reason, _texts(values))


def not_applicable(reason: str, **values: object) -> Verdict:
    """The requirement does not concern this case."""
    return Verdict(Answer.NOT_APPLICABLE, reason, _texts(values))


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def before_protocol(case: MeetingCase) -> Verdict | None:
    """The verdict of every requirement on protocols where there is none to read; None where there is one.

    Neither act demands that a protocol be published: an unpublished one proves nothing, and the answer is
    "not enough data".
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    if case.protocol is not None:
        return None
    if case.day >= case.facts.today:
        return not_applicable("meeting.ahead", meeting=case.day)
    return not_enough_data("protocol.unpublished", days=(case.facts.today - case.day).days)


def quarter_days(quarter: str) -> tuple[date, date]:
    """First and last day of a calendar quarter such as `2026-q4`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    first = date(year, _QUARTER_MONTHS * number - 2, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, _QUARTER_MONTHS * number + 1, 1)
    return first, after - timedelta(days=1)


def next_quarter(quarter: str) -> str:
    """The quarter after one such as `2026-q4`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + 1}-q1" if number == 4 else f"{year}-q{number + 1}"


def is_held(facts: Facts, meeting_id: str) -> bool:
    """Whether a published protocol shows that a meeting took place."""
    meeting = facts.register.meetings[meeting_id]
    return meeting.status is not Status.CANCELLED and meeting_id in facts.register.protocols
