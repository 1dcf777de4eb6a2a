"""The folder a site is published into, and the lock that lets one publisher in.

    DEST/current            a symbolic link to the live release: the web server's root
    DEST/releases/<name>/   a whole site each, with release.json, SHA256SUMS and sbom.cdx.json
    DEST/assets/            the assets of every kept release, for pages that are still open in a browser
    DEST/lock               held while somebody publishes

What a killed publisher left behind begins with a dot, is never served, and goes at the next publish.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_LOCK_WORDS = "Esep publishes into this folder; the lock is held while a release is made.\n"
_OURS = frozenset({"current", "releases", "assets", "lock", ".current.new", "lost+found"})
_POLL = 0.1


class Refused(Exception):
    """A folder or a release that cannot be used: the name of a phrase of `messages.yaml`, and its values."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason, values)
        self.reason = reason
        self.values_told = values


@dataclass(frozen=True, slots=True)
class Place:
    """A folder sites are published into.

    folder: absolute, without symbolic links.
    """

    folder: Path

    @property
    def current(self) -> Path:
        """The link the web server follows."""
        return self.folder / "current"

    @property
    def releases(self) -> Path:
        """Where releases stand."""
        return self.folder / "releases"

    @property
    def assets(self) -> Path:
        """Assets of all kept releases."""
        return self.folder / "assets"


def find_place(folder: Path) -> Place:
    """A folder that was published into before. Raises Refused."""
    place = Place(folder.resolve())
    if not place.releases.is_dir():
        raise Refused("no_releases", folder=str(place.folder))
    return place


def open_place(folder: Path, root: Path) -> Place:
    """The folder to publish into, made when it is not there.

    root: the project, which must not hold the folder nor lie in it.
    Raises Refused for a folder that holds anything else, OSError for one that cannot be written.
    """
    place, project = Place(folder.resolve()), root.resolve()
    if project == place.folder or project in place.folder.parents or place.folder in project.parents:
        raise Refused("publish_in_project", folder=str(place.folder), project=str(project))
    if place.folder.exists() and not place.folder.is_dir():
        raise Refused("publish_no_folder", folder=str(place.folder))
    _refuse_foreign(place)
    place.releases.mkdir(parents=True, exist_ok=True)
    return place


def _refuse_foreign(place: Place) -> None:
    """Everything in the folder is ours; once it is, what others add beside it is left alone."""
    if not place.folder.is_dir():
        return
    foreign = sorted(each.name for each in place.folder.iterdir() if each.name not in _OURS)
    if foreign and not _is_marked(place):
        raise Refused("publish_foreign", folder=str(place.folder), found=foreign[0])
    for path in (place.releases, place.assets):
        if (path.is_symlink() or path.exists()) and (path.is_symlink() or not path.is_dir()):
            raise Refused("publish_foreign", folder=str(place.folder), found=path.name)
    if place.current.exists() and not place.current.is_symlink():
        raise Refused("publish_foreign", folder=str(place.folder), found="current")


def _is_marked(place: Place) -> bool:
    lock = place.folder / "lock"
    try:
        return lock.is_file() and lock.read_bytes() == _LOCK_WORDS.encode()
    except OSError:
        return False


@contextmanager
def only_publisher(place: Place, patience: float, say_waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock; the system lets go of it when the process dies, however it dies.

    A POSIX record lock: it belongs to one process and is not handed on to the processes that one starts.
    patience: seconds to wait for another publisher. Raises Refused after that.
    """
    handle = os.open(place.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        _wait_for(handle, place, patience, say_waiting)
        if os.fstat(handle).st_size != len(_LOCK_WORDS):
            os.truncate(handle, 0)
            os.pwrite(handle, _LOCK_WORDS.encode(), 0)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, place: Place, patience: float, say_waiting: Callable[[], None]) -> None:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= end:
                raise Refused("publish_locked", folder=str(place.folder)) from None
            if not told:
                say_waiting()
            told = True
            time.sleep(_POLL)
        else:
            return


def sweep(place: Place) -> None:
    """Remove what a killed publisher left: half-made releases, half-removed ones, a link that was not put in place."""
    (place.folder / ".current.new").unlink(missing_ok=True)
    for leftover in place.releases.glob(".*"):
        shutil.rmtree(leftover, ignore_errors=True)  # a process of the killed publisher may still write there
    for leftover in place.assets.rglob(".*.new"):
        leftover.unlink()
