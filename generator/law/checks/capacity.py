"""The hall holds those expected (R09)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_capacity(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """The hall has at least as many seats as people expected, and as people who came.

    Sanitary rules, of which the acts speak too, cannot be seen from a record.

    Why: whoever stands in the corridor was not reported to.

    Wrong: broken

        place: {capacity: 60}
        expected: 80

    Right: met

        place: {capacity: 120}
        expected: 80

    Answers: met; broken; not enough data (seats, or how many are expected, not said); not applicable
    (cancelled).
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    seats = case.meeting.place.capacity
    came = case.protocol.participants if case.protocol is not None else None
    if case.protocol is not None and case.protocol.place is not None:
        return not_enough_data("capacity.other_place")
    if seats is None:
        return not_enough_data("capacity.seats_unsaid")
    if came is not None and came > seats:
        return broken("capacity.overfull", count=came, seats=seats)
    if case.meeting.expected is None and came is None:
        return not_enough_data("capacity.expected_unsaid", seats=seats)
    if case.meeting.expected is not None and case.meeting.expected > seats and came is None:
        return broken("capacity.too_small", count=case.meeting.expected, seats=seats)
    return met("capacity.enough", count=came if came is not None else case.meeting.expected, seats=seats)
