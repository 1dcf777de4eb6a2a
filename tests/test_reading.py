"""Editors' mistakes, each with the exact words they read, and what is no mistake at all."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path

import pytest
from reading_cases import NAMES, PROJECT, build, read_case, report

from generator.model.project import read_project
from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.files import read_file
from generator.reading.messages import LANGUAGES, read_messages
from generator.reading.nodes import Mapping, Scalar
from generator.reading.parse import Events, c_events, pure_events, read_nodes
from generator.reading.scalars import read_clock, read_count, read_moment, read_phone, read_text, read_yes_no

BOTH_PARSERS = pytest.mark.parametrize("events", [c_events, pure_events], ids=["c_parser", "pure_parser"])

NOT_PROVOKED = {
    "E900": "a fault of Esep itself, which no file can cause; the command's tests raise one",
    "E901": "wrong use of the command, outside any project",
    "E902": "no file of editors: a label missing in a catalogue; the command's tests take one away",
}


def test_the_valid_project_has_no_fault_and_no_warning() -> None:
    project = read_project(PROJECT)
    assert project.diagnostics == ()
    assert project.register is not None


@pytest.mark.parametrize("name", NAMES)
def test_editor_is_told_where_and_what_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    project = read_project(build(tmp_path / "project", case))
    for language in LANGUAGES:
        said, expected = report(project.diagnostics, language), case["expect"][language]
        if case.get("ends"):
            said = said[-len(expected) :]
        assert said == expected
    errors = any(each.severity is Severity.ERROR for each in project.diagnostics)
    assert (project.register is None) == errors


@pytest.mark.parametrize("name", NAMES)
def test_both_parsers_find_the_same_faults_at_the_same_places(name: str, tmp_path: Path) -> None:
    root = build(tmp_path / "project", read_case(name))
    for path in sorted(root.rglob("*.yaml")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        if len(text) < 100_000:
            assert _found(text, pure_events) == _found(text, c_events)


@pytest.mark.parametrize("name", NAMES)
def test_every_place_lies_inside_its_file(name: str, tmp_path: Path) -> None:
    root = build(tmp_path / "project", read_case(name))
    for each in read_project(root).diagnostics:
        lines = _lines(root / each.file)
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1


def test_every_code_has_a_case() -> None:
    codes = {code for code in read_messages() if re.fullmatch(r"[EW](?![56])\d{3}", code)}
    said = "".join(read_case(name)["expect"]["en"] for name in NAMES)
    provoked = set(re.findall(r"^\S+:\d+:\d+: \w+ ([EW]\d{3}): ", said, re.MULTILINE))
    assert provoked | NOT_PROVOKED.keys() == codes
    assert not provoked & NOT_PROVOKED.keys()


def test_every_case_says_what_it_is_about() -> None:
    assert len(NAMES) > 100
    for name in NAMES:
        assert read_case(name)["about"].endswith(".")


@BOTH_PARSERS
@pytest.mark.parametrize(
    "typed", ["18:30", "8:00", "no", "007", "87112933433", "2026-11-25 18:30", "1e3", "~"]
)
@pytest.mark.parametrize(
    "frame", ["a: {}", "a: '{}'", 'a: "{}"', "{{a: {}}}", '{{a: "{}"}}', "a:    {}   # note"]
)
def test_a_value_stays_as_typed_quoted_or_not(frame: str, typed: str, events: Events) -> None:
    root, diagnostics = read_nodes(frame.format(typed) + "\n", "a.yaml", events)
    assert diagnostics == []
    assert isinstance(root, Mapping)
    value = root.entries["a"][1]
    assert isinstance(value, Scalar)
    assert value.text == typed


@BOTH_PARSERS
def test_a_web_address_between_brackets_stays_as_typed(events: Events) -> None:
    root, diagnostics = read_nodes("{a: https://t.me/x:y, b: [18:30, 9:00]}\n", "a.yaml", events)
    assert diagnostics == []
    assert isinstance(root, Mapping)
    value = root.entries["a"][1]
    assert isinstance(value, Scalar)
    assert value.text == "https://t.me/x:y"


def test_the_schema_decides_what_a_value_is() -> None:
    assert read_clock("18:30") == time(18, 30)
    assert read_clock("8:00") == time(8, 0)
    assert read_yes_no("no") is False
    assert read_text("no") == "no"
    assert read_text("007") == "007"
    assert read_count("007") == 7
    assert read_phone("+7 (711) 293-34-33") == read_phone("+77112933433") == "+7 711 293-34-33"
    evening = datetime.fromisoformat("2026-11-25T18:30")
    assert read_moment("2026-11-25 18:30") == read_moment("2026-11-25T18:30:00") == evening


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    node, diagnostics = read_file(tmp_path, "nothing.yaml")
    assert node is None
    assert [each.code for each in diagnostics] == ["E008"]


def _found(text: str, events: Events) -> list[tuple[str, int, int]]:
    return [_place(each) for each in read_nodes(text, "a.yaml", events)[1]]


def _place(each: Diagnostic) -> tuple[str, int, int]:
    return each.code, each.line, each.column


def _lines(path: Path) -> list[str]:
    if not path.is_file() or path.is_symlink():
        return [""]
    return path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n").split("\n")
