"""A finding: one requirement held against one subject, with one of four possible answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Answer(StrEnum):
    """What can be said of a requirement; "not enough data" is never counted as broken or met."""

    MET = "met"
    BROKEN = "broken"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_APPLICABLE = "not_applicable"


class Weight(StrEnum):
    """How much a broken requirement weighs: the text demands it, it rests on interpretation, or it only informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


DATES = frozenset(
    {"published", "meeting", "approved", "drawn", "due", "registered", "ends", "review", "settled"}
)
LISTS = {
    "parties": "party",
    "topics": "topic",
    "fields": "protocol field",
    "kinds": "submission kind",
    "signatories": "signatory",
    "sources": "source",
    "side": "side",
    "sides": "side",
    "convener": "convener",
    "faults": "item fault",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says, before it is known under which rulebook.

    answer: one of the four.
    reason: why, as the code of a sentence in the catalogues (context `finding`), such as `notice.late`.
    values: what the sentence names: ISO dates under the keys of `DATES`, codes of a catalogue's context, separated by
        `, `, under the keys of `LISTS`, keys of submissions or precincts and numbers under all others.
    lenient: met, but only on the lenient reading (ten days counted from the day of publication): shown as a warning.
    """

    answer: Answer
    reason: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one subject under the rulebook in force on its day.

    rule: `R07`.
    rulebook: `chief-608b`.
    subject: id of a meeting; of a precinct with its quarter (`almaty/alatau/012@2026-q4`); of a police body with the
        reporting year (`almaty/alatau@2025`).
    verdict: what the check says.
    weight: how much a broken requirement weighs; at most a warning where the norm is a benchmark.
    benchmark: whether the norm is repealed and only used as a benchmark.
    standing: whether a norm still in force demands the same of this subject.
    """

    rule: str
    rulebook: str
    subject: str
    verdict: Verdict
    weight: Weight
    benchmark: bool = False
    standing: bool = False

    @property
    def answer(self) -> Answer:
        """The verdict's answer."""
        return self.verdict.answer
