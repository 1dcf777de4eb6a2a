"""Assets of all kept releases in one folder, so that a page opened before a switch still finds its styles."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.publishing.disk import link_file, list_files
from generator.publishing.place import Place
from generator.publishing.releases import Release

_FOLDER = "assets"


def gather_assets(place: Place, releases: Iterable[Release]) -> None:
    """Hold the assets of `releases`, given the oldest first, and nothing else; of one name the newest is held."""
    wanted: dict[str, tuple[Path, int]] = {}
    for release in releases:
        folder = release.folder / _FOLDER
        if folder.is_dir():
            wanted.update((file, (folder, inode)) for file, inode in list_files(folder).items())
    place.assets.mkdir(exist_ok=True)
    held = list_files(place.assets)
    for file, (folder, inode) in wanted.items():
        if held.get(file) != inode:
            _put(f"{folder}/{file}", place.assets / file)
    for file in held.keys() - wanted.keys():
        (place.assets / file).unlink()
    for below, _, _ in os.walk(place.assets, topdown=False):
        if below != str(place.assets) and not any(Path(below).iterdir()):
            Path(below).rmdir()


def _put(source: str, target: Path) -> None:
    """Replace in one step: a request never meets half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    link_file(source, str(fresh))
    fresh.replace(target)
