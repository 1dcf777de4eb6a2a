"""What holds for every text: no crash, no hang, places inside the file, and values as they were typed."""

from __future__ import annotations

import dataclasses
import io
import re
import time
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_cases import PROJECT, build
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from generator.model.contact import Place
from generator.model.layout import place_file
from generator.model.project import read_project
from generator.model.schedule import Schedule
from generator.reading.decode import Document, decode
from generator.reading.diagnostics import Diagnostic
from generator.reading.files import read_file
from generator.reading.nodes import Mapping, Node, Scalar
from generator.reading.parse import c_events, hide_colons, pure_events, read_nodes
from generator.reading.slips import mend_lines, mend_slips

SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"
FILES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in PROJECT.rglob("*.yaml")
    if path.relative_to(PROJECT).parts[0] != "site_config"
)
SIGNS = "abz09:-,.#'\"[]{}&*!|>%@`?~\\ \t\n\r\u0456\u049b\ufeff\u2028\u0085\x00\u202e\ue000"
yaml_like = st.text(st.sampled_from(SIGNS), max_size=60)
any_bytes = st.one_of(st.binary(max_size=200), yaml_like.map(lambda text: text.encode()))
styles = st.sampled_from([str, SingleQuotedScalarString, DoubleQuotedScalarString])
printable = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=40
)


