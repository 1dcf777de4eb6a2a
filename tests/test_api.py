"""The interface for programs: every document keeps to its schema, every link leads somewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.model.ids import region_of
from generator.model.register import Register
from generator.outputs.api import render_body_api
from generator.outputs.openapi import describe_interface
from generator.outputs.schemas import KINDS, schema_of_kind, schemas_of_records
from generator.views.accounts import Accounts
from generator.views.open_records import Telling

BASE = "https://esep.example/"


@pytest.fixture(scope="session")
def documents(site: Path) -> dict[str, Any]:
    """Every document by its path below the interface's root."""
    root = site / "api" / "v1"
    return {
        each.relative_to(root).as_posix(): json.loads(each.read_text(encoding="utf-8"))
        for each in root.rglob("*.json")
    }


def told(documents: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in documents.values() if each.get("kind") == kind]


def test_every_record_has_a_document(documents: dict[str, Any], register: Register) -> None:
    records = {
        "region": register.regions,
        "body": register.bodies,
        "precinct": register.precincts,
        "schedule": register.schedules,
        "meeting": register.meetings,
    }
    for kind, ids in records.items():
        assert {each["id"] for each in told(documents, kind)} == set(ids), kind
    assert sum(each["protocol"] is not None for each in told(documents, "meeting")) == len(register.protocols)


@pytest.mark.parametrize("kind", KINDS)
def test_records_keep_to_their_published_schema(documents: dict[str, Any], kind: str) -> None:
    schema = documents[f"schemas/{kind}.json"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    if kind == "protocol":
        records = [each["protocol"] for each in told(documents, "meeting") if each["protocol"]]
    else:
        records = [each["record"] for each in told(documents, kind)]
    assert records
    for record in records:
        validator.validate(record)


def test_a_schema_refuses_what_is_not_in_the_record() -> None:
    validator = Draft202012Validator(schema_of_kind("region", "https://x.example/region.json"))
    right = {
        "kato": "750000000",
        "kind": "city",
        "names": {"kk": "a", "ru": "b"},
        "short": {"kk": "a", "ru": "b"},
        "time_zone": "Asia/Almaty",
    }
    assert validator.is_valid(right)
    assert not validator.is_valid({**right, "kato": "75"})
    assert not validator.is_valid({**right, "kind": "village"})
    assert not validator.is_valid({**right, "more": 1})


def test_every_field_of_a_schema_is_told_in_words() -> None:
    for name, schema in schemas_of_records().items():
        assert schema["description"], name
        for field, each in schema["properties"].items():
            assert each["description"] or name == "Held", (
                f"{name}.{field}"
            )  # the record's own line tells both
            assert each["title"], f"{name}.{field}"


def test_the_openapi_description_is_valid(register: Register) -> None:
    OpenAPIV31SpecValidator(describe_interface(register.site)).validate()


def test_documents_keep_to_the_openapi_description(documents: dict[str, Any]) -> None:
    components = documents["openapi.json"]["components"]
    for kind, record in (*KINDS.items(), ("", type("Index", (), {}))):
        name = f"{record.__name__}Document" if kind else "Index"
        if kind == "protocol":
            continue
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        found = told(documents, kind) if kind else [documents["index.json"]]
        assert found
        for each in found:
            validator.validate(each)
            assert set(each) == set(components["schemas"][name]["properties"])


def test_every_link_leads_to_a_file(documents: dict[str, Any], site: Path) -> None:
    def links(node: Any) -> list[str]:
        if isinstance(node, dict):
            named = [
                node[key]
                for key in ("self", "schema", "openapi", "catalogue")
                if isinstance(node.get(key), str)
            ]
            pages = [each for key in ("html", "ics") for each in (node.get(key) or {}).values()]
            return [*named, *pages, *(one for each in node.values() for one in links(each))]
        return [one for each in node for one in links(each)] if isinstance(node, list) else []

    found = {
        each
        for path, content in documents.items()
        if not path.startswith("schemas/") and path != "openapi.json"
        for each in links(content)
    }
    assert len(found) > 1000
    for each in found:
        path = site / each.removeprefix(BASE)
        assert (path / "index.html" if each.endswith("/") else path).is_file(), each


def test_a_document_of_an_id_lies_where_its_self_link_says(documents: dict[str, Any]) -> None:
    for path, content in documents.items():
        if "kind" in content and "links" in content:
            assert content["links"]["self"] == f"{BASE}api/v1/{path}"


def test_local_times_carry_their_offset(documents: dict[str, Any]) -> None:
    for each in told(documents, "meeting"):
        assert each["record"]["starts"][19:] in ("+05:00", "+06:00")


def test_a_name_without_consent_is_never_told(documents: dict[str, Any]) -> None:
    for each in told(documents, "meeting"):
        candidate = each["record"]["candidate"]
        assert candidate is None or candidate["consent"] or candidate["name"] is None
        for award in (each["protocol"] or {}).get("awards", ()):
            assert award["recipient"] != "citizen" or award["consent"] or award["name"] is None


def test_a_generated_client_reads_a_meeting(documents: dict[str, Any], tmp_path: Path) -> None:
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(documents["openapi.json"]), encoding="utf-8")
    (tmp_path / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
    options = ["--path", str(description), "--output-path", str(tmp_path / "client"), "--meta", "none"]
    options += ["--fail-on-warning", "--config", "config.yaml"]
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    meeting = next(each for each in told(documents, "meeting") if each["protocol"])
    (tmp_path / "meeting.json").write_text(json.dumps(meeting), encoding="utf-8")
    program = (
        "import json; from client.models import MeetingDocument;"
        "text = json.load(open('meeting.json')); told = MeetingDocument.from_dict(text);"
        "assert told.to_dict() == text; print(told.record.starts.isoformat())"
    )
    read = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert read.returncode == 0, read.stderr
    assert read.stdout.strip() == meeting["record"]["starts"]


def test_a_meeting_tells_each_of_its_findings_in_full(register: Register, accounts: Accounts) -> None:
    """What several findings say is written once; the document says it of each."""
    for body_id in register.bodies:
        telling = Telling(register.time_zone(region_of(body_id)), accounts.judgement.today)
        for each in map(json.loads, (file.content for file in render_body_api(register, accounts, body_id))):
            if each["kind"] == "meeting":
                findings = [telling.tell(finding) for finding in accounts.judgement.of(each["id"])]
                assert each["findings"] == [
                    {key: value for key, value in finding.items() if key not in ("subject", "verdict")}
                    | finding["verdict"]
                    for finding in findings
                ]
                assert list(each)[-1] == "findings"
                assert each["record"] == telling.tell(register.meetings[each["id"]])
