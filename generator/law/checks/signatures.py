"""A protocol is signed, and under 723 sealed (R15)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.protocol import Signatory
from generator.model.schedule import Level


def judge_signatures(case: MeetingCase, rule: Rule) -> Verdict:
    """A protocol is signed by those the act names (`by`), and sealed by the akimat where it says so (`seal`).

    723: the secretary and the reporting officers, with the akimat's seal. 608: the secretary and the
    chief; a seal is neither asked for nor forbidden. At a chief's report the reporting officer is the
    chief.

    Why: a signature is what a complaint can later point at.

    Wrong (723): broken

        signed_by: [secretary]
        sealed: yes

    Right (723): met

        signed_by: [secretary, officers]
        sealed: yes

    Answers: met; broken (a signature or the seal lacks); not enough data (no protocol, signatures or seal
    not said); not applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("signatures.unsaid")
    signed = set(case.protocol.signed_by)
    if not signed:
        return not_enough_data("signatures.unsaid")
    if case.meeting.level is Level.CHIEF and Signatory.OFFICERS in signed:
        signed.add(Signatory.CHIEF)
    lacking = [each for each in rule.words["by"] if each not in signed]
    if lacking:
        return broken("signatures.lacking", signatories=lacking)
    if "seal" in rule.words:
        if case.protocol.sealed is None:
            return not_enough_data("signatures.seal_unsaid")
        if not case.protocol.sealed:
            return broken("signatures.unsealed")
        return met("signatures.sealed")
    return met("signatures.all")
