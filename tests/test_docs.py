"""What the guides tell editors to copy is read without a fault, and both guides give the same."""

from __future__ import annotations

import re
from textwrap import dedent, indent

import pytest
from conftest import ROOT

from generator.model.protocol import Protocol
from generator.model.registry import Precinct
from generator.model.schedule import Schedule
from generator.reading.decode import INVALID, Document, decode
from generator.reading.parse import read_nodes

SAMPLE = re.compile(r"<!-- sample: (\w+) -->\n```yaml\n(.*?)```", re.DOTALL)


def samples(language: str) -> dict[str, str]:
    guide = (ROOT / "docs" / f"editors.{language}.md").read_text(encoding="utf-8")
    return dict(SAMPLE.findall(guide))


def faults(kind: type[Schedule | Protocol | Precinct], text: str) -> list[object]:
    node, diagnostics = read_nodes(text, "sample.yaml")
    document = Document("sample.yaml")
    assert node is not None, diagnostics
    record = decode(kind, node, document)
    return [*diagnostics, *document.diagnostics, *(["not read"] if record is INVALID else [])]


def whole(name: str, found: dict[str, str]) -> tuple[type[Schedule | Protocol | Precinct], str]:
    """The file an editor has after copying one sample into its place."""
    schedule, meeting, protocol = found["schedule"], found["meeting"], found["protocol"]
    match name:
        case "schedule" | "meeting":
            return Schedule, schedule + meeting
        case "moved":
            lines = [
                line for line in meeting.splitlines() if not re.match(r"    (starts|ends|status):", line)
            ]
            return Schedule, schedule + "\n".join(lines) + "\n" + found[name]
        case "cancelled":
            return Schedule, schedule + meeting.replace("    status: planned\n", "") + found[name]
        case "protocol":
            return Protocol, protocol
        case "closed":
            course = "      registered: 2026-11-26\n" + found[name]
            return Protocol, _with_submission(protocol, "    follow_up:\n" + course)
        case "redirected":
            return Protocol, _with_submission(protocol, found[name])
        case "officers":
            return Precinct, 'number: "12"\nstation: s1\nstreets: []\n' + found[name]
    raise AssertionError(f"no place is known for the sample {name}")


def _with_submission(protocol: str, more: str) -> str:
    head = protocol[: protocol.index("submissions:")]
    submission = (
        'submissions:\n  s9:\n    kind: complaint\n    answered: partly\n    text: {kk: "X", ru: "X"}\n'
    )
    return head + submission + indent(dedent(more), "    ")


@pytest.mark.parametrize("name", sorted(samples("kk")))
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_an_editor_copies_from_the_guide_is_read_without_a_fault(language: str, name: str) -> None:
    kind, text = whole(name, samples(language))
    assert faults(kind, text) == []


def test_both_guides_give_the_same_samples() -> None:
    assert samples("kk") == samples("ru")


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith(("tel:", "mailto:")):
                assert (page.parent / link).exists(), f"{page.relative_to(ROOT)}: {link}"
