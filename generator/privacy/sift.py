"""Which texts of a file can hold personal data at all, found in all of them at once: few need a closer look."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from generator.privacy.kinds import Kind
from generator.privacy.names import find_possible_names
from generator.privacy.patterns import Pattern, email_signs, hints

_JOINT = "\n"  # no hint goes on over it, except to look ahead
TEN_DIGITS_OR_EMAIL = re.compile(r"\d{10}|[@(\[]")
FIVE_DIGITS = r"\d(?=\W{0,4}\d(?:\W{0,4}\d){3})"
_WITH_HINTS = (Kind.PLATE, Kind.FLAT, Kind.BIRTH_DATE, Kind.DOCUMENT)


def sift(texts: list[str], kinds: frozenset[Kind], *, unbroken: bool) -> list[int]:
    """The numbers (from 0) of the texts in which `find_sightings` can find one of these kinds; in no other it does."""
    joined = _JOINT.join(texts)
    if not unicodedata.is_normalized("NFC", joined):
        texts = [unicodedata.normalize("NFC", each) for each in texts]
        joined = _JOINT.join(texts)
    places = set(_find_places(joined, kinds, unbroken=unbroken))
    if not places:
        return []
    ends = list(accumulate(len(each) + len(_JOINT) for each in texts))
    return sorted({bisect_right(ends, place) for place in places})


def _find_places(text: str, kinds: frozenset[Kind], *, unbroken: bool) -> Iterator[int]:
    if unbroken:
        yield from (match.start() for match in TEN_DIGITS_OR_EMAIL.finditer(text))
        return
    for pattern in _patterns(kinds):
        yield from (match.start() for match in pattern.finditer(text))
    if Kind.NAME in kinds:
        yield from find_possible_names(text)


@cache
def _patterns(kinds: frozenset[Kind]) -> tuple[Pattern, ...]:
    """What every text has that holds one of these kinds, names excepted.

    Those that begin with a digit are one pattern: digits are few, and `re` looks for them quickest alone.
    """
    all_hints = [each for kind in _WITH_HINTS if kind in kinds for each in hints(kind)]
    digits = [FIVE_DIGITS, *(each for each in all_hints if each.startswith(r"\d"))]
    signs = [email_signs()] if Kind.EMAIL in kinds else []
    others = [each for each in all_hints if not each.startswith(r"\d")]
    return tuple(re.compile(each) for each in ("|".join(digits), *others, *signs))
