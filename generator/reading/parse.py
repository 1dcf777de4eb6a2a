"""Text -> positioned nodes, through ruamel.yaml's events; hostile or broken text gives diagnostics, never a crash.

The C parser (libyaml, the extra `oldlibyaml`) is used where it is installed, the pure one elsewhere. A parser
stops at its first fault; so that an editor sees all of them, the usual slips are found and mended beforehand,
line by line, in `slips`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from generator.reading.diagnostics import Diagnostic
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.slips import Mended, mend_slips

try:
    from _ruamel_yaml import CParser  # type: ignore[import-not-found,unused-ignore]
except ImportError:  # pragma: no cover - exercised by the test that hides the extension
    CParser = None

MAXIMUM_DEPTH = 32
MAXIMUM_BYTES = 1024 * 1024

_COLON_INSIDE = re.compile(r":(?<=[^\s\"'{\[,]:)(?=[^\s,}\]])")
_BRACKET = re.compile(r"[\[\]{}]")
_STAND_IN = "\ue000"
_QUOTES = ("'", '"')

Events = Callable[[str], Iterator[Any]]


class _Refused(Exception):
    """Reading this file cannot go on: what is wrong and where (from 0)."""

    def __init__(self, code: str, mark: Any, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.mark = mark
        self.values = values


def c_events(text: str) -> Iterator[Any]:
    """Events of the C parser."""
    return iter(CParser(text).get_event, None)


def pure_events(text: str) -> Iterator[Any]:
    """Events of the pure Python parser."""
    yield from YAML(typ="safe", pure=True).parse(text)


default_events: Events = c_events if CParser is not None else pure_events


def read_nodes(text: str, file: str, events: Events = default_events) -> tuple[Node | None, list[Diagnostic]]:
    """The node tree of one YAML document and every fault of its syntax; no tree when nothing can be read."""
    mended = mend_slips(text, file)
    diagnostics = mended.diagnostics
    try:
        root = _Builder(events(hide_colons(mended.text)), mended).build()
    except _Refused as refused:
        found = _diagnostic(refused.code, mended, refused.mark, refused.values)
    except MarkedYAMLError as error:
        found = _explain(error, mended)
    except ReaderError:
        found = Diagnostic("E003", file)
    except RecursionError:
        found = Diagnostic("E110", file, values={"limit": str(MAXIMUM_DEPTH)})
    else:
        return root, diagnostics
    if not any(d.line == found.line for d in diagnostics):
        diagnostics.append(found)
    return None, diagnostics


def hide_colons(text: str) -> str:
    """Colons inside a value on lines with brackets (`{opens: 17:00}`), which libyaml takes for a fault, by a stand-in.

    The stand-in is as wide as a colon, so columns stay true; `mend_slips` lets no private-use character in.
    """
    parts: list[str] = []
    kept = end = 0
    for colon in _COLON_INSIDE.finditer(text):
        if colon.start() < end:
            continue
        start = text.rfind("\n", 0, colon.start()) + 1
        end = text.find("\n", colon.end())
        end = len(text) if end < 0 else end
        if _BRACKET.search(text, start, end):
            parts += text[kept:start], _COLON_INSIDE.sub(_STAND_IN, text[start:end])
            kept = end
    return "".join((*parts, text[kept:]))


class _Builder:
    """Builds nodes from events; keeps what YAML allows and Esep refuses out."""

    def __init__(self, events: Iterator[Any], mended: Mended) -> None:
        self._events = events
        self._place = mended.place

    def build(self) -> Node | None:
        """The root node; absent for an empty file."""
        root: Node | None = None
        documents = 0
        for event in self._events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise _Refused("E109", event.start_mark)
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                root = self._node(event, 1)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent or event.anchor is not None or event.ctag is not None:
            _refuse_extra(event)
        mark = event.start_mark
        if depth > MAXIMUM_DEPTH:
            raise _Refused("E110", mark, limit=str(MAXIMUM_DEPTH))
        line, column = self._place(mark.line, mark.column)
        if kind is SequenceStartEvent:
            return self._sequence(Sequence(line, column), depth + 1)
        return self._mapping(Mapping(line, column), depth + 1)

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.ctag is not None:
            _refuse_extra(event)
        mark, text = event.start_mark, event.value
        if _STAND_IN in text:
            text = text.replace(_STAND_IN, ":")
        line, column = self._place(mark.line, mark.column)
        return Scalar(text, line, column, quoted=event.style in _QUOTES)

    def _sequence(self, sequence: Sequence, depth: int) -> Sequence:
        for event in self._events:
            if type(event) is SequenceEndEvent:
                break
            sequence.items.append(self._node(event, depth))
        return sequence

    def _mapping(self, mapping: Mapping, depth: int) -> Mapping:
        entries = mapping.entries
        for event in self._events:
            if type(event) is MappingEndEvent:
                break
            key = self._node(event, depth)
            if not isinstance(key, Scalar):
                raise _Refused("E117", event.start_mark)
            value = self._node(next(self._events), depth)
            if key.text in entries:
                mapping.repeated.append(key)
            else:
                entries[key.text] = (key, value)
        return mapping


def _refuse_extra(event: Any) -> NoReturn:
    """Anchors, aliases and tags are refused: what is written must be what is meant."""
    if type(event) is AliasEvent:
        raise _Refused("E107", event.start_mark, found=f"*{event.anchor}")
    if event.anchor is not None:
        raise _Refused("E106", event.start_mark, found=f"&{event.anchor}")
    raise _Refused("E108", event.start_mark, found=str(event.tag).replace("tag:yaml.org,2002:", "!!"))


_EXPLANATIONS: tuple[tuple[str, str], ...] = (
    ("quoted scalar", "E104"),
    ("could not find expected ':'", "E114"),
    ("cannot start any token", "E112"),
    ("flow sequence", "E111"),
    ("flow mapping", "E111"),
    ("flow node", "E111"),
    ("mapping values are not allowed", "E113"),
    ("while parsing a block", "E102"),
    ("expected <document start>", "E116"),
    ("expected '<document start>'", "E116"),
    ("anchor", "E106"),
    ("alias", "E107"),
    ("tag", "E108"),
)


def _explain(error: MarkedYAMLError, mended: Mended) -> Diagnostic:
    """The parser's complaint in the words of an editor's mistake."""
    complaint = f"{error.context or ''} {error.problem or ''}"
    code = next((code for words, code in _EXPLANATIONS if words in complaint), "E115")
    lines = mended.text.split("\n")
    stopped = _last_place(lines, error.problem_mark or error.context_mark)
    begun = _last_place(lines, error.context_mark or error.problem_mark)
    number, column = begun if code in ("E104", "E111", "E114") else stopped
    before = lines[stopped[0]][: stopped[1]].strip()
    if code in ("E102", "E111") and before.endswith(("'", '"')):
        code, (number, column) = "E116", stopped
    elif code == "E102" and before:
        code = "E115"
    elif code == "E113" and ":" not in before.rstrip(":"):
        code, column = "E102", _indent(lines[number])
    return Diagnostic(code, mended.file, *mended.place(number, column), {"found": lines[number].strip()[:80]})


def _last_place(lines: list[str], mark: Any) -> tuple[int, int]:
    """Line and column (from 0) of a mark; the last line with anything on it, where the mark is behind them all."""
    if mark is not None and mark.line < len(lines) and any(each.strip() for each in lines[mark.line :]):
        return mark.line, min(mark.column, len(lines[mark.line]))
    number = next((index for index in range(len(lines) - 1, 0, -1) if lines[index].strip()), 0)
    return number, _indent(lines[number])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _diagnostic(code: str, mended: Mended, mark: Any, values: dict[str, str]) -> Diagnostic:
    return Diagnostic(code, mended.file, *mended.place(mark.line, mark.column), values)
