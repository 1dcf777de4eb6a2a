"""Groups of digits in a text, and the chains they make when only spaces, hyphens and the like stand between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_GROUP = re.compile(r"\d+")
_SPACES = "\\u0020\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000\\t"
_HYPHENS = "\\-\\u00ad\\u2010-\\u2015\\u2212"
BARE = re.compile(f"[{_SPACES}{_HYPHENS}]{{1,3}}")
DOTTED = re.compile(f"[{_SPACES}{_HYPHENS}.()/]{{1,4}}")
_WIDEST_GAP = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """Neighbouring groups of digits.

    digits: the digits of all of them, as ASCII.
    sizes: how many digits each group has.
    start: place of the first digit in the text.
    end: place after the last digit.
    """

    digits: str
    sizes: tuple[int, ...]
    start: int
    end: int


def find_chains(text: str, between: re.Pattern[str], lengths: range) -> Iterator[Chain]:
    """Every chain of whole groups with as many digits as `lengths` allows, in the order of their first digit."""
    groups = [match.span() for match in _GROUP.finditer(text)]
    digits = _ascii("".join(text[start:end] for start, end in groups))
    reached = [0, *accumulate(end - start for start, end in groups)]
    group_after = {count: index for index, count in enumerate(reached)}
    chains = list(_number_chains(text, groups, between))
    for first, begun in enumerate(reached[:-1]):
        for length in lengths:
            last = group_after.get(begun + length, 0) - 1
            if last >= first and chains[last] == chains[first]:
                sizes = tuple(end - start for start, end in groups[first : last + 1])
                yield Chain(digits[begun : begun + length], sizes, groups[first][0], groups[last][1])


def _number_chains(text: str, groups: list[tuple[int, int]], between: re.Pattern[str]) -> Iterator[int]:
    """For each group the number of the chain it belongs to: a new one after anything but what may stand between."""
    chain = 0
    for index, (start, _) in enumerate(groups):
        before = groups[index - 1][1] if index else start
        if start - before > _WIDEST_GAP or (index and between.fullmatch(text, before, start) is None):
            chain += 1
        yield chain


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(each)) for each in digits)
