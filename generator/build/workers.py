"""Processes of this machine that do tasks, one at a time each.

Memory a process has used it seldom gives back, so one that has done enough ends and another takes its place, while the
others go on. They are forked by a process that has no threads of its own: a pool of the standard library has some, and
may begin processes anew only while all of them are idle.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from traceback import format_exception

from generator.build.parent import end_with_parent
from generator.build.work import Ended, Killed, Task, do_task

_ENOUGH = 15  # parts of a site, after which a process ends: a region
_context = get_context("fork") if sys.platform == "linux" else get_context("spawn")


class Workers:
    """So many processes, begun when they are needed."""

    def __init__(self, count: int, prepare: Callable[..., None], *given: object) -> None:
        """Begin none yet.

        prepare, given: what each process calls first.
        """
        self._prepare, self._given = prepare, given
        self._idle: list[_Worker | None] = [None] * count
        self._busy: dict[Connection, tuple[_Worker, Task]] = {}

    def do(self, tasks: Iterable[Task]) -> Iterator[Ended]:
        """See `Hands`."""
        waiting = iter(tasks)
        ended: list[Ended] = []
        while True:
            while self._idle and (task := next(waiting, None)) is not None:
                self._begin(task)
            yield from ended  # while they work on
            if not self._busy:
                return
            ended = [self._end(each) for each in wait(list(self._busy)) if isinstance(each, Connection)]

    def close(self) -> None:
        """End the processes, those at work among them."""
        for worker, _ in self._busy.values():
            worker.kill()
        for each in self._idle:
            if each is not None:
                each.dismiss()

    def _begin(self, task: Task) -> None:
        worker = self._idle.pop()
        if worker is not None and worker.has_enough(task):
            worker.dismiss()
            worker = None
        worker = worker or _Worker(self._prepare, self._given)
        worker.begin(task)
        self._busy[worker.pipe] = worker, task

    def _end(self, pipe: Connection) -> Ended:
        worker, task = self._busy.pop(pipe)
        try:
            result, fault = pipe.recv()
        except (EOFError, ConnectionError):
            worker.kill()
            self._idle.append(None)
            return Ended(task, fault=Killed(task.region))
        self._idle.append(worker)
        return Ended(task, result, fault)


class _Worker:
    """A process, and the pipe to it."""

    def __init__(self, prepare: Callable[..., None], given: tuple[object, ...]) -> None:
        self.pipe, theirs = _context.Pipe()
        self._process = _context.Process(target=_work, args=(theirs, prepare, given), daemon=True)
        self._process.start()
        theirs.close()  # now it is theirs alone, and its end is seen here
        self._done = 0

    def has_enough(self, task: Task) -> bool:
        """Whether it should not do this task after all it has done."""
        return self._done > 0 and self._done + task.weight > _ENOUGH

    def begin(self, task: Task) -> None:
        """Hand a task to it."""
        self._done += task.weight
        self._say((task.call, task.given, task.named))

    def dismiss(self) -> None:
        """Let it end by itself."""
        self._say(None)
        self._leave()

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()
        self._leave()

    def _say(self, something: object) -> None:
        with suppress(BrokenPipeError):  # killed while it was idle: its answer, or its end, will tell
            self.pipe.send(something)

    def _leave(self) -> None:
        self._process.join()
        self.pipe.close()


def _work(pipe: Connection, prepare: Callable[..., None], given: tuple[object, ...]) -> None:
    """Do what comes through the pipe, until nothing comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is answered by the process that began this one
    end_with_parent()
    prepare(*given)
    while (said := pipe.recv()) is not None:
        call, arguments, named = said
        ended = do_task(Task("", 0, call, arguments, named))
        if ended.fault is not None:
            ended.fault.add_note("".join(format_exception(ended.fault)))  # its way here is not sent with it
        pipe.send((ended.result, ended.fault))
