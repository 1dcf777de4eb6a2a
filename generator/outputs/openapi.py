"""The OpenAPI 3.1 description of the interface for programs, made from the records' own annotations."""

from __future__ import annotations

from typing import Any

from generator.model.site import Site
from generator.outputs.schemas import KINDS, Schema, schemas_of_records

_TEXT: Schema = {"type": "string"}
_NULLABLE: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_PATHS = {
    "region": "/{region}.json",
    "body": "/{region}/{body}.json",
    "precinct": "/{region}/{body}/{precinct}.json",
    "schedule": "/{region}/{body}/schedules/{period}.json",
    "meeting": "/{region}/{body}/{period}/{meeting}.json",
}
_BELOW = {
    "region": ("bodies",),
    "body": ("precincts", "schedules"),
    "precinct": ("meetings",),
    "schedule": ("meetings",),
    "meeting": ("precincts",),
}


def describe_interface(site: Site) -> dict[str, Any]:
    """The whole description; its server is the site itself."""
    paths: dict[str, Any] = {"/index.json": _operation("index", "Index", [])}
    for kind, path in _PATHS.items():
        names = [step.removesuffix(".json").strip("{}") for step in path.split("/") if "{" in step]
        paths[path] = _operation(kind, f"{KINDS[kind].__name__}Document", names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.names.ru,
            "summary": site.tagline.ru,
            "version": "1.0.0",
            "license": {"name": site.licence, "url": site.licence_url},
        },
        "servers": [{"url": f"{site.base_url}api/v1"}],
        "paths": paths,
        "components": {"schemas": {**schemas_of_records(), **_documents()}},
    }


def _operation(kind: str, schema: str, names: list[str]) -> dict[str, Any]:
    reference = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    parameters = [{"name": each, "in": "path", "required": True, "schema": _TEXT} for each in names]
    return {
        "get": {
            "operationId": f"read_{kind}",
            "summary": f"Read one {kind}" if names else "Read the index of regions",
            "parameters": parameters,
            "responses": {
                "200": {"description": "Found", "content": {"application/json": reference}},
                "404": {"description": "There is no such record"},
            },
        }
    }


def _record(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _documents() -> dict[str, Schema]:
    """The envelopes of the kinds, and what stands in them."""
    languages = {"kk": _TEXT, "ru": _TEXT}
    links = _record({"self": _TEXT, "schema": _TEXT})
    links["properties"] |= {"html": _record(languages), "ics": _record(languages)}
    found: dict[str, Schema] = {"Link": _record({"id": _TEXT, "self": _TEXT}), "Links": links, **_accounts()}
    many = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
    for kind, below in _BELOW.items():
        record = KINDS[kind].__name__
        properties: Schema = {
            "id": _TEXT,
            "kind": {"type": "string", "const": kind},
            "links": {"$ref": "#/components/schemas/Links"},
            "record": {"$ref": f"#/components/schemas/{record}"},
            **dict.fromkeys(below, many),
            **(_of_meeting() if kind == "meeting" else {}),
        }
        found[f"{record}Document"] = _record(properties)
    state = {"as_of": _TEXT, "commit": _NULLABLE, "committed": _NULLABLE, "demo": {"type": "boolean"}}
    found["Index"] = _record(
        {
            "version": {"type": "integer"},
            **state,
            "licence": _record({"name": _TEXT, "url": _TEXT}),
            "links": _record({"self": _TEXT, "openapi": _TEXT, "catalogue": _TEXT}),
            "regions": many,
        }
    )
    return found


def _of_meeting() -> Schema:
    absent = {"type": "null"}
    history = {"$ref": "#/components/schemas/PublicationHistory"}
    return {
        "history": history,
        "protocol": {"anyOf": [{"$ref": "#/components/schemas/Protocol"}, absent]},
        "protocol_history": {"anyOf": [history, absent]},
        "ledger": {"type": "array", "items": {"$ref": "#/components/schemas/LedgerEntry"}},
        "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
    }


def _accounts() -> dict[str, Schema]:
    """What follows from the records: history, fate, findings."""
    yes_no, number = {"type": "boolean"}, {"type": "integer"}
    entry: Schema = {
        "identifier": _TEXT,
        "kind": _TEXT,
        "raised": _TEXT,
        "state": _TEXT,
        **dict.fromkeys(("registered", "due", "settled", "continues", "forgotten_by"), _NULLABLE),
        "continued_by": {"type": "array", "items": _TEXT},
        "overdue_days": number,
        **dict.fromkeys(("extended", "own_course", "is_open"), yes_no),
    }
    finding: Schema = {
        **dict.fromkeys(("rule", "rulebook", "answer", "reason", "weight"), _TEXT),
        "values": {"type": "object", "additionalProperties": _TEXT},
        **dict.fromkeys(("lenient", "benchmark", "standing"), yes_no),
    }
    history: Schema = {
        "first_published": _NULLABLE,
        "declared": {"anyOf": [yes_no, {"type": "null"}]},
        "changes": {"anyOf": [number, {"type": "null"}]},
    }
    return {
        "LedgerEntry": _record(entry),
        "Finding": _record(finding),
        "PublicationHistory": _record(history),
    }
