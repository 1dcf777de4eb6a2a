"""Matters of other bodies are passed on, and their authors told (R17)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_applicable, not_enough_data
from generator.law.deadlines import redirection_end, registration_day
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.submission import Redirection


def judge_redirection(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """A matter outside police competence goes to the competent body, with notice to whoever raised it.

    The acts set no term; the law on appeals does: three working days from receipt, the author told at the
    same time. What was heard after working hours is received on the next working day.

    Why: a redirected question whose author is not told is a lost question.

    Wrong: broken

        redirected: {to: {kk: ..., ru: ...}, on: 2026-09-10, initiator_notified: 2026-09-14}

    Right (the meeting was on 2026-08-20): met

        redirected: {to: {kk: ..., ru: ...}, on: 2026-08-24, initiator_notified: 2026-08-24}

    Answers: met; broken (late, the author told later); not enough data (no protocol, no notice recorded);
    not applicable (nothing was redirected, ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("items.unsaid")
    if case.protocol.submissions is None:
        return not_enough_data("items.unsaid")
    items = case.protocol.submissions.items()
    passed = {key: each.redirected for key, each in items if each.redirected is not None}
    if not passed:
        return not_applicable("redirection.none")
    late = [key for key, each in passed.items() if _is_late(case, each)]
    if late:
        return broken("redirection.late", items=late, count=len(late), of=len(passed))
    untold = [key for key, each in passed.items() if each.initiator_notified is None]
    if untold:
        return not_enough_data(
            "redirection.notice_unrecorded", items=untold, count=len(untold), of=len(passed)
        )
    return met("redirection.done", count=len(passed))


def _is_late(case: MeetingCase, redirected: Redirection) -> bool:
    days, appeals = case.facts.law.days, case.facts.law.appeals
    received = registration_day(case.meeting.ends, appeals, days)
    told = redirected.initiator_notified
    return redirected.on > redirection_end(received, appeals, days) or (
        told is not None and told > redirected.on
    )
