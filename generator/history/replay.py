"""The log, commit by commit -> a track of every meeting, protocol and officer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from generator.history.compare import compare_facts, is_same_meeting
from generator.history.facts import Facts, Version
from generator.history.git import FileChange, LoggedCommit
from generator.history.story import Change, ChangeKind, Commit
from generator.history.versions import TOLD, Versions
from generator.model.ids import body_of, key_of
from generator.model.layout import Misplaced, Placed, place_file
from generator.model.protocol import Protocol
from generator.model.schedule import Schedule

ReadFacts = Callable[[], Facts]


class Thing(StrEnum):
    """What a track follows; its meeting is matched before a protocol is."""

    MEETING = "meeting"
    PROTOCOL = "protocol"
    OFFICER = "officer"


class Entry(NamedTuple):
    """One thing under its id."""

    thing: Thing
    identifier: str


class Place(NamedTuple):
    """Where an entry was last written: the file, the content it had, and the entry's key in it."""

    path: str
    blob: str
    key: str


@dataclass(slots=True)
class Track:
    """The past of one entry.

    first: the commit that published it.
    place: where it was last written.
    facts: what its last version that can be read says; absent while none can.
    changes: since then, oldest first.
    present: whether the last commit has it.
    """

    first: Commit
    place: Place
    facts: ReadFacts | None
    changes: list[Change] = field(default_factory=list)
    present: bool = True


Tracks = dict[Entry, Track]


class Seen(NamedTuple):
    """An entry as one version of a file shows it; without facts when it cannot be read whole."""

    place: Place
    facts: ReadFacts | None


@lru_cache(maxsize=4096)
def find_place(path: str) -> Placed | None:
    """The kind and id of a file whose entries have a past, absent for any other."""
    try:
        placed = place_file(path)
    except Misplaced:
        return None
    return placed if placed.kind in TOLD else None


def find_entry(placed: Placed, key: str) -> Entry:
    """The entry under a key of a file."""
    if placed.kind is Protocol:
        return Entry(Thing.PROTOCOL, placed.identifier)
    thing = Thing.MEETING if placed.kind is Schedule else Thing.OFFICER
    return Entry(thing, f"{placed.identifier}/{key}")


def find_seen(placed: Placed, path: str, blob: str, version: Version) -> dict[Entry, Seen]:
    """The entries of one version of a file."""
    sound = {key: Seen(Place(path, blob, key), facts) for key, facts in version.entries.items()}
    faint = {key: Seen(Place(path, blob, key), None) for key in sorted(version.faint)}
    return {find_entry(placed, key): seen for key, seen in {**sound, **faint}.items()}


def replay_log(log: Iterable[LoggedCommit], versions: Versions) -> Tracks:
    """The tracks after the last commit; every version needed is asked for at once."""
    commits = list(log)
    files = [(each, find_place(each.path)) for logged in commits for each in logged.files]
    versions.read_all(
        (each.path, placed, each.after) for each, placed in files if placed is not None and each.after
    )
    replay = _Replay(versions)
    for logged in commits:
        replay.step(logged)
    return replay.tracks


def match_moved(
    lost: Mapping[Entry, ReadFacts | None],
    gained: Mapping[Entry, ReadFacts | None],
    renamed: Mapping[Entry, Entry],
) -> dict[Entry, Entry]:
    """Entries gained that are entries lost, under another id: by the new one, the old one.

    renamed: the entry that stood in the file git says a new entry's file was renamed from.
    A meeting or protocol may also come from another file of the same police body, under the same key; a protocol
    follows its meeting.
    """
    left = dict(lost)
    moved: dict[Entry, Entry] = {}
    for new in sorted(gained, key=lambda each: list(Thing).index(each.thing)):
        near = [renamed[new]] if new in renamed else [each for each in left if _is_near(each, new)]
        for old in near:
            if old in left and _is_same(old, new, left[old], gained[new], moved, certain=new in renamed):
                moved[new] = old
                del left[old]
                break
    return moved


