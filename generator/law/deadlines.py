"""Terms of submissions under the law on appeals in force on their day; every number comes from `appeals.yaml`.

The Administrative Procedural-Process Code (APPC) took the place of the law on appeals on 1 July 2021; law 241-VIII of
17 December 2025 rewrote its article 76: the term runs from registration, not from receipt.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from generator.law.days import WorkingDays
from generator.model.submission import Extension, FollowUp, Procedure
from generator.model.text import Bilingual
from generator.reading.scalars import Clock, Count, HttpsUrl, Slug


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class Start(StrEnum):
    """What a term runs from; the first day counted is the next one."""

    REGISTRATION = "registration"
    RECEIPT = "receipt"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Term:
    """One term as the law states it.

    number: how many.
    unit: of what.
    runs_from: the event the count starts after.
    source: the article it comes from.
    """

    number: Count
    unit: Unit
    runs_from: Start
    source: Bilingual

    def end(self, start: date, days: WorkingDays) -> date:
        """Last day of the term; when it is not worked, the next working day (APPC art. 76(5))."""
        if self.unit is Unit.WORKING_DAYS:
            return days.nth_working_day(start, self.number)
        if self.unit is Unit.MONTHS:
            return days.next_working_day(add_months(start, self.number))
        return days.next_working_day(start + timedelta(days=self.number))


@dataclass(frozen=True, slots=True)
class Regime:
    """The law on appeals during one time.

    names: what it is called.
    since: first day of registration it applies to.
    until: last day; absent while in force.
    verified: whether both days are verified against the official publication.
    url: official text, by language.
    terms: the term of each procedure.
    redirection: within which a matter of another body is passed on, its author told at the same time.
    extension: how far a reasoned decision may extend a term; absent where it may not.
    extension_notice: within which the author is told of it.
    unextended: procedures whose term is never extended.
    note: what a reader should know.
    """

    names: Bilingual
    since: date
    terms: Mapping[Procedure, Term]
    redirection: Term
    until: date | None = None
    verified: bool = False
    url: Mapping[Slug, HttpsUrl] | None = None
    extension: Term | None = None
    extension_notice: Term | None = None
    unextended: tuple[Procedure, ...] = ()
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Appeals:
    """The file `site_config/rulebooks/appeals.yaml`.

    regimes: the laws on appeals, by key, the earliest first.
    office_closes: end of the working day; what comes later is registered on the next working day (APPC art. 64(3)).
    office_source: where that hour comes from.
    """

    regimes: Mapping[Slug, Regime]
    office_closes: Clock
    office_source: Bilingual

    def regime_on(self, day: date) -> Regime:
        """The law on appeals for what is registered on `day`; the earliest one for days before it."""
        found = next(iter(self.regimes.values()))
        for regime in self.regimes.values():
            if regime.since <= day:
                found = regime
        return found


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a submission must be answered.

    day: last day of the term, a valid extension included.
    first: last day of the term without extension.
    extended: whether a valid extension counts.
    fault: code of what is wrong with an extension, empty when nothing is.
    """

    day: date
    first: date
    extended: bool = False
    fault: str = ""


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def registration_day(received: datetime, appeals: Appeals, days: WorkingDays) -> date:
    """The day what was received must be registered: that day, or the next working day when it came too late."""
    day = received.date()
    if received.time() > appeals.office_closes:
        day += timedelta(days=1)
    return days.next_working_day(day)


def term_of(follow_up: FollowUp, received: date, appeals: Appeals, days: WorkingDays) -> Due:
    """The term of a registered submission that was received on `received` (the day of the meeting)."""
    regime = appeals.regime_on(follow_up.registered)
    term = regime.terms[follow_up.procedure]
    start = received if term.runs_from is Start.RECEIPT else follow_up.registered
    first = term.end(start, days)
    if follow_up.extended is None:
        return Due(first, first)
    return _extended(follow_up.extended, follow_up.procedure, first, regime, days)


def _extended(
    extension: Extension, procedure: Procedure, first: date, regime: Regime, days: WorkingDays
) -> Due:
    """The extended term; an extension that the law does not allow changes nothing, one too long is cut."""
    if regime.extension is None or procedure in regime.unextended:
        return Due(first, first, fault="extension.forbidden")
    if extension.decided > first:
        return Due(first, first, fault="extension.after_term")
    latest = regime.extension.end(extension.decided, days)
    day = max(first, min(days.next_working_day(extension.until), latest))
    if extension.until > latest:
        return Due(day, first, extended=True, fault="extension.too_long")
    notice = regime.extension_notice
    if notice is not None and extension.notified is not None:
        if extension.notified > notice.end(extension.decided, days):
            return Due(day, first, extended=True, fault="extension.notice_late")
    return Due(day, first, extended=True)


def redirection_end(received: date, appeals: Appeals, days: WorkingDays) -> date:
    """Last day to pass a matter on to the competent body (APPC art. 65)."""
    return appeals.regime_on(received).redirection.end(received, days)
