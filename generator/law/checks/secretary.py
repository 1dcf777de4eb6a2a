"""A secretary keeps the minutes (R12)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_secretary(case: MeetingCase, rule: Rule) -> Verdict:
    """The minutes are kept by a secretary from the side the act names (`of`).

    723: a representative of the akimat. 608: an employee of the police body.

    Why: 723 wanted somebody who does not report to write down what was said.

    Wrong (723): broken

        secretary: {name: {kk: ..., ru: ...}, of: police}

    Right (723): met

        secretary: {name: {kk: ..., ru: ...}, of: akimat}

    Answers: met; broken; not enough data (no protocol, no secretary named); not applicable (ahead,
    cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("secretary.unnamed")
    secretary = case.protocol.secretary
    if secretary is None:
        return not_enough_data("secretary.unnamed")
    if secretary.of not in rule.words["of"]:
        return broken("secretary.other_side", side=secretary.of, sides=rule.words["of"])
    return met("secretary.named", side=secretary.of)
