"""Processes that do tasks: whoever does them, each task is told once, with its result or with what stopped it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import active_children

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build.work import Ended, Hands, Killed, OwnHands, Task
from generator.build.workers import Workers


def nothing() -> None:
    """What a process calls first where it needs nothing."""


def square(number: int, process: str = "") -> tuple[int, int]:
    """A number times itself, and the process that worked it out."""
    if process == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if process == "at fault":
        raise LookupError(number)
    return number * number, os.getpid()


def task(number: int, weight: int = 1, process: str = "") -> Task:
    return Task(str(number), weight, square, (number,), {"process": process})


@contextmanager
def processes(count: int) -> Iterator[Workers]:
    workers = Workers(count, nothing)
    try:
        yield workers
    finally:
        workers.close()


def results(hands: Hands, tasks: Iterable[Task]) -> dict[str, Ended]:
    ended = list(hands.do(tasks))
    told = {each.task.region: each for each in ended}
    assert len(told) == len(ended)
    return told


FATES = st.sampled_from(("", "", "", "at fault", "killed"))


@settings(max_examples=12, deadline=None)
@given(fates=st.lists(FATES, max_size=12), count=st.integers(1, 3), weight=st.integers(1, 40))
def test_every_task_is_told_once_whatever_becomes_of_the_others(
    fates: list[str], count: int, weight: int
) -> None:
    with processes(count) as workers:
        told = results(workers, (task(number, weight, fate) for number, fate in enumerate(fates)))
    assert len(told) == len(fates)
    for number, fate in enumerate(fates):
        ended = told[str(number)]
        expected = {"": type(None), "at fault": LookupError, "killed": Killed}[fate]
        assert type(ended.fault) is expected
        assert fate or ended.result[0] == number * number


def test_this_process_does_them_too_one_when_it_is_asked_for() -> None:
    ended = OwnHands().do([task(2), task(3, process="at fault")])
    assert next(ended).result == (4, os.getpid())
    assert isinstance(next(ended).fault, LookupError)


def test_a_process_that_has_done_enough_gives_way_to_another() -> None:
    with processes(1) as workers:
        few = {each.result[1] for each in workers.do(task(number) for number in range(8))}
        many = {each.result[1] for each in workers.do(task(number, weight=10) for number in range(4))}
    assert len(few) == 1
    assert len(many) == 4


def test_a_fault_tells_the_way_to_where_it_was() -> None:
    with processes(1) as workers:
        (ended,) = workers.do([task(3, process="at fault")])
    assert ended.fault is not None
    assert "in square" in "".join(ended.fault.__notes__)


def test_processes_left_at_work_end_when_they_are_told_to_and_do_not_outlive_it() -> None:
    others = set(active_children())
    with processes(2) as workers:
        ended = workers.do([Task("long", 1, time.sleep, (600,)), task(2)])
        assert next(ended).task.region == "2"
        assert len(set(active_children()) - others) == 2
    assert set(active_children()) <= others


def test_processes_end_with_the_one_that_began_them() -> None:
    program = (
        "import os, signal, time\n"
        "from generator.build.work import Task\n"
        "from generator.build.workers import Workers\n"
        "workers = Workers(1, int)\n"
        "print(next(workers.do([Task('', 1, os.getpid)])).result, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL
    process = int(ran.stdout)
    until = time.monotonic() + 20
    while _is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(process)


def _is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stream:  # noqa: PTH123
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
