"""Which files there are and what they hold: a digest of each, taken again only where its stamp on disk has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

QUIET = frozenset({".gitkeep", ".gitattributes", ".DS_Store", "README.md"})
IRREGULAR = "irregular"  # the digest of a link, a pipe and the like, which are never read


class Stamp(NamedTuple):
    """A file as the disk tells of it, and a digest of its bytes."""

    size: int
    modified: int
    inode: int
    digest: str


Scan = dict[str, Stamp]


def scan_files(
    root: Path, tops: Iterable[str], known: Mapping[str, Stamp] | None = None, since: int = 0
) -> Scan:
    """Every file at or below `tops`, by its sorted path from `root` with `/`; links to folders are not followed.

    known: an earlier scan, whose digests are taken again where size, moment and inode are the same.
    since: nanoseconds of the clock of that disk when the earlier scan began. A file changed later than that, or in the
    same moment, is read: it may have been changed again without a trace.
    """
    earlier = known or {}
    found: Scan = {}
    for top in tops:
        start = root / top
        if start.is_dir() and not start.is_symlink():
            _scan_folder(str(start), top, earlier, since, found)
        elif os.path.lexists(start):
            found[top] = _stamp(str(start), os.lstat(start), earlier.get(top), since)
    return dict(sorted(found.items()))


def digest_of_bytes(content: bytes) -> str:
    """A checksum of a file's bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _scan_folder(folder: str, below: str, earlier: Mapping[str, Stamp], since: int, found: Scan) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name in QUIET:
                continue
            path = f"{below}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _scan_folder(entry.path, path, earlier, since, found)
            else:
                stat = entry.stat(follow_symlinks=False)
                found[path] = _stamp(entry.path, stat, earlier.get(path), since)


def _stamp(path: str, stat: os.stat_result, known: Stamp | None, since: int) -> Stamp:
    size, modified, inode = stat.st_size, stat.st_mtime_ns, stat.st_ino
    if known is not None and modified < since and known[:3] == (size, modified, inode):
        return known
    if not S_ISREG(stat.st_mode):
        return Stamp(size, modified, inode, IRREGULAR)
    try:
        digest = digest_of_bytes(Path(path).read_bytes())
    except OSError:
        digest = IRREGULAR
    return Stamp(size, modified, inode, digest)
