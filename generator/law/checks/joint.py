"""One joint meeting for adjacent precincts (R27)."""

from __future__ import annotations

from collections.abc import Mapping

from generator.law.case import MeetingCase, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule
from generator.model.ids import body_of
from generator.model.registry import Precinct


def judge_joint(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """Several inspectors may report together when their precincts adjoin and each of them is there.

    The precincts make one connected whole: each can be reached from each through neighbours that take
    part. Who stands in for a vacant precinct counts as its inspector.

    Why: a joint meeting must not be a way to report to people three districts away.

    Wrong: broken, 011 and 013 do not adjoin and 012 is not there

        precincts: ["011", "013"]

    Right: met

        precincts: ["011", "012", "013"]

    Answers: met; broken (not adjacent, a precinct without its officer); not enough data (neighbours not
    said); not applicable (one precinct, cancelled).
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    body, register = body_of(case.meeting_id), case.facts.register
    precincts = {key: register.precincts[f"{body}/{key}"] for key in case.meeting.precincts}
    if len(precincts) < 2:
        return not_applicable("joint.single")
    alone = [key for key in precincts if not _is_reported(case, f"{body}/{key}")]
    if alone:
        return broken("joint.without_officer", precincts=alone)
    apart = _unreached(precincts)
    if apart and any(not each.neighbours for each in precincts.values()):
        silent = [key for key, each in precincts.items() if not each.neighbours]
        return not_enough_data("joint.neighbours_unsaid", precincts=silent)
    if apart:
        return broken("joint.apart", precincts=apart)
    return met("joint.adjacent", count=len(precincts))


def _unreached(precincts: Mapping[str, Precinct]) -> list[str]:
    """Precincts that cannot be reached from the first one through neighbours among them."""
    first, *_ = precincts
    reached, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        for key, each in precincts.items():
            if key not in reached and (key in precincts[here].neighbours or here in each.neighbours):
                reached.add(key)
                waiting.append(key)
    return [key for key in precincts if key not in reached]


def _is_reported(case: MeetingCase, precinct_id: str) -> bool:
    """Whether the inspector of a precinct, or who stands in, is among those who report."""
    register = case.facts.register
    acting = register.acting_on(precinct_id, case.day)
    reporters = register.reporters(case.meeting_id)
    stand_in = acting.key if acting is not None else None
    own = register.precincts[precinct_id].officers
    return any(each.key == stand_in or each.key in own for each in reporters)
