"""What was published and is in the files no more: it is cancelled, never deleted, unless the law demands otherwise.

What the law wants away (a person's data, above all) is named in `content/removed.yaml`, by the meeting's id:

    almaty/alatau/2026-q4/012:
      on: 2026-12-03
      ground: {kk: ..., ru: ...}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.history.cache import Cache
from generator.history.facts import find_entries
from generator.history.git import FileChange, Repository, find_repository
from generator.history.replay import Entry, Place, ReadFacts, Thing, find_place, find_seen, match_moved
from generator.history.versions import Versions, entry_nodes, read_tree
from generator.model.ids import parent
from generator.model.layout import file_of
from generator.model.links import locate_faults
from generator.model.protocol import Protocol
from generator.model.register import Register
from generator.model.schedule import Schedule
from generator.model.text import Bilingual
from generator.reading.decode import INVALID, Document, decode
from generator.reading.diagnostics import Diagnostic, Fault
from generator.reading.files import read_file
from generator.reading.scalars import MeetingId

REMOVED_FILE = "content/removed.yaml"
_CODES = {Thing.MEETING: "E502", Thing.PROTOCOL: "E503"}


@dataclass(frozen=True, slots=True)
class Removal:
    """A lawful removal.

    on: the day.
    ground: the norm or decision it rests on, without what was removed.
    """

    on: date
    ground: Bilingual


@dataclass(frozen=True, slots=True)
class Disappeared:
    """A published entry that is in the files no more.

    entry: what.
    place: where it last stood.
    commit: a commit that still has it, such as `1f2e...^`, the parent of the one that took it away.
    facts: what it said, where that can be read.
    """

    entry: Entry
    place: Place
    commit: str
    facts: ReadFacts | None = None


def read_removals(root: Path) -> tuple[Mapping[str, Removal], list[Diagnostic]]:
    """The lawful removals by meeting id, none without the file, and what is wrong with it."""
    if not (root / REMOVED_FILE).exists():
        return {}, []
    node, diagnostics = read_file(root, REMOVED_FILE)
    if node is None:
        return {}, diagnostics
    document = Document(REMOVED_FILE, diagnostics)
    rows: Any = decode(Mapping[MeetingId, Removal], node, document)
    return ({} if rows is INVALID else rows), document.diagnostics


def find_removed(root: Path, register: Register, base: str) -> list[Diagnostic]:
    """Meetings and protocols that stand at a base revision, or where the work forked from it, and not in the files.

    It works in a shallow clone too, as long as the base is there. Raises GitFailed for an unknown base.
    """
    repository = find_repository(root)
    if repository is None:
        return []
    fork = repository.find_fork(base, "HEAD")
    changes = repository.read_differences(fork)
    stood, renamed = _stood_at(Versions(repository, register, Cache(None), {}), changes, fork)
    lost = [each for each in stood.values() if not is_written(register, each.entry)]
    gained = [
        entry for change in changes for entry in _written_in(register, change.path) if entry not in stood
    ]
    removals, _ = read_removals(root)
    return judge_disappeared(repository, without_moved(register, lost, gained, renamed), removals)


def is_written(register: Register, entry: Entry) -> bool:
    """Whether the files have an entry."""
    records = register.meetings if entry.thing is Thing.MEETING else register.protocols
    return entry.identifier in records


def without_moved(
    register: Register, lost: Iterable[Disappeared], gained: Iterable[Entry], renamed: Mapping[Entry, Entry]
) -> list[Disappeared]:
    """Those that do not stand elsewhere now, under another id."""
    by_entry = {each.entry: each for each in lost}
    if not by_entry:
        return []
    now = {entry: _facts_now(register, entry) for entry in gained}
    moved = match_moved({entry: each.facts for entry, each in by_entry.items()}, now, renamed)
    return [each for entry, each in by_entry.items() if entry not in moved.values()]


def judge_disappeared(
    repository: Repository, disappeared: Iterable[Disappeared], removals: Collection[str]
) -> list[Diagnostic]:
    """An error for each, at the file and line where it stood, but for lawful removals."""
    unlawful = [each for each in disappeared if each.entry.identifier not in removals]
    contents = dict(repository.read_blobs(dict.fromkeys(each.place.blob for each in unlawful)))
    return [_judge(each, contents.get(each.place.blob)) for each in unlawful]


def judge_removals(
    root: Path, register: Register, removals: Mapping[str, Removal], gone: Collection[str]
) -> list[Diagnostic]:
    """A warning for each row of `content/removed.yaml` that names nothing that was removed.

    gone: ids of meetings and protocols that were published and are in the files no more.
    """
    idle = [each for each in removals if each not in gone]
    files = {each: file_of(Schedule, parent(each)) for each in idle if each in register.meetings}
    faults = [
        Fault("W506", REMOVED_FILE, (each,), {"found": each, "stands": files.get(each, "")}) for each in idle
    ]
    return locate_faults(root, iter(faults), ())


def _stood_at(
    versions: Versions, changes: list[FileChange], commit: str
) -> tuple[dict[Entry, Disappeared], dict[Entry, Entry]]:
    """What stood in changed files before, and which entry each renamed file's entries were before."""
    placed = [(change, find_place(change.old_path)) for change in changes if change.before]
    versions.read_all(
        (change.old_path, place, change.before) for change, place in placed if place is not None
    )
    stood: dict[Entry, Disappeared] = {}
    renamed: dict[Entry, Entry] = {}
    for change, place in placed:
        version = versions.find(change.old_path, place, change.before) if place is not None else None
        if place is None or version is None:
            continue
        by_key: dict[str, Entry] = {}
        for entry, seen in find_seen(place, change.old_path, change.before, version).items():
            if entry.thing in _CODES:
                stood[entry] = Disappeared(entry, seen.place, commit, seen.facts)
                by_key[seen.place.key] = entry
        if change.came_from:
            renamed |= _renamed(versions.register, change.path, by_key)
    return stood, renamed


