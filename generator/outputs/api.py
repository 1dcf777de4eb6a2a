"""The interface for programs, version 1: a JSON document for every id, JSON Schemas, and an OpenAPI description.

The document of `almaty/alatau/2026-q4/012` is `/api/v1/almaty/alatau/2026-q4/012.json`; a schedule lies among
`schedules/` of its police body. What is promised stands in docs/data-promise.md.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from generator.law.finding import Finding
from generator.model.ids import key_of, parent, region_of
from generator.model.memory import Memory
from generator.model.register import Register
from generator.outputs.artifact import Artifact
from generator.outputs.dataset import data_state
from generator.outputs.openapi import describe_interface
from generator.outputs.schemas import KINDS, schema_of_kind
from generator.outputs.tables import write_json
from generator.reading.scalars import is_period
from generator.views.accounts import Accounts
from generator.views.findings import what_is_said
from generator.views.open_records import Telling
from generator.views.volumes import Volume
from generator.views.yearly import first_publication

API = "api/v1"
_MEDIA_TYPE = "application/json"
_SCHEMA_TYPE = "application/schema+json"


def render_site_api(register: Register, accounts: Accounts) -> Iterator[Artifact]:
    """The documents of the interface that belong to no region: its index, description and schemas."""
    base = register.site.base_url
    yield _document("index", _index(register, accounts))
    yield _document("openapi", describe_interface(register.site))
    for kind in KINDS:
        schema = schema_of_kind(kind, f"{base}{API}/schemas/{kind}.json")
        yield Artifact(f"{API}/schemas/{kind}.json", write_json(schema), _SCHEMA_TYPE)


def render_region_api(register: Register, accounts: Accounts, region: str) -> Artifact:
    """The document of one region."""
    record = Telling(register.time_zone(region), accounts.judgement.today).tell(register.regions[region])
    bodies = {"bodies": _links(register, register.bodies_of(region))}
    return _document(region, _told(register, "region", region, record, bodies))


def render_body_api(register: Register, accounts: Accounts, body_id: str) -> Iterator[Artifact]:
    """The documents of one police body and its precincts."""
    telling = Telling(register.time_zone(region_of(body_id)), accounts.judgement.today)
    meetings, precincts = register.meetings_of_body(body_id), register.precincts_of(body_id)
    schedules = sorted({parent(each) for each in meetings})
    body = telling.tell(register.bodies[body_id])
    below = {"precincts": _links(register, precincts), "schedules": _links(register, schedules)}
    yield _document(body_id, _told(register, "body", body_id, body, below))
    for each in precincts:
        more = {"meetings": _links(register, register.meetings_of_precinct(each))}
        record = telling.tell(register.precincts[each])
        yield _document(each, _told(register, "precinct", each, record, more))


def render_volume_api(register: Register, accounts: Accounts, volume: Volume) -> Iterator[Artifact]:
    """The documents of the schedules and the meetings of a volume of a police body."""
    telling = Telling(register.time_zone(region_of(volume.body)), accounts.judgement.today)
    announced: dict[str, list[str]] = {}
    for each in register.meetings_of_body(volume.body):
        announced.setdefault(parent(each), []).append(each)
    meeting_records: dict[str, Any] = {}
    for each in volume.schedules:
        record = telling.tell(register.schedules[each])
        meeting_records |= {f"{each}/{key}": told for key, told in record["meetings"].items()}
        below = {"meetings": _links(register, announced[each])}
        yield _document(_place(each), _told(register, "schedule", each, record, below))
    for each in volume.meetings:
        more = _account(register, accounts, telling, each)
        record = meeting_records.get(each) or telling.tell(register.meetings[each])
        told = write_json(_told(register, "meeting", each, record, more))
        findings = b",".join(_findings(register, telling, accounts.judgement.of(each)))
        yield Artifact(
            _path(each), b'%b,"findings":[%b]}\n' % (told.removesuffix(b"}\n"), findings), _MEDIA_TYPE
        )


def _document(identifier: str, content: dict[str, Any]) -> Artifact:
    return Artifact(_path(identifier), write_json(content), _MEDIA_TYPE)


def _path(identifier: str) -> str:
    return f"{API}/{identifier}.json"


def _index(register: Register, accounts: Accounts) -> dict[str, Any]:
    site = register.site
    return {
        "version": 1,
        **data_state(site, accounts),
        "licence": {"name": site.licence, "url": site.licence_url},
        "links": {
            "self": f"{site.base_url}{API}/index.json",
            "openapi": f"{site.base_url}{API}/openapi.json",
            "catalogue": f"{site.base_url}data/catalog.jsonld",
        },
        "regions": _links(register, site.regions),
    }


def _links(register: Register, ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": each, "self": f"{register.site.base_url}{API}/{_place(each)}.json"} for each in ids]


def _place(identifier: str) -> str:
    """Where the document of an id lies; precincts and periods of a police body are told apart by a folder."""
    above, key = parent(identifier), key_of(identifier)
    return f"{above}/schedules/{key}" if identifier.count("/") == 2 and is_period(key) else identifier


def _told(
    register: Register, kind: str, identifier: str, record: dict[str, Any], more: dict[str, Any]
) -> dict[str, Any]:
    """A record in its envelope: id, kind, links, the record itself, and what hangs on it."""
    base = register.site.base_url
    links: dict[str, Any] = {
        "self": f"{base}{API}/{_place(identifier)}.json",
        "schema": f"{base}{API}/schemas/{kind}.json",
    }
    if kind != "schedule":
        calendar = "meeting.ics" if kind == "meeting" else "calendar.ics"
        links["html"] = {language: f"{base}{language}/{identifier}/" for language in ("kk", "ru")}
        links["ics"] = {language: f"{base}{language}/{identifier}/{calendar}" for language in ("kk", "ru")}
    return {"id": identifier, "kind": kind, "links": links, "record": record, **more}


def _account(register: Register, accounts: Accounts, telling: Telling, meeting_id: str) -> dict[str, Any]:
    """What became of a meeting: its history, its protocol, and the fate of what was raised."""
    protocol = register.protocols.get(meeting_id)
    keys = [*(protocol.decisions or ()), *(protocol.submissions or ())] if protocol else []
    ledger = accounts.judgement.ledger
    entries = [ledger[f"{meeting_id}/{key}"] for key in keys if f"{meeting_id}/{key}" in ledger]
    return {
        "precincts": _links(register, register.precinct_ids(meeting_id)),
        "history": first_publication(accounts, meeting_id),
        "protocol": telling.tell(protocol),
        "protocol_history": first_publication(accounts, meeting_id, protocol=True) if protocol else None,
        "ledger": [{**telling.tell(each), "is_open": each.is_open} for each in entries],
    }


def _findings(register: Register, telling: Telling, findings: Iterable[Finding]) -> Iterator[bytes]:
    """How the rules were kept, as JSON; what several findings say is written once."""
    known: Memory[Hashable, bytes] | None = register.answers.get(__name__)
    if known is None:
        known = register.answers.keep(__name__, Memory())
    for each in findings:
        said = what_is_said(each)
        yield known.get(said) or known.keep(said, write_json(_finding(telling, each)).rstrip())


def _finding(telling: Telling, finding: Finding) -> dict[str, Any]:
    """A finding and its verdict on one level; the subject is the meeting of the document."""
    told = telling.tell_record(finding)
    verdict = told.pop("verdict")
    del told["subject"]
    return {**told, **verdict}
