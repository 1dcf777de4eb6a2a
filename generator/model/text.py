"""Text in the two languages of the site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A name, place, status or reason: residents need it in both languages.

    kk: in Kazakh.
    ru: in Russian.
    """

    kk: str
    ru: str

    def in_language(self, language: str) -> str:
        """The text in `language` (`kk` or `ru`)."""
        return self.kk if language == "kk" else self.ru


@dataclass(frozen=True, slots=True)
class Prose:
    """A long text; one language may wait for its translation, and the page then says so.

    kk: in Kazakh; empty while there is no translation.
    ru: in Russian; empty while there is no translation.
    """

    kk: str = ""
    ru: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language`, or the empty string when it waits for translation."""
        return self.kk if language == "kk" else self.ru
