"""Feeds: Atom (RFC 4287) with paged archives (RFC 5005), and JSON Feed 1.1 beside it.

Every item is rendered once per language and joined into each feed it belongs to. A feed holds its latest items; what is
older lies in archives by year, none longer than `PAGE` items, so that no file grows for ever. The feed of the whole
site is a window without archives: those of the regions hold everything, and no file holds the country.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial

from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.escaping import html
from generator.outputs.items import Item, LateItem, Told
from generator.views.accounts import Accounts
from generator.views.feeds import (
    ATOM,
    ATOM_TYPE,
    JSON,
    JSON_TYPE,
    FeedView,
    NewsView,
    part_news,
    view_feed,
    view_news,
)
from generator.views.news import News, find_news
from generator.words.catalogue import Words

LATEST = 50  # items a feed shows at least, where there are so many
PAGE = 200  # items of one archive
WINDOW = 100  # items of the site's feed
_ATOM_NAMES = "http://www.w3.org/2005/Atom"
_HISTORY_NAMES = "http://purl.org/syndication/history/1.0"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # of a feed without items
_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file of a feed: the feed itself, or one of its archives.

    name: `feed`, or `feed/2025` of an archive.
    items: the oldest first.
    older, newer: names of the neighbouring archives; empty where there are none.
    """

    name: str
    items: Sequence[Told]
    older: str = ""
    newer: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it is an archive, not the feed people subscribe to."""
        return "/" in self.name

    @property
    def year(self) -> int:
        """The year an archive ends in; 0 for the feed itself."""
        return int(self.name.partition("/")[2][:4] or 0)


def render_news(
    register: Register, accounts: Accounts, words: Mapping[str, Words], today: date, body_id: str
) -> dict[str, list[LateItem]]:
    """The items of a police body by language, the oldest first; each is rendered when it is asked for."""
    found = find_news(register, accounts, today, body_id)
    group_of = {each.identifier: group for group in part_news(register, accounts, found) for each in group}

    def late(its_words: Words) -> list[LateItem]:
        ways = {
            id(group): cache(partial(_render_group, register, accounts, its_words, group))
            for group in group_of.values()
        }
        groups = ((each, group_of[each.identifier]) for each in found)
        return [LateItem(each, group, ways[id(group)]) for each, group in groups]

    return {language: late(its_words) for language, its_words in words.items()}


def _render_group(
    register: Register, accounts: Accounts, words: Words, group: Sequence[News]
) -> dict[str, Item]:
    items = render_items(view_news(register, accounts, words, group), group)
    return {each.news.identifier: each for each in items}


def render_region_feed(
    register: Register, words: Words, region_id: str, items: Iterable[Told]
) -> Iterator[Artifact]:
    """The feed of a region in one language.

    items: of all its police bodies, in any order.
    """
    yield from render_leaves(register, words, region_id, lay_region_leaves(items))


def lay_region_leaves(items: Iterable[Told]) -> list[Leaf]:
    """The feed of a region and its archives; see `lay_leaves`.

    items: of all its police bodies, in any order.
    """
    return lay_leaves(sorted(items, key=_sort_key))


def choose_window(items: Iterable[Told]) -> list[Item]:
    """The latest items, as many as the site's feed holds, the oldest first."""
    latest = sorted(heapq.nlargest(WINDOW, items, key=_sort_key), key=_sort_key)
    return [Item(each.news, each.atom, each.json) for each in latest]


def render_site_feed(register: Register, words: Words, items: Iterable[Told]) -> Iterator[Artifact]:
    """The feed of the whole site in one language: a window, as those of the regions hold everything.

    register: the site's settings; no record is looked at.
    """
    yield from _render_leaf(register, view_feed(register, words, ""), Leaf("feed", choose_window(items)))


def render_body_feeds(
    register: Register, words: Words, body_id: str, items: Iterable[Told]
) -> Iterator[Artifact]:
    """The feeds of a police body and of its precincts in one language."""
    for place, leaves in lay_body_leaves(register, body_id, items).items():
        yield from render_leaves(register, words, place, leaves)


def lay_body_leaves(register: Register, body_id: str, items: Iterable[Told]) -> dict[str, list[Leaf]]:
    """The feeds of a police body and of its precincts with their archives, by place; see `lay_leaves`.

    items: the oldest first.
    """
    by_place: dict[str, list[Told]] = {each: [] for each in (body_id, *register.precincts_of(body_id))}
    for item in items:
        for place in item.news.places:
            by_place.setdefault(place, []).append(item)
    return {place: lay_leaves(its_items) for place, its_items in by_place.items()}


def render_leaves(register: Register, words: Words, place: str, leaves: Iterable[Leaf]) -> Iterator[Artifact]:
    """Files of the feed of a place, in both formats."""
    feed = view_feed(register, words, place)
    for leaf in leaves:
        yield from _render_leaf(register, feed, leaf)


def lay_leaves(items: Sequence[Told]) -> list[Leaf]:
    """The feed, then its archives, the oldest first; a short feed has none.

    An archive ends with a year, once it holds `LATEST` items, or when it is full. It changes only when something of its
    time is published later. Every item is in the feed or in one archive; the latest may be in both.
    """
    if len(items) <= LATEST:
        return [Leaf("feed", items)]
    closed, kept = _close_pages(items)
    names = ["", *_name_archives(closed), ""]
    archives = [
        Leaf(names[number], page, names[number - 1], names[number + 1])
        for number, page in enumerate(closed, 1)
    ]
    return [Leaf("feed", items[-max(LATEST, kept) :], names[-2]), *archives]


