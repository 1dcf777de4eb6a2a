"""Who does the tasks: this process, a pool of processes, or a Dask cluster; each gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from generator.build.parent import end_with_parent
from generator.build.plan import KILLED, LOST, BuildFault, NoCrew
from generator.build.tasks import LostState, Theme, take_theme

Given = ParamSpec("Given")
Result = TypeVar("Result")
_PATIENCE = 10  # seconds for a scheduler to answer
_ENOUGH = 60  # parts, after which processes are renewed: some four regions


class InProcess(Executor):
    """Does each task in this process when it is handed in."""

    def submit(
        self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """See `concurrent.futures.Executor`."""
        done: Future[Result] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


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


class Crew:
    """An executor and what its tasks are told."""

    def __init__(
        self,
        make: Callable[[], Executor],
        *,
        renews: bool = False,
        theme: Any = None,
        is_elsewhere: bool = False,
    ) -> None:
        """Begin with what `make` gives.

        renews: whether another takes its place when it has done enough: memory a process has used it seldom gives back.
        theme: handed to each task; absent where every process already has it.
        is_elsewhere: whether the tasks may run on machines that do not see this one's folders.
        """
        self.theme, self.is_elsewhere = theme, is_elsewhere
        self._make, self._renews = make, renews
        self._executor = make()

    def do(self, tasks: Iterable[Task]) -> Iterator[tuple[str, Any]]:
        """The region and the result of each task, when it is there. Raises BuildFault."""
        for number, batch in enumerate(_batches(tasks) if self._renews else [list(tasks)]):
            if number:
                self.close()
                self._executor = self._make()
            futures = {
                self._executor.submit(each.call, *each.given, **each.named): each.region for each in batch
            }
            yield from _results_of(futures)

    def close(self) -> None:
        """Let the processes end."""
        self._executor.shutdown()


@contextmanager
def crew_of(workers: int, theme: Theme | None = None, scheduler: str = "") -> Iterator[Crew]:
    """A crew of so many processes, of one where there is one, or of the cluster of a Dask scheduler.

    theme: what pages are poured into, if any are rendered.
    scheduler: an address such as `tcp://10.0.0.1:8786`; needs the extra `esep[dask]`.
    """
    if scheduler:
        from distributed import Client  # noqa: PLC0415 - an extra

        try:
            client: Any = Client(scheduler, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as fault:
            raise NoCrew(str(fault)) from fault
        with client:
            everywhere = client.scatter(theme, broadcast=True)
            yield Crew(
                lambda: client.get_executor(pure=False, retries=2), theme=everywhere, is_elsewhere=True
            )
    elif workers > 1:
        crew = Crew(lambda: ProcessPoolExecutor(workers, initializer=_begin, initargs=(theme,)), renews=True)
        try:
            yield crew
        finally:
            crew.close()
    else:
        take_theme(theme)
        yield Crew(InProcess)


def _begin(theme: Theme | None) -> None:
    take_theme(theme)
    end_with_parent()


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Tasks in their order, so many at once that the memory of those who do them stays small."""
    batch: list[Task] = []
    for each in tasks:
        if batch and sum(one.weight for one in batch) + each.weight > _ENOUGH:
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch


def _results_of(futures: dict[Future[Any], str]) -> Iterator[tuple[str, Any]]:
    """Each result when it is there, with its region. Raises BuildFault with the region and the cause."""
    for each in as_completed(tuple(futures)):
        region = futures.pop(each)
        try:
            result = each.result()
        except BrokenProcessPool as broken:
            raise BuildFault(region, KILLED) from broken
        except LostState as lost:
            raise BuildFault(region, LOST) from lost
        except OSError as fault:
            raise BuildFault(region, str(fault)) from fault
        yield region, result
