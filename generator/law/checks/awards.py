"""Awards for helping to keep public order (R20)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.protocol import Recipient


def judge_awards(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """Citizens, associations and organisations may be awarded; a citizen is named with consent only.

    Awards are allowed, not asked for. What can be broken is the law on personal data.

    Why: those who help the police have neighbours.

    Wrong: broken

        awards: [{recipient: citizen, award: {kk: ..., ru: ...}, name: {kk: ..., ru: ...}}]

    Right: met

        awards: [{recipient: citizen, award: {kk: ..., ru: ...}}]

    Answers: met; broken (a citizen named without consent); not enough data (no protocol); not applicable
    (no awards, ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("protocol.unpublished")
    awards = case.protocol.awards
    if not awards:
        return not_applicable("awards.none")
    named = [
        each for each in awards if each.recipient is Recipient.CITIZEN and each.name and not each.consent
    ]
    if named:
        return broken("awards.without_consent", count=len(named))
    return met("awards.given", count=len(awards))
