"""Known gaps in the data: what the files do not say, by police body, so that nobody takes silence for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.law.finding import Answer, Finding
from generator.model.register import Register
from generator.reading.diagnostics import Diagnostic
from generator.reading.messages import explain
from generator.views.accounts import Accounts
from generator.views.findings import rule_link, say_verdict
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.places import path_to, place_name, places_within, short_name
from generator.views.plain import plain
from generator.views.subjects import subjects_of, view_subject
from generator.words.catalogue import Words
from generator.words.numbers import grouped

_SHOWN = 5
_WARNINGS_SHOWN = 20
_NOT_YET = frozenset({"quarter.running"})  # time has not run out: nothing is missing
_FOLDERS = frozenset({"schedules", "registry", "protocols"})


@plain
class GapView:
    """One thing that is not known, of several subjects.

    rules: the requirements that cannot be judged for it.
    sentence: why, where it is the same for all subjects.
    number: of subjects.
    subjects: the first of them, the latest first; the note says why, where that differs.
    more: how many others, in words.
    """

    rules: tuple[LinkView, ...]
    sentence: str
    number: str
    subjects: tuple[LinkView, ...]
    more: str


@plain
class WarningView:
    """A warning of the checks: the file and line, what was found, how to mend it."""

    place: str
    found: str
    fix: str


@plain
class BodyGaps:
    """What is not known of one police body.

    number: of findings without an answer.
    more: how many warnings are left out, in words.
    """

    key: str
    name: str
    url: str
    number: str
    gaps: tuple[GapView, ...]
    warnings: tuple[WarningView, ...]
    more: str


@plain
class GapsView:
    """The page of known gaps of a region."""

    page: Page
    heading: str
    bodies: tuple[BodyGaps, ...]
    place: LinkView


def view_gaps(
    register: Register, accounts: Accounts, words: Words, region_id: str, diagnostics: Sequence[Diagnostic]
) -> GapsView:
    """The known gaps of a region.

    diagnostics: of reading the files; only warnings stand here, as nothing is published while an error stands.
    """
    name = place_name(register, words, region_id)
    title = words.text("Known gaps in the data: {place}", place=name)
    description = words.text("{place}: what the published records do not say, by police body.", place=name)
    warned = _by_body(diagnostics)
    bodies = (
        _body(register, words, each, _unknown(register, accounts, each), warned.get(each, []))
        for each in places_within(register, words, region_id)
    )
    return GapsView(
        lay_page(
            words, "outcomes", f"{region_id}/gaps", title, description, path_to(register, words, region_id)
        ),
        title,
        tuple(each for each in bodies if each.gaps or each.warnings),
        LinkView(name, page_url(words.language, region_id)),
    )


def _unknown(register: Register, accounts: Accounts, body_id: str) -> list[Finding]:
    """Findings on a police body without enough data, where time has run out."""
    return [
        each
        for subject in subjects_of(register, accounts.judgement, body_id)
        for each in accounts.judgement.of(subject)
        if each.answer is Answer.NOT_ENOUGH_DATA and each.verdict.reason not in _NOT_YET
    ]


def _by_body(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Warnings by the police body whose file they are about."""
    found: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        steps = each.file.removesuffix(".yaml").split("/")
        start = next((place for place, step in enumerate(steps) if step in _FOLDERS), None)
        if start is not None and len(steps) > start + 2:
            found.setdefault("/".join(steps[start + 1 : start + 3]), []).append(each)
    return found


def _body(
    register: Register, words: Words, body_id: str, unknown: list[Finding], warned: list[Diagnostic]
) -> BodyGaps:
    groups: dict[str, list[Finding]] = {}
    for each in unknown:
        groups.setdefault(each.verdict.reason, []).append(each)
    left_out = len(warned) - _WARNINGS_SHOWN
    return BodyGaps(
        body_id.partition("/")[2],
        short_name(register, words, body_id),
        page_url(words.language, f"{body_id}/compliance"),
        grouped(len(unknown)),
        tuple(_gap(register, words, groups[reason]) for reason in sorted(groups)),
        tuple(_warning(words, each) for each in warned[:_WARNINGS_SHOWN]),
        words.count("and {n} more", "and {n} more", left_out) if left_out > 0 else "",
    )


def _gap(register: Register, words: Words, findings: list[Finding]) -> GapView:
    """One reason; the sentence stands with each subject where it is not the same for all."""
    by_subject = {each.subject: say_verdict(words, each.verdict) for each in findings}
    same = len(set(by_subject.values())) == 1
    left_out = len(by_subject) - _SHOWN
    return GapView(
        tuple(rule_link(words, rule) for rule in sorted({each.rule for each in findings})),
        say_verdict(words, findings[0].verdict) if same else "",
        grouped(len(by_subject)),
        tuple(
            replace(view_subject(register, words, subject), note="" if same else sentence)
            for subject, sentence in list(by_subject.items())[:_SHOWN]
        ),
        words.count("and {n} more", "and {n} more", left_out) if left_out > 0 else "",
    )


def _warning(words: Words, diagnostic: Diagnostic) -> WarningView:
    wording = explain(diagnostic, words.language)
    return WarningView(f"{diagnostic.file}:{diagnostic.line}", wording.found, wording.fix)
