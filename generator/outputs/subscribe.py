"""Pages that tell how to keep a calendar, one for every calendar people take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.frames import Frames
from generator.outputs.pages import bodies_in, fill_page
from generator.views.subscribe import view_subscribe
from generator.words.catalogue import Words


def render_subscribe(
    register: Register, words: Mapping[str, Words], today: date, frames: Frames
) -> Iterator[Artifact]:
    """The page of the whole site's calendar, then those of regions, police bodies and precincts."""
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each))
        for place in _places(register):
            yield fill("subscribe.html", view_subscribe(register, each, today, place))


def _places(register: Register) -> Iterator[str]:
    yield ""
    for region_id in register.site.regions:
        yield region_id
        for body_id in register.bodies_of(region_id):
            yield body_id
            yield from register.precincts_of(body_id)
