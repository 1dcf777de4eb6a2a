"""Dates are fixed in an approved schedule (R06)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_approval(case: MeetingCase, rule: Rule) -> Verdict:
    """The schedule is approved by the side the act names, before it is published and before the meeting.

    723: the akimat, in agreement with the police, to whom it sends a copy (`by: [akimat]`, `agreement:
    [police]`).
    608: the police body alone (`by: [police]`).

    Why: a date nobody approved can be changed without anybody knowing.

    Wrong (723): broken

        approved: {by: police, document: "27", on: 2026-06-15}

    Right (723): met

        approved: {by: akimat, document: "11", on: 2026-03-26, agreed_on: 2026-03-20, copy_sent_on: 2026-03-27}

    Answers: met; broken (the other side, approved after the meeting or after publication); not enough
    data (agreement or copy not recorded).
    """
    approved = case.schedule.approved
    if approved.by not in rule.words["by"]:
        return broken("approval.other_side", side=approved.by, sides=rule.words["by"])
    if approved.on > case.day:
        return broken("approval.after_meeting", approved=approved.on, meeting=case.day)
    published = case.facts.published.get(case.meeting_id)
    if published is not None and approved.on > published:
        return broken("approval.after_publication", approved=approved.on, published=published)
    if "agreement" in rule.words:
        if approved.agreed_on is None:
            return not_enough_data("approval.agreement_unrecorded")
        if approved.agreed_on > approved.on:
            return broken("approval.agreed_later", approved=approved.on, settled=approved.agreed_on)
        if approved.copy_sent_on is None:
            return not_enough_data("approval.copy_unrecorded")
    return met("approval.done", side=approved.by, approved=approved.on)
