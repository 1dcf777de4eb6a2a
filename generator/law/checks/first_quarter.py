"""A chief reports every year, in the first quarter (R22)."""

from __future__ import annotations

from datetime import date

from generator.law.case import BodyYear, broken, is_held, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.schedule import Party, Status


def judge_first_quarter(case: BodyYear, rule: Rule) -> Verdict:
    """A chief reports at least once a year, from 1 January to 31 March of the year after the reporting one.

    The quarter ends on 31 March in leap years too; a report moved to 1 April is not a report of the first
    quarter. 723 wants the leadership of the akimat to take part (`akimat: [present]`), 608 to be invited
    (`akimat: [invited]`).

    Why: it is the one day a year the whole district may ask its chief.

    Wrong: broken

        starts: 2026-04-01 16:00      # for the year 2025

    Right (608): met

        starts: 2026-02-26 18:00
        invited: [akimat, maslikhat, public, media]

    Answers: met; broken (none by 31 March, the akimat left out); not enough data (its day is past and
    there is no protocol, not said whether the akimat was asked or came); not applicable (the quarter is
    not over).
    """
    first, last = date(case.year + 1, 1, 1), date(case.year + 1, 3, 31)
    meetings = case.facts.register.meetings
    valid = [each for each in case.meetings if meetings[each].status is not Status.CANCELLED]
    inside = [each for each in valid if first <= meetings[each].starts.date() <= last]
    held = [each for each in inside if is_held(case.facts, each)]
    if held:
        return min(
            (_judge_akimat(case, each, rule) for each in held), key=lambda each: _ORDER.index(each.answer)
        )
    if case.facts.today <= last:
        ahead = any(meetings[each].starts.date() >= case.facts.today for each in inside)
        return not_applicable("year.planned" if ahead else "year.not_over", year=case.year, ends=last)
    if inside:
        return not_enough_data("year.no_protocol", year=case.year, meeting=meetings[inside[0]].starts.date())
    if valid:
        return broken("year.too_late", year=case.year, meeting=meetings[valid[0]].starts.date(), ends=last)
    return broken("year.none", year=case.year, ends=last)


_ORDER = ("met", "not_enough_data", "broken", "not_applicable")


def _judge_akimat(case: BodyYear, meeting_id: str, rule: Rule) -> Verdict:
    register = case.facts.register
    protocol, meeting = register.protocols[meeting_id], register.meetings[meeting_id]
    day = meeting.starts.date()
    if "present" in rule.words["akimat"]:
        if not protocol.present:
            return not_enough_data("year.akimat_unsaid", meeting=day)
        if Party.AKIMAT not in protocol.present:
            return broken("year.akimat_absent", meeting=day)
        return met("year.held", year=case.year, meeting=day)
    own = meeting.invited
    invited = own if own is not None else register.schedule_of(meeting_id).invited
    if Party.AKIMAT in (invited or ()) or Party.AKIMAT in protocol.present:
        return met("year.held", year=case.year, meeting=day)
    if invited is None:
        return not_enough_data("year.akimat_unsaid", meeting=day)
    return broken("year.akimat_uninvited", meeting=day)
