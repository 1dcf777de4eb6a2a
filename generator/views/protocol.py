"""The protocol of a meeting under the law's eight headings (723-2018 p. 12, 608-2023 p. 13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.law.ledger import Ledger
from generator.model.protocol import Award, Decision, Document, Protocol, Reviewed, TopicReport
from generator.model.register import Register
from generator.model.submission import SubmissionKind
from generator.views.announcement import document_number
from generator.views.page import LinkView
from generator.views.passages import Passage, view_passage
from generator.views.plain import plain
from generator.views.states import StateView, decision_state, view_decision_state
from generator.views.submissions import SubmissionView, view_submission
from generator.words.catalogue import Words
from generator.words.dates import clock_range, full_date, long_date
from generator.words.numbers import grouped


@plain
class FigureView:
    """A number of a report, with the same number a year before, empty when unknown."""

    name: str
    value: str
    previous: str
    unit: str


@plain
class TopicView:
    """What was reported on one topic."""

    name: str
    summary: Passage | None
    figures: tuple[FigureView, ...]
    compares: bool


@plain
class DecisionView:
    """A decision: its anchor, text, who answers, last day, state, how and when it was done."""

    key: str
    text: Passage | None
    responsible: str
    due: str
    state: StateView
    done_on: str
    done: Passage | None


@plain
class SubmissionGroup:
    """Submissions of one kind; None when the protocol does not say, empty when there were none."""

    heading: str
    items: tuple[SubmissionView, ...] | None


@plain
class ProtocolView:
    """The published summary of the minutes.

    time, day, place: as really held.
    participants: their number; empty when the protocol does not say.
    decisions: None when the protocol does not say.
    groups: complaints, proposals, remarks, then questions.
    topics: what was reported.
    record: label and text of how the protocol was made: drawn up, signed, kept.
    awards, documents: what was given, what may be downloaded.
    """

    time: str
    day: str
    place: str
    participants: str
    decisions: tuple[DecisionView, ...] | None
    groups: tuple[SubmissionGroup, ...]
    topics: tuple[TopicView, ...]
    record: tuple[tuple[str, str], ...]
    awards: tuple[str, ...]
    documents: tuple[LinkView, ...]


def view_protocol(
    register: Register, words: Words, today: date, meeting_id: str, ledger: Ledger
) -> ProtocolView:
    """The protocol of a meeting; it must have one. The terms of submissions come from `ledger`."""
    protocol, meeting = register.protocols[meeting_id], register.meetings[meeting_id]
    place = protocol.place or meeting.place.name
    decisions = protocol.decisions
    return ProtocolView(
        clock_range(protocol.held.starts, protocol.held.ends),
        full_date(words, protocol.held.starts),
        place.in_language(words.language),
        "" if protocol.participants is None else grouped(protocol.participants),
        None if decisions is None else tuple(_decision(words, today, *each) for each in decisions.items()),
        tuple(_group(register, words, meeting_id, kind, ledger) for kind in SubmissionKind),
        tuple(_topic(words, name, topic) for name, topic in protocol.report.items()),
        tuple(_record(words, protocol)),
        tuple(_award(words, each) for each in protocol.awards),
        tuple(link for each in protocol.documents if (link := _document(words, each)) is not None),
    )


def _decision(words: Words, today: date, key: str, decision: Decision) -> DecisionView:
    done = decision.done
    return DecisionView(
        key,
        view_passage(words, decision.text),
        decision.responsible.in_language(words.language) if decision.responsible is not None else "",
        long_date(words, decision.due) if decision.due is not None else "",
        view_decision_state(words, decision_state(decision, today)),
        long_date(words, done.on) if done is not None else "",
        view_passage(words, done.text) if done is not None else None,
    )


def _group(
    register: Register, words: Words, meeting_id: str, kind: SubmissionKind, ledger: Ledger
) -> SubmissionGroup:
    heading = words.one_of("submission heading", kind)
    submissions = register.protocols[meeting_id].submissions
    if submissions is None:
        return SubmissionGroup(heading, None)
    chosen = {f"{meeting_id}/{key}": each for key, each in submissions.items() if each.kind is kind}
    return SubmissionGroup(
        heading,
        tuple(view_submission(register, words, key, each, ledger.get(key)) for key, each in chosen.items()),
    )


def _topic(words: Words, name: str, topic: TopicReport) -> TopicView:
    figures = tuple(
        FigureView(
            figure.name.in_language(words.language),
            figure.value,
            figure.previous or "",
            figure.unit.in_language(words.language) if figure.unit is not None else "",
        )
        for figure in topic.figures
    )
    compares = any(figure.previous for figure in figures)
    return TopicView(words.one_of("topic", name), view_passage(words, topic.summary), figures, compares)


def _record(words: Words, protocol: Protocol) -> Iterable[tuple[str, str]]:
    """How the protocol was made, line by line: label, text."""
    yield words.text("Protocol drawn up"), long_date(words, protocol.drawn_up)
    if protocol.published is not None:
        yield words.text("Protocol published"), long_date(words, protocol.published)
    if (secretary := protocol.secretary) is not None:
        name = secretary.name.in_language(words.language)
        yield words.text("Secretary"), f"{name} ({words.one_of('side', secretary.of)})"
    if protocol.signed_by:
        yield words.text("Signed by"), _listed(words, "signatory", protocol.signed_by)
    if protocol.sealed is not None:
        yield words.text("Seal of the akimat"), words.text("yes") if protocol.sealed else words.text("no")
    if protocol.present:
        yield words.text("Who was present"), _listed(words, "party", protocol.present)
    if protocol.sources:
        yield words.text("Sources of the report"), _listed(words, "source", protocol.sources)
    if protocol.control:
        yield words.text("Execution is controlled by"), _listed(words, "side", protocol.control)
    yield from _keeping(words, protocol)
    yield from _reviews(words, protocol.reviewed)


def _keeping(words: Words, protocol: Protocol) -> Iterable[tuple[str, str]]:
    if (kept := protocol.kept) is None:
        return
    details = [words.one_of("side", kept.by)]
    if kept.number is not None:
        details.append(document_number(words, kept.number))
    if kept.on is not None:
        details.append(long_date(words, kept.on))
    yield words.text("The original is kept by"), ", ".join(details)
    if kept.copy_sent_on is not None:
        yield words.text("Copy sent to the police"), long_date(words, kept.copy_sent_on)


def _reviews(words: Words, reviewed: Reviewed | None) -> Iterable[tuple[str, str]]:
    if reviewed is not None and reviewed.secrets_on is not None:
        yield words.text("Checked for state secrets"), long_date(words, reviewed.secrets_on)
    if reviewed is not None and reviewed.personal_data_on is not None:
        yield words.text("Checked for personal data"), long_date(words, reviewed.personal_data_on)


def _award(words: Words, award: Award) -> str:
    """A citizen is named only with consent."""
    named = award.name is not None and (award.consent or award.recipient != "citizen")
    name = award.name.in_language(words.language) if award.name is not None and named else ""
    recipient = words.one_of("recipient", award.recipient)
    return f"{recipient}{f' {name}' if name else ''}: {award.award.in_language(words.language)}"


def _document(words: Words, document: Document) -> LinkView | None:
    url = document.url or document.file
    if url is None:
        return None
    note = f"SHA-256: {document.sha256}" if document.sha256 else ""
    return LinkView(document.title.in_language(words.language), url, note)


def _listed(words: Words, context: str, values: Iterable[str]) -> str:
    return ", ".join(words.one_of(context, value) for value in values)
