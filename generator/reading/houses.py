"""House numbers of a street: single houses, ranges, one side of the street."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.reading.scalars import BadValue

_SINGLE = re.compile(r"(\d{1,4})\s*([^\W\d_]?)(?:/(\d{1,4}[^\W\d_]?))?")
_RANGE = re.compile(r"(\d{1,4})\s*[-\u2013]\s*(\d{1,4})?(?:\s+(odd|even))?")


@dataclass(frozen=True, slots=True)
class HouseRange:
    """Houses from `first` to `last`, of one parity or both.

    first: lowest number.
    last: highest number; absent means to the end of the street.
    parity: `odd`, `even`, or empty for both sides.
    suffix: the letter or fraction of a single house (`17a`, `12/3`), empty otherwise.
    """

    first: int
    last: int | None
    parity: str = ""
    suffix: str = ""

    @classmethod
    def read_text(cls, text: str) -> HouseRange:
        """`12`, `17a`, `12/3`, `1-45`, `1-45 odd`, `51-`. Raises BadValue E322."""
        clean = text.strip()
        if match := _SINGLE.fullmatch(clean):
            number, letter, fraction = match.groups()
            suffix = letter.lower() + (f"/{fraction}" if fraction else "")
            return cls(int(number), int(number), "", suffix)
        if match := _RANGE.fullmatch(clean):
            first, last = int(match[1]), int(match[2]) if match[2] else None
            if last is None or first <= last:
                return cls(first, last, match[3] or "")
        raise BadValue("E322", found=text)
