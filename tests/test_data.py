"""Open data: tables, their description, and that they agree with the pages."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.model.ids import region_of
from generator.model.register import Register
from generator.outputs.tables import read_cell, render_table
from generator.views.accounts import Accounts
from generator.views.findings import say_verdict, what_is_said
from generator.views.tables import Column, Table, data_year, whole
from generator.views.yearly import yearly_tables, years_of_region
from generator.words.catalogue import Words

REGION = "almaty"
DANGEROUS = "=+-@\t\r"


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows as a strict reader sees them."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def package(site: Path) -> dict[str, Any]:
    content: dict[str, Any] = read_json(site / "data" / REGION / "datapackage.json")
    return content


def years(site: Path) -> list[Path]:
    return sorted(each for each in (site / "data" / REGION).iterdir() if each.is_dir())


def test_frictionless_finds_every_table_valid(site: Path) -> None:
    """In a process of its own: its dependencies warn while they are imported."""
    program = (
        "import sys, frictionless; report = frictionless.validate(sys.argv[1]);"
        "print(report.flatten(['name', 'rowNumber', 'fieldName', 'type', 'note'])[:5], len(report.tasks));"
        "sys.exit(not report.valid)"
    )
    package = str(site / "data" / REGION / "datapackage.json")
    done = subprocess.run(
        [sys.executable, "-c", program, package], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split()[-1] == str(4 + 5 * len(years(site)))


def test_a_package_says_licence_day_and_commit(package: dict[str, Any]) -> None:
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert package["as_of"] == "2026-11-21"
    assert re.fullmatch("[0-9a-f]{40}", package["commit"])
    assert package["demo"] is True


def test_csv_is_utf_8_with_mark_and_crlf(site: Path) -> None:
    for path in (site / "data").rglob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), path
        assert content.endswith(b"\r\n"), path
        header = content.split(b"\r\n")[0]
        assert b"\n" not in header, path


def test_csv_and_json_have_the_same_rows(site: Path) -> None:
    found = sorted((site / "data").rglob("*.csv"))
    assert len(found) > 10
    for path in found:
        rows, same = read_csv(path), read_json(path.with_suffix(".json"))
        told = [{name: "" if value is None else value for name, value in row.items()} for row in same]
        cells = [{name: _cell(value) for name, value in row.items()} for row in told]
        assert [{name: read_cell(cell) for name, cell in row.items()} for row in rows] == cells, path


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_checksum_is_right(site: Path) -> None:
    folder = site / "data" / REGION
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    named = [line.split("  ") for line in lines]
    assert {path for _, path in named} == {
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*")
        if each.is_file() and each.name != "SHA256SUMS"
    }
    for digest, path in named:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest, path


@given(st.text(min_size=0, max_size=12), st.sampled_from(["", *DANGEROUS, "'", '"', "\uff1d"]))
def test_no_cell_is_a_formula_and_none_is_lost(text: str, start: str) -> None:
    value = (start + text).encode("utf-8", "ignore").decode()
    table = Table("one", (Column(("text",), "string"),), ("text",), whole([{"text": value}]))
    content = render_table(table, "data").csv.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    cell = rows[1][0] if rows[1] else ""
    assert not cell.startswith(tuple(DANGEROUS))
    assert read_cell(cell) == value


def test_totals_of_pages_csv_json_and_calendars_are_equal(site: Path, register: Register) -> None:
    csv_ids = [row["id"] for year in years(site) for row in read_csv(year / "meetings.csv")]
    json_ids = [row["id"] for year in years(site) for row in read_json(year / "meetings.json")]
    assert len(csv_ids) == len(set(csv_ids))
    assert csv_ids == json_ids
    assert set(csv_ids) == set(register.meetings)
    for language in ("kk", "ru"):
        pages = {each for each in csv_ids if (site / language / each / "index.html").is_file()}
        assert pages == set(csv_ids)
        uids = {
            str(event["uid"])
            for path in (site / language / REGION).rglob("*.ics")
            if path.name != "duties.ics"
            for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        }
        assert {f"{each.replace('/', '.')}@esep" for each in csv_ids} == uids
        news = [each for body in register.bodies for each in items(site, f"{language}/{body}/feed.json")]
        announced = [each["record"] for each in news if each["kind"] == "announced"]
        assert sorted(announced) == sorted(csv_ids)


def items(site: Path, feed: str) -> Iterator[dict[str, Any]]:
    """What a feed and its archives tell, each item's record and kind."""
    while feed:
        page = json.loads((site / feed).read_text(encoding="utf-8"))
        yield from (each["_esep"] for each in page["items"])
        feed = page.get("next_url", "").removeprefix("https://esep.example/")


