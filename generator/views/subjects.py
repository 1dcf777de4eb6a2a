"""What a finding is about, as a link: a meeting, a precinct's quarter, a police body's year."""

from __future__ import annotations

from collections.abc import Iterator

from generator.law.judgement import Judgement
from generator.model.register import Register
from generator.views.listing import meeting_subject
from generator.views.page import LinkView, page_url
from generator.views.people import precinct_name
from generator.views.places import is_precinct, meetings_of
from generator.words.catalogue import Words
from generator.words.dates import long_date, period_name


def view_subject(register: Register, words: Words, subject: str) -> LinkView:
    """The subject of a finding, `almaty/alatau/2026-q4/211`, `almaty/alatau/211@2026-q4` or `almaty/alatau@2025`."""
    place, _, period = subject.partition("@")
    if not period:
        day = long_date(words, register.meetings[subject].starts)
        text = f"{meeting_subject(register, words, subject)}, {day}"
        return LinkView(text, page_url(words.language, subject))
    when = period_name(words, period)
    if place in register.precincts:
        text = f"{precinct_name(register, words, place)}, {when}"
        return LinkView(text, page_url(words.language, f"{place}/compliance"))
    text = words.text("The chief's report for {period}", period=when)
    return LinkView(text, page_url(words.language, f"{place}/compliance"))


def subjects_of(register: Register, judgement: Judgement, place: str) -> Iterator[str]:
    """Everything judged of a precinct or a police body: years, then quarters, then meetings, the latest first."""
    precincts = (place,) if is_precinct(place) else register.precincts_of(place)
    yield from (f"{place}@{year}" for year in sorted(judgement.years.get(place, {}), reverse=True))
    for each in precincts:
        yield from (f"{each}@{quarter}" for quarter in sorted(judgement.grids.get(each, {}), reverse=True))
    yield from reversed(meetings_of(register, place))
