"""Time, place and a way to send questions are published ten days ahead (R07)."""

from __future__ import annotations

from datetime import date, timedelta

from generator.law.case import MeetingCase, broken, met, met_leniently, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.schedule import Status


def judge_notice(case: MeetingCase, rule: Rule) -> Verdict:
    """Time, place and the ways to send questions are published at least `days` days before the meeting.

    The days are calendar days between the first publication and the meeting; the acts do not say
    "working". More than ten is met; ten exactly is met on a lenient count only, since a strict one wants
    ten full days between; fewer is broken. What counts is the first publication git has witnessed, or the
    declared one before that. For a moved meeting it is the day its present date was published, and where
    that is unknown there is not enough data.

    Why: the grievance heard most is of meetings "held" that nobody had heard of.

    Wrong: broken

        starts: 2026-08-20 18:30
        announced: 2026-08-12

    Right: met

        starts: 2026-08-20 18:30
        announced: 2026-08-09
        questions: [{kind: phone, value: "+7 727 000-00-41"}]

    Answers: met (lenient at ten exactly); broken (late, no way to send questions); not enough data (never
    published, the day of a move unknown); not applicable (cancelled).
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    published = case.facts.published.get(case.meeting_id)
    if published is None:
        left = (case.day - case.facts.today).days
        needed = rule.numbers["days"]
        reason = "notice.not_yet" if left >= needed else "notice.unpublished"
        return not_enough_data(reason, meeting=case.day, needed=needed)
    timed = _timed(case)
    if timed is None and _notice_days(case, published) >= rule.numbers["days"]:
        return not_enough_data("notice.move_undated", published=published, meeting=case.day)
    return _judge_days(case, rule, timed or published)


def _judge_days(case: MeetingCase, rule: Rule, published: date) -> Verdict:
    days, needed = _notice_days(case, published), rule.numbers["days"]
    values = {"published": published, "meeting": case.day, "days": days, "needed": needed}
    if days < 0:
        return broken("notice.after_meeting", **values)
    if days < needed:
        return broken("notice.late", **values)
    if not case.schedule.questions:
        return broken("notice.no_questions", **values)
    if days == needed:
        return met_leniently("notice.on_last_day", **values)
    return met("notice.in_time", **values)


def _notice_days(case: MeetingCase, published: date) -> int:
    return (case.day - published) // timedelta(days=1)


def _timed(case: MeetingCase) -> date | None:
    """The day the present date of the meeting was published."""
    meeting = case.meeting
    if meeting.status is not Status.MOVED:
        return case.facts.published[case.meeting_id]
    return case.facts.timed.get(case.meeting_id) or meeting.announced
