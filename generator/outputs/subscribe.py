"""Pages that tell how to keep a calendar, one for every calendar people take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.frames import Frames
from generator.outputs.pages import bodies_in, fill_page
from generator.views.subscribe import view_subscribe
from generator.words.catalogue import Words


def render_subscribe(
    register: Register, words: Mapping[str, Words], today: date, frames: Frames, places: Iterable[str]
) -> Iterator[Artifact]:
    """The pages of places' calendars; the empty place is the whole site."""
    several = tuple(places)
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each))
        for place in several:
            yield fill("subscribe.html", view_subscribe(register, each, today, place))
