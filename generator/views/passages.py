"""Long texts, with the other language standing in where a translation is missing."""

from __future__ import annotations

import re

from generator.model.text import Prose
from generator.views.plain import plain
from generator.words.catalogue import LANGUAGES, Words

_BLANK_LINE = re.compile(r"\n\s*\n")


@plain
class Passage:
    """A long text.

    paragraphs: in order.
    language: the language it is in when that is not the page's, else empty; the page then says so.
    """

    paragraphs: tuple[str, ...]
    language: str = ""


def view_passage(words: Words, prose: Prose | None) -> Passage | None:
    """The text in the page's language, else in another with its name; None when there is no text at all."""
    if prose is None:
        return None
    for language in (words.language, *LANGUAGES):
        if text := prose.in_language(language):
            return Passage(_paragraphs(text), "" if language == words.language else language)
    return None


def _paragraphs(text: str) -> tuple[str, ...]:
    several = _BLANK_LINE.split(text) if "\n" in text else (text,)
    return tuple(part for each in several if (part := each.strip()))


def first_words(passage: Passage | None, limit: int = 110) -> str:
    """The beginning of a text for a list, cut between words at `limit` characters."""
    if passage is None:
        return ""
    text = " ".join(passage.paragraphs)
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(",.;: ") + "\N{HORIZONTAL ELLIPSIS}"
