"""Past meetings whose protocols are not published: shown and counted, as what was raised at them is not known."""

from __future__ import annotations

from datetime import date

from generator.model.ids import body_of
from generator.model.register import Register
from generator.views.listing import meeting_subject
from generator.views.page import page_url
from generator.views.people import territory_name
from generator.views.places import meetings_of
from generator.views.plain import plain
from generator.views.states import MeetingState, meeting_state
from generator.words.catalogue import Words
from generator.words.dates import days_between, long_date


@plain
class MissingView:
    """A past meeting without a published protocol.

    day: in words; `iso` is the same for machines.
    since: days since the meeting, in words.
    """

    url: str
    subject: str
    day: str
    iso: str
    since: str


def find_missing(register: Register, today: date, place: str) -> list[str]:
    """Past meetings of a place without a published protocol, the latest first."""
    meetings = meetings_of(register, place)[::-1]
    return [each for each in meetings if meeting_state(register, each, today) is MeetingState.AWAITED]


def view_missing(register: Register, words: Words, today: date, meeting_id: str) -> MissingView:
    """A past meeting without a published protocol, with the days since."""
    starts = register.meetings[meeting_id].starts
    days = days_between(starts.date(), today)
    return MissingView(
        page_url(words.language, meeting_id),
        f"{meeting_subject(register, words, meeting_id)}, {territory_name(register, words, body_of(meeting_id))}",
        long_date(words, starts),
        starts.isoformat(timespec="minutes"),
        words.count("{n} day has passed since the meeting", "{n} days have passed since the meeting", days),
    )
