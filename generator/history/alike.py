"""Reading a version of a file beside one that is known: what is the same in both is not parsed again.

A file is committed again and again with a few lines changed, and parsing is what a history costs. Here a text is cut
at its keys: at those of the file, and at those of the mappings in it (meetings, decisions, officers). What stands
letter for letter in the known text is left out of what is parsed, and its value taken from the known record.

That gives what parsing the whole gives, because every cut is one the parser makes too. In a sound file each key stands
at the beginning of a line, at the indentation of its mapping, and `_cut` takes every line that begins there for a key,
or takes no cut at all. A line that only looks like a key, inside of a quoted text, would be one too many: the keys are
those of the record, each once, so there is none. Whatever is not as plain as that is read whole, by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from typing import Any

from generator.model.layout import Kind
from generator.reading import nodes
from generator.reading.decode import INVALID, Document, decode
from generator.reading.diagnostics import has_errors
from generator.reading.parse import read_nodes
from generator.reading.slips import MAXIMUM_FAULTS

_FIELD = re.compile(r"([a-z_]+):(?: .*)?")
_NO_KEY = " #"  # what a line begins with that has no key there; an empty one is in it too
_ENTRY = re.compile(r'[ ]+("?)([a-z0-9_-]+)\1:(?: .*)?')
_BLOCK_COMMENT = re.compile(r"^ *#.*[|>]", re.MULTILINE)  # `# note: |` changes how slips are found after it


@dataclass(frozen=True, slots=True)
class _Section:
    """The text of one field.

    head: its own line, with all that follows up to the first entry.
    entries: if it is a mapping in block style, the text of each entry.
    """

    head: str
    entries: Mapping[str, str]

    def is_same(self, other: _Section | None) -> bool:
        """Whether both say the same, in the same order."""
        return self == other and other is not None and list(self.entries) == list(other.entries)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut at its keys; put together again it is the same.

    preamble: what stands before the first key.
    """

    preamble: str
    sections: Mapping[str, _Section]


@dataclass(frozen=True, slots=True)
class Known:
    """A version without an error, cut at its keys."""

    record: Any
    text: _Text


def know(record: object, text: str) -> Known | None:
    """A record with the sound text it was read from; absent where its keys are not plain to see."""
    cut = _cut(text)
    return Known(record, cut) if cut is not None and _is_certain(cut, record) else None


def read_beside(kind: Kind, text: str, known: Known) -> Known | None:
    """A version read beside a known one; absent where it has an error, or is not plain, and is to be read whole."""
    cut = _cut(text)
    if cut is None or not isinstance(known.record, kind):
        return None
    rest = _without_known(cut, known)
    read = _read(kind, rest)
    if read is None:
        return None
    record = _join(kind, cut, rest, read, known.record)
    if _warnings(text, record) >= MAXIMUM_FAULTS:  # so many are an error
        return None
    return Known(record, cut) if _is_certain(cut, record) else None


def _cut(text: str) -> _Text | None:
    """The text cut at its keys; absent where a line at their indentation is none, or one stands there twice."""
    if (
        not text.endswith("\n")
        or "\t" in text
        or "\r" in text
        or ("#" in text and _BLOCK_COMMENT.search(text))
    ):
        return None
    lines = text.split("\n")
    places: list[tuple[int, str, str]] = [(0, "", "")]
    field = ""
    width = -1  # indentation of the field's entries; 0 before the first, -1 where it has none
    for number, line in enumerate(lines):
        if line[:1] not in _NO_KEY:
            key = _FIELD.fullmatch(line)
            if key is None:
                return None
            field = key[1]
            width = 0 if line == f"{field}:" else -1
            places.append((number, field, ""))
            continue
        if width == 0 and (begin := _indentation(line)) and line[begin : begin + 1] not in _NO_KEY:
            width = begin
        if width > 0 and line[width : width + 1] not in _NO_KEY and line[:width].isspace():
            key = _ENTRY.fullmatch(line)
            if key is not None:
                places.append((number, field, key[2]))
                continue
            width = -1
            while places[-1][2]:
                places.pop()
    return _collect(lines, places)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _collect(lines: list[str], places: list[tuple[int, str, str]]) -> _Text | None:
    """The sections that begin at `places`: line, field and entry; absent where a key is repeated."""
    texts: dict[tuple[str, str], str] = {}
    ends = [number for number, _, _ in places[1:]] + [len(lines) - 1]
    for (begin, field, entry), end in zip(places, ends, strict=True):
        if (field, entry) in texts:
            return None
        texts[field, entry] = "\n".join(lines[begin:end]) + "\n" * (end > begin)
    sections: dict[str, _Section] = {}
    preamble = texts.pop(("", ""))
    for (field, entry), text in texts.items():
        if entry:
            sections[field].entries[entry] = text  # type: ignore[index]
        else:
            sections[field] = _Section(text, {})
    return _Text(preamble, sections)


