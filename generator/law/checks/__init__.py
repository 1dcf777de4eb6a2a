"""The checks by name: each holds one requirement against one case; its docstring is its page in the handbook."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.law.checks import (
    answers,
    approval,
    awards,
    capacity,
    control,
    convening,
    drawn_up,
    eight_fields,
    face_to_face,
    first_quarter,
    in_force,
    invited,
    joint,
    notice,
    quarter,
    redirection,
    reviews,
    safety,
    secretary,
    signatures,
    sobranie,
    sources,
    storage,
    text_only,
    topics,
    unanswered,
)
from generator.law.finding import Answer, Verdict
from generator.law.rulebook import Rule

MET, BROKEN = Answer.MET, Answer.BROKEN
UNKNOWN, NOT_APPLICABLE = Answer.NOT_ENOUGH_DATA, Answer.NOT_APPLICABLE


class Of(StrEnum):
    """What a check is held against."""

    MEETING = "meeting"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    judge: the function.
    answers: the answers it can give.
    of: what it is held against.
    needs: an answer it can give only to a rule that has this parameter.
    """

    judge: Callable[[Any, Rule], Verdict]
    answers: frozenset[Answer]
    of: Of = Of.MEETING
    needs: Mapping[Answer, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """Its page in the handbook: the rule, why, a wrong and a right example."""
        return inspect.getdoc(self.judge) or ""

    def answers_to(self, rule: Rule) -> frozenset[Answer]:
        """The answers it can give to `rule`, by the rule's parameters."""
        given = {*rule.numbers, *rule.words}
        return frozenset(each for each in self.answers if self.needs.get(each) in {None, *given})


def _all(*but: Answer) -> frozenset[Answer]:
    return frozenset(Answer) - set(but)


CHECKS: Mapping[str, Check] = {
    "act_in_force": Check(in_force.judge_act_in_force, _all(BROKEN, NOT_APPLICABLE)),
    "act_linked": Check(in_force.judge_act_linked, frozenset({MET, UNKNOWN})),
    "answers": Check(answers.judge_answers, _all()),
    "approval": Check(approval.judge_approval, _all(NOT_APPLICABLE), needs={UNKNOWN: "agreement"}),
    "awards": Check(awards.judge_awards, _all()),
    "capacity": Check(capacity.judge_capacity, _all()),
    "chief_topics": Check(topics.judge_chief_topics, _all()),
    "control": Check(control.judge_control, _all()),
    "convening": Check(convening.judge_convening, _all()),
    "drawn_up": Check(drawn_up.judge_drawn_up, _all()),
    "eight_fields": Check(eight_fields.judge_eight_fields, _all()),
    "face_to_face": Check(face_to_face.judge_face_to_face, _all(UNKNOWN)),
    "first_quarter": Check(first_quarter.judge_first_quarter, _all(), Of.YEAR),
    "inspector_topics": Check(topics.judge_inspector_topics, _all()),
    "invited": Check(invited.judge_invited, _all(), needs={BROKEN: "groups", UNKNOWN: "groups"}),
    "joint": Check(joint.judge_joint, _all()),
    "notice": Check(notice.judge_notice, _all()),
    "quarter": Check(quarter.judge_quarter, _all(), Of.QUARTER),
    "redirection": Check(redirection.judge_redirection, _all()),
    "reviews": Check(reviews.judge_reviews, _all()),
    "safety": Check(safety.judge_safety, _all(BROKEN)),
    "secretary": Check(secretary.judge_secretary, _all()),
    "signatures": Check(signatures.judge_signatures, _all()),
    "sobranie": Check(sobranie.judge_sobranie, _all()),
    "sources": Check(sources.judge_sources, _all(), needs={BROKEN: "required"}),
    "storage": Check(storage.judge_storage, _all()),
    "text_only": Check(text_only.judge_text_only, frozenset({NOT_APPLICABLE})),
    "unanswered": Check(unanswered.judge_unanswered, _all()),
}
