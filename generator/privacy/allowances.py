"""`site_config/privacy.yaml`: false alarms that somebody looked at, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.privacy.gate import find_personal
from generator.privacy.kinds import CODES, UNCERTAIN_NUMBER, UNUSED, Kind
from generator.reading.decode import Document, decode
from generator.reading.diagnostics import Diagnostic
from generator.reading.files import read_file
from generator.reading.nodes import Mapping, Node, Sequence
from generator.reading.scalars import Count
from generator.reading.slips import MAXIMUM_FAULTS

ALLOWANCES_FILE = "site_config/privacy.yaml"

_CODES = frozenset({*CODES.values(), UNCERTAIN_NUMBER})
_LANGUAGES = ("/kk", "/ru")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is no personal data.

    kk: in Kazakh.
    ru: in Russian.
    """

    kk: str
    ru: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """One place that may stay as it is.

    file: path from the project's root.
    path: keys joined by `/`, as the diagnostic gives them; without the language at the end it holds for both.
    kind: what was found there.
    reason: why it may stay.
    checked_on: the day somebody looked.
    count: how many there are in one text; one more is reported again.
    """

    file: str
    path: str
    kind: Kind
    reason: Reason
    checked_on: date
    count: Count = 1


@dataclass(frozen=True, slots=True)
class Allowances:
    """The whole file.

    allowed: its rows.
    """

    allowed: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Passes:
    """The allowances as read.

    rows: each with its line and column; (0, 0) when a fault in the file leaves that unknown.
    diagnostics: what is wrong with the file, personal data in its reasons among it.
    """

    rows: tuple[tuple[Allowance, int, int], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_allowances(root: Path) -> Passes:
    """The allowances of the project at `root`; none when it has no such file."""
    if not (root / ALLOWANCES_FILE).exists():
        return Passes()
    node, diagnostics = read_file(root, ALLOWANCES_FILE)
    if node is None:
        return Passes((), tuple(diagnostics))
    document = Document(ALLOWANCES_FILE, diagnostics)
    record = decode(Allowances, node, document)
    rows = record.allowed if isinstance(record, Allowances) else ()
    places = _places(node) if not document.diagnostics else [(0, 0)] * len(rows)
    found = (*document.diagnostics, *find_personal(ALLOWANCES_FILE, node))
    return Passes(tuple((row, *place) for row, place in zip(rows, places, strict=True)), found)


def let_pass(found: Iterable[Diagnostic], passes: Passes) -> Iterator[Diagnostic]:
    """`found` without what the allowances let pass, then what is wrong with the allowances themselves."""
    counts = {(row.file, row.path, row.kind.value): row.count for row, _, _ in passes.rows}
    used: set[tuple[str, str, str]] = set()
    shown: Counter[str] = Counter()
    for each in found:
        keys = [key for key in _keys(each) if key in counts]
        used.update(keys)
        if not any(int(each.values["count"]) <= counts[key] for key in keys):
            yield from _shown(each, shown)
    yield from passes.diagnostics
    for row, line, column in passes.rows:
        if line and (row.file, row.path, row.kind.value) not in used:
            values = {"file": row.file, "place": row.path, "kind": row.kind.value}
            yield Diagnostic(UNUSED, ALLOWANCES_FILE, line, column, values)


def _shown(diagnostic: Diagnostic, shown: Counter[str]) -> Iterator[Diagnostic]:
    """The diagnostic, unless its file has very many findings of the gate: then the first ones are shown."""
    if diagnostic.code in _CODES:
        shown[diagnostic.file] += 1
        if shown[diagnostic.file] == MAXIMUM_FAULTS + 1:
            values = {"limit": str(MAXIMUM_FAULTS)}
            yield Diagnostic("E118", diagnostic.file, diagnostic.line, diagnostic.column, values)
    if shown[diagnostic.file] <= MAXIMUM_FAULTS or diagnostic.code not in _CODES:
        yield diagnostic


def _keys(diagnostic: Diagnostic) -> Iterator[tuple[str, str, str]]:
    """The rows that may let it pass: for its very place, and for both languages."""
    if diagnostic.code in _CODES:
        place, kind = diagnostic.values["place"], diagnostic.values["kind"]
        yield diagnostic.file, place, kind
        if place.endswith(_LANGUAGES):
            yield diagnostic.file, place[:-3], kind


def _places(node: Node) -> list[tuple[int, int]]:
    rows = node.entries["allowed"][1] if isinstance(node, Mapping) and "allowed" in node.entries else None
    return [(row.line, row.column) for row in rows.items] if isinstance(rows, Sequence) else []
