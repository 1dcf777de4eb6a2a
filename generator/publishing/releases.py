"""Releases: their names and order, which one is live, and which one stood before it."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.publishing.disk import settle_folder
from generator.publishing.place import Place, Refused

RELEASE_FILE = "release.json"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:\.(\d{1,6}))?(?:-([0-9a-f]{4,40}))?")


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was made whole.

    name: its folder, such as `20261121T183000Z-13bd96c`; a second one of the same second has `.1` after the stamp.
    folder: the site.
    told: what its release.json says; empty when it cannot be read.
    """

    name: str
    folder: Path
    told: dict[str, Any]

    @property
    def order(self) -> tuple[str, int]:
        """The order in which releases were made."""
        return _order(self.name)

    @property
    def after(self) -> str:
        """The name of the release that was live before it, empty when there was none."""
        return str(self.told.get("after") or "")


def find_releases(place: Place) -> list[Release]:
    """Releases, the oldest first; anything else beside them is not looked at."""
    found = (each for each in place.releases.iterdir() if _NAME.fullmatch(each.name) and each.is_dir())
    return sorted((Release(each.name, each, _told(each)) for each in found), key=lambda each: each.order)


def find_live(place: Place, releases: list[Release]) -> Release | None:
    """The release the link leads to. Raises Refused when it leads somewhere else."""
    if not place.current.is_symlink():
        return None
    target = Path(os.path.normpath(place.folder / place.current.readlink()))
    for release in releases:
        if release.folder == target:
            return release
    raise Refused("current_astray", folder=str(place.folder), found=str(place.current.readlink()))


def name_release(moment: datetime, commit: str, releases: list[Release]) -> str:
    """A name that comes after those of all releases, also within one second or under a clock that was put back.

    commit: the full hash, empty without git.
    """
    stamp, number = moment.astimezone(UTC).strftime(_STAMP), 0
    if releases and (stamp, number) <= releases[-1].order:
        stamp, number = releases[-1].order[0], releases[-1].order[1] + 1
    return f"{stamp}{f'.{number}' if number else ''}{f'-{commit[:7]}' if commit else ''}"


def go_back(live: Release, releases: list[Release], steps: int) -> Release:
    """The release that was live `steps` switches before. Raises Refused when it is not kept.

    What was rolled back from is no step: a release tells which one it followed.
    """
    by_name, found = {each.name: each for each in releases}, live
    for step in range(steps):
        if found.after not in by_name:
            raise Refused("rollback_too_far", steps=str(step), asked=str(steps))
        found = by_name[found.after]
    return found


def find_release(name: str, releases: list[Release]) -> Release:
    """The release of that name. Raises Refused."""
    for release in releases:
        if release.name == name:
            return release
    raise Refused("unknown_release", found=name, releases=", ".join(each.name for each in releases))


def switch(place: Place, release: Release) -> None:
    """Make a release live in one step: whoever asks gets the old one or the new one."""
    fresh = place.folder / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release.name)
    fresh.replace(place.current)
    settle_folder(place.folder)


def prune(place: Place, keep: int) -> list[Release]:
    """Remove all but the newest releases and the live one; those that are kept.

    A release loses its name first, so that a half-removed one is never taken for whole.
    """
    releases = find_releases(place)
    live = find_live(place, releases)
    kept = [each for each in releases if each in releases[-keep:] or each == live]
    for release in releases:
        if release not in kept:
            shutil.rmtree(release.folder.rename(place.releases / f".removing-{release.name}"))
    return kept


def _order(name: str) -> tuple[str, int]:
    stamp, _, number = name.partition("-")[0].partition(".")
    return stamp, int(number or 0)


def _told(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / RELEASE_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
