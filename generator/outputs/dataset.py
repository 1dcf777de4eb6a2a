"""Open data: tables per region and year, each region's description of its files, checksums, and a catalogue (DCAT)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

from generator.model.register import Register
from generator.model.site import Site
from generator.outputs.artifact import Artifact
from generator.outputs.frames import Frames
from generator.outputs.geo import render_geo
from generator.outputs.pages import bodies_in, fill_page
from generator.outputs.tables import CSV, Rendered, render_table, write_json
from generator.views.accounts import Accounts
from generator.views.dictionary import TableView, view_dictionary
from generator.views.standing import standing_tables
from generator.views.structured import dataset_thing
from generator.views.tables import Table, column_title
from generator.views.yearly import yearly_tables
from generator.words.catalogue import Words

DATA = "data"
PACKAGE = "datapackage.json"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Placed:
    """A table and the folder it lies in.

    year: empty for a table of the region as it stands.
    """

    table: Table
    region: str
    year: str = ""

    @property
    def folder(self) -> str:
        """Its folder from the site's root."""
        return f"{DATA}/{self.region}/{self.year}".rstrip("/")


@dataclass(frozen=True, slots=True)
class TableNote:
    """What is told of a table once its files are written; it can be pickled.

    resource: as the region's package describes it.
    view: as the region's page tells of it.
    sums: lines of checksums of its files.
    """

    resource: dict[str, Any]
    view: TableView
    sums: tuple[str, ...]


Tables = Iterator[tuple[tuple[Artifact, ...], TableNote]]


def render_year_data(
    register: Register, accounts: Accounts, words: Mapping[str, Words], region: str, year: str
) -> Tables:
    """The tables of one region and year: the files of each, and what is told of it.

    A table is let go as soon as it is handed out: a region of one year may hold a hundred megabytes of them.
    """
    for table in yearly_tables(register, accounts, words, region, year):
        yield _render_table(words, Placed(table, region, year))


def render_dataset(
    register: Register,
    accounts: Accounts,
    words: Mapping[str, Words],
    frames: Frames,
    region: str,
    years: Iterable[TableNote],
) -> Iterator[Artifact]:
    """A region's open data but the tables of its years: its description, checksums, and its page in each language.

    years: what is told of the tables of its years, in their order.
    """
    below, today = f"{DATA}/{region}/", accounts.judgement.today
    notes: list[TableNote] = []
    for table in standing_tables(register, region, today):
        files, note = _render_table(words, Placed(table, region))
        notes.append(note)
        yield from files
    notes += years
    resources, told = [each.resource for each in notes], [each.view for each in notes]
    sums = [line for each in notes for line in each.sums]
    package = write_json(_package(register, accounts, region, resources))
    for each in (*render_geo(register, region), Artifact(f"{below}{PACKAGE}", package, "application/json")):
        sums.append(_checksum(hashlib.sha256(each.content).hexdigest(), each, below))
        yield each
    yield Artifact(f"{below}{CHECKSUMS}", "".join(sums).encode(), "text/plain")
    for each_words in words.values():
        view = view_dictionary(register, each_words, region, today, told)
        thing = (dataset_thing(register, each_words, region, today),)
        yield fill_page(frames, bodies_in(each_words), "dictionary.html", view, register.site.base_url, thing)


def _render_table(words: Mapping[str, Words], placed: Placed) -> tuple[tuple[Artifact, ...], TableNote]:
    made, table = render_table(placed.table, placed.folder), placed.table
    view = TableView(table.name, table.columns, placed.year, placed.folder, made.rows)
    files = (made.csv, made.json)
    digests = [hashlib.sha256(each.content).hexdigest() for each in files]
    sums = tuple(map(_checksum, digests, files, repeat(f"{DATA}/{placed.region}/")))
    return files, TableNote(_resource(words, placed, made, digests[0]), view, sums)


def _package(
    register: Register, accounts: Accounts, region: str, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    """A Data Package (Frictionless) of one region: licence, day and commit of the data, and every table."""
    site = register.site
    names = register.regions[region].names
    return {
        "profile": "tabular-data-package",
        "name": f"esep-{region}",
        "id": f"{site.base_url}{DATA}/{region}/{PACKAGE}",
        "title": f"{site.names.kk}: {names.kk}",
        "title_ru": f"{site.names.ru}: {names.ru}",
        "homepage": f"{site.base_url}kk/{region}/",
        "licenses": [{"name": "CC-BY-4.0", "title": site.licence, "path": site.licence_url}],
        "contributors": [{"title": site.publisher.names.kk, "role": "publisher"}],
        **data_state(site, accounts),
        "resources": resources,
    }


def data_state(site: Site, accounts: Accounts) -> dict[str, Any]:
    """As of which day the data are told, which commit they come from, and whether they are invented."""
    tip = accounts.history.tip if accounts.history is not None else None
    today: date = accounts.judgement.today
    return {
        "as_of": today.isoformat(),
        "commit": tip.sha if tip is not None else None,
        "committed": tip.on.isoformat() if tip is not None else None,
        "demo": site.demo,
    }


def _resource(words: Mapping[str, Words], placed: Placed, made: Rendered, digest: str) -> dict[str, Any]:
    table, below, csv = placed.table, f"{DATA}/{placed.region}/", made.csv
    return {
        "profile": "tabular-data-resource",
        "name": f"{table.name}-{placed.year}" if placed.year else table.name,
        "path": csv.path.removeprefix(below),
        "json": csv.path.removeprefix(below).removesuffix("csv") + "json",
        "title": words["kk"].one_of("table", table.name),
        "title_ru": words["ru"].one_of("table", table.name),
        "format": "csv",
        "mediatype": CSV,
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": len(csv.content),
        "hash": f"sha256:{digest}",
        "rows": made.rows,
        "schema": _schema(words, table),
    }


def _schema(words: Mapping[str, Words], table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": each.name,
            "type": each.type,
            "title": column_title(words["kk"], each),
            "title_ru": column_title(words["ru"], each),
            **({"format": "any"} if each.type == "datetime" else {}),
            **({"constraints": {"required": True}} if each.name in table.key else {}),
        }
        for each in table.columns
    ]
    return {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}


def _checksum(digest: str, file: Artifact, below: str) -> str:
    """A line as `sha256sum --check` reads it."""
    return f"{digest}  {file.path.removeprefix(below)}\n"