def _assert_inside(diagnostics: list[Diagnostic], text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in diagnostics:
        assert 1 <= each.line <= len(lines), each
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1, each


@pytest.mark.parametrize("events", [c_events, pure_events], ids=["c_parser", "pure_parser"])
@given(text=st.one_of(st.text(max_size=80), yaml_like))
@example(text="a: {b: [c")
@example(text="? [a]: b")
@example(text="a:\n\t\tb:c")
@example(text="\u2028: [")
def test_any_text_is_read_or_explained_at_a_place_inside_it(text: str, events: Any) -> None:
    node, diagnostics = read_nodes(text, "a.yaml", events)
    _assert_inside(diagnostics, text)
    if node is not None:
        document = Document("a.yaml")
        decode(Schedule, node, document)
        _assert_inside(document.diagnostics, text)


@given(content=any_bytes)
def test_any_bytes_are_read_or_explained(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    root = tmp_path_factory.mktemp("bytes")
    (root / "a.yaml").write_bytes(content)
    node, diagnostics = read_file(root, "a.yaml")
    assert node is not None or diagnostics


@given(file=st.sampled_from(FILES), content=any_bytes)
def test_any_bytes_in_one_file_leave_the_others_readable(
    tmp_path_factory: pytest.TempPathFactory, file: str, content: bytes
) -> None:
    root = build(tmp_path_factory.mktemp("projects") / "project", {})
    (root / file).write_bytes(content)
    project = read_project(root)
    assert project.register is None
    assert file in {each.file for each in project.diagnostics}


@cache
def _text(file: str) -> str:
    return (PROJECT / file).read_text(encoding="utf-8")


@given(
    file=st.sampled_from(FILES), place=st.floats(0, 1, exclude_max=True), sign=st.sampled_from(["", *SIGNS])
)
def test_one_changed_character_gives_a_record_or_a_diagnostic(file: str, place: float, sign: str) -> None:
    text = _text(file)
    at = int(place * len(text))
    changed = text[:at] + sign + text[at + 1 :]
    node, diagnostics = read_nodes(changed, file)
    document = Document(file, diagnostics)
    record = decode(place_file(file).kind, node, document) if node is not None else None
    _assert_inside(document.diagnostics, changed)
    assert document.diagnostics or dataclasses.is_dataclass(record)


SLIPS = st.sampled_from(SIGNS) | st.sampled_from(
    [
        "a:b\n",
        "a: 'b\n",
        'a: "b\n',
        "- 'b\n",
        '"a-1":b\n',
        "-\ta\n",
        "\u00a0 a: \"b 'c\n",
        "a: 'b\n  c'\n",
        "a: {b: 17:00}\n",
    ]
)


@given(
    file=st.sampled_from(FILES),
    slips=st.lists(st.tuples(st.floats(0, 1), SLIPS), min_size=1, max_size=2),
    at_line=st.booleans(),
)
@settings(max_examples=500)
def test_a_text_that_looks_free_of_slips_has_none_on_any_line(
    *, file: str, slips: list[tuple[float, str]], at_line: bool
) -> None:
    text = _text(file)
    for place, slip in slips:
        at = int(place * len(text))
        at = text.rfind("\n", 0, at) + 1 if at_line else at
        text = text[:at] + slip + text[at:]
    assert mend_slips(text, file) == mend_lines(text, file)


@given(st.text(st.sampled_from("a0: {}[],\"'\n")))
def test_colons_are_hidden_inside_values_of_lines_with_brackets_only(text: str) -> None:
    lines = [
        re.sub(r"(?<=[^\s\"'{\[,]):(?=[^\s,}\]])", "\ue000", line) if re.search(r"[{}\[\]]", line) else line
        for line in text.split("\n")
    ]
    assert hide_colons(text) == "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "a: " + "{a: " * 100_000,
        "- " * 100_000,
        "\n".join(" " * depth + "a:" for depth in range(1000)),
        "? " * 100_000,
        "a: " + "z" * 1_000_000,
        "a: " + "\u0456" * 500_000 + "z",
        "a: '" + ("\\" * 1_000_000),
        "".join(f"k{number}: 1\n" for number in range(80_000)),
        "\t\n" * 300_000,
        "a:b\n" * 200_000,
        ": " * 300_000,
        "a: " + "b: " * 300_000,
        '"' * 900_000,
        "#" * 1_000_000,
        "-" * 1_000_000,
        "a: >\n" + " \n" * 400_000,
        "[" + "a, " * 300_000,
        "a: " + "b:c" * 300_000,
        "a: [" + "b:c," * 250_000,
        "\u00a0" * 500_000,
        " \n" * 500_000,
    ],
    ids=lambda text: f"{text[:12]!r}_times_{len(text)}",
)
def test_hostile_text_costs_no_more_than_a_moment(text: str) -> None:
    begun = time.perf_counter()
    node, diagnostics = read_nodes(text, "a.yaml")
    document = Document("a.yaml", diagnostics)
    if node is not None:
        decode(Schedule, node, document)
    assert time.perf_counter() - begun < 10
    assert document.diagnostics or node is None
    assert len(document.diagnostics) < 500


@pytest.mark.parametrize("style", [str, SingleQuotedScalarString, DoubleQuotedScalarString])
@given(text=printable)
@example(text="18:30")
@example(text="no")
@example(text="007")
@example(text="- a: b # c")
@example(text='it\'s "so"')
def test_what_an_editor_program_writes_back_reads_the_same(style: Any, text: str) -> None:
    stream = io.StringIO()
    YAML().dump({"a": style(text), "b": {"c": [style(text)]}}, stream)
    for events in (c_events, pure_events):
        node, diagnostics = read_nodes(stream.getvalue(), "a.yaml", events)
        assert diagnostics == []
        assert _plain(node) == {"a": text, "b": {"c": [text]}}


@given(kk=printable, ru=printable, count=st.integers(0, 10**9 - 1), style=styles)
def test_a_record_written_quoted_or_not_decodes_equal(kk: str, ru: str, count: int, style: Any) -> None:
    def written(as_text: Any) -> Any:
        name, address = ({"kk": as_text(f"z{kk}"), "ru": as_text(f"z{ru}")} for _ in range(2))
        return {"name": name, "address": address, "capacity": as_text(str(count)), "step_free": as_text("no")}

    assert _decoded(written(style)) == _decoded(written(DoubleQuotedScalarString))


def _decoded(content: Any) -> tuple[Any, list[str]]:
    stream = io.StringIO()
    YAML().dump(content, stream)
    node, diagnostics = read_nodes(stream.getvalue(), "a.yaml")
    assert node is not None
    document = Document("a.yaml", diagnostics)
    place = decode(Place, node, document)
    return place, [each.code for each in document.diagnostics]


def _plain(node: Node | None) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, (_, value) in node.entries.items()}
    return [_plain(each) for each in node.items] if node is not None else None
