"""Deputies, public bodies and the media are invited (R11)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_applicable, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_invited(case: MeetingCase, rule: Rule) -> Verdict:
    """Eight groups are invited under 608 (`groups`); under 723 they may be, and nothing is broken when they are not.

    Why: deputies, schools, clinics and journalists carry what was said further than the hall.

    Wrong (608): broken

        invited: [maslikhat, media]

    Right (608): met

        invited: [maslikhat, public, health, social_protection, education, utilities, organisations, media]

    Answers: met; broken (608: some group not invited); not enough data (608: not said who); not
    applicable (cancelled; 723: nobody invited).
    """
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    own = case.meeting.invited
    invited = own if own is not None else case.schedule.invited
    if "groups" not in rule.words:
        return met("invited.some", count=len(invited)) if invited else not_applicable("invited.may")
    if invited is None:
        return not_enough_data("invited.unsaid")
    lacking = [each for each in rule.words["groups"] if each not in invited]
    if lacking:
        return broken("invited.lacking", parties=lacking, count=len(lacking), of=len(rule.words["groups"]))
    return met("invited.all", of=len(rule.words["groups"]))
