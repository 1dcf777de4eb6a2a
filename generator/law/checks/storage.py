"""The protocol is registered and kept (R18)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_storage(case: MeetingCase, rule: Rule) -> Verdict:
    """The materials of a report are registered and kept by the side the act names (`by`).

    723: the akimat, with a copy of the protocol to the police (`copy`). 608: the headquarters unit of the
    police body.

    Why: a protocol that cannot be found cannot be asked for.

    Wrong (608): broken

        kept: {by: akimat, number: "12-04/079", on: 2026-04-22}

    Right (608): met

        kept: {by: police, number: "7-1/86", on: 2026-02-13}

    Answers: met; broken (kept by the other side); not enough data (no protocol, keeper, registration or
    copy not said); not applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("storage.unsaid")
    kept = case.protocol.kept
    if kept is None:
        return not_enough_data("storage.unsaid")
    if kept.by not in rule.words["by"]:
        return broken("storage.other_side", side=kept.by, sides=rule.words["by"])
    if kept.number is None or kept.on is None:
        return not_enough_data("storage.unregistered", side=kept.by)
    if "copy" in rule.words and kept.copy_sent_on is None:
        return not_enough_data("storage.copy_unrecorded", side=kept.by)
    return met("storage.done", side=kept.by, registered=kept.on)
