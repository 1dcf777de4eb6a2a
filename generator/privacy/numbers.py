"""Personal numbers and phones in any written form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generator.privacy.digits import BARE, DOTTED, Chain, find_chains
from generator.privacy.patterns import phrase

Place = tuple[int, int]

_LENGTHS = range(12, 13)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<![\d.])(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?!\d)"
)
_LOCAL = re.compile(r"(?<![\w-])\d{3}[-\u2010-\u2012]\d{2}[-\u2010-\u2012]\d{2}(?![\w-])")
_NATIONAL = re.compile(r"[67][0-8]\d{8}|[349]\d{9}")
_WITHOUT_TRUNK = re.compile(r"7[0-8]\d{8}")
_PHONE_LENGTHS = range(10, 14)


def is_personal_number(digits: str) -> bool:
    """Whether the twelfth of twelve digits is the check digit of the eleven before (MIA order 521 of 2023-06-29)."""
    if len(digits) != _LENGTHS.start:
        return False
    given = [int(each) for each in digits]
    check = sum(weight * each for weight, each in enumerate(given[:11], 1)) % 11
    if check == 10:
        check = sum(weight * each for weight, each in zip(_SECOND_WEIGHTS, given[:11], strict=True)) % 11
    return check == given[11]


def begins_with_birth_date(digits: str) -> bool:
    """Whether the first seven digits can be a date of birth and a century: that only ranks certainty."""
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31 and digits[6] in "0123456"


def find_personal_numbers(text: str, *, unbroken: bool = False) -> Iterator[tuple[Place, bool]]:
    """Where personal numbers of people or organisations stand, and whether a date of birth confirms each.

    unbroken: only digits without anything between them count, as in ids, where hyphens join numbers.
    """
    dates = _find_dates(text)
    announced = {match.start(1) for match in phrase("announced_number").finditer(text)}
    for chain in find_chains(text, BARE, _LENGTHS):
        if unbroken and len(chain.sizes) > 1:
            continue
        fits = is_personal_number(chain.digits)
        certain = fits and begins_with_birth_date(chain.digits)
        likely = fits and not _overlaps(chain.start, chain.end, dates) and not _counts(text, chain.end)
        if certain or likely or chain.start in announced:
            yield (chain.start, chain.end), certain


def find_phones(text: str, *, unbroken: bool = False) -> Iterator[Place]:
    """Where phones stand: with or without +7 or 8, with any spaces, hyphens, dots and brackets."""
    dates = _find_dates(text)
    whole: list[Place] = []
    for chain in find_chains(text, DOTTED, _PHONE_LENGTHS):
        if (whole and chain.start < whole[-1][1]) or (unbroken and len(chain.sizes) > 1):
            continue
        if _is_phone(text, chain) and not _overlaps(chain.start, chain.end, dates):
            whole.append((chain.start, chain.end))
    yield from whole
    yield from (place for place in _find_local_phones(text) if not _overlaps(*place, whole))


def _is_phone(text: str, chain: Chain) -> bool:
    digits = chain.digits
    if text[max(0, chain.start - 2) : chain.start].rstrip().endswith("+"):
        return len(digits) == 11 if digits[0] == "7" else True
    if len(digits) == 11 and digits[0] in "78" and _NATIONAL.fullmatch(digits, 1):
        return not (_is_in_thousands(chain) and _counts(text, chain.end))
    if len(digits) == 10 and chain.sizes[0] > 1 and _WITHOUT_TRUNK.fullmatch(digits):
        return not _counts(text, chain.end)
    return False


def _find_local_phones(text: str) -> Iterator[Place]:
    """Numbers without a code: `254-40-27`, or any five to seven digits after the word for a phone."""
    places = {match.span() for match in _LOCAL.finditer(text)}
    places |= {
        match.span(1)
        for match in phrase("announced_phone").finditer(text)
        if not _counts(text, match.end(1)) and _DATE.match(text, match.start(1)) is None
    }
    yield from sorted(places)


def _is_in_thousands(chain: Chain) -> bool:
    return len(chain.sizes) > 1 and chain.sizes[0] < 4 and set(chain.sizes[1:]) == {3}


def _find_dates(text: str) -> list[Place]:
    return [match.span() for match in _DATE.finditer(text)]


def _overlaps(start: int, end: int, places: list[Place]) -> bool:
    """Whether a part of the text touches one of the places, which stand in order and apart."""
    before = bisect_right(places, (end, 0)) - 1
    return before >= 0 and places[before][1] > start


def _counts(text: str, end: int) -> bool:
    """Whether what follows says that the number is money or a measure."""
    return phrase("counted_after").match(text, end) is not None
