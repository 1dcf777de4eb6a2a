"""Work that any process may do, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Task:
    """A call that any process may make.

    region: the one it works on.
    weight: what it may leave behind in a process's memory, in parts of a site.
    call, given, named: what is called, and with what.
    """

    region: str
    weight: int
    call: Callable[..., Any]
    given: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that came to its end: its result, or the fault that stopped it."""

    task: Task
    result: Any = None
    fault: BaseException | None = None


class Killed(RuntimeError):
    """The process that did a task was killed."""


class Hands(Protocol):
    """Whoever does tasks."""

    def do(self, tasks: Iterable[Task]) -> Iterator[Ended]:
        """Do tasks, which are taken one by one; each is told when it has ended, in no order."""


class OwnHands:
    """This process: one task after the other."""

    def do(self, tasks: Iterable[Task]) -> Iterator[Ended]:
        """See `Hands`."""
        return (do_task(each) for each in tasks)


def do_task(task: Task) -> Ended:
    """Do a task here and now."""
    try:
        return Ended(task, task.call(*task.given, **task.named))
    except Exception as fault:  # told where it can be said
        return Ended(task, fault=fault)
