"""A git history written through `git fast-import`: for each day and police body one branch, merged the same day."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import IO

BRANCH = "refs/heads/main"
_FIRST_HOUR = 4  # 9:00 in Almaty


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A file as one merge leaves it.

    day: day of the merge.
    minute: minute of the working day of the merge; it belongs to the police body.
    who: whose change it is; the commit's author.
    path: the file.
    blob: mark of its content.
    """

    day: date
    minute: int
    who: str
    path: str
    blob: int


@dataclass(slots=True)
class Importer:
    """Takes contents as they are made, and at the end the changes that place them in the history."""

    stream: IO[bytes]
    changes: list[Change] = field(default_factory=list)
    marks: int = 0

    def put(self, day: date, minute: int, who: str, path: str, content: bytes) -> None:
        """Note a file as it is from a day on."""
        self.marks += 1
        self.stream.write(b"blob\nmark :%d\ndata %d\n%b\n" % (self.marks, len(content), content))
        self.changes.append(Change(day, minute, who, path, self.marks))

    def write_history(self) -> None:
        """Every commit, the oldest first: the first changes alone, all others as a branch and its merge."""
        self.changes.sort()
        tip = 0
        for (day, minute, who), changes in groupby(
            self.changes, lambda each: (each.day, each.minute, each.who)
        ):
            files = list(changes)
            moment = datetime(day.year, day.month, day.day, _FIRST_HOUR, tzinfo=UTC) + timedelta(
                minutes=minute
            )
            side = self._write_commit(f"{who}: {len(files)}", who, moment, (tip,), files)
            tip = self._write_commit(f"Merge {who}", who, moment, (tip, side), files) if tip else side

    def _write_commit(
        self, message: str, who: str, moment: datetime, parents: tuple[int, ...], files: Iterable[Change]
    ) -> int:
        self.marks += 1
        lines = [f"commit {BRANCH}", f"mark :{self.marks}"]
        lines.append(f"committer {who} <editors@esep.example> {int(moment.timestamp())} +0500")
        lines += [f"data {len(message.encode())}", message]
        names = ("from", "merge")
        lines += [f"{name} :{parent}" for name, parent in zip(names, parents, strict=False) if parent]
        lines += [f"M 100644 :{each.blob} {each.path}" for each in files]
        self.stream.write(("\n".join(lines) + "\n\n").encode())
        return self.marks


class Repository:
    """A new repository: `with Repository(folder) as importer:` fills it, and its files are then on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Importer:
        self.folder.mkdir(parents=True)
        self.git("init", "-q", "--initial-branch=main")
        self.running = subprocess.Popen(
            ["git", "-C", str(self.folder), "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE
        )
        assert self.running.stdin is not None
        self.importer = Importer(self.running.stdin)
        return self.importer

    def __exit__(self, fault: object, *_: object) -> None:
        if fault is None:
            self.importer.write_history()
            self.importer.stream.write(b"done\n")
        self.importer.stream.close()
        if self.running.wait() != 0 and fault is None:
            raise RuntimeError("git fast-import refused the history")
        if fault is None:
            self.git("reset", "-q", "--hard")

    def git(self, *arguments: str) -> str:
        """What git answers."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments], capture_output=True, check=True, text=True
        )
        return done.stdout.strip()
