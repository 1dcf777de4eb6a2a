"""Time zones from the pinned `tzdata` package, never from the machine's own, which may be older.

Asia/Almaty and Asia/Qostanay went from UTC+6 to UTC+5 on 1 March 2024; tzdata knows it since 2024a.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


@cache
def read_zone(name: str) -> ZoneInfo:
    """The zone called `name`, such as `Asia/Almaty`. Raises FileNotFoundError when there is none."""
    area, _, city = name.partition("/")
    with files(f"tzdata.zoneinfo.{area}").joinpath(city).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def _reduce_zone(zone: ZoneInfo) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
    """A zone read from a file cannot be pickled; another process reads the same tables by its name."""
    return read_zone, (zone.key,)


copyreg.pickle(ZoneInfo, _reduce_zone)
