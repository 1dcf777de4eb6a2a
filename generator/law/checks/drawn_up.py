"""A protocol is drawn up on the day of the meeting (R14)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_drawn_up(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """A protocol is drawn up on the very day of the report, by the calendar of the region.

    The day is the one on which the meeting really began; times are local, so that no time zone of a
    server can shift it.

    Why: what is written a week later is written from memory.

    Wrong: broken

        held: {starts: 2026-08-20 18:35, ends: 2026-08-20 20:10}
        drawn_up: 2026-08-21

    Right: met

        held: {starts: 2026-08-20 18:35, ends: 2026-08-20 20:10}
        drawn_up: 2026-08-20

    Answers: met; broken; not enough data (no protocol); not applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("protocol.unpublished")
    held, drawn = case.protocol.held.starts.date(), case.protocol.drawn_up
    if drawn < held:
        return broken("drawn_up.before", drawn=drawn, meeting=held)
    if drawn > held:
        return broken("drawn_up.late", drawn=drawn, meeting=held, days=(drawn - held).days)
    return met("drawn_up.same_day", drawn=drawn)
