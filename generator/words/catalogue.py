"""Every word of the interface, read from gettext catalogues; message ids are English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

LANGUAGES = ("kk", "ru")
_PLURAL_ORDER = ("one", "few", "many")


class MissingText(LookupError):
    """A catalogue lacks a text that a page needs: the language, the id and the context, which may be empty."""

    def __init__(self, language: str, msgid: str, context: str = "") -> None:
        super().__init__(language, msgid, context)
        self.language, self.msgid, self.context = language, msgid, context

    def __str__(self) -> str:
        within = f" with {self.context!r}" if self.context else ""
        return f"{self.language}.po has no text for {self.msgid!r}{within}"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The catalogue of one language; two catalogues are equal only when they are one object.

    language: `kk` or `ru`.
    forms: the texts of a message by its context and id. The context is empty for most messages, and for those
        with a number it is the plural id; those have one form in Kazakh and three in Russian, the others one.
    """

    language: str
    forms: Mapping[tuple[str, str], tuple[str, ...]]

    def text(self, msgid: str, **values: object) -> str:
        """The message `msgid` with `{name}` places filled. Raises MissingText."""
        try:
            message = self.forms["", msgid][0]
        except KeyError:
            raise self._missing("", msgid) from None
        return message.format(**values) if values else message

    def one_of(self, context: str, value: str) -> str:
        """The word for one value of a closed list, such as context `rank`, value `captain`. Raises MissingText."""
        try:
            return self.forms[context, value][0]
        except KeyError:
            raise self._missing(context, value) from None

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """A number with its noun; `{n}` in both message ids is the number. Raises MissingText."""
        try:
            forms = self.forms[plural, singular]
        except KeyError:
            raise self._missing(plural, singular) from None
        return forms[_plural_form(self.language, n, len(forms))].format(n=n, **values)

    def _missing(self, context: str, msgid: str) -> MissingText:
        return MissingText(self.language, str(msgid), context)


def read_words(po_file: Path, language: str) -> Words:
    """The words of `language` from its catalogue; untranslated and fuzzy messages count as missing.

    Raises babel's PoFileError when the file is not a catalogue.
    """
    with po_file.open("rb") as stream:
        catalogue = read_po(stream, locale=language, abort_invalid=True)
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in catalogue:
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if message.id and not message.fuzzy and all(texts):
            context, msgid = (
                (message.context or "", message.id) if isinstance(message.id, str) else message.id[::-1]
            )
            forms[context, msgid] = texts
    return Words(language, forms)


def read_all_words(folder: Path) -> dict[str, Words]:
    """The words of every language, from `<folder>/kk.po` and `<folder>/ru.po`."""
    return {language: read_words(folder / f"{language}.po", language) for language in LANGUAGES}


@lru_cache(maxsize=4_096)
def _plural_form(language: str, n: int, forms: int) -> int:
    """The place of the form for `n` among `forms`, which stand as gettext has them: one, few, many."""
    tag = Locale.parse(language).plural_form(n)
    return min(_PLURAL_ORDER.index(tag) if tag in _PLURAL_ORDER else forms - 1, forms - 1)