def _close_pages(items: Sequence[Told]) -> tuple[list[list[Told]], int]:
    """The pages that are closed, and how many items after them are not in any."""
    closed: list[list[Told]] = []
    page: list[Told] = []
    for item in items:
        is_new_year = bool(page) and page[-1].news.at.year != item.news.at.year
        if len(page) == PAGE or (is_new_year and len(page) >= LATEST):
            closed.append(page)
            page = []
        page.append(item)
    return closed, len(page)


def _name_archives(pages: Iterable[Sequence[Told]]) -> Iterator[str]:
    """`feed/2025`, and `feed/2025-2` of the second that ends in one year."""
    counts: dict[int, int] = {}
    for page in pages:
        year = page[-1].news.at.year
        counts[year] = counts.get(year, 0) + 1
        yield f"feed/{year}" if counts[year] == 1 else f"feed/{year}-{counts[year]}"


def render_items(views: Iterable[NewsView], news: Iterable[News]) -> list[Item]:
    """Each item of news in both formats."""
    return [_render_item(view, each) for view, each in zip(views, news, strict=True)]


def _render_item(view: NewsView, news: News) -> Item:
    content, moment = _html(view), _moment(view.at)
    return Item(news, _atom_entry(view, content, moment), _json_item(view, content, moment))


def _sort_key(item: Told) -> tuple[datetime, int, str]:
    return item.news.sort_key


def _render_leaf(register: Register, feed: FeedView, leaf: Leaf) -> Iterator[Artifact]:
    """One file of a feed in both formats; the latest items come first."""
    base = f"{register.site.base_url}{feed.folder}"
    yield Artifact(f"{feed.folder}{leaf.name}.xml", _atom(feed, leaf, base), ATOM_TYPE)
    yield Artifact(f"{feed.folder}{leaf.name}.json", _json(feed, leaf, base), JSON_TYPE)


def _atom(feed: FeedView, leaf: Leaf, base: str) -> bytes:
    head = "\n".join(_atom_head(feed, leaf, base)).encode()
    return b"\n".join((head, *(each.atom for each in reversed(leaf.items)), b"</feed>\n"))


def _atom_head(feed: FeedView, leaf: Leaf, base: str) -> Iterator[str]:
    """The lines before the first entry."""
    links = [("self", f"{leaf.name}.xml", ATOM_TYPE), ("alternate", "", "text/html")]
    links.append(("current", ATOM, ATOM_TYPE) if leaf.is_archive else ("alternate", JSON, JSON_TYPE))
    if leaf.older:
        links.append(("prev-archive", f"{leaf.older}.xml", ATOM_TYPE))
    if leaf.newer:
        links.append(("next-archive", f"{leaf.newer}.xml", ATOM_TYPE))
    updated = leaf.items[-1].news.at if leaf.items else _NEVER
    email = f"<email>{_xml(feed.email)}</email>" if feed.email else ""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="{_ATOM_NAMES}" xmlns:fh="{_HISTORY_NAMES}" xml:lang="{feed.language}">'
    yield f"<id>{_xml(feed.identifier)}</id>"
    yield f"<title>{_xml(feed.title)}</title>"
    yield f"<subtitle>{_xml(feed.subtitle)}</subtitle>"
    yield f"<updated>{_moment(updated)}</updated>"
    for rel, file, media_type in links:
        yield f'<link rel="{rel}" type="{media_type}" href="{_xml(base + file)}"/>'
    yield f"<author><name>{_xml(feed.author)}</name>{email}</author>"
    yield f"<rights>{_xml(feed.rights)}</rights>"
    if leaf.is_archive:
        yield "<fh:archive/>"


def _atom_entry(view: NewsView, content: str, moment: str) -> bytes:
    return "\n".join(
        (
            "<entry>",
            f"<id>{_xml(view.identifier)}</id>",
            f"<title>{_xml(view.title)}</title>",
            f'<link rel="alternate" type="text/html" href="{_xml(view.url)}"/>',
            f"<published>{moment}</published>",
            f"<updated>{moment}</updated>",
            f'<category term="{view.kind_key}" label="{_xml(view.kind)}"/>',
            *(('<category term="declared"/>',) if view.declared else ()),
            f'<content type="html">{_xml(content)}</content>',
            "</entry>",
        )
    ).encode()


def _json(feed: FeedView, leaf: Leaf, base: str) -> bytes:
    head: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": base,
        "feed_url": f"{base}{JSON}",
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [{"name": feed.author}],
    }
    if leaf.older:
        head["next_url"] = f"{base}{leaf.older}.json"
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    items = b",\n".join([each.json for each in reversed(leaf.items)])
    return b'%b,\n "items": [\n%b\n]}\n' % (opened.encode(), items)


def _json_item(view: NewsView, content: str, moment: str) -> bytes:
    item = {
        "id": view.identifier,
        "url": view.url,
        "title": view.title,
        "content_html": content,
        "date_published": moment,
        "date_modified": moment,
        "tags": [view.kind],
        "_esep": {"kind": view.kind_key, "record": view.record, "declared": view.declared},
    }
    return _ENCODE(item).encode()


def _html(view: NewsView) -> str:
    return "".join(
        f'<p lang="{language}">{html(line)}</p>' if language else f"<p>{html(line)}</p>"
        for line, language in view.lines
    )


def _moment(at: datetime) -> str:
    """RFC 3339, in the region's time."""
    return at.isoformat(timespec="seconds")


def _xml(text: str) -> str:
    """Text for an element or an attribute; characters XML cannot hold are left out."""
    text = str(text)
    return html(text if text.isprintable() else _NOT_XML.sub("", text))
