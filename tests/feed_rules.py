"""A strict reader of feeds: RFC 4287, RFC 5005 and JSON Feed 1.1, as far as our feeds go; anything else is a fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)  # RFC 3339, 4287 3.3
TAG = re.compile(r"tag:[a-z0-9.-]+\.[a-z]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~:@!$&'()*+,;=/%?-]+", re.ASCII)
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z+]+", re.ASCII)
ONE, MAY, MANY, ANY = (1, 1), (0, 1), (1, None), (0, None)
# children of an element, and how many of each (RFC 4287 4.1.1, 4.1.2, 3.2)
CHILDREN: dict[str, dict[str, tuple[int, int | None]]] = {
    "feed": {
        "id": ONE, "title": ONE, "subtitle": MAY, "updated": ONE, "author": MANY, "link": MANY, "rights": MAY,
        "category": ANY, "entry": ANY, f"{HISTORY}archive": MAY, f"{HISTORY}complete": MAY,
    },
    "entry": {
        "id": ONE, "title": ONE, "updated": ONE, "published": MAY, "author": ANY, "link": MANY, "category": ANY,
        "content": ONE, "summary": MAY,
    },
    "author": {"name": ONE, "email": MAY, "uri": MAY},
}  # fmt: skip
ATTRIBUTES = {
    "feed": {LANGUAGE},
    "link": {"href", "rel", "type", "title", "hreflang"},
    "category": {"term", "label", "scheme"},
    "content": {"type", LANGUAGE},
}
TEXT_ONLY = {"id", "title", "subtitle", "updated", "published", "rights", "name", "email", "uri"}


def atom_faults(document: bytes) -> list[str]:
    """What is wrong with an Atom document; empty when nothing is."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError as fault:
        return [str(fault)]
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    faults = [*_shape(root), *_links(root)]
    if faults:
        return faults
    entries = root.findall(f"{ATOM}entry")
    ids = Counter(each.findtext(f"{ATOM}id") for each in entries)
    faults += [f"id {identifier} stands {n} times" for identifier, n in ids.items() if n > 1]
    faults += [f"no language of {root.tag}"] if not root.get(LANGUAGE) else []
    order = [_moment(each) for each in entries]
    faults += ["the latest entry is not first"] if order != sorted(order, reverse=True) else []
    if order and _moment(root) != order[0]:
        faults.append("the feed is not updated when its latest entry is")
    rels = [each.get("rel") for each in root.findall(f"{ATOM}link")]
    is_archive = root.find(f"{HISTORY}archive") is not None
    leads_on = not is_archive and "next-archive" in rels
    if rels.count("self") != 1 or ("current" in rels) != is_archive or leads_on:
        faults.append(f"links {rels} of {'an archive' if is_archive else 'a feed'}")
    return faults


def _moment(element: ET.Element) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")


def _shape(element: ET.Element) -> Iterator[str]:
    """Children, attributes and texts of an element and of everything in it."""
    name = element.tag.removeprefix(ATOM)
    known = CHILDREN.get(name, {})
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{name} has {child}" for child in counts if child not in known)
    for child, (least, most) in known.items():
        if counts[child] < least or (most is not None and counts[child] > most):
            yield f"{name} has {counts[child]} {child}"
    yield from (f"{name} has attribute {each}" for each in set(element.attrib) - ATTRIBUTES.get(name, set()))
    if known and (element.text or "").strip():
        yield f"text in {name}"
    if any((child.tail or "").strip() for child in element):
        yield f"text between children of {name}"
    yield from _value(name, element)
    for below in element:
        yield from _shape(below)


def _value(name: str, element: ET.Element) -> Iterator[str]:
    text = element.text or ""
    if name in TEXT_ONLY and not text.strip():
        yield f"{name} is empty"
    if name in ("updated", "published") and not DATE.fullmatch(text):
        yield f"{name} {text} is no date"
    if name == "id" and not TAG.fullmatch(text):
        yield f"id {text} is no tag URI"
    if name == "email" and not re.fullmatch(r".+@.+", text):
        yield f"email {text}"
    if name == "category" and not element.get("term"):
        yield "a category without a term"
    if name == "content":
        yield from html_faults(text) if element.get("type") == "html" else [f"content {element.get('type')}"]


def _links(root: ET.Element) -> Iterator[str]:
    for holder in (root, *root.findall(f"{ATOM}entry")):
        links = holder.findall(f"{ATOM}link")
        for link in links:
            if not _is_address(link.get("href", "")) or not MEDIA_TYPE.fullmatch(link.get("type", "")):
                yield f"link {link.attrib}"
        kinds = Counter((each.get("rel"), each.get("type"), each.get("hreflang")) for each in links)
        yield from (f"two links {kind}" for kind, n in kinds.items() if n > 1)
        if not any(each.get("rel") == "alternate" for each in links):
            yield f"no alternate link of {holder.tag}"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "https" and bool(parts.netloc) and " " not in text


class _Paragraphs(HTMLParser):
    """Notes whatever is not a paragraph of plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += 1
        if tag != "p" or self.depth > 1 or any(name != "lang" for name, _ in attrs):
            self.faults.append(f"<{tag}> in content")

    def handle_endtag(self, _tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if data and not self.depth:
            self.faults.append("text outside of paragraphs")


def html_faults(html: str) -> list[str]:
    """What is in the body of an item besides paragraphs of text."""
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return [*reader.faults, *(["an open paragraph"] if reader.depth else []), *([] if html else ["no body"])]


FEED_KEYS: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "language": str,
    "authors": list, "next_url": str, "items": list,
}  # fmt: skip
ITEM_KEYS: dict[str, type] = {
    "id": str, "url": str, "title": str, "content_html": str, "date_published": str, "date_modified": str,
    "tags": list, "_esep": dict,
}  # fmt: skip


def json_feed_faults(feed: dict[str, Any]) -> list[str]:
    """What is wrong with a JSON Feed 1.1; empty when nothing is."""
    faults = [*_typed(feed, FEED_KEYS, {"next_url"})]
    if faults:
        return faults
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        faults.append(f"version {feed['version']}")
    addresses = [feed[key] for key in ("home_page_url", "feed_url", "next_url") if key in feed]
    for item in feed["items"]:
        faults += _typed(item, ITEM_KEYS, set())
        faults += html_faults(item["content_html"])
        faults += [
            f"date {item[k]}" for k in ("date_published", "date_modified") if not DATE.fullmatch(item[k])
        ]
        addresses.append(item["url"])
    faults += [f"address {each}" for each in addresses if not _is_address(each)]
    ids = Counter(item["id"] for item in feed["items"])
    return faults + [f"id {identifier} stands {n} times" for identifier, n in ids.items() if n > 1]


def _typed(told: dict[str, Any], keys: dict[str, type], optional: set[str]) -> Iterator[str]:
    yield from (f"key {each}" for each in told.keys() - keys.keys())
    yield from (f"no {each}" for each in keys.keys() - optional - told.keys())
    yield from (
        f"{each} is no {keys[each]}"
        for each in told.keys() & keys.keys()
        if not isinstance(told[each], keys[each])
    )
