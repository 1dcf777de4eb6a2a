"""What was not fully answered is registered and answered within its term (R16)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.law.case import MeetingCase, before_protocol, broken, met, not_applicable, not_enough_data
from generator.law.deadlines import term_of
from generator.law.finding import Verdict
from generator.law.ledger import State
from generator.law.rulebook import Rule
from generator.model.protocol import Protocol
from generator.model.submission import Answered, FollowUp, Procedure, Submission

_SEVERE = ("overdue", "closed_late", "unregistered", "registered_late", "extension")


def judge_unanswered(case: MeetingCase, rule: Rule) -> Verdict:
    """Every complaint, proposal and remark not fully answered at the report is registered and answered within its term.

    The term is that of `appeals.yaml` on the day of registration: today 15 working days from the day
    after registration, 20 for a formal complaint against an act, extended by at most two months with
    notice within three working days. What is received is registered the same day; what is heard at a
    meeting is given `register_within` working days, which is this site's own measure. An item whose
    course is not published is "not enough data" until the term it would have had is over, then broken.
    Redirected items belong to R17.

    Why: "we will look into it" is where most submissions end.

    Wrong: broken

        s1: {kind: complaint, answered: no, text: {kk: ..., ru: ...}}

    Right: met

        s1:
          kind: complaint
          answered: no
          follow_up: {registered: 2026-08-21, closed: {on: 2026-09-04, outcome: satisfied, text: {kk: ..., ru: ...}}}

    Answers: met (all closed in time, or still within the term); broken; not enough data; not applicable
    (nothing was left unanswered, ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("items.unsaid")
    if case.protocol.submissions is None:
        return not_enough_data("items.unsaid")
    left = dict(_left_open(case.protocol, rule.words["kinds"]))
    if not left:
        return not_applicable("items.none_left")
    faults = {key: fault for key, each in left.items() if (fault := _fault(case, rule, key, each))}
    severe = {key: fault for key, fault in faults.items() if fault in _SEVERE}
    values = {"count": len(severe or faults or left), "of": len(left)}
    if severe:
        kinds = [each for each in _SEVERE if each in severe.values()]
        return broken("items.not_settled", items=list(severe), faults=kinds, **values)
    if faults:
        return not_enough_data("items.course_unpublished", items=list(faults), **values)
    return met("items.in_term", **values)


def _left_open(protocol: Protocol, kinds: Iterable[str]) -> Iterable[tuple[str, Submission]]:
    for key, submission in (protocol.submissions or {}).items():
        if (
            submission.answered is not Answered.FULLY
            and submission.kind in kinds
            and submission.redirected is None
        ):
            yield key, submission


def _fault(case: MeetingCase, rule: Rule, key: str, submission: Submission) -> str:
    """What is wrong with the course of one item, empty when nothing is; `awaited` while it may still be published."""
    days, appeals = case.facts.law.days, case.facts.law.appeals
    follow_up = submission.follow_up
    entry = case.entry(key)
    if follow_up is None:
        if entry.state is not State.UNREGISTERED:
            return str(entry.state) if entry.state in (State.OVERDUE, State.CLOSED_LATE) else ""
        notional = FollowUp(days.next_working_day(case.day), Procedure.APPEAL)
        end = term_of(notional, case.day, appeals, days).day
        return "unregistered" if case.facts.today > end else "awaited"
    if follow_up.registered > days.nth_working_day(case.day, rule.numbers["register_within"]):
        return "registered_late"
    if entry.state in (State.OVERDUE, State.CLOSED_LATE):
        return str(entry.state)
    return "extension" if term_of(follow_up, case.day, appeals, days).fault else ""
