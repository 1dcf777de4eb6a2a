"""Findings in words: the requirement, the answer, why, the citation, and whether the norm is still in force."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from operator import attrgetter

from generator.law.finding import DATES, LISTS, Answer, Finding, Verdict
from generator.views.accounts import Accounts
from generator.views.page import LinkView, page_url
from generator.views.plain import plain
from generator.views.states import StateView
from generator.words.catalogue import Words
from generator.words.dates import long_date

_FOLDED = (Answer.MET, Answer.NOT_APPLICABLE)
_SAID = attrgetter(
    "rule",
    "rulebook",
    "weight",
    "benchmark",
    "standing",
    "verdict.answer",
    "verdict.reason",
    "verdict.lenient",
)
_ORDER = (Answer.BROKEN, Answer.NOT_ENOUGH_DATA, Answer.MET, Answer.NOT_APPLICABLE)


@plain
class FindingView:
    """One finding.

    rule: link to the rule's page: its short name, its number as the note.
    answer: one of four, in words.
    sentence: why.
    citation: the point of the act.
    force: that the norm is repealed and a benchmark only, or which norm in force demands the same; else empty.
    """

    rule: LinkView
    answer: StateView
    sentence: str
    citation: str
    force: str


@plain
class AnswerGroup:
    """Findings with one answer.

    heading: the answer and how many.
    is_folded: whether the page shows them on demand only: what is met, and what does not apply.
    """

    answer: StateView
    heading: str
    findings: tuple[FindingView, ...]
    is_folded: bool


@plain
class FindingsView:
    """All findings on one subject.

    rulebook: what it was judged by.
    note: that its norms are repealed and a benchmark only; else empty.
    groups: by answer, what is broken first.
    """

    rulebook: str
    note: str
    groups: tuple[AnswerGroup, ...]


def view_findings(accounts: Accounts, words: Words, subject: str) -> FindingsView | None:
    """The findings on a meeting, a precinct's quarter or a police body's year; None when it is not judged."""
    findings = accounts.judgement.of(subject)
    if not findings:
        return None
    rulebook = accounts.law.rulebooks[findings[0].rulebook]
    by_answer: dict[Answer, list[FindingView]] = {answer: [] for answer in _ORDER}
    for each in findings:
        by_answer[each.verdict.answer].append(view_finding(accounts, words, each))
    groups = []
    for answer, chosen in by_answer.items():
        if chosen:
            word = words.one_of("answer", answer)
            view = StateView(answer, word)
            groups.append(AnswerGroup(view, f"{word}: {len(chosen)}", tuple(chosen), answer in _FOLDED))
    note = words.text("repealed norm, used as a benchmark") if rulebook.benchmark else ""
    return FindingsView(rulebook.names.in_language(words.language), note, tuple(groups))


def view_finding(accounts: Accounts, words: Words, finding: Finding) -> FindingView:
    """One finding in words; the same object for all subjects of which the same is to be said."""
    verdict, said = finding.verdict, accounts.said
    question = (
        words,
        finding.rule,
        finding.rulebook,
        finding.benchmark,
        finding.standing,
        verdict.answer,
        verdict.lenient,
        verdict.reason,
        *verdict.values.items(),
    )
    known: FindingView | None = said.get(question)
    return known if known is not None else said.keep(question, _say_finding(accounts, words, finding))


def _say_finding(accounts: Accounts, words: Words, finding: Finding) -> FindingView:
    rule = accounts.law.rulebooks[finding.rulebook].rules[finding.rule]
    force = ""
    if finding.benchmark:
        force = words.text("repealed norm, used as a benchmark")
    elif finding.standing and rule.standing is not None:
        citation = rule.standing.citation.in_language(words.language)
        force = words.text("a norm in force demands the same: {citation}", citation=citation)
    return FindingView(
        rule_link(words, finding.rule),
        _answer_state(words, finding.verdict.answer, lenient=finding.verdict.lenient),
        say_verdict(words, finding.verdict),
        rule.citation.in_language(words.language),
        force,
    )


@lru_cache(maxsize=256)
def rule_link(words: Words, rule: str) -> LinkView:
    """Link to the page of a rule: its short name, and its number as the note."""
    return LinkView(words.one_of("rule", rule), page_url(words.language, f"law/{rule.lower()}"), rule)


def what_is_said(finding: Finding) -> Hashable:
    """All that a finding says but of what subject: findings with the same are told in the same words.

    The meetings of a region keep the same dozen rules on the same days, so a tenth of the findings differ in it.
    """
    return _SAID(finding), tuple(finding.verdict.values.items())


def say_verdict(words: Words, verdict: Verdict) -> str:
    """The sentence of a verdict, with its dates and words in the page's language."""
    return _sentence(words, verdict.reason, tuple(verdict.values.items()))


@lru_cache(maxsize=8_192)  # thousands of meetings keep the same rules in the same words
def _sentence(words: Words, reason: str, values: tuple[tuple[str, str], ...]) -> str:
    said = {key: _say_value(words, key, value) for key, value in values}
    return words.one_of("finding", reason).format(**said)


@lru_cache(maxsize=64)
def _answer_state(words: Words, answer: Answer, *, lenient: bool) -> StateView:
    look = "lenient" if answer is Answer.MET and lenient else answer.value
    return StateView(look, words.one_of("answer", answer))


def _say_value(words: Words, key: str, value: str) -> str:
    if key in DATES:
        return long_date(words, date.fromisoformat(value))
    if (context := LISTS.get(key)) is not None:
        return ", ".join(words.one_of(context, code) for code in value.split(", ") if code)
    return value
