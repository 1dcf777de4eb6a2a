"""The privacy gate: what is personal is found, what only looks so is let be, and nothing found is ever repeated."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, run_esep
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from reading_cases import CASES, build, report
from ruamel.yaml import YAML

from generator.editing.reports import REPORTS
from generator.model.layout import FOLDERS
from generator.model.project import read_project
from generator.privacy.allowances import ALLOWANCES_FILE
from generator.privacy.gate import find_personal, find_sightings
from generator.privacy.kinds import CODES, UNCERTAIN_NUMBER, UNUSED, Kind
from generator.privacy.known import Known
from generator.privacy.numbers import is_personal_number
from generator.privacy.patterns import hint, marks, read_patterns
from generator.privacy.sift import sift
from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.files import find_files, read_file
from generator.reading.messages import LANGUAGES
from generator.reading.nodes import Node
from generator.reading.parse import read_nodes


def read_case(name: str) -> dict[str, Any]:
    case: dict[str, Any] = YAML(typ="safe").load(
        (CASES / "privacy" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return case


PROTOCOL = "content/protocols/almaty/alatau/2026-q3/012.yaml"
QUOTED = re.compile(read_case("secrets")["quoted"])
SEPARATORS = ["", " ", "-", "\u00a0", "\u2009", "\u202f", "\u2011", "\u2013", " - ", "  "]
WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def texts(part: str) -> list[tuple[Kind, str]]:
    return [(kind, text) for kind in Kind for text in read_case(kind.value)[part]]


def nodes(text: str) -> Node:
    node, diagnostics = read_nodes(text, "a.yaml")
    assert node is not None, diagnostics
    return node


def kinds_in(text: str) -> list[str]:
    """What the gate finds in a citizen's text."""
    node = nodes(f"submissions: {{s1: {{text: {{kk: {json.dumps(text, ensure_ascii=False)}}}}}}}\n")
    return [each.values["kind"] for each in find_personal(PROTOCOL, node)]


