"""The tree a site is written into: a folder, or any place fsspec knows (`s3://...`, `memory://...`).

A file whose bytes did not change is not written again. Below `.esep/` a tree keeps notes of what its parts were made
from; they describe this very tree, and go with it wherever it is moved, linked or copied; they are no part of the site.
While a build runs, `.esep/open` stands there: where it still stands when the next one begins, the notes are not
believed, and everything is held against the disk again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from generator.keeping import pack, unpack

BUILD_FILE = "build.json"
NOTES = ".esep"
OPEN = f"{NOTES}/open"
WHOLE_NOTE = "whole"  # what a tree as a whole was made from


class ForeignFolder(Exception):
    """The folder to build into holds files that Esep did not make."""


class Tree(Protocol):
    """Where a site lies; it can be pickled."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, absent when there is none."""

    def write(self, path: str, content: bytes) -> bool:
        """Write a file if it is new or changed, and say whether it was; a file is replaced whole."""

    def remove(self, path: str) -> None:
        """Remove a file, if it is there, and the folders it leaves empty."""

    def files(self) -> Iterator[str]:
        """Every file but the notes."""

    def is_foreign(self) -> bool:
        """Whether it holds files, and no mark of a site made by Esep."""


class FolderTree:
    """A folder of this machine, or one that several machines share."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which need not exist yet."""
        self._folder = str(folder.absolute())
        self._made: set[str] = set()

    def __reduce__(self) -> tuple[type[FolderTree], tuple[Path]]:
        return FolderTree, (Path(self._folder),)

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        try:
            with open(f"{self._folder}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 - 300,000 times
                return stream.read()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, content: bytes) -> bool:
        """See `Tree`. A new file is created in its place: the notes, written after it, are what makes it believed."""
        target = f"{self._folder}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._made.add(folder)
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            return self._replace(path, target, content)
        _write_all(handle, content)
        return True

    def _replace(self, path: str, target: str, content: bytes) -> bool:
        if self.read(path) == content:
            return False
        fresh = f"{target.rpartition('/')[0]}/.{target.rpartition('/')[2]}.new"
        _write_all(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666), content)
        os.replace(fresh, target)  # noqa: PTH105
        return True

    def remove(self, path: str) -> None:
        """See `Tree`."""
        target = Path(self._folder, path)
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if str(folder) == self._folder or not _remove_empty(folder):
                break
            self._made.discard(str(folder))

    def files(self) -> Iterator[str]:
        """See `Tree`."""
        for place, folders, names in os.walk(self._folder):
            below = Path(place).relative_to(self._folder).as_posix()
            if below == ".":
                folders[:] = [each for each in folders if each != NOTES]
            yield from (name if below == "." else f"{below}/{name}" for name in names)

    def is_foreign(self) -> bool:
        """See `Tree`."""
        folder = Path(self._folder)
        ours = (folder / BUILD_FILE, folder / NOTES)
        return folder.exists() and any(folder.iterdir()) and not any(each.exists() for each in ours)


class RemoteTree:
    """A place fsspec knows; its files are replaced whole where the place itself does so."""

    def __init__(self, url: str) -> None:
        """Take a URL such as `s3://bucket/site`; needs the extra `esep[dask]`, and the place's own package."""
        self._url = url.rstrip("/")

    def __reduce__(self) -> tuple[type[RemoteTree], tuple[str]]:
        return RemoteTree, (self._url,)

    def _place(self) -> tuple[Any, str]:
        import fsspec  # noqa: PLC0415 - an extra

        place: tuple[Any, str] = fsspec.core.url_to_fs(self._url)
        return place

    def read(self, path: str) -> bytes | None:
        """See `Tree`."""
        system, top = self._place()
        try:
            content: bytes = system.cat_file(f"{top}/{path}")
        except FileNotFoundError:
            return None
        return content

    def write(self, path: str, content: bytes) -> bool:
        """See `Tree`."""
        if self.read(path) == content:
            return False
        system, top = self._place()
        target = f"{top}/{path}"
        system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.pipe_file(target, content)
        return True

    def remove(self, path: str) -> None:
        """See `Tree`."""
        system, top = self._place()
        if system.exists(f"{top}/{path}"):
            system.rm_file(f"{top}/{path}")

    def files(self) -> Iterator[str]:
        """See `Tree`."""
        system, top = self._place()
        for found in system.find(top):
            path = str(found).removeprefix(f"{top.rstrip('/')}/")
            if not path.startswith(f"{NOTES}/"):
                yield path

    def is_foreign(self) -> bool:
        """See `Tree`."""
        return (
            next(self.files(), None) is not None and self.read(BUILD_FILE) is None and self.read(OPEN) is None
        )


def tree_at(target: Path | str) -> Tree:
    """The tree at a path or a URL."""
    return RemoteTree(target) if isinstance(target, str) and "://" in target else FolderTree(Path(target))


def read_note(tree: Tree, name: str) -> Any:
    """A note of a tree, absent where there is none to believe."""
    content = tree.read(f"{NOTES}/{name}")
    return unpack(content) if content is not None else None


def write_note(tree: Tree, name: str, note: object) -> None:
    """Leave a note with a tree."""
    tree.write(f"{NOTES}/{name}", pack(note))


def _write_all(handle: int, content: bytes) -> None:
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


def _remove_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True
