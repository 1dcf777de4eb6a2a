"""A version read beside another is what it is read alone: the shortcut of histories, held against the long way."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_cases import PROJECT

from generator.history.alike import know, read_beside
from generator.history.versions import TOLD, read_version, read_version_beside
from generator.model.layout import Kind, place_file
from generator.model.protocol import Protocol
from generator.reading.decode import INVALID, Document, decode
from generator.reading.diagnostics import has_errors
from generator.reading.parse import read_nodes
from generator.reading.slips import MAXIMUM_FAULTS

# Lines that look like keys, open what is not closed, or change how the lines after them are read.
TRAPS = (
    '  "s1":',
    "  s2: {kind: remark, answered: no, text: {kk: a}}",
    '  "s1":\n    kind: complaint\n    text: {kk: "aryz", ru: "complaint"}\n    answered: no',
    "  ? s3",
    "? held",
    'kept: "open',
    'closed"',
    '    text: {kk: "open',
    '  s2:\n    closed", ru: "x"}',
    "    text: |",
    "    text: >-",
    "  # text: |",
    "# note: >",
    "",
    "   ",
    "submissions: []",
    "submissions:",
    "decisions: {}",
    "place: {kk: a, ru: b}",
    "participants: 5",
    "awards: []",
    "---",
    "...",
    "meetings:",
    '  "012":',
    "\tkey: value",
    "    capacity: 90",
    "    note: {kk: a}",
    "  - item",
    "- item",
    "}",
    "]",
    "'",
    '"',
)
edits = st.lists(
    st.tuples(
        st.sampled_from(["cut", "twice", "trap", "join", "indent", "swap", "replace"]),
        st.integers(0, 400),
        st.integers(0, 400),
        st.sampled_from(TRAPS),
    ),
    max_size=4,
)


@cache
def _files() -> list[tuple[Kind, str]]:
    """The files of the case project whose past is told: kind and text."""
    paths = (path for top in ("content", "schedules") for path in sorted((PROJECT / top).rglob("*.yaml")))
    placed = ((place_file(path.relative_to(PROJECT).as_posix()), path) for path in paths)
    return [(each.kind, path.read_text(encoding="utf-8")) for each, path in placed if each.kind in TOLD]


def _edit(text: str, several: list[tuple[str, int, int, str]]) -> str:
    for act, first, second, trap in several:
        lines = text.split("\n")
        one, other = first % len(lines), second % len(lines)
        if act == "cut":
            del lines[one : one + 1 + other % 5]
        elif act == "twice":
            lines[other:other] = lines[one : one + 1 + other % 5]
        elif act == "trap":
            lines[one:one] = trap.split("\n")
        elif act == "join":
            lines[one : one + 2] = ["".join(lines[one : one + 2])]
        elif act == "indent":
            lines[one] = f" {lines[one]}" if other % 2 else lines[one][1:]
        elif act == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        else:
            lines[one] = lines[one].replace('"', trap[:1], 1 + other % 2)
        text = "\n".join(lines)
    return text


def _read_alone(kind: Kind, text: str) -> Any:
    """The record of a text without an error, else nothing."""
    root, faults = read_nodes(text, "")
    document = Document("")
    record: Any = decode(kind, root, document) if root is not None else INVALID
    return None if record is INVALID or has_errors((*faults, *document.diagnostics)) else record


@settings(max_examples=400, deadline=None)
@given(number=st.integers(0, 1000), before=edits, after=edits)
def test_what_is_read_beside_another_is_what_is_read_alone(
    number: int, before: list[tuple[str, int, int, str]], after: list[tuple[str, int, int, str]]
) -> None:
    kind, text = _files()[number % len(_files())]
    text = _edit(text, before)
    record = _read_alone(kind, text)
    known = know(record, text) if record is not None else None
    if known is None:
        return
    edited = _edit(text, after)
    found, alone = read_beside(kind, edited, known), _read_alone(kind, edited)
    if found is not None:
        assert repr(found.record) == repr(alone)
    told, lone = read_version_beside(kind, edited.encode(), known)[0], read_version(kind, edited.encode())
    assert (told is None) is (lone is None)
    if told is not None and lone is not None:
        assert (told.faint, told.broken) == (lone.faint, lone.broken)
        assert [(key, each()) for key, each in told.entries.items()] == [
            (key, each()) for key, each in lone.entries.items()
        ]


PROTOCOL = """\
held: {starts: 2026-11-24 18:30, ends: 2026-11-24 19:10}
drawn_up: 2026-11-24
participants: 54
decisions:
  "d1":
    text: {kk: "Sham ornatu.", ru: "A lamp."}
  "d2":
    text: {kk: "Beket qoiu.", ru: "A post."}
