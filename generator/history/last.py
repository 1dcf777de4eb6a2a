"""The last commits, and what they touched: asked before anything is read, so no records are imported here."""

from __future__ import annotations

from pathlib import Path

from generator.history.git import GitFailed, find_repository
from generator.history.story import Commit
from generator.model.ids import FOLDERS


def find_last_commit(root: Path, revision: str = "HEAD") -> Commit | None:
    """The last commit of all, whatever it touched; absent where git knows of none."""
    try:
        repository = find_repository(root)
        return repository.find_commit(revision) if repository is not None else None
    except GitFailed:
        return None


def find_last_change(root: Path, region: str = "", revision: str = "HEAD") -> Commit | None:
    """The last commit that touched a region's files, or any region's; absent where git knows of none."""
    try:
        repository = find_repository(root)
        if repository is None or repository.find_commit(revision) is None:
            return None
        return repository.find_last(revision, paths_of(region))
    except GitFailed:
        return None


def find_touched(root: Path, old: str, new: str) -> frozenset[str] | None:
    """The regions that the commits after `old` touched, up to `new`; absent where `new` did not grow from `old`."""
    if old == new:
        return frozenset()
    try:
        repository = find_repository(root)
        paths = repository.touched(old, new) if repository is not None else None
    except GitFailed:
        return None
    if paths is None:
        return None
    below = (path.removeprefix("content/").split("/") for path in paths)
    return frozenset(steps[1] for steps in below if len(steps) > 2)


def paths_of(region: str) -> tuple[str, ...]:
    """The folders that hold a region's files; those of all regions for an empty name."""
    return tuple(f"{each}/{region}" for each in FOLDERS) if region else FOLDERS
