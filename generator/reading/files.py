"""Finding the editors' files and reading their text; the only part of reading that touches the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.reading.diagnostics import Diagnostic
from generator.reading.nodes import Node
from generator.reading.parse import MAXIMUM_BYTES, read_nodes
from generator.reading.scan import QUIET


def find_files(root: Path, folder: str) -> list[str]:
    """Every file below `root/folder`, as sorted paths from `root` with `/`; links to folders are not followed."""
    found: list[str] = []
    for place, folders, names in os.walk(root / folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        below = Path(place).relative_to(root).as_posix()
        found.extend(f"{below}/{name}" for name in names if name not in QUIET and not name.startswith("."))
    return sorted(found)


def read_file(root: Path, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The node tree of one file, absent when it cannot be read, and what is wrong with its text."""
    path = root / file
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return None, [Diagnostic("E008", file)]
        if found.st_size > MAXIMUM_BYTES:
            return None, [Diagnostic("E002", file, values={"limit": str(MAXIMUM_BYTES // 1024)})]
        content = path.read_bytes()
    except OSError:
        return None, [Diagnostic("E008", file)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Diagnostic("E001", file, line)]
    node, diagnostics = read_nodes(text, file)
    if node is None and not diagnostics:
        diagnostics.append(Diagnostic("E007", file))
    return node, diagnostics
