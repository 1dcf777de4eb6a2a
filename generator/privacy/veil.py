"""Other floors quote what they found; where that is personal, the quotation is hidden."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.privacy.gate import find_sightings
from generator.privacy.kinds import CODES, UNCERTAIN_NUMBER, Kind
from generator.privacy.known import Known
from generator.reading.diagnostics import Diagnostic

_PROTOCOLS = "content/protocols/"
_CODES = frozenset({*CODES.values(), UNCERTAIN_NUMBER})
_HIDDEN = "\u2026"
_QUOTED = frozenset({"found", "correction", "text"})
_EVERYWHERE = frozenset({Kind.PERSONAL_NUMBER})
_IN_PROTOCOLS = frozenset(Kind) - {Kind.NAME}
_CUT = 79
_TAIL = 24
_NUMBER_OR_EMAIL = re.compile(r"\S*[\d@]")


def veil_quotations(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same diagnostics, with personal data in their values replaced by an ellipsis.

    Personal numbers are hidden everywhere, the other kinds in protocols and in files where the gate found them;
    a text that likely names a person is not quoted at all.
    """
    everything = list(diagnostics)
    kinds: defaultdict[str, set[Kind]] = defaultdict(lambda: set(_EVERYWHERE))
    named: set[tuple[str, int, int]] = set()
    for each in everything:
        if each.code in _CODES:
            kinds[each.file].add(Kind(each.values["kind"]))
        if each.code == CODES[Kind.NAME]:
            named.add((each.file, each.line, each.column))
    for each in everything:
        hidden = (
            _IN_PROTOCOLS if each.file.startswith(_PROTOCOLS) else frozenset(kinds[each.file]) - {Kind.NAME}
        )
        yield _veil(each, hidden, whole=(each.file, each.line, each.column) in named)


def _veil(diagnostic: Diagnostic, kinds: frozenset[Kind], *, whole: bool) -> Diagnostic:
    if diagnostic.code in _CODES:
        return diagnostic
    values = {
        name: _HIDDEN if whole and name in _QUOTED else _hide(text, kinds)
        for name, text in diagnostic.values.items()
    }
    return dataclasses.replace(diagnostic, values=values) if values != diagnostic.values else diagnostic


def _hide(text: str, kinds: frozenset[Kind]) -> str:
    """The text without its personal data; of a text cut short also without what may begin there."""
    cut = len(text) >= _CUT
    for start, end in sorted(
        ((start, end) for _, _, start, end in find_sightings(text, kinds, Known())), reverse=True
    ):
        text = f"{text[:start]}{_HIDDEN}{text[end:]}"
    if cut and kinds > _EVERYWHERE and (begun := _NUMBER_OR_EMAIL.search(text, max(0, len(text) - _TAIL))):
        text = text[: begun.start()] + _HIDDEN
    return text
