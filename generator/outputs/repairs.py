"""What is wrong in the theme's page where it offers no block to override, and in the tables of Markdown.

Material's page carries two unlabelled checkboxes, a skip link only on pages with a table of contents, and a
dialog without a name; its scripts, which use them, are not loaded. Each repair names the passage it
replaces, and fails when a new version of the theme has changed it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TOGGLES = re.compile(
    r'<input class="md-toggle" data-md-toggle="drawer"[^>]*>\s*'
    r'<input class="md-toggle" data-md-toggle="search"[^>]*>\s*'
    r'<label class="md-overlay" for="__drawer"></label>\s*'
    r'<div data-md-component="skip">.*?</div>\s*',
    re.DOTALL,
)
DIALOG = re.compile(
    r'<div class="md-dialog" data-md-component="dialog">\s*<div class="md-dialog__inner md-typeset"></div>\s*</div>\s*'
)
SKIP_LINK = '<a href="#esep-content" class="md-skip">{label}</a>\n'

HEADING_OR_TABLE = re.compile(
    r"<h[1-6][^>]*>(?P<title>.*?)</h[1-6]>|(?P<table><table>.*?</table>)", re.DOTALL
)
TAG = re.compile(r"<[^>]*>")


class ThemeChanged(ValueError):
    """The installed theme no longer has a passage that must be replaced."""


def repair_page(html: str, skip_label: str) -> str:
    """`html` without the faults of the theme; `skip_label` is HTML text. Raises `ThemeChanged`."""
    replacements: Mapping[re.Pattern[str], str] = {TOGGLES: SKIP_LINK.format(label=skip_label), DIALOG: ""}
    for passage, replacement in replacements.items():
        found = passage.search(html)
        if found is None:
            raise ThemeChanged(f"the theme's page has no passage {passage.pattern[:60]!r}")
        html = html[: found.start()] + replacement + html[found.end() :]
    return html


def wrap_tables(html: str) -> str:
    """`html` with each table of Markdown in a region that scrolls, is reached by Tab and named by its heading."""
    title = ""

    def wrapped(found: re.Match[str]) -> str:
        nonlocal title
        if table := found["table"]:
            label = TAG.sub("", title).replace('"', "&quot;")
            return f'<div class="esep-scroll" role="region" aria-label="{label}" tabindex="0">{table}</div>'
        title = found["title"]
        return found[0]

    return HEADING_OR_TABLE.sub(wrapped, html)
