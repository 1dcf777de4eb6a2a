"""The akimat convenes the gathering or assembly (R08)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_convening(case: MeetingCase, rule: Rule) -> Verdict:
    """A report is given at a gathering or assembly of the local community that the akimat, akim or members call.

    Only 723 says so; 608 dropped it. In the districts of a city an open meeting is lawful today, so that
    breaking this benchmark weighs a warning at most.

    Why: who calls a meeting answers for people knowing of it.

    Wrong: broken

        gathering: skhod
        convened_by: police

    Right: met

        gathering: skhod
        convened_by: akimat

    Answers: met; broken (an open meeting, called by the police); not enough data (who called it is not
    said); not applicable (cancelled).
    """
    meeting = case.meeting
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    if meeting.gathering not in rule.words["gatherings"]:
        return broken("convening.open")
    if meeting.convened_by is None:
        return not_enough_data("convening.unsaid")
    if meeting.convened_by not in rule.words["conveners"]:
        return broken("convening.other", convener=meeting.convened_by)
    return met("convening.done", convener=meeting.convened_by)
