"""JSON Schema (2020-12) of every record, from its annotations and docstring; the values as the API tells them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from generator.model.protocol import Protocol
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Meeting, Schedule
from generator.reading import scalars
from generator.reading.houses import HouseRange
from generator.reading.messages import label
from generator.views.dictionary import describe

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, type] = {
    "region": Region,
    "body": Body,
    "precinct": Precinct,
    "schedule": Schedule,
    "meeting": Meeting,
    "protocol": Protocol,
}
Schema = dict[str, Any]
_READERS: Mapping[object, Schema] = {
    scalars.read_https_url: {"format": "uri"},
    scalars.read_kato: {"pattern": "^[0-9]{9}$"},
    scalars.read_slug: {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    scalars.read_count: {"minimum": 0},
    scalars.read_sha256: {"pattern": "^[0-9a-f]{64}$"},
    scalars.read_latitude: {"minimum": -90, "maximum": 90},
    scalars.read_longitude: {"minimum": -180, "maximum": 180},
}
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
    HouseRange: {"type": "string", "pattern": "^[0-9]+(-[0-9]*( (odd|even))?|.*)$"},
}


def schemas_of_records() -> dict[str, Schema]:
    """Schemas of all records by their names; they refer to each other by `#/components/schemas/`."""
    found: dict[str, Schema] = {}
    for kind in KINDS.values():
        _gather(kind, found)
    return dict(sorted(found.items()))


def schema_of_kind(kind: str, address: str) -> Schema:
    """The schema of one kind as a document of its own, what it refers to below `$defs`."""
    found: dict[str, Schema] = {}
    _gather(KINDS[kind], found)
    whole = {"$schema": DIALECT, "$id": address, "$ref": f"#/$defs/{KINDS[kind].__name__}", "$defs": found}
    moved: Schema = _refer(whole, "#/$defs/")
    return moved


def _gather(record: type, found: dict[str, Schema]) -> None:
    if record.__name__ in found:
        return
    found[record.__name__] = {}
    summary, texts = describe(record)
    properties: Schema = {}
    for name, hint in _hints(record).items():
        for nested in _records_in(hint):
            _gather(nested, found)
        named = {
            "title": label(name, "kk"),
            "x-title-ru": label(name, "ru"),
            "description": texts.get(name, ""),
        }
        properties[name] = {**_schema(hint), **named}
    found[record.__name__] = {
        "type": "object",
        "description": summary,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def _hints(record: type) -> dict[str, Any]:
    hints = get_type_hints(record, include_extras=True)
    return {each.name: hints[each.name] for each in fields(record)}


def _schema(hint: Any) -> Schema:
    """The schema of a field's annotation."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return {**_schema(inner[0]), **_READERS.get(inner[1], {})}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(each) for each in inner if each is not type(None)] + [{"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if issubclass(hint, Enum):
        return {"type": "string", "enum": [each.value for each in hint]}
    return {"$ref": f"#/components/schemas/{hint.__name__}"}


def _records_in(hint: Any) -> list[type]:
    if isinstance(hint, type) and is_dataclass(hint) and hint is not HouseRange:
        return [hint]
    return [each for inner in get_args(hint) for each in _records_in(inner)]


def _refer(node: Any, base: str) -> Any:
    """The same schema with its references below `base`."""
    if isinstance(node, dict):
        return {
            name: each.replace("#/components/schemas/", base) if name == "$ref" else _refer(each, base)
            for name, each in node.items()
        }
    return [_refer(each, base) for each in node] if isinstance(node, list) else node