def test_totals_of_protocols_and_what_they_hold_are_equal(site: Path, register: Register) -> None:
    for year in years(site):
        protocols = {each: p for each, p in register.protocols.items() if data_year(each) == year.name}
        rows = read_json(year / "protocols.json")
        assert {row["id"] for row in rows} == set(protocols)
        decisions, submissions = read_json(year / "decisions.json"), read_json(year / "submissions.json")
        assert len(decisions) == sum(row["decisions"] or 0 for row in rows)
        assert len(submissions) == sum(row["submissions"] or 0 for row in rows)
        for row in (*decisions, *submissions):
            page = (site / "ru" / row["meeting"] / "index.html").read_text(encoding="utf-8")
            assert f'id="{row["id"].rpartition("/")[2]}"' in page, row["id"]
            assert region_of(row["id"]) == REGION


def test_every_page_a_row_names_exists(site: Path) -> None:
    for path in (site / "data").rglob("*.json"):
        rows = read_json(path)
        for row in rows if isinstance(rows, list) else ():
            for column in ("page_kk", "page_ru"):
                place = row[column].removeprefix("https://esep.example/").partition("#")[0]
                assert (site / place / "index.html").is_file(), (path, row[column])


def test_who_left_office_has_no_contacts(site: Path, register: Register) -> None:
    rows = read_json(site / "data" / REGION / "officers.json")
    left = [row for row in rows if not row["in_office"]]
    assert left
    assert not any(row["phones"] or row["messengers"] or row["reception"] for row in left)
    assert len(rows) == sum(len(p.officers) for p in register.precincts.values()) + sum(
        len(b.chiefs) for b in register.bodies.values()
    )
    assert any(date.fromisoformat(row["since"]) for row in rows)


def test_points_on_the_map_lie_in_kazakhstan(site: Path, register: Register) -> None:
    stations = read_json(site / "data" / REGION / "stations.geojson")["features"]
    bodies = read_json(site / "data" / REGION / "bodies.geojson")["features"]
    assert len(bodies) == len(register.bodies)
    assert len(stations) == sum(len(body.stations) for body in register.bodies.values())
    for feature in (*stations, *bodies):
        if feature["geometry"]:
            east, north = feature["geometry"]["coordinates"]
            assert 46 < east < 88
            assert 40 < north < 56


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_names_every_file_and_column(site: Path, package: dict[str, Any], language: str) -> None:
    page = (site / language / REGION / "data" / "index.html").read_text(encoding="utf-8")
    for resource in package["resources"]:
        assert f"/{resource['path']}" in page
        title = resource["title" if language == "kk" else "title_ru"]
        assert f">{title}</th>" in page
        for field in resource["schema"]["fields"]:
            assert f"<code>{field['name']}</code>" in page


def test_the_catalogue_names_what_exists(site: Path) -> None:
    catalogue = read_json(site / "data" / "catalog.jsonld")
    assert catalogue["@type"] == "dcat:Catalog"
    for dataset in catalogue["dcat:dataset"]:
        for each in dataset["dcat:distribution"]:
            place = each["dcat:downloadURL"]["@id"].removeprefix("https://esep.example/")
            assert (site / place).is_file()


def test_findings_that_share_their_words_keep_their_rows(
    register: Register, accounts: Accounts, words: dict[str, Words]
) -> None:
    findings = [each for several in accounts.judgement.findings.values() for each in several]
    assert len({what_is_said(each) for each in findings}) < len(findings) / 2
    found = {
        (row["id"], row["rule"]): row
        for year in years_of_region(register, accounts, REGION)
        for row in json.loads(_render_findings(register, accounts, words, year))
    }
    assert len(found) == len(findings)
    for each in findings:
        verdict, row = each.verdict, found[each.subject, each.rule]
        assert row["sentence_kk"] == say_verdict(words["kk"], verdict)
        assert row["sentence_ru"] == say_verdict(words["ru"], verdict)
        told = (verdict.answer, verdict.reason, verdict.lenient)
        assert (row["verdict"], row["reason"], row["lenient"]) == told
        law = (each.rulebook, each.weight, each.benchmark, each.standing)
        assert (row["rulebook"], row["weight"], row["benchmark"], row["standing"]) == law


def _render_findings(register: Register, accounts: Accounts, words: dict[str, Words], year: str) -> bytes:
    tables = yearly_tables(register, accounts, words, REGION, year)
    return next(render_table(each, "data").json.content for each in tables if each.name == "findings")