def check_digit(eleven: str) -> str | None:
    """The twelfth digit as the order reads, written apart from the code; nothing for numbers never issued."""
    for weights in WEIGHTS:
        rest = sum(weight * int(digit) for weight, digit in zip(weights, eleven, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return None


def codes(diagnostics: Iterator[Diagnostic]) -> list[str]:
    return [f"{each.code} {each.values['place']}" for each in diagnostics]


@pytest.mark.parametrize(("kind", "text"), texts("found"))
def test_what_is_personal_is_found_in_every_written_form(kind: Kind, text: str) -> None:
    assert kinds_in(text) == [kind.value]


@pytest.mark.parametrize(("kind", "text"), texts("passed"))
def test_what_only_looks_so_is_let_be(kind: Kind, text: str) -> None:
    assert kinds_in(text) == [], kind


@pytest.mark.parametrize("row", read_case("where")["rows"], ids=lambda row: row["about"])
def test_what_may_be_said_depends_on_the_place(row: dict[str, Any]) -> None:
    known = Known()
    if "registry" in row:
        known.add(nodes(row["registry"]))
    assert sorted(codes(find_personal(row["file"], nodes(row["text"]), known))) == sorted(row["expect"])


@given(st.integers(0, 99), st.integers(13, 99), st.text("0123456789", min_size=7, max_size=7), st.data())
def test_a_personal_number_is_found_in_any_spacing_and_between_any_text(
    year: int, month: int, rest: str, data: st.DataObject
) -> None:
    """The month is above 12, so that no number made here can belong to a person."""
    eleven = f"{year:02}{month:02}{rest}"
    last = check_digit(eleven)
    assume(last is not None)
    number = eleven + str(last)
    assert is_personal_number(number)
    separators = [*data.draw(st.lists(st.sampled_from(SEPARATORS), min_size=11, max_size=11)), ""]
    spaced = "".join(digit + separator for digit, separator in zip(number, separators, strict=True))
    assume(not re.search(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)", spaced))
    letters = st.text("\u0430\u04d9\u0496, .:;\u00ab(\n")
    before, after = data.draw(letters), data.draw(letters)
    found = find_sightings(before + spaced + after, frozenset({Kind.PERSONAL_NUMBER}), Known())
    assert [(start, end) for *_, start, end in found] == [(len(before), len(before) + len(spaced))]


@given(st.sampled_from(["0002310000", "0302300000"]), st.integers(0, 9))
def test_a_date_of_birth_makes_a_number_certain_even_where_it_reads_as_money_or_a_date(
    born: str, serial: int
) -> None:
    """The 31st and the 30th of February: dates nobody was born on."""
    last = check_digit(f"{born}{serial}")
    assume(last is not None)
    for after in ("", " \u0442\u0435\u04a3\u0433\u0435"):
        found = find_sightings(f"{born}{serial}{last}{after}", frozenset(Kind), Known())
        assert [code for _, code, *_ in found] == [CODES[Kind.PERSONAL_NUMBER]]


@given(st.text("0123456789", min_size=12, max_size=12), st.sampled_from(SEPARATORS))
def test_twelve_digits_without_the_check_digit_are_no_personal_number(number: str, separator: str) -> None:
    assume(check_digit(number[:11]) != number[11])
    text = f"{number[:4]}{separator}{number[4:]}"
    assert not list(find_sightings(text, frozenset({Kind.PERSONAL_NUMBER}), Known()))


@given(st.text("0123456789", min_size=13, max_size=30))
def test_longer_runs_of_digits_are_no_personal_number(digits: str) -> None:
    assert not list(find_sightings(digits, frozenset({Kind.PERSONAL_NUMBER}), Known()))


@given(
    st.sampled_from(["701", "705", "747", "771", "778", "727", "717"]),
    st.text("0123456789", min_size=7, max_size=7),
    st.sampled_from(
        [
            "+7 {0} {1}{2}{3}",
            "8 ({0}) {1}-{2}-{3}",
            "8{0}{1}{2}{3}",
            "+7({0}){1} {2} {3}",
            "8-{0}-{1}-{2}-{3}",
        ]
    ),
)
def test_a_phone_is_found_in_any_written_form(code: str, rest: str, form: str) -> None:
    text = form.format(code, rest[:3], rest[3:5], rest[5:])
    assert [kind for kind, *_ in find_sightings(text, frozenset({Kind.PHONE}), Known())] == [Kind.PHONE]


@given(st.text(max_size=300))
@example("@" * 300)
@example("\u0410. " * 100)
def test_any_text_is_judged_and_every_place_lies_inside_it(text: str) -> None:
    for _, _, start, end in find_sightings(text, frozenset(Kind), Known()):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", read_case("hostile")["pieces"], ids=repr)
def test_the_cost_of_a_text_grows_with_its_length_only(piece: str) -> None:
    """Thirty-two times the text costs about thirty-two times the time; a catastrophe would cost a thousand."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begun = time.perf_counter()
        for _ in find_sightings(text, frozenset(Kind), Known()):
            pass
        return time.perf_counter() - begun

    seconds(1_000)
    short = min(seconds(4_000) for _ in range(3))
    assert seconds(128_000) < 32 * 5 * short + 0.5


def test_the_shipped_content_names_nobody() -> None:
    known = Known()
    for folder in FOLDERS:
        for file in find_files(ROOT, folder):
            node, _ = read_file(ROOT, file)
            if node is None:
                continue
            if folder == FOLDERS[0]:
                known.add(node)
            assert not [each for each in find_personal(file, node, known) if each.severity is Severity.ERROR]


def with_secrets(tmp_path: Path) -> Path:
    """The small valid project, its protocol full of personal data, some of it where other checks would quote it."""
    return build(tmp_path / "project", read_case("secrets"))


def without_checksums(report: str) -> str:
    """A report without its fingerprints, whose digits mean nothing."""
    return re.sub(r'"fingerprint": "[0-9a-f]{64}"', "", report)


def test_what_was_found_is_never_repeated_in_any_report(tmp_path: Path) -> None:
    """Nor do other checks quote it, such as the one of a wrong date or an unknown word."""
    project = read_project(with_secrets(tmp_path))
    found = {each.code for each in project.diagnostics}
    assert {"E602", "E603", "E604", "E605", "E606", "E607", "E208", "E303"} <= found
    for render in REPORTS.values():
        for language in LANGUAGES:
            assert not QUOTED.search(without_checksums(render(project.diagnostics, language)))


def test_the_command_stops_a_commit_without_repeating_what_it_found(tmp_path: Path) -> None:
    for form in REPORTS:
        done = run_esep(
            "check", "--root", str(with_secrets(tmp_path / form)), "--language", "en", "--format", form
        )
        assert done.returncode == 1
        assert "E603" in done.stdout
        assert not QUOTED.search(without_checksums(done.stdout) + done.stderr)


@pytest.mark.parametrize("case", read_case("allowances")["cases"], ids=lambda case: case["about"])
def test_a_false_alarm_passes_with_a_reason(case: dict[str, Any], tmp_path: Path) -> None:
    files = {ALLOWANCES_FILE: case["allowed"]} if "allowed" in case else {}
    project = read_project(build(tmp_path / "project", {"files": files, "edit": case["edit"]}))
    assert [f"{each.file}:{each.line}:{each.column} {each.code}" for each in project.diagnostics] == case[
        "expect"
    ]


@pytest.mark.parametrize("case", read_case("reports")["cases"], ids=lambda case: case["about"])
def test_the_editor_reads_where_and_why_and_what_to_do(case: dict[str, Any], tmp_path: Path) -> None:
    project = read_project(build(tmp_path / "project", case))
    for language in LANGUAGES:
        assert report(project.diagnostics, language) == case["expect"][language]


def test_every_code_of_the_gate_has_a_report_word_for_word() -> None:
    said = "".join(case["expect"]["en"] for case in read_case("reports")["cases"])
    assert set(re.findall(r"\b([EW]6\d\d): ", said)) == {*CODES.values(), UNCERTAIN_NUMBER, UNUSED}


def test_a_file_with_very_many_findings_shows_the_first_ones(tmp_path: Path) -> None:
    many = {
        PROTOCOL: {
            "text": "  n{number}: {kind: remark, answered: fully, text: {kk: '8 701 000 00 10', ru: x}}\n",
            "times": 300,
        }
    }
    root = build(tmp_path / "project", {"repeat": many})
    found = [each.code for each in read_project(root).diagnostics]
    assert found.count("E603") == 200
    assert found.count("E118") == 1


def test_the_commit_hook_runs_the_same_check() -> None:
    hook = YAML(typ="safe").load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0][
        "hooks"
    ][0]
    assert hook["entry"].endswith("esep check")
    assert hook["language"] == "system"
    for file in ("content/registry/almaty.yaml", PROTOCOL, "schedules/a/b/2026.yaml", ALLOWANCES_FILE):
        assert re.search(hook["files"], file)


def test_the_guide_tells_every_kind_and_code() -> None:
    guide = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    for word in (*Kind, *CODES.values(), UNCERTAIN_NUMBER, UNUSED, ALLOWANCES_FILE):
        assert str(word) in guide


@pytest.mark.parametrize("kind", [Kind.PLATE, Kind.FLAT, Kind.BIRTH_DATE, Kind.DOCUMENT])
@given(data=st.data())
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_no_text_that_a_pattern_matches_is_without_the_hint(kind: Kind, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(marks(kind)))
    text = data.draw(st.from_regex(pattern))
    assert hint(kind).search(text) is not None


PIECES = st.sampled_from(
    [word for part in ("found", "passed") for _, text in texts(part) for word in text.split()]
)
NAMES = st.sampled_from(read_patterns()["name"]["given"].title().split()) | st.sampled_from(
    read_case("sieve")["names"]
)
BESIDE = st.sampled_from(read_case("sieve")["initials"]) | st.sampled_from(
    [
        word
        for name in ("person", "honorific")
        for word in re.findall(r"[^\W_][\w-]*", read_patterns()["name"][name])
    ]
)
JOINTS = st.sampled_from([" ", " ", "", "-", ". ", ".", "\n", "\u00a0", "  ", "   ", " - ", ", ", "_"])
PHRASES = st.one_of(
    st.tuples(PIECES, JOINTS, PIECES, JOINTS),
    st.tuples(NAMES, JOINTS, BESIDE, JOINTS),
    st.tuples(BESIDE, JOINTS, NAMES, JOINTS),
    st.tuples(NAMES, JOINTS, NAMES, JOINTS),
).map("".join)
WHOLE = st.one_of(
    st.sampled_from([text for _, text in texts("found")]), st.lists(PHRASES, max_size=2).map("".join)
)
FORMS = st.sampled_from(["NFC", "NFD"])
TEXTS = st.builds(unicodedata.normalize, FORMS, WHOLE)


@given(several=st.lists(TEXTS, max_size=8), unbroken=st.booleans())
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_text_in_which_something_is_found_passes_the_sieve(several: list[str], *, unbroken: bool) -> None:
    """All texts of a file are sifted at once, and only the suspects are looked at: no other may hold anything."""
    for kinds in (frozenset(Kind), *(frozenset({kind}) for kind in Kind)):
        alone = [
            number
            for number, text in enumerate(several)
            if any(find_sightings(unicodedata.normalize("NFC", text), kinds, Known(), unbroken=unbroken))
        ]
        assert set(alone) <= set(sift(several, kinds, unbroken=unbroken))


@pytest.mark.parametrize("piece", read_case("hostile")["pieces"], ids=repr)
def test_the_cost_of_the_sieve_grows_with_the_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begun = time.perf_counter()
        sift([text], frozenset(Kind), unbroken=False)
        return time.perf_counter() - begun

    seconds(1_000)
    short = min(seconds(4_000) for _ in range(3))
    assert seconds(128_000) < 32 * 5 * short + 0.5
