"""Names that may stand anywhere: those of streets, and of officers on duty, as the registry writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.privacy.patterns import fold_table
from generator.reading.nodes import Node, Path, walk_scalars

_WORD = re.compile(r"[^\W\d_]+")
_STEM = 5
_MOST_WORDS = 6
_STREETS = frozenset({"streets", "landmarks"})
_OFFICERS = frozenset({"officers", "chiefs"})


@dataclass(slots=True)
class Known:
    """Stems of known names: their first letters, in the spelling that Kazakh and Russian share.

    pairs: two words of one name, in any order; a word with another's first letter stands for an initial.
    words: single words of streets.
    """

    pairs: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add(self, node: Node) -> None:
        """Take in the streets, landmarks and officers of one file of the registry."""
        for path, scalar in walk_scalars(node):
            street, officer = _is_street(path), _is_officer(path)
            if street or officer:
                stems = [stem(each) for each in _WORD.findall(scalar.text)[:_MOST_WORDS]]
                self.pairs.update(_pairs(stems))
                self.words.update(each[:cut] for each in stems if street for cut in _cuts(each))

    @classmethod
    def of(cls, several: Iterable[Known]) -> Known:
        """The names of several files together."""
        together = cls()
        for each in several:
            together.pairs |= each.pairs
            together.words |= each.words
        return together

    def digest(self) -> str:
        """A checksum: the same names give the same, whatever file or order they came from."""
        told = "\n".join((*(" ".join(each) for each in sorted(self.pairs)), "", *sorted(self.words)))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def has_pair(self, first: str, second: str) -> bool:
        """Whether both words belong to one known name."""
        return (stem(first), stem(second)) in self.pairs

    def has_word(self, word: str) -> bool:
        """Whether a known street bears this word."""
        found = stem(word)
        return any(found[:cut] in self.words for cut in _cuts(found))


def stem(word: str) -> str:
    """The beginning of a word, which its cases and the two spellings share."""
    return word.lower().translate(fold_table())[:_STEM]


def _cuts(found: str) -> tuple[int, ...]:
    """Where to cut a stem: a short one may end in the letter its cases change."""
    return (_STEM, len(found) - 1) if 3 < len(found) < _STEM + 1 else (_STEM,)


def _pairs(stems: list[str]) -> Iterator[tuple[str, str]]:
    for first in stems:
        for second in stems:
            if first != second:
                yield first, second
                yield first, second[:1]


def _is_street(path: Path) -> bool:
    return bool(path) and path[0] in _STREETS and path[-1] in ("kk", "ru")


def _is_officer(path: Path) -> bool:
    return len(path) > 2 and path[0] in _OFFICERS and path[-2] == "name"
