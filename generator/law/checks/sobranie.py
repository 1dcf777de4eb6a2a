"""An assembly is called by the akim, or by a tenth of its members (R26)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.schedule import Convener, Gathering, Initiators


def judge_sobranie(case: MeetingCase, rule: Rule) -> Verdict:
    """A report at an assembly is called by the akim, or by at least `per_cent` per cent of its members.

    The base is the members delegated by the gathering, and the count is in whole numbers: 4 of 40 is ten
    per cent, 4 of 41 is not.

    Why: a tenth of those concerned can make their inspector report.

    Wrong: broken

        gathering: sobranie
        convened_by: members
        initiators: {count: 4, total: 41}

    Right: met

        gathering: sobranie
        convened_by: members
        initiators: {count: 4, total: 40}

    Answers: met; broken; not enough data (who called it, or how many, not said); not applicable (no
    assembly, cancelled).
    """
    meeting = case.meeting
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    if meeting.gathering is not Gathering.SOBRANIE:
        return not_applicable("sobranie.not_one")
    if meeting.convened_by is None:
        return not_enough_data("convening.unsaid")
    if meeting.convened_by is Convener.AKIM:
        return met("sobranie.akim")
    if meeting.convened_by is not Convener.MEMBERS:
        return broken("sobranie.other", convener=meeting.convened_by)
    asked = meeting.initiators
    if asked is None or asked.total == 0 or asked.count > asked.total:
        return not_enough_data("sobranie.uncounted")
    per_cent = rule.numbers["per_cent"]
    values = {"count": asked.count, "of": asked.total, "needed": per_cent}
    return (
        met("sobranie.members", **values)
        if _enough(asked, per_cent)
        else broken("sobranie.too_few", **values)
    )


def _enough(asked: Initiators, per_cent: int) -> bool:
    return asked.count * 100 >= asked.total * per_cent
