"""Who does the tasks: this process, processes beside it, or a Dask cluster; each gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from typing import Any, NoReturn

from generator.build.plan import KILLED, LOST, BuildFault, NoCrew
from generator.build.tasks import LostState, Theme, take_theme
from generator.build.work import Ended, Hands, Killed, OwnHands, Task
from generator.build.workers import Workers

_PATIENCE = 10  # seconds for a scheduler to answer


class Crew:
    """Hands, and what their tasks are told."""

    def __init__(self, hands: Hands, *, theme: Any = None, is_elsewhere: bool = False) -> None:
        """Begin with nothing to do.

        theme: handed to each task; absent where every process already has it.
        is_elsewhere: whether the tasks may run on machines that do not see this one's folders.
        """
        self.theme, self.is_elsewhere = theme, is_elsewhere
        self._hands = hands

    def do(self, tasks: Iterable[Task]) -> Iterator[tuple[str, Any]]:
        """The region and the result of each task, when it is there. Raises BuildFault."""
        for each in self._hands.do(tasks):
            if each.fault is not None:
                _raise_told(each.task.region, each.fault)
            yield each.task.region, each.result


class _Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any) -> None:
        self._executor = client.get_executor(pure=False, retries=2)

    def do(self, tasks: Iterable[Task]) -> Iterator[Ended]:
        """See `Hands`."""
        at_work = {self._executor.submit(each.call, *each.given, **each.named): each for each in tasks}
        for future in as_completed(tuple(at_work)):
            task, fault = at_work.pop(future), future.exception()
            yield Ended(task, None if fault is not None else future.result(), fault)


@contextmanager
def crew_of(workers: int, theme: Theme | None = None, scheduler: str = "") -> Iterator[Crew]:
    """A crew of so many processes, of this one where there is one, or of the cluster of a Dask scheduler.

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
            yield Crew(_Cluster(client), theme=everywhere, is_elsewhere=True)
    elif workers > 1:
        processes = Workers(workers, take_theme, theme)
        try:
            yield Crew(processes)
        finally:
            processes.close()
    else:
        take_theme(theme)
        yield Crew(OwnHands())


def _raise_told(region: str, fault: BaseException) -> NoReturn:
    """Raise BuildFault with the region and the cause; the fault itself where it is one of Esep's own."""
    if isinstance(fault, Killed):
        raise BuildFault(region, KILLED) from fault
    if isinstance(fault, LostState):
        raise BuildFault(region, LOST) from fault
    if isinstance(fault, OSError):
        raise BuildFault(region, str(fault)) from fault
    raise fault
