"""An inspector reports every quarter (R25)."""

from __future__ import annotations

from datetime import timedelta

from generator.law.case import (
    PrecinctQuarter,
    broken,
    is_held,
    met,
    not_applicable,
    not_enough_data,
    quarter_days,
)
from generator.law.finding import Answer, Verdict
from generator.law.rulebook import Rule
from generator.model.ids import parent
from generator.model.schedule import Status


def judge_quarter(case: PrecinctQuarter, rule: Rule) -> Verdict:
    """Every precinct hears its inspector at least once in each calendar quarter.

    A joint meeting counts once for each of its precincts; a cancelled one does not count; a moved one
    counts where it was held. A precinct vacant for the whole quarter is excused, unless an acting officer
    reported. The leadership of the police and the akimat take part (`present`).

    Why: residents of one precinct must not wait for those of another.

    Wrong: broken, the quarter is over

        meetings: {"012": {precincts: ["012"], starts: 2026-08-20 18:30, status: cancelled}}

    Right: met

        meetings: {"011-012": {precincts: ["011", "012"], starts: 2026-08-20 18:30}}
        present: [akimat, police_leadership]

    Answers: met; broken (none, or held without those who must be there); not enough data (running
    quarter, no protocol, not said who was there); not applicable (vacant, ahead).
    """
    held = [each for each in case.meetings if is_held(case.facts, each)]
    if held:
        return min(
            (_judge_present(case, each, rule) for each in held), key=lambda each: _ORDER.index(each.answer)
        )
    first, last = quarter_days(case.quarter)
    today = case.facts.today
    valid = [each for each in case.meetings if not _is_cancelled(case, each)]
    ahead = [each for each in valid if case.facts.register.meetings[each].starts.date() >= today]
    if is_vacant(case) and not valid:
        return not_applicable("quarter.vacant")
    if today < first:
        return not_applicable("quarter.planned" if valid else "quarter.ahead", ends=last)
    if today <= last:
        return not_enough_data("quarter.running" if ahead or not valid else "quarter.no_protocol", ends=last)
    if valid:
        return not_enough_data("quarter.no_protocol", ends=last)
    return broken("quarter.cancelled" if case.meetings else "quarter.none", ends=last)


_ORDER = (Answer.MET, Answer.NOT_ENOUGH_DATA, Answer.BROKEN, Answer.NOT_APPLICABLE)


def is_vacant(case: PrecinctQuarter) -> bool:
    """Whether the precinct had no inspector on any day of the quarter, by its declared vacancies."""
    first, last = quarter_days(case.quarter)
    day = first
    spells = sorted(case.facts.register.precincts[case.precinct_id].vacant, key=lambda each: each.since)
    for spell in spells:
        if spell.since > day:
            return False
        if spell.until is None or spell.until >= last:
            return True
        if spell.until >= day:
            day = spell.until + timedelta(days=1)
    return False


def _is_cancelled(case: PrecinctQuarter, meeting_id: str) -> bool:
    return case.facts.register.meetings[meeting_id].status is Status.CANCELLED


def _judge_present(case: PrecinctQuarter, meeting_id: str, rule: Rule) -> Verdict:
    register = case.facts.register
    day = register.meetings[meeting_id].starts.date()
    present = register.protocols[meeting_id].present
    lacking = [each for each in rule.words["present"] if each not in present]
    if not present:
        return not_enough_data("quarter.present_unsaid", meeting=day)
    if lacking:
        return broken("quarter.without", parties=lacking, meeting=day)
    joint = len(register.meetings[meeting_id].precincts) > 1
    if _acted(case, meeting_id):
        return met("quarter.acting", meeting=day)
    return met("quarter.joint" if joint else "quarter.held", meeting=day)


def _acted(case: PrecinctQuarter, meeting_id: str) -> bool:
    """Whether somebody stood in for the inspector of the precinct."""
    register = case.facts.register
    acting = register.acting_on(case.precinct_id, register.meetings[meeting_id].starts.date())
    keys = {each.key for each in register.reporters(meeting_id)}
    return (
        acting is not None
        and acting.key in keys
        and parent(case.precinct_id) == parent(acting.precinct or "")
    )
