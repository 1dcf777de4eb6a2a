"""Frames: pages of the theme with slots, into which the bodies of data pages are poured.

MkDocs renders one frame per language and section (`generator/plugin.py`). In its HTML stand marks:

    esep-slot(NAME)                     a value of the page: `title`, `description`, `url`, `body`, ...
    esep-link(TARGET)                   a link of the theme to TARGET, a path from the site's root
    esep-begin(NAME) ... esep-end(NAME) a passage that is repeated, or left out, page by page

A frame is split at its marks once. The links depend only on how deep a page lies and on the folders it
shares with the targets, so they are worked out once for each such place; filling is then one join.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.outputs.escaping import html

MARK = re.compile(r"esep-(slot|link|begin|end)\(([^()]*)\)")
SLOTS = frozenset(
    {"title", "description", "url", "body", "structured", "breadcrumb.title", "breadcrumb.url", "data"}
) | {
    "feed.title",
    "feed.url",
    "feed.type",
}
PASSAGES = frozenset({"noindex", "structured", "breadcrumbs", "breadcrumb", "feed", "data"})
_ASSETS = "assets.json"
ALTERNATE = "alternate."  # `alternate.ru`: slot of the link, and passage around it


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says of itself outside its body; all texts are plain, not HTML.

    language: `kk` or `ru`.
    section: the section of the menu it belongs to, with `language` the key of its frame.
    url: its path from the site's root, with a slash at the end (`kk/almaty/alatau/012/`).
    title: unique among the pages of its language.
    description: one or two sentences for search engines and messengers.
    alternates: (language, url) of the same page in the other languages.
    breadcrumbs: (title, url) of the pages above it, from the home page down, without itself.
    structured: JSON-LD, or empty.
    indexed: whether search engines may list it; a demonstration site is never listed.
    feeds: (title, url, media type) of the feeds that tell what changes on it.
    data: when its data last changed and in which commit, in words; or empty.
    """

    language: str
    section: str
    url: str
    title: str
    description: str
    alternates: tuple[tuple[str, str], ...] = ()
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    structured: str = ""
    indexed: bool = True
    feeds: tuple[tuple[str, str, str], ...] = ()
    data: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value of the page."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the theme to `target`, a path from the site's root."""

    target: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of HTML printed once for each item the page has for it: none, one or several."""

    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A passage for the pages of one place."""

    name: str
    pieces: tuple[Piece, ...]


Part = str | Slot | Link | Passage
Piece = bytes | Slot | Printed  # of a frame whose links are worked out
Values = Mapping[str, bytes]


class FrameFault(ValueError):
    """The theme made a frame that cannot be filled; the fault is the theme's, not the editors'."""


def relative_url(target: str, page_url: str) -> str:
    """The link from the page at `page_url` to `target`, both paths from the site's root.

    The same text MkDocs writes: `../ru/`, `./`, `../..` (a folder named without a slash), `#part`.
    """
    if target[-1:] == page_url[-1:] == "/" and page_url.startswith(
        target
    ):  # a page above, or the page itself
        return "../" * page_url.count("/", len(target)) or "./"
    here, there = _steps(page_url), _steps(target)
    shared = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        shared += 1
    relative = "../" * (len(here) - shared) + "/".join(there[shared:])
    if len(there) == shared:
        relative = relative[:-1] or "."
    return relative + "/" if target.endswith("/") else relative


@lru_cache(maxsize=4096)
def _steps(url: str) -> tuple[str, ...]:
    return tuple(step for step in url.split("/") if step not in ("", "."))


def json_for_script(text: str) -> str:
    """JSON that cannot end the `<script>` element around it, and means the same."""
    return text.replace("<", "\\u003c")


