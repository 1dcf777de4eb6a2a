"""A preview of a change: only the pages that changed and what they need, to be opened from a folder by a double click.

A link between pages of the preview leads to a file, for a disk knows no `index.html` of a folder; a link to any other
page leads to the live site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.reading.messages import phrase
from generator.views.touched import Touched, sort_touched
from generator.words.catalogue import LANGUAGES

INDEX, FOLDER = "index.html", "site"
MOST_PAGES = 500
_NO_PAGE = frozenset({"404.html"})
_VOLATILE = re.compile(rb"<footer\b.*?</footer>", re.DOTALL)
_LINKS = frozenset({"href", "src", "action", "poster"})
_ATTRIBUTE = re.compile(r"""(?<=\s)([a-z-]+)=("[^"]*"|'[^']*')""", re.IGNORECASE)
_STYLED = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Changed:
    """Files of a site that differ from another making of it, as paths from its root.

    present: that are new or different.
    gone: that are there no more.
    """

    present: frozenset[str]
    gone: frozenset[str]

    def touched(self, *, everywhere: bool) -> Touched:
        """The same, by what the files are."""
        return sort_touched(self.present | self.gone, everywhere=everywhere, is_exact=True)


def compare_sites(before: Path, after: Path) -> Changed:
    """What differs between two makings of a site; footers, which name the making itself, are not compared."""
    then, now = _files_below(before), _files_below(after)
    different = (each for each in now & then if not _is_same(before / each, after / each))
    return Changed(frozenset({*(now - then), *different}), frozenset(then - now))


def render_preview(site: Path, changed: frozenset[str], base_url: str) -> Iterator[tuple[str, bytes]]:
    """The files of the preview: its list of pages, the pages, and what they need; (path, content).

    site: the folder of the site as it will be.
    changed: paths from its root.
    base_url: of the live site, with a slash at the end.
    """
    pages = [each for each in sorted(changed) if each.endswith(".html") and each not in _NO_PAGE]
    shown = frozenset(pages[:MOST_PAGES])
    needed: set[str] = set()
    titles: dict[str, str] = {}
    for page in sorted(shown):
        text = (site / page).read_text(encoding="utf-8")
        titles[page] = unescape(found[1]).strip() if (found := _TITLE.search(text)) else page
        lead = _Leader(site, page, shown, changed, base_url, needed)
        yield f"{FOLDER}/{page}", _rewrite(text, lead.follow).encode()
    for file in sorted(_with_styles(site, needed)):
        yield f"{FOLDER}/{file}", (site / file).read_bytes()
    yield INDEX, _render_index(titles, len(pages) - len(shown)).encode()


@dataclass(frozen=True, slots=True)
class _Leader:
    """Leads the links of one page; notes the files it needs."""

    site: Path
    page: str
    shown: frozenset[str]
    changed: frozenset[str]
    base_url: str
    needed: set[str]

    def follow(self, link: str) -> str:
        """Where a link of the page leads in the preview."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        target = unquote(urljoin(f"/{self.page}", parts.path)).lstrip("/")
        file = f"{target}index.html" if not target or target.endswith("/") else target
        mark = f"#{parts.fragment}" if parts.fragment else ""
        if file not in self.shown and not self._takes(file):
            query = f"?{parts.query}" if parts.query else ""
            return f"{self.base_url}{quote(target)}{query}{mark}"
        return quote(posixpath.relpath(file, posixpath.dirname(self.page) or ".")) + mark

    def _takes(self, file: str) -> bool:
        """Whether the preview takes a file that is no page: one of the theme, or a changed calendar, card, table."""
        if file.endswith(".html") or ".." in file.split("/"):
            return False
        takes = (file.startswith("assets/") or file in self.changed) and (self.site / file).is_file()
        if takes:
            self.needed.add(file)
        return takes


class _Tags(HTMLParser):
    """Finds the opening tags of a page, each with its place; the text of scripts is none."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        """Note a tag that may have links."""
        if any(name in _LINKS for name, _ in attrs):
            line, column = self.getpos()
            self.found.append((self._lines[line - 1] + column, self.get_starttag_text() or ""))


def _rewrite(text: str, follow: Callable[[str], str]) -> str:
    """A page with every link followed; nothing else of it changes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    parts, end = [], 0
    for begin, tag in _Tags(plain).found:
        parts += [plain[end:begin], _ATTRIBUTE.sub(lambda found: _attribute(found, follow), tag)]
        end = begin + len(tag)
    return "".join((*parts, plain[end:]))


def _attribute(found: re.Match[str], follow: Callable[[str], str]) -> str:
    if found[1].lower() not in _LINKS:
        return found[0]
    return f'{found[1]}="{escape(follow(unescape(found[2][1:-1])))}"'


def _with_styles(site: Path, needed: set[str]) -> set[str]:
    """The files needed, and those their style sheets name."""
    found, waiting = set(needed), [each for each in needed if each.endswith(".css")]
    while waiting:
        sheet = waiting.pop()
        for match in _STYLED.finditer((site / sheet).read_text(encoding="utf-8")):
            link = urlsplit(match[1] or match[2])
            file = unquote(urljoin(f"/{sheet}", link.path)).lstrip("/")
            if not link.scheme and file not in found and ".." not in file and (site / file).is_file():
                found.add(file)
                waiting += [file] if file.endswith(".css") else []
    return found


def _render_index(titles: dict[str, str], more: int) -> str:
    """The list of the pages, in Kazakh and Russian."""
    rows = [
        f'<li lang="{page[:2]}"><a href="{FOLDER}/{quote(page)}">{escape(title)}</a> <code>{escape(page)}</code></li>'
        for page, title in titles.items()
    ]
    rows += [
        f'<li lang="{each}">{phrase("review_more", each, number=str(more))}</li>' for each in _told(more)
    ]
    headings, notes = (
        [f'<{tag} lang="{each}">{escape(phrase(name, each))}</{tag}>' for each in LANGUAGES]
        for tag, name in (("h1", "preview_heading"), ("p", "preview_note" if titles else "preview_nothing"))
    )
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="kk">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">',
            f"<title>{escape(phrase('preview_heading', 'kk'))}</title></head>",
            "<body>",
            *headings,
            *notes,
            "<ul>",
            *rows,
            "</ul>",
            "</body>",
            "</html>",
            "",
        )
    )


def _told(more: int) -> tuple[str, ...]:
    return LANGUAGES if more > 0 else ()


def _files_below(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def _is_same(before: Path, after: Path) -> bool:
    then, now = before.read_bytes(), after.read_bytes()
    if then == now or before.suffix != ".html":
        return then == now
    return _VOLATILE.sub(b"", then) == _VOLATILE.sub(b"", now)
