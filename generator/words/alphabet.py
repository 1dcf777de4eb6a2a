"""Sorting names by the alphabet of the language; letters live in the catalogues (context `alphabet`).

In code-point order Kazakh letters come after the Russian ones; in the alphabet each has its own place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.words.catalogue import Words

_DIGITS = re.compile(r"(\d+)")
_FIRST_LETTER = 1_000_000_000
_FIRST_OTHER = 2_000_000_000

SortKey = tuple[tuple[int, ...], str]


def sort_key(words: Words, text: str) -> SortKey:
    """A key that sorts `text` by the alphabet: case does not count, numbers sort by value, digits before letters.

    Words that only say what a thing is (street, avenue), listed in the catalogue, do not count.
    """
    ignored = _ignored_words(words.one_of("alphabet", "ignored"))
    folded = unicodedata.normalize("NFC", text).casefold()
    kept = [word for word in re.findall(r"\w+", folded) if word not in ignored]
    places = _places(words.one_of("alphabet", "letters"))
    return tuple(rank for word in kept for rank in (*_ranks(word, places), -1)), text


def _ranks(word: str, places: dict[str, int]) -> list[int]:
    ranks: list[int] = []
    for part in _DIGITS.split(word):
        if part.isdecimal():
            ranks.append(min(int(part), _FIRST_LETTER - 1))
        else:
            ranks.extend(places.get(letter, _FIRST_OTHER + ord(letter)) for letter in part)
    return ranks


@lru_cache(maxsize=8)
def _places(letters: str) -> dict[str, int]:
    return {letter: _FIRST_LETTER + place for place, letter in enumerate(letters.split())}


@lru_cache(maxsize=8)
def _ignored_words(ignored: str) -> frozenset[str]:
    return frozenset(ignored.split())
