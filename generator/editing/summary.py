"""What a request for a change comes to, as one comment: what residents will see differently, and what is wrong.

Kazakh comes first, then Russian. The first line is a mark by which a workflow finds its comment and edits it in place.
Texts of editors are escaped: they make no markup, call nobody by name and link nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from generator.editing.reports import count_severities
from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.messages import explain, phrase, word
from generator.views.review import ReviewItem
from generator.views.touched import Touched
from generator.words.catalogue import LANGUAGES

MARK = "<!-- esep-summary -->"
_ITEMS, _LINES, _FAULTS, _FILES, _UNTOLD = 25, 5, 12, 8, 10
_LONGEST = 160
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_LIST = re.compile(r"^(\d{1,9}(?=[.)])|)([-+=.)])")
_JOINER = "\N{WORD JOINER}"
_CALLS = re.compile(r"@(?=\w)|#(?=\d)")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told, by language.

    base_url: of the live site.
    commit: what the files are compared with; empty when they cannot be.
    hindrance: why they cannot be, as the name of a phrase; else empty.
    items: what residents will see differently.
    untold: files of which not everything is told, each with the name of the phrase that says why.
    touched: files of the site that change; None when they cannot be told.
    diagnostics: what is wrong.
    changed: files of the change; a warning that stood in another one before is counted and not told.
    previewed: how many pages the preview holds; None when there is none.
    """

    base_url: str = ""
    commit: str = ""
    hindrance: str = ""
    items: dict[str, tuple[ReviewItem, ...]] | None = None
    untold: tuple[tuple[str, str], ...] = ()
    touched: Touched | None = None
    diagnostics: Sequence[Diagnostic] = ()
    changed: frozenset[str] = frozenset()
    previewed: int | None = None


def render_summary(summary: Summary) -> str:
    """The comment, in Markdown."""
    parts = [MARK]
    for language in LANGUAGES:
        parts += ["\n".join(_section(summary, language))]
    return "\n\n".join(parts) + "\n"


def _section(summary: Summary, language: str) -> Iterator[str]:
    yield f"## {phrase('review_heading', language)}"
    yield ""
    if summary.hindrance:
        yield escape(phrase(summary.hindrance, language))
    elif summary.items is not None:
        yield from _items(summary, summary.items.get(language, ()), language)
    else:
        yield escape(phrase("review_unreadable_site", language))
    yield from _untold(summary, language)
    if summary.touched is not None:
        yield from _touched(summary, summary.touched, language)
    yield from _faults(summary, language)
    if summary.commit:
        yield ""
        yield f"<sub>{escape(phrase('review_compared', language, commit=summary.commit[:12]))}</sub>"


def _items(summary: Summary, items: tuple[ReviewItem, ...], language: str) -> Iterator[str]:
    if not items and not summary.untold:
        yield escape(phrase("review_nothing", language))
    for each in islice(items, _ITEMS):
        yield f"- {_head(summary, each)}"
        yield from (f"  - {escape(line)}" for line in each.lines[:_LINES])
        yield from (f"  - {line}" for line in _more(len(each.lines) - _LINES, language))
    yield from (f"- {line}" for line in _more(len(items) - _ITEMS, language))


def _head(summary: Summary, item: ReviewItem) -> str:
    """What happened, and to what; with a link where the live site has its page already."""
    what = f"**{escape(item.what)}**"
    if not item.about:
        return what
    if item.page and item.is_live:
        return f"{what}: [{escape(item.about)}](<{quote(summary.base_url + item.page, safe=':/%')}>)"
    return f"{what}: {escape(item.about)}" + (f" {_code(item.page)}" if item.page else "")


def _untold(summary: Summary, language: str) -> Iterator[str]:
    if summary.untold:
        yield ""
    for file, reason in summary.untold[:_UNTOLD]:
        yield f"- {_code(file)}: {escape(phrase(f'review_{reason}', language))}"
    yield from (f"- {line}" for line in _more(len(summary.untold) - _UNTOLD, language))


def _touched(summary: Summary, touched: Touched, language: str) -> Iterator[str]:
    counts = {
        "pages": str(len(touched.pages)),
        "calendars": str(len(touched.calendars)),
        "feeds": str(len(touched.feeds)),
    }
    files = (*touched.pages, *touched.calendars, *touched.feeds)
    if not files and not touched.everywhere:
        return
    yield ""
    if touched.everywhere and not touched.is_exact:
        yield escape(phrase("review_everywhere", language))
    if files:
        yield escape(phrase("review_exactly" if touched.is_exact else "review_at_least", language, **counts))
    if summary.previewed is not None:
        yield escape(phrase("review_previewed", language, pages=str(summary.previewed)))
    if files:
        yield ""
        yield f"<details><summary>{escape(phrase('review_files', language))}</summary>"
        yield ""
        for kind in (touched.pages, touched.calendars, touched.feeds):
            own = [each for each in kind if each[:3] not in _others(language)]
            yield from (f"- {_code(each)}" for each in own[:_FILES])
            yield from (f"- {line}" for line in _more(len(own) - _FILES, language))
        yield ""
        yield "</details>"


def _others(language: str) -> set[str]:
    """Folders of the other language: its section lists them."""
    return {f"{each}/" for each in LANGUAGES if each != language}


def _faults(summary: Summary, language: str) -> Iterator[str]:
    errors, warnings = count_severities(summary.diagnostics)
    yield ""
    yield f"### {phrase('review_faults', language, errors=str(errors), warnings=str(warnings))}"
    yield ""
    if not errors:
        yield escape(phrase("review_sound", language))
        yield ""
    shown = (each for each in summary.diagnostics if _is_own(summary, each))
    ordered = sorted(shown, key=lambda each: each.severity.value)
    for each in ordered[:_FAULTS]:
        wording = explain(each, language)
        where = _code(f"{each.file}:{each.line}:{each.column}")
        yield f"- {where} {word(each.severity, language)} {each.code}: {escape(wording.found)}"
        yield f"  - {word('write', language)}: {escape(wording.fix)}"
    yield from (f"- {line}" for line in _more(len(ordered) - _FAULTS, language))


def _is_own(summary: Summary, diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR or not summary.commit or diagnostic.file in summary.changed


def _more(count: int, language: str) -> Iterator[str]:
    if count > 0:
        yield phrase("review_more", language, number=str(count))


def escape(text: str) -> str:
    """A text as it reads, on one line, its beginning only when it is long; nothing in it is markup."""
    plain = _short(text)
    called = _CALLS.sub(lambda found: found[0] + _JOINER, plain)
    inert = _MARKUP.sub(lambda found: f"\\{found[0]}", called)
    return _LIST.sub(r"\1\\\2", inert)


def _code(text: str) -> str:
    """A path, as code; a mark that would end the code is left out."""
    return f"`{_short(text).replace('`', '')}`"


def _short(text: str) -> str:
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}\u2026"