def _is_certain(text: _Text, record: object) -> bool:
    """Whether every key of a sound text is one the parser found as well.

    A field that is not as it is by default was written, and where it was written its line was cut off. The same goes
    for entries: all of the record's, in its order.
    """
    defaults = _defaults(type(record))  # type: ignore[arg-type]
    for name, section in text.sections.items():
        if name not in defaults or getattr(record, name) == defaults[name]:
            return False
        value = getattr(record, name)
        if section.entries and isinstance(value, Mapping) and list(section.entries) != [*map(str, value)]:
            return False
    return True


def _without_known(text: _Text, known: Known) -> _Text:
    """The text without what the known text has too; what a record cannot do without stays."""
    rest: dict[str, _Section] = {}
    for name, section in text.sections.items():
        same = known.text.sections.get(name)
        if section.is_same(same) and name not in _required(type(known.record)):  # type: ignore[arg-type]
            continue
        if same is None or not isinstance(getattr(known.record, name), Mapping):
            rest[name] = section
            continue
        others = {key: each for key, each in section.entries.items() if same.entries.get(key) != each}
        is_emptied = section.entries and not others
        head = section.head.replace(":", ": []", 1) if is_emptied else section.head
        rest[name] = _Section(head, others)
    return _Text(text.preamble, rest)


def _read(kind: Kind, text: _Text) -> object:
    """The record of a text; absent where it has an error, or other keys than where it was cut."""
    several = text.sections.values()
    whole = "".join(
        (text.preamble, *(part for each in several for part in (each.head, *each.entries.values())))
    )
    root, faults = read_nodes(whole, "")
    document = Document("")
    record = decode(kind, root, document) if root is not None else INVALID
    if record is INVALID or has_errors((*faults, *document.diagnostics)):
        return None
    if not isinstance(root, nodes.Mapping) or list(root.entries) != list(text.sections):
        return None
    for name, section in text.sections.items():
        node = root.entries[name][1]
        if section.entries and not (
            isinstance(node, nodes.Mapping) and [*node.entries] == [*section.entries]
        ):
            return None
    return record


def _join(kind: Kind, text: _Text, rest: _Text, read: object, known: object) -> Any:
    """The record of the whole text: what was read of it, and of what was left out the known values."""
    values: dict[str, Any] = {}
    for name, section in text.sections.items():
        if name not in rest.sections:
            values[name] = getattr(known, name)
            continue
        values[name] = getattr(read, name)
        left = section.entries.keys() - rest.sections[name].entries.keys()
        if left:
            rank = {key: number for number, key in enumerate(section.entries)}
            taken = {key: value for key, value in getattr(known, name).items() if key in left}
            together = {**taken, **values[name]}
            values[name] = {key: together[key] for key in sorted(together, key=rank.__getitem__)}
    return kind(**values)


def _warnings(text: str, record: object) -> int:
    """No fewer than the warnings of a record: texts of which one language is missing."""
    most = text.count("kk:") + text.count("ru:")
    return most if most < MAXIMUM_FAULTS else repr(record).count("=''")


@cache
def _defaults(kind: Callable[..., Any]) -> Mapping[str, object]:
    """What each field is when it is not written; of those that must be, a value nothing is equal to."""
    return {each.name: _default(each) for each in fields(kind)}  # type: ignore[arg-type]


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


@cache
def _required(kind: Callable[..., Any]) -> frozenset[str]:
    return frozenset(name for name, default in _defaults(kind).items() if default is MISSING)
