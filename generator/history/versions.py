"""Versions: the entries one version of a file held, read once for each content git keeps."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from generator.history.alike import Known, know, read_beside
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
        """Make versions `(path, place, blob)`, the oldest first, ready; git is asked once for all not known yet.

        Versions of a path are read from the newest to the oldest, each beside the one that came after it.
        """
        lines: dict[tuple[str, Placed], dict[str, None]] = {}
        for path, placed, blob in wanted:
            lines.setdefault((path, placed), {})[blob] = None
        missing = {each: self._missing(*each, reversed(blobs)) for each, blobs in lines.items()}
        contents = self.repository.read_blobs(blob for blobs in missing.values() for blob in blobs)
        for (path, placed), blobs in missing.items():
            known = self._know_current(path, placed) if blobs else None
            for blob, content in islice(contents, len(blobs)):
                version, known = read_version_beside(placed.kind, content, known)
                self._keep(placed.kind, blob, version)

    def find(self, path: str, placed: Placed, blob: str) -> Version | None:
        """One version; absent when it could not be read at all."""
        record = _current_record(self.register, placed) if self.current.get(path) == blob else None
        if record is not None:
            return Version(find_entries(record))
        for _, content in self.repository.read_blobs(self._missing("", placed, [blob])):
            self._keep(placed.kind, blob, read_version(placed.kind, content))
        return self._read.get((placed.kind, blob))

    def _missing(self, path: str, placed: Placed, blobs: Iterable[str]) -> list[str]:
        """Those that are neither the current one of the path nor known from the cache."""
        return [
            each
            for each in blobs
            if each and self.current.get(path) != each and not self._knows(placed.kind, each)
        ]

    def _knows(self, kind: Kind, blob: str) -> bool:
        if (kind, blob) in self._read:
            return True
        found, version = self.cache.find(_name(kind, blob))
        if found:
            self._read[kind, blob] = version
        return found

    def _keep(self, kind: Kind, blob: str, version: Version | None) -> None:
        self._read[kind, blob] = version
        self.cache.keep(_name(kind, blob), version)

    def _know_current(self, path: str, placed: Placed) -> Known | None:
        """The record of today with its text, where the file is still the one git knows."""
        blob, record = self.current.get(path), _current_record(self.register, placed)
        if blob is None or record is None:
            return None
        try:
            content = (self.repository.root / path).read_bytes()
        except OSError:
            return None
        text = _text(content) if _blob_of(content, blob) == blob else None
        return know(record, text) if text is not None else None


def read_version(kind: Kind, content: bytes | None) -> Version | None:
    """The entries of a file's content; absent when it is no YAML, too large or missing."""
    return read_version_beside(kind, content, None)[0]


def read_version_beside(
    kind: Kind, content: bytes | None, known: Known | None
) -> tuple[Version | None, Known | None]:
    """The same, beside a version that is `known` and perhaps much like it; and what is known of this one."""
    text = _text(content)
    read = read_beside(kind, text, known) if text is not None and known is not None else None
    if read is not None:
        return _sound_version(read.record), read
    return _read_whole(kind, text)


def _read_whole(kind: Kind, text: str | None) -> tuple[Version | None, Known | None]:
    root, faults = read_nodes(text, "") if text is not None else (None, [])
    if root is None or text is None:
        return None, None
    document = Document("")
    record: object = decode(kind, root, document)
    errors = [each for each in (*faults, *document.diagnostics) if each.severity is Severity.ERROR]
    if not errors and record is not INVALID:
        return _sound_version(record), know(record, text)
    faulty = find_faulty(kind, root, [each.line for each in errors])
    entries = {} if record is INVALID else find_entries(record)
    sound = {key: _once(read) for key, read in entries.items() if key not in faulty}
    days = {
        key: _has_day(kind, node) for key, (_, node) in entry_nodes(kind, root).items() if key not in sound
    }
    version = Version(
        sound,
        frozenset(key for key, has_day in days.items() if has_day),
        frozenset(key for key, has_day in days.items() if not has_day),
    )
    return version, None


def _sound_version(record: object) -> Version:
    return Version({key: _once(read) for key, read in find_entries(record).items()})


def read_tree(content: bytes | None) -> tuple[nodes.Node | None, list[Diagnostic]]:
    """The node tree of a file's content, absent when there is none to read, and the faults of its syntax."""
    text = _text(content)
    return read_nodes(text, "") if text is not None else (None, [])


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


def _text(content: bytes | None) -> str | None:
    try:
        return (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _blob_of(content: bytes, like: str) -> str:
    """The name git gives to a content, by the algorithm of another name."""
    digest = hashlib.new("sha1" if len(like) == 40 else "sha256", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content) + content)
    return digest.hexdigest()


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
