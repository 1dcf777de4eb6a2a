"""The event that tells people who keep the calendar of a precinct that is no more where to go."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from generator.model.ids import body_of
from generator.model.register import Register
from generator.views.calendar import address, uid_of
from generator.views.people import full_precinct_name, precinct_name
from generator.views.plain import plain
from generator.words.catalogue import Words


@plain
class SuccessionView:
    """A whole day in the calendar of a precinct that was merged, divided or renumbered.

    uid: from the precinct's id alone.
    stamp: the beginning of that day, as a UTC moment.
    day: the first day on which others serve its streets.
    summary: that, and who they are.
    description: their pages, a line each.
    url: the page of the first of them.
    """

    uid: str
    stamp: datetime
    day: date
    summary: str
    description: str
    url: str


def view_succession(register: Register, words: Words, precinct_id: str) -> SuccessionView | None:
    """The event of a precinct; None while it serves its streets itself."""
    succession = register.precincts[precinct_id].succeeded_by
    if succession is None or not succession.precincts:
        return None
    following = [f"{body_of(precinct_id)}/{key}" for key in succession.precincts]
    names = ", ".join(precinct_name(register, words, each) for each in following)
    summary = words.text(
        "{precinct} is no more: its streets are served by {others}",
        precinct=precinct_name(register, words, precinct_id),
        others=names,
    )
    pages = (
        f"{full_precinct_name(register, words, each)}: {address(register, words, each)}" for each in following
    )
    stamp = register.local(precinct_id, datetime.combine(succession.since, time())).astimezone(UTC)
    return SuccessionView(
        uid_of(f"{precinct_id}/succession"),
        stamp,
        succession.since,
        summary,
        "\n".join((words.text("Subscribe to the calendar on the new page:"), *pages)),
        address(register, words, following[0]),
    )
