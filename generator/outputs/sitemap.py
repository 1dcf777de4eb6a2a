"""Site maps with the language pairs of every page, one map a police body and a region, and robots.txt.

The pairs stand here and not in the pages: Material takes each `<link rel="alternate">` for a site of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from generator.model.site import Site
from generator.outputs.artifact import Artifact
from generator.words.catalogue import LANGUAGES

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def render_sitemap(site: Site, part: str, paths: Iterable[str]) -> Artifact:
    """The map of one part of the site.

    part: id of a police body or region; empty for the pages that belong to none.
    paths: files of the part; pages are those at `<language>/.../index.html`.
    """
    pairs: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        if path.endswith("/index.html"):
            language, _, rest = path.removesuffix("index.html").partition("/")
            if language in LANGUAGES:
                pairs[rest].add(language)
    return Artifact(
        f"sitemap/{_name(part)}.xml", _map(site, sorted(pairs), pairs).encode(), "application/xml"
    )


def render_sitemap_index(site: Site, parts: Iterable[str]) -> Artifact:
    """The index of the maps of all parts."""
    return Artifact(
        "sitemap.xml", _index(site, sorted(_name(each) for each in parts)).encode(), "application/xml"
    )


def render_robots(site: Site) -> Artifact:
    """robots.txt: everything may be read; a demonstration says `noindex` on its pages and names no site map."""
    lines = ["User-agent: *", "Allow: /"]
    if not site.demo:
        lines.append(f"Sitemap: {site.base_url}sitemap.xml")
    return Artifact("robots.txt", ("\n".join(lines) + "\n").encode(), "text/plain")


def _name(part: str) -> str:
    """The name of a part's map."""
    return part.replace("/", "-") or "pages"


def _map(site: Site, rests: Iterable[str], pairs: dict[str, set[str]]) -> str:
    rows: list[str] = []
    for rest in rests:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(f"{site.base_url}{language}/{rest}")}/>'
            for language in LANGUAGES
            if language in pairs[rest]
        )
        rows.extend(
            f"<url><loc>{escape(f'{site.base_url}{language}/{rest}')}</loc>{links}</url>\n"
            for language in LANGUAGES
            if language in pairs[rest]
        )
    return f"{_HEAD}<urlset {_NAMESPACES}>\n{''.join(rows)}</urlset>\n"


def _index(site: Site, names: Iterable[str]) -> str:
    rows = "".join(
        f"<sitemap><loc>{escape(f'{site.base_url}sitemap/{name}.xml')}</loc></sitemap>\n" for name in names
    )
    return (
        f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
    )
