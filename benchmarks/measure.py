"""Measuring one command as a whole process, with everything it starts.

Memory is the sum of the proportional set sizes (PSS) of the process and all below it, read from `/proc` twenty times a
second: a page shared by two processes counts once. The highest sum is the peak. Linux only.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_INTERVAL = 0.05
_TOLD = 2000

Snapshot = dict[str, tuple[int, int, int]]


class Failed(Exception):
    """A measured command ended with an error: the command and the end of what it said."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one command took.

    wall: seconds from start to end.
    cpu: seconds of user and system time of all its processes.
    memory: peak of all its processes at once, in bytes.
    files: files written in the watched folder, new or replaced.
    size: their bytes.
    """

    wall: float
    cpu: float
    memory: int
    files: int = 0
    size: int = 0


def measure(
    command: Sequence[str],
    folder: Path,
    watched: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Measurement:
    """Run a command in `folder` to its end. Raises Failed.

    watched: the folder whose files are looked at before and after.
    environment: variables beside those of this process.
    """
    before = _take_snapshot(watched)
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if process.returncode != 0:
            said.seek(0)
            told = said.read().decode("utf-8", "replace")[-_TOLD:]
            raise Failed(f"{' '.join(command)} in {folder} ended with {process.returncode}:\n{told}")
    written = [each for path, each in _take_snapshot(watched).items() if before.get(path) != each]
    sizes = sum(size for _, _, size in written)
    return Measurement(wall, usage.ru_utime + usage.ru_stime, watch.peak, len(written), sizes)


def middle(measurements: Sequence[Measurement]) -> Measurement:
    """The median of each number on its own."""
    return Measurement(
        median(each.wall for each in measurements),
        median(each.cpu for each in measurements),
        int(median(each.memory for each in measurements)),
        int(median(each.files for each in measurements)),
        int(median(each.size for each in measurements)),
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Sample until stopped."""
        while not self._over.wait(_INTERVAL):
            self.peak = max(self.peak, sum(map(_read_memory, _find_tree(self.pid))))

    def stop(self) -> None:
        """End the sampling."""
        self._over.set()
        self.join()


def _find_tree(pid: int) -> Iterator[int]:
    """A process and all its descendants that are alive."""
    yield pid
    children: list[str] = []
    with suppress(OSError):  # it has just ended
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            children += task.read_text().split()
    for child in children:
        yield from _find_tree(int(child))


def _read_memory(pid: int) -> int:
    """The proportional set size of a process in bytes, 0 when it has just ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)


def _take_snapshot(folder: Path | None) -> Snapshot:
    """Inode, time of change in nanoseconds and size of every file below a folder."""
    found: Snapshot = {}
    waiting = [str(folder)] if folder is not None and folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[entry.path] = stat.st_ino, stat.st_mtime_ns, stat.st_size
    return found
