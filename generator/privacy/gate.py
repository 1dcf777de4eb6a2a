"""The gate itself: every text of a file -> where it holds personal data. What was found is never kept or shown."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from generator.privacy.kinds import CODES, UNCERTAIN_NUMBER, Kind
from generator.privacy.known import Known
from generator.privacy.names import find_names
from generator.privacy.numbers import find_personal_numbers, find_phones
from generator.privacy.sift import FIVE_DIGITS, TEN_DIGITS_OR_EMAIL, sift
from generator.privacy.texts import find_emails, find_marks
from generator.privacy.zones import KEY_KINDS, KEYS, Zone, zone_of
from generator.reading.diagnostics import Diagnostic
from generator.reading.nodes import Mapping, Node, Path, Scalar

_DIGIT = re.compile(r"\d")
_FIVE_DIGITS = re.compile(FIVE_DIGITS)
_MARKS = (Kind.PLATE, Kind.FLAT, Kind.BIRTH_DATE, Kind.DOCUMENT)
_KEY = re.compile(r"[a-z_-]*\d{0,9}[a-z_-]*")
_HIDDEN = "\u2026"

Sighting = tuple[Kind, str, int, int]


def find_personal(file: str, node: Node, known: Known | None = None) -> Iterator[Diagnostic]:
    """Where `file` holds personal data (law 94-V art. 7 and 15): one diagnostic for each kind in each text.

    known: streets and officers of the registry, which are no citizens.

    A diagnostic's values are the place (keys joined by `/`), the kind and how many there are; never the data.
    """
    streets = known if known is not None else Known()
    for path, scalar, zone in _Texts(node, zone_of(file)).suspects():
        text = unicodedata.normalize("NFC", scalar.text)
        sightings = find_sightings(text, zone.kinds, streets, unbroken=zone.terse)
        yield from _report(file, path, scalar, sightings)


def find_sightings(
    text: str, kinds: frozenset[Kind], known: Known, *, unbroken: bool = False
) -> Iterator[Sighting]:
    """Kind and code of the personal data of these kinds in a text, and where each begins and ends.

    unbroken: numbers count only without spaces or hyphens inside, as in ids.
    """
    if unbroken and TEN_DIGITS_OR_EMAIL.search(text) is None:
        return
    if Kind.EMAIL in kinds:
        yield from ((Kind.EMAIL, CODES[Kind.EMAIL], *place) for place in find_emails(text))
    if Kind.NAME in kinds:
        yield from ((Kind.NAME, CODES[Kind.NAME], *place) for place in find_names(text, known))
    if _FIVE_DIGITS.search(text) is not None:
        yield from _find_numbers(text, kinds, unbroken=unbroken)
    if not kinds.isdisjoint(_MARKS) and _DIGIT.search(text) is not None:
        for kind in _MARKS:
            if kind in kinds:
                yield from ((kind, CODES[kind], *place) for place in find_marks(kind, text))


def _find_numbers(text: str, kinds: frozenset[Kind], *, unbroken: bool) -> Iterator[Sighting]:
    if Kind.PERSONAL_NUMBER in kinds:
        for place, certain in find_personal_numbers(text, unbroken=unbroken):
            yield Kind.PERSONAL_NUMBER, CODES[Kind.PERSONAL_NUMBER] if certain else UNCERTAIN_NUMBER, *place
    if Kind.PHONE in kinds:
        yield from ((Kind.PHONE, CODES[Kind.PHONE], *place) for place in find_phones(text, unbroken=unbroken))


def _report(file: str, path: Path, scalar: Scalar, sightings: Iterator[Sighting]) -> Iterator[Diagnostic]:
    """One diagnostic for each kind; of two codes of one kind the surer one, which comes first."""
    codes: dict[Kind, list[str]] = {}
    for kind, code, _, _ in sightings:
        codes.setdefault(kind, []).append(code)
    for kind, found in codes.items():
        values = {"place": name_place(path), "kind": kind.value, "count": str(len(found))}
        yield Diagnostic(min(found), file, scalar.line, scalar.column, values)


def name_place(path: Path) -> str:
    """Keys joined by `/`, items of lists by their number from 0; a key that is personal itself is not repeated."""
    return "/".join(_HIDDEN if _is_personal(str(step)) else str(step) for step in path)


def _is_personal(key: str) -> bool:
    return next(find_sightings(key, KEY_KINDS, Known(), unbroken=True), None) is not None


class _Texts:
    """The values and keys of one file that can hold anything, by their zones, numbered in the order written."""

    def __init__(self, node: Node, zone: Zone) -> None:
        self._count = 0
        self._texts: defaultdict[Zone, list[tuple[int, Path, Scalar]]] = defaultdict(list)
        self._walk(node, (), zone)

    def suspects(self) -> Iterator[tuple[Path, Scalar, Zone]]:
        """Path and zone of what needs a closer look, in the order written."""
        found = [
            (*texts[index], zone)
            for zone, texts in self._texts.items()
            for index in sift([scalar.text for _, _, scalar in texts], zone.kinds, unbroken=zone.terse)
        ]
        for _, path, scalar, zone in sorted(found, key=itemgetter(0)):
            yield path, scalar, zone

    def _walk(self, node: Node, path: Path, zone: Zone) -> None:
        if isinstance(node, Scalar):
            if zone.kinds and not (node.text.islower() and node.text.isalpha()):
                self._add(path, node, zone)
        elif isinstance(node, Mapping):
            for text, (key, value) in node.entries.items():
                below = (*path, text)
                if not _is_plain(text):
                    self._add(below, key, KEYS)
                self._walk(value, below, zone.below(text))
        else:
            for index, item in enumerate(node.items):
                self._walk(item, (*path, index), zone)

    def _add(self, path: Path, scalar: Scalar, zone: Zone) -> None:
        self._count += 1
        self._texts[zone].append((self._count, path, scalar))


@lru_cache(maxsize=4096)
def _is_plain(key: str) -> bool:
    """Whether a key is of letters and so few digits that it can hold nothing."""
    return _KEY.fullmatch(key) is not None
