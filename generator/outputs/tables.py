"""Tables as files: CSV that spreadsheets open as it is, and JSON with the same rows."""

from __future__ import annotations

import csv
import io
import json

from generator.outputs.artifact import Artifact
from generator.views.tables import Scalar, Table

CSV = "text/csv"
JSON = "application/json"
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


def render_table(table: Table, folder: str) -> tuple[Artifact, Artifact]:
    """A table in `folder` as CSV and as JSON."""
    path = f"{folder}/{table.name}"
    return (
        Artifact(f"{path}.csv", write_csv(table).encode(), CSV),
        Artifact(f"{path}.json", write_json(list(table.rows)), JSON),
    )


def write_csv(table: Table) -> str:
    """RFC 4180 with a byte order mark, by which spreadsheets know UTF-8; names of columns in the first line."""
    stream = io.StringIO()
    stream.write(_BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    names = [each.name for each in table.columns]
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in table.rows)
    return stream.getvalue()


def write_json(content: object) -> bytes:
    """JSON with letters as they are, without spaces, and a line end at the end."""
    return (
        json.dumps(content, ensure_ascii=False, separators=(",", ":"), check_circular=False) + "\n"
    ).encode()


def _cell(value: Scalar) -> str:
    """A value as text; one a spreadsheet takes for a formula begins with an apostrophe, as does one that had it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def read_cell(text: str) -> str:
    """The text a cell of ours was written from."""
    return text.removeprefix("'")
