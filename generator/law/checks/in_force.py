"""Which act a report rests on, and where its text is (R01, R29)."""

from __future__ import annotations

from datetime import timedelta

from generator.law.case import MeetingCase, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_act_in_force(case: MeetingCase, rule: Rule) -> Verdict:
    """Names the act a report is measured by: the one in force on the meeting's day.

    Exactly one rulebook covers each day and level. The first and last days of a rulebook follow from the
    day its act was first published; where that day is not verified, a meeting within `margin` days of it
    is not judged with certainty.

    Why: a resident must see which text stands behind every other line of the page.

    Wrong (the first day is not verified, the meeting is one day later): not enough data

        since: 2023-08-15      # verified: no
        starts: 2023-08-16 18:00

    Right: met

        since: 2024-02-20
        starts: 2026-02-20 16:00

    Answers: met; not enough data.
    """
    book = case.rulebook
    margin = timedelta(days=rule.numbers.get("margin", 0))
    ends = [day for day in (book.since, book.until) if day is not None]
    if not book.verified and any(abs(case.day - day) <= margin for day in ends):
        return not_enough_data("act.days_unverified", meeting=case.day)
    return met("act.benchmark" if book.benchmark else "act.in_force", meeting=case.day)


def judge_act_linked(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """Links to the official text of the act in both languages.

    The order itself must stand on the ministry's internet resource; whether it stands there cannot be
    seen from the records. What can be checked is that the rulebook leads a reader to the official text.

    Why: whoever doubts a finding reads the norm, not our summary.

    Wrong: not enough data

        acts: {order-608: {names: {kk: ..., ru: ...}}}

    Right: met

        acts: {order-608: {names: {kk: ..., ru: ...}, url: {kk: https://..., ru: https://...}}}

    Answers: met; not enough data.
    """
    lacking = [key for key, act in case.rulebook.acts.items() if {"kk", "ru"} - set(act.url)]
    if lacking or not case.rulebook.acts:
        return not_enough_data("act.unlinked", acts=lacking)
    return met("act.linked", count=len(case.rulebook.acts))
