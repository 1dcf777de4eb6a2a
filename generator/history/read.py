"""A work tree -> its History: one pass over git's log, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from generator.history.cache import Cache
from generator.history.chronicle import History, Past
from generator.history.git import GitFailed, LoggedCommit, Repository, find_repository
from generator.history.last import find_last_change, find_last_commit, find_touched, paths_of
from generator.history.removed import (
    Disappeared,
    is_written,
    judge_disappeared,
    judge_removals,
    read_removals,
    without_moved,
)
from generator.history.replay import Entry, Thing, Track, Tracks, find_place, replay_log
from generator.history.story import Commit, Witness
from generator.history.versions import Versions
from generator.model.ids import region_of
from generator.model.register import Register
from generator.model.site import Site
from generator.reading.diagnostics import Diagnostic

__all__ = ["CACHE", "find_last_change", "find_last_commit", "find_touched", "read_history"]

CACHE = Path(".cache") / "esep" / "versions"
_CLOCKS_DIFFER = timedelta(days=1)


def read_history(
    root: Path,
    site: Site,
    register: Register,
    revision: str = "HEAD",
    cache: Path | None = None,
    region: str = "",
) -> History:
    """The history of the published branch, as `revision` names it.

    cache: the file versions are kept in; below `.cache/esep/versions` of `root` if not given.
    region: the only region asked for, whose records `register` holds; its history ends with the last commit that
    touched it. All regions if empty.
    Without git, a work tree or a commit everything is declared; in a shallow clone too, and that is an error.
    """
    removals, diagnostics = read_removals(root)
    removals = {each: row for each, row in removals.items() if region in ("", region_of(each))}
    try:
        repository = find_repository(root)
        tip = repository.find_commit(revision) if repository is not None else None
        if repository is None or tip is None:
            return History(register, diagnostics=tuple(diagnostics))
        if repository.is_shallow():
            diagnostics.append(
                Diagnostic("E501", ".git/shallow", values={"command": "git fetch --unshallow"})
            )
            return History(register, Witness.SHALLOW, tip, diagnostics=tuple(diagnostics))
        paths = paths_of(region)
        tip = (repository.find_last(revision, paths) or tip) if region else tip
        log = list(repository.read_log(revision, paths))
        versions = Versions(
            repository,
            register,
            Cache(cache or root / CACHE / (region or "all")),
            _find_current(repository, revision, paths, log),
        )
        tracks = replay_log(log, versions)
        versions.cache.write()
    except GitFailed as failed:
        diagnostics.append(Diagnostic("E504", ".git", values={"found": str(failed).partition("\n")[0][:200]}))
        return History(register, diagnostics=tuple(diagnostics))
    pasts = {entry: Past(track.first, tuple(track.changes)) for entry, track in tracks.items()}
    history = History(register, Witness.GIT, tip, pasts, frozenset(removals), touched=_find_bodies(log))
    gone = _find_gone(register, tracks, tip)
    diagnostics += judge_removals(root, register, removals, {each.entry.identifier for each in gone})
    begun = [
        each
        for each in gone
        if _has_begun(history, site, each.entry.identifier, _last_seen(tracks[each.entry], tip))
    ]
    diagnostics += judge_disappeared(repository, begun, removals)
    diagnostics += _judge_clocks(site, history, log)
    return replace(history, diagnostics=tuple(sorted(diagnostics, key=Diagnostic.sort_key)))


def _find_current(
    repository: Repository, revision: str, paths: Iterable[str], log: Iterable[LoggedCommit]
) -> dict[str, str]:
    """The blob of every file that is on disk as the revision has it."""
    current: dict[str, str] = {}
    for logged in log:
        for each in logged.files:
            current.pop(each.old_path, None)
        current |= {each.path: each.after for each in logged.files if each.after}
    for each in repository.read_differences(revision, paths):
        current.pop(each.path, None)
        current.pop(each.old_path, None)
    return current


def _find_bodies(log: Iterable[LoggedCommit]) -> dict[str, Commit]:
    """The last commit that touched each police body, by the folders and files named for it.

    The same of each of its periods, `almaty/alatau/2026-q4`, and of its registry, `almaty/alatau/registry`.
    """
    touched: dict[str, Commit] = {}
    for logged in log:
        for each in logged.files:
            steps = each.path.removeprefix("content/").removesuffix(".yaml").split("/")
            if len(steps) > 2:
                body, below = "/".join(steps[1:3]), [steps[0]] if steps[0] == "registry" else steps[3:4]
                touched |= {"/".join((body, *each)): logged.commit for each in ([], below)}
    return touched


def _find_gone(register: Register, tracks: Tracks, tip: Commit) -> list[Disappeared]:
    """Meetings and protocols that were published and are not in the files, nor under another id."""
    lost = [
        Disappeared(
            entry, track.place, f"{_last_seen(track, tip).sha}{'' if track.present else '^'}", track.facts
        )
        for entry, track in tracks.items()
        if entry.thing is not Thing.OFFICER and not is_written(register, entry)
    ]
    uncommitted = (
        entry
        for thing, ids in ((Thing.MEETING, register.meetings), (Thing.PROTOCOL, register.protocols))
        for entry in (Entry(thing, each) for each in ids)
        if entry not in tracks
    )
    return without_moved(register, lost, uncommitted, {}) if lost else []


def _last_seen(track: Track, tip: Commit) -> Commit:
    """The commit that took it away, or the tip, from which only the files on disk differ."""
    return tip if track.present else track.changes[-1].commit


def _has_begun(history: History, site: Site, identifier: str, commit: Commit) -> bool:
    """Whether the witnessed history had begun by a commit."""
    return site.history_from is None or history.day_of(identifier, commit) >= site.history_from


def _judge_clocks(site: Site, history: History, log: Iterable[LoggedCommit]) -> Iterator[Diagnostic]:
    """A warning for each commit dated a day or more before one that precedes it: one of the two dates is wrong."""
    latest: Commit | None = None
    for logged in log:
        commit = logged.commit
        if latest is not None and commit.on < latest.on - _CLOCKS_DIFFER:
            dates = {"found": commit.on.date().isoformat(), "before": latest.on.date().isoformat()}
            placed = ((each.path, find_place(each.path)) for each in logged.files)
            told = [(path, place.identifier) for path, place in placed if place is not None]
            if told and _has_begun(history, site, told[0][1], commit):
                yield Diagnostic("W505", told[0][0], values={"commit": commit.sha[:12], **dates})
        latest = commit if latest is None or commit.on > latest.on else latest
