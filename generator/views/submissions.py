"""Complaints, proposals, remarks and questions with everything that became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.law.ledger import Entry
from generator.model.ids import key_of, parent
from generator.model.register import Register
from generator.model.submission import Answered, FollowUp, Redirection, Submission
from generator.views.page import LinkView, page_url
from generator.views.passages import Passage, first_words, view_passage
from generator.views.plain import plain
from generator.views.states import OPEN, StateView, late_text, submission_state, view_submission_state
from generator.words.catalogue import Words
from generator.words.dates import long_date


@plain
class Step:
    """One step in the course of a submission: what happened, when, and what was said."""

    label: str
    text: str
    passage: Passage | None = None


@plain
class SubmissionView:
    """A submission: its substance, never the person.

    key: its key in the protocol, the anchor on the page.
    kind: in words.
    text: the substance.
    state: in words.
    steps: what happened since, in order.
    withheld: why a part is not published, in words.
    earlier, later: the same matter at other meetings.
    """

    key: str
    kind: str
    text: Passage | None
    state: StateView
    steps: tuple[Step, ...]
    withheld: str
    earlier: LinkView | None
    later: tuple[LinkView, ...]


@plain
class OpenItem:
    """A submission that still waits for its end: where it stands, what it says, its state."""

    url: str
    kind: str
    text: str
    language: str
    state: StateView
    raised: str


def view_submission(
    register: Register, words: Words, submission_id: str, submission: Submission, entry: Entry | None = None
) -> SubmissionView:
    """A submission with its course, its term from the ledger, and links to the same matter at other meetings."""
    earlier = submission.continues
    return SubmissionView(
        key_of(submission_id),
        words.one_of("submission kind", submission.kind),
        view_passage(words, submission.text),
        view_submission_state(words, submission_state(submission)),
        (*_steps(words, submission), *_term_steps(register, words, entry)),
        words.one_of("withheld", submission.withheld) if submission.withheld else "",
        _link_to(register, words, earlier) if earlier is not None else None,
        tuple(_link_to(register, words, each) for each in register.continued_by(submission_id)),
    )


def view_open_items(
    register: Register, words: Words, meeting_ids: Iterable[str], limit: int
) -> tuple[OpenItem, ...]:
    """Submissions without an end, the latest first, at most `limit`; one taken up again later counts there."""
    found: list[OpenItem] = []
    for meeting_id in meeting_ids:
        protocol = register.protocols.get(meeting_id)
        for key, submission in (protocol.submissions or {}).items() if protocol is not None else ():
            submission_id = f"{meeting_id}/{key}"
            if submission_state(submission) in OPEN and not register.continued_by(submission_id):
                found.append(_view_open_item(register, words, submission_id, submission))
                if len(found) == limit:
                    return tuple(found)
    return tuple(found)


def _view_open_item(register: Register, words: Words, submission_id: str, submission: Submission) -> OpenItem:
    passage = view_passage(words, submission.text)
    return OpenItem(
        _url_of(words, submission_id),
        words.one_of("submission kind", submission.kind),
        first_words(passage),
        passage.language if passage is not None else "",
        view_submission_state(words, submission_state(submission)),
        long_date(words, _raised_on(register, submission_id)),
    )


def _steps(words: Words, submission: Submission) -> Iterable[Step]:
    fully = submission.answered is Answered.FULLY
    label = words.text("Answer") if fully else words.one_of("answered", submission.answered)
    answer = view_passage(words, submission.answer)
    if answer is not None or not fully:
        yield Step(label, "", answer)
    if submission.redirected is not None:
        yield from _redirection_steps(words, submission.redirected)
    if submission.follow_up is not None:
        yield from _follow_up_steps(words, submission.follow_up)


def _term_steps(register: Register, words: Words, entry: Entry | None) -> Iterable[Step]:
    """Until when it must be answered and how late it is, and the report that should have taken it up."""
    if entry is not None and entry.due is not None and entry.own_course:
        late = late_text(words, entry)
        yield Step(words.text("Due"), f"{long_date(words, entry.due)}{f', {late}' if late else ''}")
    if entry is not None and entry.forgotten_by is not None:
        day = long_date(words, register.meetings[entry.forgotten_by].starts)
        yield Step(words.text("The next report did not return to it:"), day)


def _redirection_steps(words: Words, redirected: Redirection) -> Iterable[Step]:
    to = redirected.to.in_language(words.language)
    yield Step(words.text("Forwarded"), f"{long_date(words, redirected.on)}: {to}")
    notified = redirected.initiator_notified
    told = long_date(words, notified) if notified is not None else words.text("not recorded")
    yield Step(words.text("The author was notified"), told)


def _follow_up_steps(words: Words, follow_up: FollowUp) -> Iterable[Step]:
    procedure = words.one_of("procedure", follow_up.procedure)
    yield Step(words.text("Registered"), f"{long_date(words, follow_up.registered)}, {procedure}")
    if (extended := follow_up.extended) is not None:
        until, decided = long_date(words, extended.until), long_date(words, extended.decided)
        yield Step(words.text("Term extended until"), until)
        yield Step(words.text("Extension decided on"), decided)
        if extended.notified is not None:
            yield Step(words.text("The author was notified"), long_date(words, extended.notified))
    if (closed := follow_up.closed) is not None:
        outcome = words.one_of("outcome", closed.outcome)
        yield Step(words.text("Closed"), long_date(words, closed.on))
        yield Step(words.text("Result"), outcome, view_passage(words, closed.text))


def _link_to(register: Register, words: Words, submission_id: str) -> LinkView:
    return LinkView(long_date(words, _raised_on(register, submission_id)), _url_of(words, submission_id))


def _url_of(words: Words, submission_id: str) -> str:
    return f"{page_url(words.language, parent(submission_id))}#{key_of(submission_id)}"


def _raised_on(register: Register, submission_id: str) -> date:
    """The day of the meeting a submission was raised at."""
    return register.meetings[parent(submission_id)].starts.date()
