"""Pages of data: views -> bodies (Jinja2, escaping on) -> filled frames -> artifacts.

Pages are rendered police body by police body, each by a pure function, so that the work can be shared out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import Protocol
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from generator.model.register import Register
from generator.outputs import charts
from generator.outputs.artifact import Artifact
from generator.outputs.frames import Frames, PageHead, relative_url
from generator.outputs.structured import write_structured
from generator.views.accounts import Accounts
from generator.views.body import view_body
from generator.views.doors import view_doors
from generator.views.home import view_home
from generator.views.listing import years_of
from generator.views.meeting import view_meeting
from generator.views.page import Page
from generator.views.precinct import view_precinct
from generator.views.region import view_region
from generator.views.structured import Thing, body_thing, dataset_thing, event_thing, precinct_things
from generator.views.year import view_year
from generator.words.catalogue import Words

TEMPLATES = Path(__file__).parent / "templates"


class PageView(Protocol):
    """What every view of a page has."""

    @property
    def page(self) -> Page:
        """The head of the page."""


class Bodies:
    """The templates of one language; `render` turns a view into the HTML of the page's body."""

    def __init__(self, words: Words) -> None:
        """Bind the templates to the words of one language."""
        self.environment = _environment()
        self.environment.globals.update(
            _=words.text, count=words.count, language=words.language, charts=charts
        )

    def render(self, template: str, view: PageView) -> str:
        """The HTML of the body; links are relative to the page."""
        link = partial(link_from, view.page.url)
        return self.environment.get_template(template).render(view=view, link=link)


def link_from(page_url: str, target: str) -> str:
    """The link from a page to `target`: a path from the site's root, or a whole address, which stays as it is."""
    if "://" in target:
        return target
    path, hash_sign, anchor = target.partition("#")
    if hash_sign and path == page_url:
        return f"#{anchor}"
    return f"{relative_url(path, page_url)}{hash_sign}{anchor}"


def render_pages(
    register: Register,
    words: Mapping[str, Words],
    today: date,
    frames: Frames,
    accounts: Accounts | None = None,
) -> Iterator[Artifact]:
    """Every page of data: the root and its like, homes, regions, then each police body's pages."""
    yield from _render_doors(register, words, frames.assets)
    for each in words.values():
        bodies = bodies_in(each)
        yield fill_page(frames, bodies, "home.html", view_home(register, each, today))
        for region_id in register.site.regions:
            region = view_region(register, each, today, region_id, accounts)
            told = (dataset_thing(register, each, region_id, today),)
            yield fill_page(frames, bodies, "region.html", region, register.site.base_url, told)
    for region_id in register.site.regions:
        for body_id in register.bodies_of(region_id):
            yield from render_body_pages(register, body_id, words, today, frames, accounts)


def render_body_pages(
    register: Register,
    body_id: str,
    words: Mapping[str, Words],
    today: date,
    frames: Frames,
    accounts: Accounts | None = None,
) -> Iterator[Artifact]:
    """The pages of one police body in every language: its own, its precincts', its years' and its meetings'."""
    meetings = register.meetings_of_body(body_id)
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each), base_url=register.site.base_url)
        organization = (body_thing(register, each, body_id),)
        yield fill("body.html", view_body(register, each, today, body_id, accounts), things=organization)
        for year in years_of(register, meetings):
            yield fill("year.html", view_year(register, each, today, body_id, year))
        for precinct_id in register.precincts_of(body_id):
            people = precinct_things(register, each, precinct_id, today)
            precinct = view_precinct(register, each, today, precinct_id, accounts)
            yield fill("precinct.html", precinct, things=people)
        for meeting_id in meetings:
            event = (event_thing(register, each, meeting_id),)
            yield fill(
                "meeting.html", view_meeting(register, each, today, meeting_id, accounts), things=event
            )


@cache
def bodies_in(words: Words) -> Bodies:
    """The templates of one language, made once."""
    return Bodies(words)


def fill_page(
    frames: Frames,
    bodies: Bodies,
    template: str,
    view: PageView,
    base_url: str = "",
    things: Iterable[Thing] = (),
) -> Artifact:
    """A page of data: its view in its template, poured into the frame of its language and section.

    base_url, things: the site's address and what the page tells of, for search engines.
    """
    page = view.page
    head = PageHead(
        page.language,
        page.section,
        page.url,
        page.title,
        page.description,
        page.alternates,
        page.breadcrumbs,
        write_structured(page, base_url, things) if base_url else "",
        feeds=tuple((each.title, each.url, each.media_type) for each in page.feeds),
    )
    html = frames[page.language, page.section].fill(head, bodies.render(template, view))
    return Artifact(f"{page.url}index.html", html.encode())


def _render_doors(
    register: Register, words: Mapping[str, Words], assets: Mapping[str, str]
) -> Iterator[Artifact]:
    """The root page, and pages shown where there is none: in both languages, and in each.

    A server may show the latter at any depth, so their links begin at the root of the host.
    """
    site, doors = register.site, view_doors(register, words)
    template = _environment().get_template("doors.html")
    render: Callable[..., str] = partial(template.render, asset=lambda path: assets.get(path, path))
    root = render(
        doors=doors,
        canonical=site.base_url,
        base="",
        missing=False,
        hidden=site.demo,
        titles=[door.site for door in doors],
    )
    yield Artifact("index.html", root.encode())
    missing = partial(render, canonical="", base=urlsplit(site.base_url).path, missing=True, hidden=True)
    yield Artifact("404.html", missing(doors=doors, titles=[door.missing for door in doors]).encode())
    for door in doors:
        alone = missing(doors=[door], titles=[door.missing])
        yield Artifact(f"{door.language}/404.html", alone.encode())


class _CompiledOnce(BytecodeCache):
    """Templates compiled for one language serve the other: the words are looked up when a page is made."""

    def __init__(self) -> None:
        self._compiled: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what another language has compiled."""
        bucket.code = self._compiled.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key] = bucket.code


_COMPILED = _CompiledOnce()


def _environment() -> Environment:
    return Environment(
        bytecode_cache=_COMPILED,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