class Frame:
    """One page of the theme, split at its marks. Immutable but for a memory of places; can be pickled."""

    __slots__ = ("_by_place", "_folders", "_parts", "html")

    def __init__(self, html: str) -> None:
        """Split `html` at its marks; raises `FrameFault` when they do not fit."""
        self.html = html
        self._parts = _read_parts(html)
        self._folders = frozenset(_folders_above(self._parts))
        self._by_place: dict[tuple[int, tuple[str, ...]], tuple[Piece, ...]] = {}

    def __reduce__(self) -> tuple[type[Frame], tuple[str]]:
        return Frame, (self.html,)

    def fill(self, head: PageHead, body: str) -> bytes:
        """The whole page in UTF-8: `body` (HTML) poured in, and `head` told in the head, header and breadcrumbs."""
        pieces: list[bytes] = []
        _pour(self._pieces_at(head.url), _values(head, body), _items(head), pieces)
        return b"".join(pieces)

    def _pieces_at(self, url: str) -> tuple[Piece, ...]:
        """The frame's pieces with the theme's links worked out for a page at `url`."""
        steps = _steps(url)
        shared = 0
        while shared < len(steps) and steps[: shared + 1] in self._folders:
            shared += 1
        place = (len(steps), steps[:shared])
        pieces = self._by_place.get(place)
        if pieces is None:
            pieces = self._by_place[place] = _with_links(self._parts, url)
        return pieces


def read_frame(html: str) -> Frame:
    """The frame in `html`; raises `FrameFault` when its marks do not fit."""
    return Frame(html)


