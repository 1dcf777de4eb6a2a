"""What every page says of itself, and where pages lie."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.views.plain import plain
from generator.words.catalogue import LANGUAGES, Words
from generator.words.dates import long_date


@plain
class FeedLink:
    """A feed of a page, told in its head and among its links.

    title: of the feed.
    url: its path from the site's root.
    media_type: such as `application/atom+xml`.
    text: what a link to it says.
    note: what stands beside the link.
    """

    title: str
    url: str
    media_type: str
    text: str
    note: str = ""


@plain
class Page:
    """The head of a page.

    language: of the page.
    section: the section of the menu it belongs to.
    url: its path from the site's root, with a slash at the end.
    title: unique among the pages of its language.
    description: one or two sentences, unique too.
    alternates: (language, url) of the same page in the other languages.
    breadcrumbs: (title, url) of the pages above it, from the home page down.
    feeds: that tell what changes on it.
    """

    language: str
    section: str
    url: str
    title: str
    description: str
    alternates: tuple[tuple[str, str], ...]
    breadcrumbs: tuple[tuple[str, str], ...]
    feeds: tuple[FeedLink, ...] = ()


@plain
class LinkView:
    """A link with its text.

    text: what it says.
    url: a path from the site's root, or a whole address.
    note: what stands beside it.
    """

    text: str
    url: str
    note: str = ""


def page_url(language: str, path: str) -> str:
    """The url of the page at `path` (an id, or empty for the home page): `kk/almaty/alatau/`."""
    return f"{language}/{path}/" if path else f"{language}/"


def lay_page(
    words: Words, section: str, path: str, title: str, description: str, above: Iterable[tuple[str, str]] = ()
) -> Page:
    """The head of the page at `path`.

    above: (title, path) of the pages above it, below the home page.
    """
    crumbs = [(words.text("Home"), "")] if path else []
    crumbs.extend(above)
    return Page(
        words.language,
        section,
        page_url(words.language, path),
        title,
        description,
        tuple((other, page_url(other, path)) for other in LANGUAGES if other != words.language),
        tuple((text, page_url(words.language, upper)) for text, upper in crumbs),
    )


def data_line(words: Words, day: date, commit: str) -> str:
    """When the data of a page last changed, and in which commit: for its foot.

    day: in the region's time.
    """
    return words.text(
        "Data last changed: {day}, commit {commit}", day=long_date(words, day), commit=commit[:12]
    )
