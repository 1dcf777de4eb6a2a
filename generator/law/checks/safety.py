"""The chief answers for safety (R21)."""

from __future__ import annotations

from generator.law.case import MeetingCase, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.ids import body_of


def judge_safety(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """The chief of the police body answers for order and safety at a report.

    What can be checked is that the registry tells who was chief on the day.

    Why: a resident who needs a ramp or a quiet room must know whom to ask.

    Wrong: not enough data

        chiefs: {}

    Right: met

        chiefs: {omarov: {post: chief, since: 2024-02-01}}

    Answers: met; not enough data; not applicable (cancelled).
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    if case.facts.register.chief_on(body_of(case.meeting_id), case.day) is None:
        return not_enough_data("safety.no_chief", meeting=case.day)
    return met("safety.chief")
