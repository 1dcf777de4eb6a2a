"""Parts of a site put together for tests that look at all of one kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.history.chronicle import History
from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.calendars import (
    choose_site_events,
    render_body_calendars,
    render_events,
    render_region_calendars,
    render_site_calendars,
)
from generator.outputs.feeds import render_body_feeds, render_news, render_region_feed, render_site_feed
from generator.outputs.frames import Frames
from generator.outputs.pages import render_home, render_meeting_pages, render_place_pages, render_region_page
from generator.sources import Sources
from generator.views.home import view_home_part
from generator.views.listing import years_of
from generator.views.volumes import Volume
from generator.words.catalogue import Words


def all_pages(
    register: Register, words: Mapping[str, Words], today: date, frames: Frames
) -> Iterator[Artifact]:
    """Home, regions and police bodies."""
    regions = register.site.regions
    parts = {
        language: [view_home_part(register, each, today, region) for region in regions]
        for language, each in words.items()
    }
    yield from render_home(register, words, frames, parts)
    for region in regions:
        yield from render_region_page(register, region, words, today, frames)
        for body_id in register.bodies_of(region):
            yield from render_body_pages(register, body_id, words, today, frames)


def render_body_pages(
    register: Register, body_id: str, words: Mapping[str, Words], today: date, frames: Frames
) -> Iterator[Artifact]:
    """The pages of one police body: its own, its precincts', and those of all its years as one volume."""
    yield from render_place_pages(register, body_id, words, today, frames)
    meetings = register.meetings_of_body(body_id)
    everything = Volume(body_id, years_of(register, meetings), meetings, ())
    yield from render_meeting_pages(register, everything, words, today, frames)


def all_calendars(
    register: Register, words: Mapping[str, Words], today: date, history: History | None = None
) -> Iterator[Artifact]:
    """Every calendar of the site."""
    for each in words.values():
        parts = []
        for region in register.site.regions:
            events = render_events(register, each, register.meetings_of_region(region), history)
            for body_id in register.bodies_of(region):
                yield from render_body_calendars(register, each, today, body_id, events)
            yield from render_region_calendars(register, each, today, region, events)
            parts.append(choose_site_events(register, today, region, events))
        yield from render_site_calendars(register, each, parts)


def all_feeds(sources: Sources, words: Mapping[str, Words]) -> Iterator[Artifact]:
    """Every feed of the site."""
    register = sources.register
    news = {
        body_id: render_news(register, sources.accounts, words, sources.today, body_id)
        for region in register.site.regions
        for body_id in register.bodies_of(region)
    }
    for language, each in words.items():
        for body_id, items in news.items():
            yield from render_body_feeds(register, each, body_id, items[language])
        for region in register.site.regions:
            within = [item for body in register.bodies_of(region) for item in news[body][language]]
            yield from render_region_feed(register, each, region, within)
        yield from render_site_feed(
            register, each, (item for items in news.values() for item in items[language])
        )
