"""How a meeting was announced: the schedule's document, publications, who was invited."""

from __future__ import annotations

from collections.abc import Iterable

from generator.history.chronicle import History
from generator.model.ids import parent
from generator.model.register import Register
from generator.model.schedule import Approval, Meeting
from generator.views.page import LinkView
from generator.views.plain import plain
from generator.views.remembered import remembered
from generator.words.catalogue import Words
from generator.words.dates import days_between, full_date, long_date
from generator.words.numbers import grouped

_NUMERO = "\N{NUMERO SIGN}"


@plain
class AnnouncementView:
    """The day of the meeting and the day of its publication, each under its own label.

    held_on: when the meeting is.
    published_on: the first publication known; empty when none is declared.
    notice: how many days before the meeting that was, in words.
    declared: that the day is declared and not witnessed, in words; else empty.
    publications: media it was published in.
    lines: label and text of everything else.
    """

    held_on: str
    published_on: str
    notice: str
    declared: str
    publications: tuple[LinkView, ...]
    lines: tuple[tuple[str, str], ...]


def view_announcement(
    register: Register, words: Words, meeting_id: str, history: History | None = None
) -> AnnouncementView:
    """How the meeting was announced; without a history, days of publication are those the editors declare."""
    meeting, schedule = register.meetings[meeting_id], register.schedule_of(meeting_id)
    publications, lines = _of_schedule(register, words, parent(meeting_id))
    published, declared = register.published_on(meeting_id), False
    if history is not None:
        published, declared = history.published_on(meeting_id)
    return AnnouncementView(
        full_date(words, meeting.starts),
        long_date(words, published) if published is not None else "",
        _notice(words, days_between(published, meeting.starts.date())) if published is not None else "",
        words.text("declared, not witnessed") if declared else "",
        publications,
        (*lines, *_meeting_lines(words, meeting, schedule.invited)),
    )


@remembered
def _of_schedule(
    register: Register, words: Words, schedule_id: str
) -> tuple[tuple[LinkView, ...], tuple[tuple[str, str], ...]]:
    """What all meetings of a schedule say: where it was published, and how it was approved."""
    schedule = register.schedules[schedule_id]
    publications = (
        LinkView(each.title.in_language(words.language), each.url or "", long_date(words, each.on))
        for each in schedule.published
    )
    return tuple(publications), tuple(_schedule_lines(words, schedule.approved))


def document_number(words: Words, number: str) -> str:
    """A document's number after its sign, which editors write or leave out."""
    return number if number.startswith(_NUMERO) else words.text("No. {number}", number=number)


def _notice(words: Words, days: int) -> str:
    if days < 0:
        return words.text("after the meeting")
    return words.count("{n} day before the meeting", "{n} days before the meeting", days)


def _schedule_lines(words: Words, approved: Approval) -> Iterable[tuple[str, str]]:
    by = words.one_of("side", approved.by)
    number = document_number(words, approved.document)
    yield words.text("Schedule approved"), f"{by}, {number}, {long_date(words, approved.on)}"
    if approved.agreed_on is not None:
        yield words.text("Agreed with the police"), long_date(words, approved.agreed_on)
    if approved.copy_sent_on is not None:
        yield words.text("Copy sent to the police"), long_date(words, approved.copy_sent_on)


def _meeting_lines(
    words: Words, meeting: Meeting, schedule_invited: tuple[str, ...] | None
) -> Iterable[tuple[str, str]]:
    form = "joint gathering" if len(meeting.precincts) > 1 else "gathering"
    yield words.text("Form of the meeting"), words.one_of(form, meeting.gathering)
    if meeting.convened_by is not None:
        yield words.text("Convened by"), words.one_of("convener", meeting.convened_by)
    if (initiators := meeting.initiators) is not None:
        values = {"count": grouped(initiators.count), "total": grouped(initiators.total)}
        yield words.text("Asked for by"), words.text("{count} of {total} members of the assembly", **values)
    invited = meeting.invited if meeting.invited is not None else schedule_invited
    if invited:
        yield words.text("Invited"), ", ".join(words.one_of("party", each) for each in invited)
    if meeting.expected is not None:
        yield words.text("Participants expected"), grouped(meeting.expected)
