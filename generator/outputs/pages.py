"""Pages of data: views -> bodies (Jinja2, escaping on) -> filled frames -> artifacts.

Pages are rendered police body by police body, each by a pure function, so that the work can be shared out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Protocol
from urllib.parse import urlsplit

from generator.model.register import Register
from generator.outputs import charts
from generator.outputs.artifact import Artifact
from generator.outputs.frames import Frames, PageHead, relative_url
from generator.outputs.structured import write_structured
from generator.outputs.templating import Templates
from generator.views.accounts import Accounts
from generator.views.body import view_body
from generator.views.doors import view_doors
from generator.views.home import HomePart, view_home
from generator.views.listing import years_of
from generator.views.meeting import view_meeting
from generator.views.page import Page
from generator.views.precinct import view_precinct
from generator.views.region import view_region
from generator.views.structured import Thing, body_thing, dataset_thing, event_thing, precinct_things
from generator.views.year import view_year
from generator.words.catalogue import Words


class PageView(Protocol):
    """What every view of a page has."""

    @property
    def page(self) -> Page:
        """The head of the page."""


class Bodies:
    """The templates of one language; `render` turns a view into the HTML of the page's body."""

    def __init__(self, words: Words) -> None:
        """Bind the templates to the words of one language."""
        self._links = Links()
        self._templates = Templates(
            _=words.text, count=words.count, language=words.language, charts=charts, link=self._links.to
        )

    def render(self, template: str, view: PageView) -> str:
        """The HTML of the body; links are relative to the page."""
        self._links.turn_to(view.page.url)
        return self._templates.render(template, view)


class Links:
    """Links from the page at hand; pages of one folder share those that lead out of it."""

    def __init__(self) -> None:
        """Begin with no page."""
        self._page_url = self._page = self._folder = ""
        self._known: dict[str, str] = {}

    def turn_to(self, page_url: str) -> None:
        """Go on with the page at `page_url`."""
        self._page_url, self._page = page_url, page_url.removesuffix("/")
        folder = page_url[: page_url.rfind("/", 0, -1) + 1]
        if folder != self._folder:
            self._folder, self._known = folder, {}

    def to(self, target: str) -> str:
        """The link to `target`, see `link_from`."""
        if target.startswith(self._page) or "://" in target:  # what lies on or below it, others see otherwise
            return link_from(self._page_url, target)
        path, hash_sign, anchor = target.partition("#")
        link = self._known.get(path)
        if link is None:
            link = self._known[path] = relative_url(path, self._page_url)
        return f"{link}{hash_sign}{anchor}" if hash_sign else link


def link_from(page_url: str, target: str) -> str:
    """The link from a page to `target`: a path from the site's root, or a whole address, which stays as it is."""
    if "://" in target:
        return target
    path, hash_sign, anchor = target.partition("#")
    if hash_sign and path == page_url:
        return f"#{anchor}"
    return f"{relative_url(path, page_url)}{hash_sign}{anchor}"


def render_home(
    register: Register, words: Mapping[str, Words], frames: Frames, parts: Mapping[str, Sequence[HomePart]]
) -> Iterator[Artifact]:
    """The root and its like, and the home page in every language.

    parts: what each region has to tell there, by language.
    """
    yield from _render_doors(register, words, frames.assets)
    for language, each in words.items():
        yield fill_page(frames, bodies_in(each), "home.html", view_home(register, each, parts[language]))


def render_region_page(
    register: Register,
    region_id: str,
    words: Mapping[str, Words],
    today: date,
    frames: Frames,
    accounts: Accounts | None = None,
) -> Iterator[Artifact]:
    """The page of one region in every language."""
    for each in words.values():
        region = view_region(register, each, today, region_id, accounts)
        told = (dataset_thing(register, each, region_id, today),)
        yield fill_page(frames, bodies_in(each), "region.html", region, register.site.base_url, told)


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
        data=frames.data.get(page.language, ""),
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
    template = Templates().get_template("doors.html")
    render: Callable[..., str] = partial(template.render, asset=lambda path: assets.get(path, path))
    titles = [door.site for door in doors]
    root = render(
        doors=doors, canonical=site.base_url, base="", missing=False, hidden=site.demo, titles=titles
    )
    yield Artifact("index.html", root.encode())
    missing = partial(render, canonical="", base=urlsplit(site.base_url).path, missing=True, hidden=True)
    yield Artifact("404.html", missing(doors=doors, titles=[door.missing for door in doors]).encode())
    for door in doors:
        alone = missing(doors=[door], titles=[door.missing])
        yield Artifact(f"{door.language}/404.html", alone.encode())
