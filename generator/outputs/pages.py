"""Pages of data: views -> bodies (Jinja2, escaping on) -> filled frames -> artifacts.

Pages are rendered police body by police body, each by a pure function, so that the work can be shared out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Protocol
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.model.register import Register
from generator.outputs import charts
from generator.outputs.artifact import Artifact
from generator.outputs.escaping import html
from generator.outputs.frames import Frames, PageHead, relative_url
from generator.outputs.structured import write_structured
from generator.outputs.templating import Templates, marked
from generator.views.accounts import Accounts
from generator.views.body import view_body
from generator.views.doors import view_doors
from generator.views.home import HomePart, view_home
from generator.views.meeting import view_meeting
from generator.views.page import Page
from generator.views.precinct import view_precinct
from generator.views.region import view_region
from generator.views.structured import Thing, body_thing, dataset_thing, event_thing, precinct_things
from generator.views.volumes import Volume
from generator.views.year import view_year
from generator.words.catalogue import Words

_PLACE_STEPS = 3  # language, region, police body


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
        self._kept = Kept(self._links)
        self._templates = Templates(
            _=words.text,
            count=words.count,
            language=words.language,
            charts=charts,
            link=self._links.__getitem__,
            kept=self._kept.say,
        )

    def compile_all(self) -> None:
        """Compile the templates now, and not when the first page needs them."""
        self._templates.compile_all()

    def render(self, template: str, view: PageView) -> str:
        """The HTML of the body; links are relative to the page."""
        if self._links.turn_to(view.page.url):
            self._kept.clear()
        return self._templates.render(template, view)


class Links(dict[str, Markup]):
    """Links by target, as HTML, from the page at hand; pages of one place share those that lead out of it.

    A place is a police body, and pages of it as deep as each other: `kk/almaty/alatau/2026-q4/211/` and
    `kk/almaty/alatau/2026-q3/212/` see alike what lies in the folder of neither quarter.
    """

    def __init__(self) -> None:
        """Begin with no page."""
        super().__init__()
        self._page_url = self._near = self._above = self._up = ""
        self._place: tuple[int, list[str]] = 0, []
        self._folders: set[str] = set()  # into which the shared links lead
        self.own = 0

    def turn_to(self, page_url: str) -> bool:
        """Go on with the page at `page_url`; whether nothing is shared with the page before."""
        steps = page_url.split("/")[:-1]
        shared = max(0, min(_PLACE_STEPS, len(steps) - 1))
        place = len(steps), steps[:shared]
        self._page_url, self._near = page_url, "/".join(steps[: shared + 1])
        is_new = place != self._place or self._near in self._folders
        if is_new:
            self.clear()
            self._folders.clear()
        self._place, self._above, self._up = (
            place,
            "/".join([*steps[:shared], ""]),
            "../" * (len(steps) - shared),
        )
        return is_new

    def __missing__(self, target: str) -> Markup:
        """The link to `target`, see `link_from`; `own` counts those that other pages of the place do not share."""
        is_own = target.startswith(self._near)
        below = target.removeprefix(self._above)
        is_aside = not is_own and "" != below != target
        link = marked(html(self._up + below if is_aside else link_from(self._page_url, target)))
        if is_own:
            self.own += 1
        else:
            steps = target.partition("#")[0].split("/")
            self._folders.add("/".join(steps[: len(self._place[1]) + 1]))
            self[target] = link
        return link


class Kept(dict[tuple[object, ...], tuple[object, Markup]]):
    """What macros have made of views that several pages of one place share, made once."""

    def __init__(self, links: Links) -> None:
        """Keep what does not lead to the page at hand."""
        super().__init__()
        self._links = links

    def say(self, macro: Callable[..., str], view: object, *others: object) -> Markup:
        """The macro of `view`; for a view that is one and the same object wherever it is shown."""
        key = macro, id(view), *others
        known = self.get(key)
        if known is not None:  # it keeps the view, so nothing else can have its id
            return known[1]
        own = self._links.own
        said = marked(macro(view, *others))
        if own == self._links.own:
            self[key] = view, said
        return said


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


def render_place_pages(
    register: Register,
    body_id: str,
    words: Mapping[str, Words],
    today: date,
    frames: Frames,
    accounts: Accounts | None = None,
) -> Iterator[Artifact]:
    """The page of a police body and those of its precincts, in every language."""
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each), base_url=register.site.base_url)
        organization = (body_thing(register, each, body_id),)
        yield fill("body.html", view_body(register, each, today, body_id, accounts), things=organization)
        for precinct_id in register.precincts_of(body_id):
            people = precinct_things(register, each, precinct_id, today)
            precinct = view_precinct(register, each, today, precinct_id, accounts)
            yield fill("precinct.html", precinct, things=people)


def render_meeting_pages(
    register: Register,
    volume: Volume,
    words: Mapping[str, Words],
    today: date,
    frames: Frames,
    accounts: Accounts | None = None,
) -> Iterator[Artifact]:
    """The pages of a volume of a police body in every language: its years' and its meetings'."""
    for each in words.values():
        fill = partial(fill_page, frames, bodies_in(each), base_url=register.site.base_url)
        for year in volume.years:
            yield fill("year.html", view_year(register, each, today, volume.body, year))
        for meeting_id in volume.meetings:
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
    content = frames[page.language, page.section].fill(head, bodies.render(template, view))
    return Artifact(f"{page.url}index.html", content)


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
