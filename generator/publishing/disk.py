"""The disk: which files a tree has, trees of hard links, files replaced whole, names and bytes made to last."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}


def list_files(folder: Path) -> dict[str, int]:
    """Every file below, by its path with `/`, and its inode: hard links of one file have the same."""
    return dict(_walk(str(folder), ""))


def _walk(folder: str, below: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{below}{entry.name}/")
            else:
                yield below + entry.name, entry.inode()


def link_file(source: str, target: str) -> None:
    """The same file under another name; a copy where the disk knows no hard links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def link_files(source: Path, target: Path, files: Iterable[str]) -> None:
    """Put `files` of one tree into another; folders are made as needed."""
    made: set[str] = set()
    for file in files:
        folder = file.rpartition("/")[0]
        if folder not in made:
            (target / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        link_file(f"{source}/{file}", f"{target}/{file}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is never seen half written, and never through a hard link."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


def settle_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_all(folder: Path) -> None:
    """Wait until everything on the disk of `folder` is written: one call, however many files."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)
