"""A report draws on seven kinds of sources (R10)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_sources(case: MeetingCase, rule: Rule) -> Verdict:
    """A report names what it draws on; a chief's also on how local money was used (`required: [resources]`).

    The acts list statistics, programmes, appeals, public opinion, the media, resources and their use, and
    other information.

    Why: a figure without its source cannot be checked, and the local budget pays for public order.

    Wrong: broken for a chief, since the use of money is left out

        sources: [statistics, appeals]

    Right: met

        sources: [statistics, programmes, appeals, public_opinion, media, resources]

    Answers: met; broken (a required source is left out); not enough data (no protocol, none named); not
    applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("sources.unnamed")
    named = case.protocol.sources
    if not named:
        return not_enough_data("sources.unnamed")
    lacking = [each for each in rule.words.get("required", ()) if each not in named]
    if lacking:
        return broken("sources.lacking", sources=lacking)
    return met("sources.named", count=len(named))
