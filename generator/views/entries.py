"""Lines of the ledger: one submission or decision, what became of it, and the same matter at other meetings."""

from __future__ import annotations

from collections.abc import Iterable

from generator.law.ledger import Entry, EntryKind, State
from generator.model.ids import key_of, parent
from generator.model.protocol import Decision
from generator.model.register import Register
from generator.model.submission import Answered, Submission
from generator.model.text import Prose
from generator.views.listing import meeting_subject
from generator.views.page import LinkView, page_url
from generator.views.passages import first_words, view_passage
from generator.views.plain import plain
from generator.views.remembered import remembered
from generator.views.states import DecisionState, StateView, late_text, view_decision_state
from generator.views.submissions import OpenItem
from generator.words.catalogue import Words
from generator.words.dates import long_date, short_date

_LETTERS = 240


@plain
class EntryView:
    """One line of the ledger.

    key: unique on the page.
    kind_key: code of the kind, for filters.
    kind: in words.
    text: the substance, shortened.
    language: the text's language when it is not the page's.
    raised: link to the entry on the page of its meeting; its text is the day, its note whose meeting it was.
    state: in words.
    due: last day of the term, in words; empty when there is none.
    late: by how many days the term was passed, in words.
    course: label and text of what happened, in order.
    chain: the same matter at every meeting it was raised at, by date; empty when it was raised once.
    forgotten: the next report of the precinct that should have taken it up and did not.
    """

    key: str
    kind_key: str
    kind: str
    text: str
    language: str
    raised: LinkView
    state: StateView
    due: str
    late: str
    course: tuple[tuple[str, str], ...]
    chain: tuple[LinkView, ...]
    forgotten: LinkView | None


@remembered
def view_entry(register: Register, words: Words, entry: Entry) -> EntryView:
    """A line of the ledger."""
    meeting_id, key = parent(entry.identifier), key_of(entry.identifier)
    protocol = register.protocols[meeting_id]
    item: Submission | Decision
    if entry.kind is EntryKind.DECISION:
        item = (protocol.decisions or {})[key]
        course = tuple(_decision_course(words, item))
    else:
        item = (protocol.submissions or {})[key]
        course = tuple(_submission_course(words, entry, item))
    text, language = _substance(words, item.text)
    return EntryView(
        key="-".join(entry.identifier.split("/")[1:]),
        kind_key=entry.kind,
        kind=kind_word(words, entry.kind),
        text=text,
        language=language,
        raised=_link_to(register, words, entry.identifier),
        state=entry_state(words, entry),
        due=short_date(words, entry.due) if entry.due is not None else "",
        late=late_text(words, entry),
        course=course,
        chain=tuple(_link_to(register, words, each) for each in chain_of(register, entry.identifier)),
        forgotten=_meeting_link(register, words, entry.forgotten_by) if entry.forgotten_by else None,
    )


def kind_word(words: Words, kind: EntryKind) -> str:
    """A kind as a label."""
    return words.text("Decision") if kind is EntryKind.DECISION else words.one_of("submission kind", kind)


def _substance(words: Words, text: Prose | None) -> tuple[str, str]:
    passage = view_passage(words, text)
    return first_words(passage, _LETTERS), passage.language if passage is not None else ""


def entry_state(words: Words, entry: Entry) -> StateView:
    """Where an entry stands; a decision has words of its own."""
    if entry.kind is not EntryKind.DECISION:
        return StateView(entry.state, words.one_of("entry state", entry.state))
    if entry.settled is not None:
        state = DecisionState.DONE
    elif entry.due is None:
        state = DecisionState.UNDATED
    else:
        state = DecisionState.LATE if entry.state is State.OVERDUE else DecisionState.OPEN
    return StateView(entry.state, view_decision_state(words, state).word)


def _decision_course(words: Words, decision: Decision) -> Iterable[tuple[str, str]]:
    if decision.responsible is not None:
        yield words.text("Responsible"), decision.responsible.in_language(words.language)
    if decision.done is not None:
        yield words.text("Carried out"), long_date(words, decision.done.on)


def _submission_course(words: Words, entry: Entry, submission: Submission) -> Iterable[tuple[str, str]]:
    if submission.answered is not Answered.FULLY:
        yield words.text("At the meeting"), words.one_of("answered", submission.answered)
    if entry.registered is not None:
        yield words.text("Registered"), long_date(words, entry.registered)
    if entry.extended and entry.due is not None:
        yield words.text("Term extended until"), long_date(words, entry.due)
    if (redirected := submission.redirected) is not None:
        to = redirected.to.in_language(words.language)
        yield words.text("Forwarded"), f"{long_date(words, redirected.on)}: {to}"
        notified = redirected.initiator_notified
        told = long_date(words, notified) if notified is not None else words.text("not recorded")
        yield words.text("The author was notified"), told
    closed = submission.follow_up.closed if submission.follow_up is not None else None
    if closed is not None:
        outcome = words.one_of("outcome", closed.outcome)
        yield words.text("Closed"), f"{long_date(words, closed.on)}: {outcome}"
    elif entry.settled is not None and entry.state in (State.CLOSED, State.CLOSED_LATE):
        yield words.text("Closed"), long_date(words, entry.settled)


def view_waiting(
    register: Register, words: Words, entries: Iterable[Entry], limit: int
) -> tuple[OpenItem, ...]:
    """Submissions that wait, in the order given, at most `limit`; one taken up again later stands there alone."""
    waiting = [
        each
        for each in entries
        if each.is_open and each.kind is not EntryKind.DECISION and not each.continued_by
    ]
    return tuple(_waiting(register, words, each) for each in waiting[:limit])


def _waiting(register: Register, words: Words, entry: Entry) -> OpenItem:
    view = view_entry(register, words, entry)
    kind = f"{view.kind}, {view.late}" if view.late else view.kind
    return OpenItem(view.raised.url, kind, view.text, view.language, view.state, view.raised.text)


def chain_of(register: Register, submission_id: str) -> tuple[str, ...]:
    """The same matter at every meeting it was raised at, from the first on; nothing where it was raised once."""
    first, seen = submission_id, {submission_id}
    while (submission := register.submission(first)) is not None and submission.continues is not None:
        if submission.continues in seen or register.submission(submission.continues) is None:
            break
        first = submission.continues
        seen.add(first)
    found, waiting = [], [first]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found.append(each)
            waiting.extend(register.continued_by(each))
    if len(found) == 1:
        return ()
    found.sort(key=lambda each: register.meetings[parent(each)].starts)
    return tuple(found)


@remembered
def _link_to(register: Register, words: Words, identifier: str) -> LinkView:
    meeting_id = parent(identifier)
    return LinkView(
        long_date(words, register.meetings[meeting_id].starts),
        f"{page_url(words.language, meeting_id)}#{key_of(identifier)}",
        meeting_subject(register, words, meeting_id),
    )


def _meeting_link(register: Register, words: Words, meeting_id: str) -> LinkView:
    return LinkView(
        long_date(words, register.meetings[meeting_id].starts), page_url(words.language, meeting_id)
    )
