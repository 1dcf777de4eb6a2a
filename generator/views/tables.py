"""Tables of open data: one row a record, flat, with the same columns in CSV and JSON; public fields only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.ids import body_of, period_of_subject, region_of
from generator.model.register import Register
from generator.reading.houses import HouseRange
from generator.reading.messages import read_fields
from generator.views.plain import plain
from generator.words.catalogue import Words

Scalar = str | int | float | bool | None
Row = dict[str, Scalar]
_BETWEEN = "; "
_TEXTS = frozenset({"kk", "ru"})


@plain
class Column:
    """A column.

    path: the fields of the record that lead to its value, `place`, `name`, `kk`; a word of its own where it is derived.
    type: as Frictionless names it: `string`, `integer`, `number`, `boolean`, `date`, `datetime`.
    name: the name in CSV and JSON, `place_name_kk`.
    """

    path: tuple[str, ...]
    type: str
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the column."""
        object.__setattr__(self, "name", "_".join(self.path))


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Cells of neighbouring columns; rows that have the same ones share one piece, which is then rendered once."""

    cells: Row


@plain
class Table:
    """A table with its rows.

    name: such as `meetings`.
    columns: in order.
    key: names of the columns that tell rows apart.
    rows: in the order of ids, each in pieces; they are made when they are asked for, and can be asked for once.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Iterable[tuple[Piece, ...]]


def whole(rows: Iterable[Row]) -> Iterator[tuple[Piece, ...]]:
    """Rows that share nothing, each in one piece."""
    return ((Piece(each),) for each in rows)


def columns_of(text: str) -> tuple[Column, ...]:
    """Columns written as `id starts:datetime place.name.*`; `*` stands for one column in each language."""
    found: list[Column] = []
    for word in text.split():
        path, _, kind = word.partition(":")
        steps = tuple(path.split("."))
        if steps[-1] == "*":
            found += (Column((*steps[:-1], language), kind or "string") for language in ("kk", "ru"))
        else:
            found.append(Column(steps, kind or "string"))
    return tuple(found)


def column_title(words: Words, column: Column) -> str:
    """What a column holds, in words: the names of the fields that lead to it."""
    return ", ".join(_step_title(words, step) for step in column.path)


def _step_title(words: Words, step: str) -> str:
    if step in _TEXTS:
        return words.one_of("language", step)
    name: str | None = read_fields().get(step, {}).get(words.language)
    return name or words.one_of("column", step)


def lay_row(
    columns: Iterable[Column], record: object, derived: Mapping[str, Scalar], zone: ZoneInfo | None = None
) -> Row:
    """One row: what is derived, and for every other column the record's own value."""
    return {
        each.name: derived[each.name] if each.name in derived else _follow(record, each.path, zone)
        for each in columns
    }


def _follow(record: object, path: tuple[str, ...], zone: ZoneInfo | None) -> Scalar:
    value: Any = record
    for step in path:
        if value is None:
            return None
        several = isinstance(value, tuple)
        value = tuple(getattr(each, step) for each in value) if several else getattr(value, step)
    return (value or None) if type(value) is str else flat(value, zone)


def flat(value: object, zone: ZoneInfo | None = None) -> Scalar:
    """A value as one cell; several are joined by semicolons, moments carry their offset from UTC."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (str, int, float)):
        return value or None if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, HouseRange):
        return house_text(value)
    if isinstance(value, (tuple, list)):
        return _BETWEEN.join(str(flat(each, zone)) for each in value if each is not None) or None
    if isinstance(value, Mapping):
        return _BETWEEN.join(f"{flat(name)}={flat(each)}" for name, each in value.items()) or None
    if is_dataclass(value):
        return " ".join(str(flat(getattr(value, each.name))) for each in fields(value))
    raise TypeError(type(value).__name__)


def house_text(houses: HouseRange) -> str:
    """Houses as editors write them: `1-45 odd`, `17a`, `51-`; the inverse of `HouseRange.read_text`."""
    if houses.first == houses.last and not houses.parity:
        return f"{houses.first}{houses.suffix}"
    last = "" if houses.last is None else houses.last
    return f"{houses.first}-{last} {houses.parity}".strip()


def data_year(identifier: str) -> str:
    """The year a record's file is named for: that of its period, which never changes, not of its date.

    identifier: a meeting, what lies below it, or a judged place with its period (`almaty/alatau@2025`).
    """
    return period_of_subject(identifier)[:4]


def base_row(register: Register, identifier: str, path: str = "") -> dict[str, Scalar]:
    """What every row begins with: id, region, police body, and the pages that show it.

    path: the page's path where it is not the id.
    """
    base, page = register.site.base_url, path or identifier
    return {
        "id": identifier,
        "region": region_of(identifier),
        "body": body_of(identifier) if "/" in identifier else None,
        "page_kk": f"{base}kk/{page}/",
        "page_ru": f"{base}ru/{page}/",
    }
