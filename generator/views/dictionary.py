"""The data dictionary: what every column of the open data holds, from the records themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from datetime import date

from generator.model.register import Register
from generator.views.page import LinkView, Page, lay_page
from generator.views.places import path_to, place_name
from generator.views.plain import plain
from generator.views.tables import Column, column_title
from generator.words.catalogue import Words
from generator.words.dates import long_date
from generator.words.numbers import grouped

_FIELD = re.compile(r"^([a-z_][a-z0-9_, ]*): (.*)$")


@plain
class ColumnView:
    """A column: its name, what it holds, and the type of its values."""

    name: str
    title: str
    type: str


@plain
class FileView:
    """A table of one year, or of the region as it stands, with its two files.

    rows: how many, with spaces between thousands.
    """

    title: str
    year: str
    rows: str
    csv: str
    json: str


@plain
class DictionaryView:
    """The page of open data of a region.

    as_of: the day the data are told as of.
    licence: link to the licence.
    links: descriptions, checksums, maps and the interface for programs.
    tables: anchor, heading and columns of each table.
    """

    page: Page
    heading: str
    as_of: str
    licence: LinkView
    files: tuple[FileView, ...]
    links: tuple[LinkView, ...]
    tables: tuple[tuple[str, str, tuple[ColumnView, ...]], ...]


@plain
class TableView:
    """A table that was written.

    year: empty for the region as it stands.
    folder: where its files lie, from the site's root.
    rows: how many it has.
    """

    name: str
    columns: tuple[Column, ...]
    year: str
    folder: str
    rows: int


def describe(record: type) -> tuple[str, dict[str, str]]:
    """The first line of a record's docstring, and what it says of each field."""
    lines = inspect.cleandoc(record.__doc__ or "").splitlines()
    texts: dict[str, str] = {}
    names: list[str] = []
    for line in lines[1:]:
        if match := _FIELD.match(line):
            names = match[1].split(", ")
            texts.update(dict.fromkeys(names, match[2]))
        elif line.startswith(" "):
            texts.update({name: f"{texts[name]} {line.strip()}" for name in names})
    return lines[0], texts


def view_dictionary(
    register: Register, words: Words, region: str, today: date, tables: Sequence[TableView]
) -> DictionaryView:
    """The page of one region."""
    title = f"{words.text('Open data')}: {place_name(register, words, region)}"
    columns = {each.name: each.columns for each in tables}
    return DictionaryView(
        page=lay_page(
            words, "outcomes", f"{region}/data", title, _about(words, title), path_to(register, words, region)
        ),
        heading=title,
        as_of=as_of_text(words, today),
        licence=LinkView(register.site.licence, register.site.licence_url),
        files=tuple(_file(words, each) for each in tables),
        links=_links(words, region),
        tables=tuple(
            (name, words.one_of("table", name), tuple(_column(words, each) for each in those))
            for name, those in columns.items()
        ),
    )


def _about(words: Words, title: str) -> str:
    about = words.text(
        "Tables of meetings, protocols, decisions, submissions, findings, precincts, stations, officers and streets, "
        "free to use: what each column holds, and where the files are."
    )
    return f"{title}. {about}"


def _column(words: Words, column: Column) -> ColumnView:
    return ColumnView(column.name, column_title(words, column), column.type)


def _file(words: Words, table: TableView) -> FileView:
    path = f"{table.folder}/{table.name}"
    return FileView(
        words.one_of("table", table.name),
        table.year or words.text("as it stands today"),
        grouped(table.rows),
        f"{path}.csv",
        f"{path}.json",
    )


def _links(words: Words, region: str) -> tuple[LinkView, ...]:
    below, points = f"data/{region}", words.text("Points on the map")
    return (
        LinkView(words.text("Description of every file"), f"{below}/datapackage.json", "Frictionless"),
        LinkView(words.text("Checksums"), f"{below}/SHA256SUMS", "SHA-256"),
        LinkView(points, f"{below}/bodies.geojson", "GeoJSON, bodies"),
        LinkView(points, f"{below}/stations.geojson", "GeoJSON, stations"),
        LinkView(words.text("Interface for programs"), "api/v1/openapi.json", "OpenAPI"),
    )


def as_of_text(words: Words, day: date) -> str:
    """As of which day the data are told."""
    return words.text("The data are told as of {day}.", day=long_date(words, day))