def _renamed(register: Register, path: str, former: Mapping[str, Entry]) -> dict[Entry, Entry]:
    entries = _written_in(register, path)
    keys = {
        entry: "" if entry.thing is Thing.PROTOCOL else entry.identifier.rpartition("/")[2]
        for entry in entries
    }
    return {entry: former[key] for entry, key in keys.items() if key in former}


def _written_in(register: Register, path: str) -> Iterator[Entry]:
    """The meetings or the protocol a file holds today."""
    placed = find_place(path)
    if placed is None:
        return
    if placed.kind is Protocol and placed.identifier in register.protocols:
        yield Entry(Thing.PROTOCOL, placed.identifier)
    if placed.kind is Schedule and placed.identifier in register.schedules:
        for key in register.schedules[placed.identifier].meetings:
            yield Entry(Thing.MEETING, f"{placed.identifier}/{key}")


def _facts_now(register: Register, entry: Entry) -> ReadFacts | None:
    if entry.thing is Thing.PROTOCOL:
        return find_entries(register.protocols[entry.identifier])[""]
    schedule_id, _, key = entry.identifier.rpartition("/")
    return find_entries(register.schedules[schedule_id])[key]


def _judge(gone: Disappeared, content: bytes | None) -> Diagnostic:
    line, column = _where(gone, content)
    sha, parent_mark, _ = gone.commit.partition("^")
    values = {"found": gone.entry.identifier, "commit": sha[:12] + parent_mark, "file": gone.place.path}
    return Diagnostic(_CODES[gone.entry.thing], gone.place.path, line, column, values)


def _where(gone: Disappeared, content: bytes | None) -> tuple[int, int]:
    """The line and column of the entry's key in the version that had it."""
    root, _ = read_tree(content)
    if root is None or gone.entry.thing is Thing.PROTOCOL:
        return 1, 1
    key = entry_nodes(Schedule, root).get(gone.place.key)
    return (key[0].line, key[0].column) if key else (1, 1)
