"""Which file is what: its place among the folders tells its kind and its id."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import ids
from generator.model.protocol import Protocol
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Schedule
from generator.reading.scalars import is_period

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset(
    {
        "archive",
        "calendar",
        "compliance",
        "data",
        "duties",
        "feed",
        "gaps",
        "law",
        "meetings",
        "outcomes",
        "subscribe",
    }
)

Kind = type[Region] | type[Body] | type[Precinct] | type[Schedule] | type[Protocol]

FOLDERS = ids.FOLDERS
PLACES = (
    "content/registry/<region>.yaml",
    "content/registry/<region>/<body>.yaml",
    "content/registry/<region>/<body>/<precinct>.yaml",
    "schedules/<region>/<body>/<period>.yaml",
    "content/protocols/<region>/<body>/<period>/<meeting>.yaml",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that stands where files of its kind stand.

    kind: the record it holds.
    identifier: the id its path gives.
    """

    kind: Kind
    identifier: str


class Misplaced(ValueError):
    """A file outside the known places, or with a name that cannot be an id: a diagnostic code and its values.

    meant: the id it would have with its name put right, empty when that is not known.
    """

    def __init__(self, code: str, meant: str = "", **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.meant = meant
        self.values = values


def place_file(file: str) -> Placed:
    """The kind and id of a file by its path from the root. Raises Misplaced."""
    if not file.endswith(".yaml"):
        if _meant_file(file).endswith(".yaml"):
            name = _meant_file(file).rpartition("/")[2]
            raise Misplaced("E010", _meant_id(file), found=file.rpartition("/")[2], correction=name)
        raise Misplaced("E005", found=file, places="; ".join(PLACES))
    parts = file.removesuffix(".yaml").split("/")
    if parts[0] == "schedules":
        kinds: dict[int, Kind] = {3: Schedule}
        names = parts[1:]
    else:
        kinds = {1: Region, 2: Body, 3: Precinct} if parts[1] == "registry" else {4: Protocol}
        names = parts[2:]
    kind = kinds.get(len(names))
    if kind is None:
        raise Misplaced("E005", found=file, places="; ".join(PLACES))
    for name in names:
        if _NAME.fullmatch(name) is None or len(name) > 40:
            correction = name.lower().replace("_", "-").replace(" ", "-")
            fitting = correction if _NAME.fullmatch(correction) and len(correction) <= 40 else ""
            raise Misplaced("E006", _meant_id(file), found=name, correction=fitting)
    _check_name(kind, names)
    return Placed(kind, "/".join(names))


def _meant_file(file: str) -> str:
    """The path with the usual slips of names mended."""
    return re.sub(r"\.ya?ml$", ".yaml", file.lower().replace("_", "-").replace(" ", "-"))


def _meant_id(file: str) -> str:
    """The id of a file whose name has one of the usual slips, empty when it is not known."""
    folder = next((each for each in FOLDERS if file.startswith(f"{each}/")), "")
    meant = folder + _meant_file(file.removeprefix(folder))
    if not folder or meant == file:
        return ""
    try:
        return place_file(meant).identifier
    except Misplaced:
        return ""


def _check_name(kind: Kind, names: list[str]) -> None:
    """Periods stand where periods belong, and nothing else looks like one."""
    if kind in (Schedule, Protocol):
        if not is_period(names[2]):
            raise Misplaced("E009", found=names[2])
    elif is_period(names[-1]) or names[-1] in _RESERVED:
        raise Misplaced("E006", found=names[-1])


def file_of(kind: Kind, identifier: str) -> str:
    """The file an id comes from; the inverse of `place_file`."""
    if kind is Schedule:
        return f"schedules/{identifier}.yaml"
    folder = "protocols" if kind is Protocol else "registry"
    return f"content/{folder}/{identifier}.yaml"
