"""Proposals and remarks are heard and answered (R24)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.submission import Answered, Submission


def judge_answers(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """What residents raise is heard at the report and gets an explanation or an answer.

    A submission is met when its answer is published, when it was registered for a later one, or when it
    was redirected.

    Why: a report that takes no questions is a lecture.

    Wrong: broken

        s1: {kind: remark, answered: no, text: {kk: ..., ru: ...}}

    Right: met

        s1: {kind: remark, answered: fully, answer: {kk: ..., ru: ...}, text: {kk: ..., ru: ...}}

    Answers: met; broken (no answer and no course); not enough data (no protocol, submissions absent,
    answered in words that are not published); not applicable (nobody raised anything, ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("items.unsaid")
    submissions = case.protocol.submissions
    if submissions is None:
        return not_enough_data("items.unsaid")
    if not submissions:
        return not_applicable("answers.nobody_asked")
    silent = [key for key, each in submissions.items() if not _is_answered(each)]
    refused = [key for key in silent if submissions[key].answered is Answered.NO]
    if refused:
        return broken("answers.none", items=refused, count=len(refused), of=len(submissions))
    if silent:
        return not_enough_data("answers.unpublished", items=silent, count=len(silent), of=len(submissions))
    return met("answers.all", of=len(submissions))


def _is_answered(submission: Submission) -> bool:
    pursued = submission.follow_up is not None or submission.redirected is not None
    return submission.answer is not None or pursued
