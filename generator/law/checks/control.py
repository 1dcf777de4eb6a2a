"""Somebody controls that the protocol is carried out (R19)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_control(case: MeetingCase, rule: Rule) -> Verdict:
    """The sides the act names (`by`) control that the protocol is carried out; each decision has who and until when.

    723: the akimat and the leadership of the police. 608: the leadership of the police. More controllers
    than the act asks for break nothing.

    Why: a decision without a day and a name is a wish.

    Wrong (723): broken

        control: [police]

    Right (723): met

        control: [akimat, police]
        decisions:
          d1: {text: {kk: ..., ru: ...}, responsible: {kk: ..., ru: ...}, due: 2026-09-20}

    Answers: met; broken (a side lacks); not enough data (no protocol, control not said, decisions absent,
    a decision without who or when); not applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("control.unsaid")
    control, decisions = case.protocol.control, case.protocol.decisions
    if not control:
        return not_enough_data("control.unsaid")
    lacking = [each for each in rule.words["by"] if each not in control]
    if lacking:
        return broken("control.lacking", sides=lacking)
    if decisions is None:
        return not_enough_data("control.decisions_absent")
    loose = [key for key, each in decisions.items() if each.responsible is None or each.due is None]
    if loose:
        return not_enough_data("control.loose", items=loose, count=len(loose), of=len(decisions))
    return met("control.done", count=len(decisions))
