"""Where the links of a page, a feed, a calendar and a document lead, and which places of a page can be led to."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

_LINKS = ("href", "src", "action", "poster")
_ABROAD = ".."
_PLAIN = re.compile(r"(?:[\w.-][\w./-]*)?(?:#[\w.-]*)?", re.ASCII)
_EVENT = re.compile(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n", re.DOTALL | re.MULTILINE)
_STYLE_LINK = re.compile(r"""\burl\(\s*["']?([^"')]+)""")
_EVENTS_HELD = 1 << 14


class Unreadable(Exception):
    """A file that is not what its name says; what its reader says of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a browser reads it.

    links: every address it names, as written.
    anchors: the ids a link may lead to.
    """

    links: tuple[str, ...]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """A place of the site.

    file: from the site's root; begins with `..` when the link leaves the site from within.
    anchor: an id on it, may be empty.
    """

    file: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a site, to tell its own links from those to others.

    base_url: with a slash at the end; a path below the host is welcome.
    """

    base_url: str

    def find_target(self, file: str, link: str) -> Target | None:
        """Where a link that stands in `file` leads; absent when it leads to another site or is no address."""
        if _PLAIN.fullmatch(link):  # nine links in ten
            plain, _, anchor = link.partition("#")
            return Target(_file_of(posixpath.join(posixpath.dirname(file), plain)) if plain else file, anchor)
        try:
            parts = urlsplit(link.strip())
        except ValueError:
            return Target(_ABROAD, "")
        if parts.scheme or parts.netloc:
            path = self._own_path(parts.scheme, parts.netloc, parts.path)
        elif parts.path.startswith("/"):
            path = self._own_path("", "", parts.path)
        elif parts.path:
            path = posixpath.join(posixpath.dirname(file), parts.path)
        else:
            return Target(file, unquote(parts.fragment))
        return None if path is None else Target(_file_of(unquote(path)), unquote(parts.fragment))

    def _own_path(self, scheme: str, host: str, path: str) -> str | None:
        base = urlsplit(self.base_url)
        if scheme not in ("", "http", "https", "webcal") or host not in ("", base.netloc):
            return None
        return path.removeprefix(base.path) if path.startswith(base.path) else None


def _file_of(path: str) -> str:
    """The file a web server answers with: of a folder its index page."""
    normal = posixpath.normpath(path) if path else "."
    if normal == ".":
        return "index.html"
    return f"{normal}/index.html" if path.endswith("/") else normal


def read_page(content: bytes) -> Page:
    """The links and anchors of an HTML page."""
    links: list[str] = []
    anchors: set[str] = set()
    for node in LexborHTMLParser(content).css(
        "[href],[src],[action],[poster],[srcset],[id],a[name],meta[property]"
    ):
        attributes = node.attributes
        links.extend(found for name in _LINKS if (found := attributes.get(name)) is not None)
        links.extend(each.split()[0] for each in (attributes.get("srcset") or "").split(",") if each.strip())
        if attributes.get("property") in ("og:image", "og:url"):
            links.append(attributes.get("content") or "")
        anchors.update(found for name in ("id", "name") if (found := attributes.get(name)))
    return Page(tuple(links), frozenset(anchors))


def read_document(file: str, content: bytes, base_url: str) -> list[str]:
    """The addresses of this site in a feed, a site map, a calendar or a document for programs.

    Raises Unreadable for one that its own kind of reader refuses.
    """
    try:
        if file.endswith(".ics"):
            return list(_calendar_links(content))
        if file.endswith(".xml"):
            return [each for each in _xml_links(content) if each.startswith(base_url)]
        if file.endswith((".json", ".geojson")):
            return [each for each in _json_texts(json.loads(content)) if _is_address(each, base_url)]
        if file.endswith(".css"):
            return _STYLE_LINK.findall(content.decode())
        if file.endswith(".jsonld"):  # its addresses are names of things
            json.loads(content)
    except (ValueError, LookupError, TypeError, ET.ParseError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}"[:200]) from None
    return []


def _calendar_links(content: bytes) -> Iterator[str]:
    """The calendar is read without its events, and each event once: it stands in the calendars of many."""
    yield from _component_links(_EVENT.sub(b"", content))
    for event in _EVENT.findall(content):
        yield from _event_links(event)


@lru_cache(maxsize=_EVENTS_HELD)
def _event_links(event: bytes) -> tuple[str, ...]:
    return tuple(_component_links(b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n"))


def _component_links(content: bytes) -> Iterator[str]:
    calendars = Calendar.from_ical(content, multiple=True)
    if len(calendars) != 1 or calendars[0].name != "VCALENDAR":
        raise ValueError("not one calendar")
    for component in calendars[0].walk():
        if component.errors:
            raise ValueError(f"{component.name}: {component.errors[0]}")
        if "URL" in component:
            yield str(component["URL"])


def _xml_links(content: bytes) -> Iterator[str]:
    for element in ET.fromstring(content).iter():  # noqa: S314 - written by us a moment ago
        yield element.get("href") or ""
        if element.tag.endswith("}loc"):
            yield (element.text or "").strip()


def _json_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _json_texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _json_texts(each)


def _is_address(text: str, base_url: str) -> bool:
    """Whether the whole text is the address of a file of this site, not a pattern or a beginning of addresses."""
    if not text.startswith(base_url) or any(sign in text for sign in "{ \n"):
        return False
    name = urlsplit(text).path.rpartition("/")[2]
    return not name or "." in name
