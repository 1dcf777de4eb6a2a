"""Site maps with the language pairs of every page, one map a police body, and robots.txt.

The pairs stand here and not in the pages: Material takes each `<link rel="alternate">` for a site of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from generator.model.site import Site
from generator.outputs.artifact import Artifact

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
LANGUAGES = ("kk", "ru")


def render_sitemaps(site: Site, paths: Iterable[str]) -> Iterator[Artifact]:
    """An index of site maps, and a map for each police body and for the pages outside of one.

    paths: files of the site; pages are those at `<language>/.../index.html`.
    """
    pages = sorted(path.removesuffix("index.html") for path in paths if path.endswith("/index.html"))
    pairs: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        language, _, rest = page.partition("/")
        if language in LANGUAGES:
            pairs[rest].add(language)
    groups: dict[str, list[str]] = defaultdict(list)
    for rest in sorted(pairs):
        groups[_group(rest)].append(rest)
    for name, rests in sorted(groups.items()):
        yield Artifact(f"sitemap/{name}.xml", _map(site, rests, pairs).encode(), "application/xml")
    yield Artifact("sitemap.xml", _index(site, sorted(groups)).encode(), "application/xml")


def render_robots(site: Site) -> Artifact:
    """robots.txt: everything may be read; a demonstration says `noindex` on its pages and names no site map."""
    lines = ["User-agent: *", "Allow: /"]
    if not site.demo:
        lines.append(f"Sitemap: {site.base_url}sitemap.xml")
    return Artifact("robots.txt", ("\n".join(lines) + "\n").encode(), "text/plain")


def _group(rest: str) -> str:
    """The police body a page belongs to, as a file name, or `pages`."""
    steps = rest.split("/")
    return f"{steps[0]}-{steps[1]}" if len(steps) > 2 and steps[0] != "law" else "pages"


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
