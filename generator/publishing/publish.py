"""A release made beside the live one, from beginning to end."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.build.tree import BUILD_FILE, NOTES
from generator.history.git import GitFailed, find_repository
from generator.history.story import Commit
from generator.model.collect import read_site
from generator.publishing.assets import gather_assets
from generator.publishing.compress import SUFFIX, compress_files
from generator.publishing.disk import link_files, list_files, settle_all, settle_folder, write_whole
from generator.publishing.links import Address
from generator.publishing.place import Place, Refused, sweep
from generator.publishing.releases import (
    RELEASE_FILE,
    Release,
    find_live,
    find_releases,
    name_release,
    prune,
    switch,
)
from generator.publishing.sbom import SBOM_FILE, render_sbom
from generator.publishing.sums import SUMS, render_sums
from generator.publishing.whole import Candidate, Fault, find_faults

_OWN = frozenset({RELEASE_FILE, SBOM_FILE, SUMS})


class NotWhole(Exception):
    """A release with faults; it was removed, and the live one was not touched."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Project:
    """What is published.

    root: the project's folder.
    build: makes the site in a folder, and tells how many files it has.
    """

    root: Path
    build: Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did.

    release: the one that is live now.
    fresh: how many files of the site are new or changed.
    kept: releases that are kept, the live one among them.
    untidy: why older releases could not be removed, empty when they were; the new one is live all the same.
    """

    release: Release
    fresh: int
    kept: int
    untidy: str = ""


def publish_release(place: Place, project: Project, moment: datetime, keep: int, workers: int) -> Published:
    """Make a release, check it whole, switch to it, and remove what is too old; the lock is held by the caller.

    moment: when it is published, with a time zone.
    keep: how many releases stay.
    Raises NotWhole, Refused, OSError; whatever is raised before the switch leaves the live release as it was.
    """
    sweep(place)
    releases = find_releases(place)
    _await_next_second(moment, releases)
    live = find_live(place, releases)
    commit = _find_commit(project.root)
    name = name_release(moment, commit.sha if commit else "", releases)
    making = place.releases / f".making-{name}"
    making.mkdir()
    try:
        fresh = _make(making, project, live, workers)
        told = _tell(making, name, moment, commit, live)
        _seal(making, told, live, workers)
        gather_assets(place, [*releases, Release(name, making, told)])
        settle_all(making)
        release = Release(name, making.rename(place.releases / name), told)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    settle_folder(place.releases)
    switch(place, release)
    try:
        kept = prune(place, keep)
        gather_assets(place, kept)
    except OSError as error:
        return Published(release, fresh, len(releases) + 1, f"{error.strerror} ({error.filename})")
    return Published(release, fresh, len(kept))


def _await_next_second(moment: datetime, releases: list[Release]) -> None:
    """Begin in a later second than the release before ended in.

    Web servers make an ETag of a file's size and second: a page as long as the one before, and written in the same
    second, would be taken for it by every browser that has the old one.
    """
    if releases:
        ended = releases[-1].folder.stat().st_mtime
        pause = math.floor(ended) + 1.01 - moment.timestamp()  # clocks of disks lag by milliseconds
        time.sleep(min(max(pause, 0), 1.01))  # not for hours after a clock was put back


def _make(making: Path, project: Project, live: Release | None, workers: int) -> int:
    """Build over the files of the live release and check the result; how many files are new."""
    before = list_files(live.folder) if live else {}
    if live is not None:
        link_files(live.folder, making, (file for file in before if _is_of_build(file)))
    expected = project.build(making)
    site, _ = read_site(project.root)
    if site is None:
        raise Refused("publish_no_site")
    folder, old = live.folder if live else None, _public(before)
    pages = {file: inode for file, inode in old.items() if _is_of_build(file)}
    files = _public(list_files(making))
    candidate = Candidate(making, files, expected, folder, pages, Address(site.base_url), project.root)
    faults = find_faults(candidate, workers)
    if faults:
        raise NotWhole(faults)
    compress_files(making, candidate.files, folder, old, workers)
    return len(candidate.fresh())


def _public(files: Mapping[str, int]) -> dict[str, int]:
    """Without the notes a build leaves for the next one: they go along from release to release, unread."""
    return {file: inode for file, inode in files.items() if not file.startswith(f"{NOTES}/")}


def _is_of_build(file: str) -> bool:
    return file not in _OWN and not file.endswith(SUFFIX)


def _tell(
    making: Path, name: str, moment: datetime, commit: Commit | None, live: Release | None
) -> dict[str, Any]:
    """What release.json says: which release this is, of which commit and day, published when, after which one."""
    built: Mapping[str, Any] = json.loads((making / BUILD_FILE).read_bytes())
    return {
        "release": name,
        "published": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "commit": commit.sha if commit else None,
        "committed": commit.on.isoformat() if commit else None,
        "after": live.name if live else None,
        "esep": built["esep"],
        "today": built["today"],
        "counts": built["counts"],
    }


def _seal(making: Path, told: Mapping[str, Any], live: Release | None, workers: int) -> None:
    """The documents of a release; the sums last, for they count the others in."""
    write_whole(making / RELEASE_FILE, (json.dumps(told, indent=2) + "\n").encode())
    write_whole(making / SBOM_FILE, render_sbom())
    folder = live.folder if live else None
    old = list_files(folder) if folder else {}
    write_whole(making / SUMS, render_sums(making, _public(list_files(making)), folder, old, workers))


def _find_commit(root: Path) -> Commit | None:
    """The commit the work tree stands on; absent without git."""
    try:
        repository = find_repository(root)
        return repository.find_commit("HEAD") if repository else None
    except GitFailed:
        return None
