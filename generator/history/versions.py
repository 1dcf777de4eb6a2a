"""Versions: the entries one version of a file held, read once for each content git keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.history.cache import Cache
from generator.history.facts import Facts, Version, find_entries
from generator.history.git import Repository
from generator.model.layout import Kind, Placed
from generator.model.protocol import Protocol
from generator.model.register import Register
from generator.model.registry import Body, Precinct
from generator.model.schedule import Schedule
from generator.reading import nodes
from generator.reading.decode import INVALID, Document, decode
from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.parse import read_nodes
from generator.reading.scalars import BadValue, read_date, read_moment

_HOLDING: Mapping[Kind, str] = {Schedule: "meetings", Precinct: "officers", Body: "chiefs"}
TOLD = (*_HOLDING, Protocol)


@dataclass(slots=True)
class Versions:
    """Finds versions: those of today in the Register, the others in the cache or in git.

    current: blob of each file that is the same on disk as in the revision; the Register holds what it says.
    """

    repository: Repository
    register: Register
    cache: Cache
    current: Mapping[str, str]
    _read: dict[tuple[Kind, str], Version | None] = field(default_factory=dict)

    def read_all(self, wanted: Iterable[tuple[str, Placed, str]]) -> None:
        """Make versions `(path, place, blob)` ready, with one conversation with git for all not known yet."""
        self._load((placed.kind, blob) for path, placed, blob in wanted if self.current.get(path) != blob)

    def find(self, path: str, placed: Placed, blob: str) -> Version | None:
        """One version; absent when it could not be read at all."""
        record = _current_record(self.register, placed) if self.current.get(path) == blob else None
        if record is not None:
            return Version(find_entries(record))
        self._load([(placed.kind, blob)])
        return self._read.get((placed.kind, blob))

    def _load(self, wanted: Iterable[tuple[Kind, str]]) -> None:
        missing: dict[str, set[Kind]] = {}
        for kind, blob in wanted:
            if not blob or (kind, blob) in self._read:
                continue
            found, version = self.cache.find(_name(kind, blob))
            if found:
                self._read[kind, blob] = version
            else:
                missing.setdefault(blob, set()).add(kind)
        for blob, content in self.repository.read_blobs(missing):
            for kind in missing[blob]:
                self._read[kind, blob] = read_version(kind, content)
                self.cache.keep(_name(kind, blob), self._read[kind, blob])


def read_version(kind: Kind, content: bytes | None) -> Version | None:
    """The entries of a file's content; absent when it is no YAML, too large or missing."""
    root, faults = read_tree(content)
    if root is None:
        return None
    document = Document("")
    record: object = decode(kind, root, document)
    errors = [each for each in (*faults, *document.diagnostics) if each.severity is Severity.ERROR]
    faulty = find_faulty(kind, root, [each.line for each in errors])
    entries = {} if record is INVALID else find_entries(record)
    sound = {key: _once(read) for key, read in entries.items() if key not in faulty}
    days = {
        key: _has_day(kind, node) for key, (_, node) in entry_nodes(kind, root).items() if key not in sound
    }
    return Version(
        sound,
        frozenset(key for key, has_day in days.items() if has_day),
        frozenset(key for key, has_day in days.items() if not has_day),
    )


def read_tree(content: bytes | None) -> tuple[nodes.Node | None, list[Diagnostic]]:
    """The node tree of a file's content, absent when there is none to read, and the faults of its syntax."""
    try:
        text = (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, []
    return read_nodes(text, "")


def entry_nodes(kind: Kind, root: nodes.Node) -> Mapping[str, tuple[nodes.Node, nodes.Node]]:
    """The key and the node of each entry, as written."""
    if kind is Protocol:
        return {"": (root, root)}
    held = nodes.find_exactly(root, (_HOLDING[kind],))
    return held.entries if isinstance(held, nodes.Mapping) else {}


def find_faulty(kind: Kind, root: nodes.Node, lines: list[int]) -> set[str]:
    """Keys of entries with a fault on one of these lines."""
    if kind is Protocol or not lines:
        return {""} if lines else set()
    keys = root.entries.values() if isinstance(root, nodes.Mapping) else ()
    begins: dict[int, str | None] = {key.line: None for key, _ in keys}
    begins |= {key.line: name for name, (key, _) in entry_nodes(kind, root).items()}
    places = sorted(begins)
    nearest = (bisect_right(places, line) - 1 for line in lines)
    return {name for each in nearest if each >= 0 and (name := begins[places[each]]) is not None}


def _has_day(kind: Kind, node: nodes.Node) -> bool:
    """Whether the day an entry is about can be read: without it nothing is announced."""
    path: nodes.Path = ("since",)
    if kind in (Schedule, Protocol):
        path = ("starts",) if kind is Schedule else ("held", "starts")
    told = nodes.find_exactly(node, path)
    try:
        return isinstance(told, nodes.Scalar) and bool(
            (read_date if path == ("since",) else read_moment)(told.text)
        )
    except BadValue:
        return False


def _once(read: Callable[[], Facts]) -> Callable[[], Facts]:
    """The facts, read now: the record need not be kept."""
    facts = read()
    return lambda: facts


def _current_record(register: Register, placed: Placed) -> object:
    records: Mapping[Kind, Mapping[str, object]] = {
        Schedule: register.schedules,
        Protocol: register.protocols,
        Precinct: register.precincts,
        Body: register.bodies,
    }
    return records[placed.kind].get(placed.identifier)


def _name(kind: Kind, blob: str) -> str:
    return f"{kind.__name__}:{blob}"
