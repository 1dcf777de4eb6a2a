"""Tables as files: CSV that spreadsheets open as it is, and JSON with the same rows."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import lru_cache

from generator.outputs.artifact import Artifact
from generator.views.tables import Piece, Scalar, Table

CSV = "text/csv"
JSON = "application/json"
_BYTE_ORDER_MARK = "\ufeff"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_SHARED = 8_000  # pieces of rows kept while a table is written
_FORMULA = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


class _Given:
    """A file for `csv.writer` that gives back what is written to it."""

    write = staticmethod(str)


_WRITER = csv.writer(_Given(), lineterminator="\r\n")


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
    head = _WRITER.writerow([each.name for each in table.columns])
    sheet, objects = bytearray(f"{_BYTE_ORDER_MARK}{head}".encode()), bytearray()
    shared = lru_cache(maxsize=_SHARED)(_render)
    for row in table.rows:
        if len(row) == 1:
            cells, members = _render(*row)
        else:
            pieces = [shared(each) for each in row]
            cells = b",".join([each[0] for each in pieces])
            members = b",".join([each[1] for each in pieces])
        sheet += b"%b\r\n" % cells
        objects += b"%b{%b}" % (b"," if count else b"[", members)
        count += 1
    objects += b"]\n" if count else b"[]\n"
    return Rendered(
        Artifact(f"{path}.csv", bytes(sheet), CSV), Artifact(f"{path}.json", bytes(objects), JSON), count
    )


def _render(piece: Piece) -> tuple[bytes, bytes]:
    """A piece of a row as it stands between commas, in CSV and in JSON."""
    line = _WRITER.writerow([_cell(each) for each in piece.cells.values()])
    return line[:-2].encode(), _ENCODE(piece.cells)[1:-1].encode()


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
