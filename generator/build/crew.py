"""Who does the tasks: this process, a pool of processes, or a Dask cluster; each gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from generator.build.parent import end_with_parent
from generator.build.plan import KILLED, LOST, BuildFault, NoCrew
from generator.build.tasks import LostState, Theme, take_theme

Given = ParamSpec("Given")
Result = TypeVar("Result")
_PATIENCE = 10  # seconds for a scheduler to answer


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
class Crew:
    """An executor and what its tasks are told.

    theme: handed to each task; absent where every process already has it.
    is_elsewhere: whether the tasks may run on machines that do not see this one's folders.
    """

    executor: Executor
    theme: Any = None
    is_elsewhere: bool = False


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
            yield Crew(client.get_executor(pure=False, retries=2), everywhere, is_elsewhere=True)
    elif workers > 1:
        with ProcessPoolExecutor(workers, initializer=_begin, initargs=(theme,)) as pool:
            yield Crew(pool)
    else:
        take_theme(theme)
        yield Crew(InProcess())


def _begin(theme: Theme | None) -> None:
    take_theme(theme)
    end_with_parent()


def results_of(futures: Mapping[Future[Result], str]) -> Iterator[tuple[Future[Result], Result]]:
    """Each result when it is there. Raises BuildFault with the region and the cause."""
    for each in as_completed(futures):
        try:
            yield each, each.result()
        except BrokenProcessPool as broken:
            raise BuildFault(futures[each], KILLED) from broken
        except LostState as lost:
            raise BuildFault(futures[each], LOST) from lost
        except OSError as fault:
            raise BuildFault(futures[each], str(fault)) from fault