def _is_near(old: Entry, new: Entry) -> bool:
    return (
        old.thing is new.thing is not Thing.OFFICER
        and key_of(old.identifier) == key_of(new.identifier)
        and body_of(old.identifier) == body_of(new.identifier)
    )


def _is_same(
    old: Entry,
    new: Entry,
    before: ReadFacts | None,
    after: ReadFacts | None,
    moved: Mapping[Entry, Entry],
    *,
    certain: bool,
) -> bool:
    if new.thing is Thing.OFFICER:
        return certain
    meetings = (Entry(Thing.MEETING, old.identifier), Entry(Thing.MEETING, new.identifier))
    if new.thing is Thing.PROTOCOL and moved.get(meetings[1]) == meetings[0]:
        return True
    if before is None or after is None:
        return certain
    return is_same_meeting(old.identifier, new.identifier, before(), after())


class _Replay:
    """Goes through the commits, with the entries each file holds at that point."""

    def __init__(self, versions: Versions) -> None:
        self.tracks: Tracks = {}
        self._versions = versions
        self._held: dict[str, dict[str, Entry]] = {}

    def step(self, logged: LoggedCommit) -> None:
        """One commit."""
        before = {each.old_path: self._held.pop(each.old_path, {}) for each in logged.files}
        lost: dict[Entry, ReadFacts | None] = {}
        gained: dict[Entry, Seen] = {}
        renamed: dict[Entry, Entry] = {}
        for each in logged.files:
            old = before[each.old_path]
            new, kept = self._read(each, old)
            known = dict.fromkeys(old.values())
            for entry in known:
                if entry not in new and entry not in kept:
                    lost[entry] = self.tracks[entry].facts
            for entry, seen in new.items():
                if entry in known:
                    self._note(self.tracks[entry], logged.commit, seen)
                    continue
                gained[entry] = seen
                if seen.place.key in old:
                    renamed[entry] = old[seen.place.key]
        moved = match_moved(lost, {entry: seen.facts for entry, seen in gained.items()}, renamed)
        self._lose([entry for entry in lost if entry not in moved.values()], logged.commit)
        self._gain(gained, moved, logged.commit)

    def _read(self, change: FileChange, old: Mapping[str, Entry]) -> tuple[dict[Entry, Seen], set[Entry]]:
        """The entries a file has now, and those it may still have, though nobody can read them."""
        placed = find_place(change.path)
        if placed is None or not change.after:
            return {}, set()
        version = self._versions.find(change.path, placed, change.after)
        if version is None:
            self._held[change.path] = dict(old)
            return {}, set(old.values())
        new = find_seen(placed, change.path, change.after, version)
        kept = {key: entry for key, entry in old.items() if key in version.broken}
        self._held[change.path] = {seen.place.key: entry for entry, seen in new.items()} | kept
        return new, set(kept.values())

    def _lose(self, entries: Iterable[Entry], commit: Commit) -> None:
        for entry in entries:
            track = self.tracks[entry]
            track.present = False
            track.changes.append(Change(commit, ChangeKind.REMOVED))

    def _gain(self, gained: Mapping[Entry, Seen], moved: Mapping[Entry, Entry], commit: Commit) -> None:
        taken = {new: self.tracks.pop(old) for new, old in moved.items()}
        for entry, seen in gained.items():
            track = taken.get(entry)
            if track is not None:
                old_id = moved[entry].identifier
                track.changes.append(Change(commit, ChangeKind.RENAMED, old_id, entry.identifier))
                self.tracks[entry] = track
            else:
                track = self.tracks.get(entry)
                if track is None:
                    self.tracks[entry] = Track(commit, seen.place, seen.facts)
                    continue
                track.changes.append(Change(commit, ChangeKind.RESTORED))
            track.present = True
            self._note(track, commit, seen)

    def _note(self, track: Track, commit: Commit, seen: Seen) -> None:
        """What changed since the last version that could be read."""
        track.place = seen.place
        if seen.facts is None:
            return
        if track.facts is not None:
            found = compare_facts(track.facts(), seen.facts())
            track.changes.extend(
                Change(commit, kind, before, after, key) for kind, key, before, after in found
            )
        track.facts = seen.facts
