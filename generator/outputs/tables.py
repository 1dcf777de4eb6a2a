"""Tables as files: CSV that spreadsheets open as it is, and JSON with the same rows."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from generator.outputs.artifact import Artifact
from generator.views.tables import Scalar, Table

CSV = "text/csv"
JSON = "application/json"
_BYTE_ORDER_MARK = "\ufeff"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_FORMULA = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A table as files.

    rows: how many it has.
    """

    csv: Artifact
    json: Artifact
    rows: int


def render_table(table: Table, folder: str) -> Rendered:
    """A table in `folder` as CSV and as JSON; its rows are taken one by one, and none is kept.

    CSV: RFC 4180 with a byte order mark, by which spreadsheets know UTF-8; names of columns in the first line.
    """
    path, count = f"{folder}/{table.name}", 0
    sheet, objects = io.BytesIO(), bytearray()
    stream = io.TextIOWrapper(sheet, encoding="utf-8", newline="", write_through=False)
    stream.write(_BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    names = [each.name for each in table.columns]
    writer.writerow(names)
    for row in table.rows:
        writer.writerow([_cell(row[name]) for name in names])
        objects += b"," if count else b"["
        objects += _ENCODE(row).encode()
        count += 1
    objects += b"]\n" if count else b"[]\n"
    stream.flush()
    return Rendered(
        Artifact(f"{path}.csv", sheet.getvalue(), CSV), Artifact(f"{path}.json", bytes(objects), JSON), count
    )


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
