"""Work on many files shared out to processes, where there are enough of them to pay for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar, cast

from generator.build.parent import end_with_parent

Given = TypeVar("Given")
Found = TypeVar("Found")
_CHUNK = 200


def share_out(
    work: Callable[[Given, list[str]], Found], given: Given, files: list[str], workers: int
) -> Iterator[Found]:
    """What `work(given, some files)` finds, for all files, in their order.

    work: a function of a module; `given` is sent to each process once.
    """
    chunks = [files[begin : begin + _CHUNK] for begin in range(0, len(files), _CHUNK)]
    if workers == 1 or len(chunks) < 2:
        yield from (work(given, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(min(workers, len(chunks)), initializer=_begin, initargs=(work, given)) as pool:
        yield from cast("Iterator[Found]", pool.map(_do, chunks))


_TASK: list[tuple[Callable[..., object], object]] = []


def _begin(work: Callable[..., object], given: object) -> None:
    """Keep what the process works with."""
    _TASK[:] = [(work, given)]
    end_with_parent()


def _do(chunk: list[str]) -> object:
    work, given = _TASK[0]
    return work(given, chunk)
