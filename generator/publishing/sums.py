"""SHA256SUMS of a published tree: `sha256sum -c SHA256SUMS` tells whether it is as it was published."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator.publishing.work import share_out

SUMS = "SHA256SUMS"


def render_sums(
    folder: Path, files: Mapping[str, int], live: Path | None, old: Mapping[str, int], workers: int
) -> bytes:
    """A line for every file; the sum of a file that the live release has too is taken from there.

    files, old: inodes by path of this site and of the live release.
    """
    known = _read_sums(live) if live is not None else {}
    sums = {file: known[file] for file, inode in files.items() if file in known and old.get(file) == inode}
    fresh = [file for file in files if file not in sums]
    for found in share_out(_sums_of, str(folder), fresh, workers):
        sums.update(found)
    return "".join(f"{sums[file]}  {file}\n" for file in sorted(sums)).encode()


def _sums_of(folder: str, files: list[str]) -> dict[str, str]:
    return {file: hashlib.sha256(Path(folder, file).read_bytes()).hexdigest() for file in files}


def _read_sums(live: Path) -> dict[str, str]:
    try:
        lines = (live / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines)}