class Frames(Mapping[tuple[str, str], Frame]):
    """The frames of a site by (language, section), and the names its assets are published by.

    assets: `assets/stylesheets/doors.css` as in the theme's folder -> the same with a checksum in its name.
    data: by language, what the pages poured into them say of their data; see `telling`.
    """

    def __init__(
        self, frames: Mapping[tuple[str, str], Frame], assets: Mapping[str, str] | None = None
    ) -> None:
        """Keep `frames` in a fixed order."""
        self._frames = dict(sorted(frames.items()))
        self.assets = dict(sorted((assets or {}).items()))
        self.data: Mapping[str, str] = {}

    def telling(self, data: Mapping[str, str]) -> Frames:
        """The same frames for the pages of a part of the site, which say this of their data."""
        told = Frames({}, self.assets)
        told._frames, told.data = self._frames, data
        return told

    def __getitem__(self, key: tuple[str, str]) -> Frame:
        return self._frames[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    @classmethod
    def load(cls, folder: Path) -> Frames:
        """The frames that `save` wrote into `folder`; empty when there is no such folder."""
        frames = {}
        for path in sorted(folder.glob("*.html")):
            language, _, section = path.stem.partition(".")
            frames[language, section] = read_frame(path.read_text(encoding="utf-8"))
        names = folder / _ASSETS
        return cls(frames, json.loads(names.read_bytes()) if names.is_file() else None)

    def save(self, folder: Path) -> None:
        """Write each frame to `<folder>/<language>.<section>.html`, and remove those no longer made."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {folder / f"{language}.{section}.html": frame for (language, section), frame in self.items()}
        for path in folder.glob("*.html"):
            if path not in kept:
                path.unlink()
        for path, frame in kept.items():
            path.write_text(frame.html, encoding="utf-8", newline="")
        (folder / _ASSETS).write_text(json.dumps(self.assets), encoding="ascii")


def _read_parts(html: str) -> tuple[Part, ...]:
    """`html` as text, slots, links and passages."""
    open_passages: list[tuple[str, list[Part]]] = [("", [])]
    slots: set[str] = set()
    pieces = MARK.split(html)
    for text, kind, name in zip(pieces[::3], [*pieces[1::3], ""], [*pieces[2::3], ""], strict=True):
        parts = open_passages[-1][1]
        parts.append(text)
        match kind:
            case "slot":
                slots.add(_known(name, SLOTS))
                parts.append(Slot(name))
            case "link":
                parts.append(Link(name))
            case "begin":
                open_passages.append((_known(name, PASSAGES), []))
            case "end":
                _close(open_passages, name)
    if len(open_passages) > 1:
        raise FrameFault(f"passage {open_passages[-1][0]!r} is not closed")
    if missing := {"title", "description", "url", "body"} - slots:
        raise FrameFault(f"the frame has no slot for {', '.join(sorted(missing))}")
    return tuple(open_passages[0][1])


def _known(name: str, names: frozenset[str]) -> str:
    if name not in names and not name.startswith(ALTERNATE):
        raise FrameFault(f"the frame asks for {name!r}, which no page has")
    return name


def _close(open_passages: list[tuple[str, list[Part]]], name: str) -> None:
    opened, parts = open_passages.pop()
    if opened != name:
        raise FrameFault(f"passage {name!r} is closed where {opened!r} is open")
    open_passages[-1][1].append(Passage(name, tuple(parts)))


def _folders_above(parts: tuple[Part, ...]) -> Iterator[tuple[str, ...]]:
    """Every folder, as steps from the root, that a link of the theme leads to or through."""
    for part in parts:
        if isinstance(part, Link):
            steps = _steps(part.target)
            yield from (steps[:length] for length in range(1, len(steps) + 1))
        elif isinstance(part, Passage):
            yield from _folders_above(part.parts)


def _with_links(parts: tuple[Part, ...], url: str) -> tuple[Piece, ...]:
    """`parts` with each link as the page at `url` writes it, and neighbouring texts joined."""
    done: list[Piece] = []
    for part in parts:
        if isinstance(part, Passage):
            done.append(Printed(part.name, _with_links(part.parts, url)))
        elif isinstance(part, Slot):
            done.append(part)
        else:
            text = (html(relative_url(part.target, url)) if isinstance(part, Link) else part).encode()
            if done and isinstance(done[-1], bytes):
                done[-1] += text
            elif text:
                done.append(text)
    return tuple(done)


def _values(head: PageHead, body: str) -> dict[str, bytes]:
    """What goes into the slots, escaped for HTML text and attributes alike."""
    values = {
        "title": _escaped(head.title),
        "description": _escaped(head.description),
        "url": _escaped(head.url),
        "body": body.encode(),
        "structured": json_for_script(head.structured).encode(),
        "data": _escaped(head.data),
    }
    for language, url in head.alternates:
        values[ALTERNATE + language] = _escaped(relative_url(url, head.url))
    return values


def _escaped(text: str) -> bytes:
    return html(str(text)).encode()


def _items(head: PageHead) -> dict[str, tuple[Values, ...]]:
    """For each passage, the items it is printed for."""
    once: tuple[Values, ...] = ({},)
    items: dict[str, tuple[Values, ...]] = {
        "noindex": () if head.indexed else once,
        "structured": once if head.structured else (),
        "data": once if head.data else (),
        "breadcrumbs": once if head.breadcrumbs else (),
        "breadcrumb": tuple(
            {"breadcrumb.title": _escaped(title), "breadcrumb.url": _escaped(relative_url(url, head.url))}
            for title, url in head.breadcrumbs
        ),
        "feed": tuple(
            {
                "feed.title": _escaped(title),
                "feed.url": _escaped(relative_url(url, head.url)),
                "feed.type": _escaped(media_type),
            }
            for title, url, media_type in head.feeds
        ),
    }
    for language, _ in head.alternates:
        items[ALTERNATE + language] = once
    return items


def _pour(
    frame: tuple[Piece, ...], values: Values, items: Mapping[str, tuple[Values, ...]], pieces: list[bytes]
) -> None:
    """Append to `pieces` those of a frame with every slot filled."""
    for piece in frame:
        if isinstance(piece, bytes):
            pieces.append(piece)
        elif isinstance(piece, Slot):
            pieces.append(values[piece.name])
        else:
            for item in items.get(piece.name, ()):
                _pour(piece.pieces, {**values, **item} if item else values, items, pieces)
