"""Requirements that state an aim and leave nothing to measure (R03, R05)."""

from __future__ import annotations

from generator.law.case import MeetingCase, not_applicable
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_text_only(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """States why reports are held; nothing in a record can meet or break an aim.

    Why it is listed: the handbook covers every point of the act, and says openly which ones it cannot
    check.

    Wrong: a site that calls an aim "met".

    Right: not applicable

        check: text_only

    Answers: not applicable.
    """
    return not_applicable("text.only")