submissions:
  "s1":
    kind: complaint
    text: {kk: "Zharyq zhoq.", ru: "No light."}
    answered: no
published: 2026-11-25
"""


def _beside(edited: str, text: str = PROTOCOL) -> Any:
    """The record of an edited protocol by the shortcut, absent where it is not taken."""
    known = know(_read_alone(Protocol, text), text)
    found = read_beside(Protocol, edited, known) if known is not None else None
    return found.record if found is not None else None


def test_only_what_differs_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def note(text: str, file: str) -> Any:
        parsed.append(text)
        return read_nodes(text, file)

    monkeypatch.setattr("generator.history.alike.read_nodes", note)
    edited = PROTOCOL.replace("answered: no", "answered: fully").replace("54", "55")
    assert _beside(edited) == _read_alone(Protocol, edited)
    assert parsed == [
        edited[: edited.index("decisions")] + edited[edited.index("submissions") : edited.index("published")]
    ]


def test_entries_keep_the_order_they_are_written_in() -> None:
    head, first, second, tail = re.split(r'(?m)^(?=  "d|submissions)', PROTOCOL)
    assert list(_beside(head + second + first + tail).decisions) == ["d2", "d1"]


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        (PROTOCOL, PROTOCOL + 'place: {kk: "a", ru: "b"\n'),
        (PROTOCOL, PROTOCOL.replace("participants: 54", "participants: many")),
        (PROTOCOL, PROTOCOL + "participants: 54\n"),
        (PROTOCOL, PROTOCOL.removesuffix("\n")),
        (PROTOCOL, PROTOCOL.replace("\n", "\r\n")),
        (PROTOCOL, PROTOCOL.replace("decisions:\n", "decisions:\n# text: |\n")),
        (PROTOCOL, PROTOCOL.replace('  "d2":', '  "d1":')),
        (PROTOCOL, "---\n" + PROTOCOL),
        ("---\n" + PROTOCOL, PROTOCOL),
        (PROTOCOL + "awards: []\n", PROTOCOL),
    ],
    ids=[
        "torn", "wrong value", "key twice", "no last line end", "other line ends", "comment", "entry twice",
        "document", "known document", "known default",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_read_whole(text: str, edited: str) -> None:
    assert _beside(edited, text) is None


def test_a_field_inside_of_a_quoted_text_is_no_field() -> None:
    published = "published: 2026-11-25\n"
    torn = PROTOCOL.replace(published, "").replace('"No light."', f'"No\n{published}  light."')
    assert _read_alone(Protocol, torn) is not None
    assert know(_read_alone(Protocol, torn), torn) is None
    assert _beside(torn) is None


def test_an_entry_inside_of_a_quoted_text_is_no_entry() -> None:
    torn = PROTOCOL.replace('"A lamp."', '"A\n  d3: lamp."')
    assert _read_alone(Protocol, torn) is not None
    assert know(_read_alone(Protocol, torn), torn) is None
    assert _beside(torn) is None


def test_so_many_warnings_that_they_are_an_error_are_counted_in_what_was_left_out() -> None:
    rows = [f'  "w{number}":\n    text: {{kk: "Sham."}}\n' for number in range(MAXIMUM_FAULTS + 1)]
    most = PROTOCOL.replace("submissions:\n", "".join((*rows[1:], "submissions:\n")))
    more = PROTOCOL.replace("submissions:\n", "".join((*rows, "submissions:\n")))
    assert _read_alone(Protocol, most) is not None
    assert _read_alone(Protocol, more) is None
    assert _beside(more, most) is None
