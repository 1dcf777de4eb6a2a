"""Rulebooks: which requirements were in force, for whom, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.law.finding import Weight
from generator.model.registry import BodyLevel
from generator.model.schedule import Gathering, Level
from generator.model.text import Bilingual
from generator.reading.scalars import Count, HttpsUrl, Slug, Text


@dataclass(frozen=True, slots=True)
class Act:
    """A normative act.

    names: short official name.
    url: official text, by language.
    """

    names: Bilingual
    url: Mapping[Slug, HttpsUrl] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A norm in force that demands what a repealed one demanded, of some meetings.

    citation: the norm.
    text: what it demands, in plain words.
    bodies: levels of police bodies whose meetings it reaches.
    gatherings: forms of meetings it reaches.
    reasons: codes of the breaches that break it too.
    """

    citation: Bilingual
    text: Bilingual
    bodies: tuple[BodyLevel, ...]
    gatherings: tuple[Gathering, ...]
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement as one rulebook states it.

    citation: the point of the act.
    text: the requirement in plain words.
    weight: how much breaking it weighs.
    check: name of the check in `generator.law.checks`.
    numbers: whole-number parameters of the check, such as `days: 10`.
    words: word parameters of the check, such as `secretary: [akimat]`.
    standing: a norm in force that demands the same of some meetings.
    """

    citation: Bilingual
    text: Bilingual
    weight: Weight
    check: Text
    numbers: Mapping[Text, Count] = field(default_factory=dict)
    words: Mapping[Text, tuple[Text, ...]] = field(default_factory=dict)
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The requirements of one level of officers during one time.

    level: whose reports.
    names: what the rulebook is called.
    acts: the acts it rests on, by key.
    since: first day it is applied.
    until: last day; absent while in force.
    verified: whether both days are verified against the official publication.
    benchmark: whether its norms are repealed and used as a benchmark only.
    note: what a reader should know of its dates and force.
    rules: the requirements by id, `R01` to `R29`.
    """

    level: Level
    names: Bilingual
    acts: Mapping[Slug, Act]
    since: date
    rules: Mapping[Text, Rule]
    until: date | None = None
    verified: bool = False
    benchmark: bool = False
    note: Bilingual | None = None

    def covers(self, day: date) -> bool:
        """Whether a meeting on `day` is judged by this rulebook."""
        return self.since <= day and (self.until is None or day <= self.until)


Rulebooks = Mapping[str, Rulebook]


def rulebook_on(rulebooks: Rulebooks, level: Level, day: date) -> str | None:
    """Key of the rulebook for a level on a day; a candidate's presentation has none."""
    for key, rulebook in rulebooks.items():
        if rulebook.level is level and rulebook.covers(day):
            return key
    return None
