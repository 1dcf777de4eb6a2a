"""Text -> positioned nodes, through ruamel.yaml's events; hostile or broken text gives diagnostics, never a crash.

The C parser (libyaml, the extra `oldlibyaml`) is used where it is installed, the pure one elsewhere. A parser
stops at its first fault; so that an editor sees all of them, the usual slips are found and mended beforehand,
line by line, in `slips`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from generator.reading.diagnostics import Diagnostic
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.slips import mend_slips

try:
    from _ruamel_yaml import CParser  # type: ignore[import-not-found,unused-ignore]
except ImportError:  # pragma: no cover - exercised by the test that hides the extension
    CParser = None

MAXIMUM_DEPTH = 32
MAXIMUM_BYTES = 1024 * 1024

_COLON_INSIDE = re.compile(r"(?<=[^\s\"'{\[,]):(?=[^\s,}\]])")
_STAND_IN = "\ue000"

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
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def pure_events(text: str) -> Iterator[Any]:
    """Events of the pure Python parser."""
    yield from YAML(typ="safe", pure=True).parse(text)


default_events: Events = c_events if CParser is not None else pure_events


def read_nodes(text: str, file: str, events: Events = default_events) -> tuple[Node | None, list[Diagnostic]]:
    """The node tree of one YAML document and every fault of its syntax; no tree when nothing can be read."""
    mended, diagnostics = mend_slips(text, file)
    try:
        root = _Builder(events(_hide_colons(mended))).build()
    except _Refused as refused:
        found = _diagnostic(refused.code, file, refused.mark, refused.values)
    except MarkedYAMLError as error:
        found = _explain(error, mended, file)
    except ReaderError:
        found = Diagnostic("E003", file)
    except RecursionError:
        found = Diagnostic("E110", file, values={"limit": str(MAXIMUM_DEPTH)})
    else:
        return root, diagnostics
    if not any(d.line == found.line for d in diagnostics):
        diagnostics.append(found)
    return None, diagnostics


def _hide_colons(text: str) -> str:
    """Colons inside a value on lines with brackets (`{opens: 17:00}`), which libyaml takes for a fault, by a stand-in.

    The stand-in is as wide as a colon, so columns stay true; `mend_slips` lets no private-use character in.
    """
    lines = text.split("\n")
    return "\n".join(
        _COLON_INSIDE.sub(_STAND_IN, line) if "{" in line or "[" in line or "}" in line or "]" in line else line
        for line in lines
    )


class _Builder:
    """Builds nodes from events; keeps what YAML allows and Esep refuses out."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events

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
        _refuse_extras(event)
        mark = event.start_mark
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return Scalar(event.value.replace(_STAND_IN, ":"), mark.line + 1, mark.column + 1, quoted=event.style in ("'", '"'))
        if depth > MAXIMUM_DEPTH:
            raise _Refused("E110", mark, limit=str(MAXIMUM_DEPTH))
        if kind == "SequenceStartEvent":
            return self._sequence(Sequence(mark.line + 1, mark.column + 1), depth)
        return self._mapping(Mapping(mark.line + 1, mark.column + 1), depth)

    def _sequence(self, sequence: Sequence, depth: int) -> Sequence:
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            sequence.items.append(self._node(event, depth + 1))
        return sequence

    def _mapping(self, mapping: Mapping, depth: int) -> Mapping:
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused("E117", event.start_mark)
            value = self._node(next(self._events), depth + 1)
            if key.text in mapping.entries:
                mapping.repeated.append(key)
            else:
                mapping.entries[key.text] = (key, value)
        return mapping


def _refuse_extras(event: Any) -> None:
    """Anchors, aliases and tags are refused: what is written must be what is meant."""
    kind = type(event).__name__
    if kind == "AliasEvent":
        raise _Refused("E107", event.start_mark, found=f"*{event.anchor}")
    if getattr(event, "anchor", None) is not None:
        raise _Refused("E106", event.start_mark, found=f"&{event.anchor}")
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise _Refused("E108", event.start_mark, found=str(tag))


_EXPLANATIONS: tuple[tuple[str, str], ...] = (
    ("quoted scalar", "E104"),
    ("could not find expected ':'", "E114"),
    ("cannot start any token", "E112"),
    ("flow sequence", "E111"),
    ("flow mapping", "E111"),
    ("mapping values are not allowed", "E113"),
    ("while parsing a block", "E102"),
    ("expected <document start>", "E116"),
    ("expected '<document start>'", "E116"),
    ("anchor", "E106"),
    ("alias", "E107"),
    ("tag", "E108"),
)


def _explain(error: MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """The parser's complaint in the words of an editor's mistake."""
    complaint = f"{error.context or ''} {error.problem or ''}"
    code = next((code for words, code in _EXPLANATIONS if words in complaint), "E115")
    mark = error.problem_mark or error.context_mark
    if code in ("E104", "E111", "E114") and error.context_mark is not None:
        mark = error.context_mark
    line = _line(text, mark)
    if code == "E102" and _is_after_quote(line, mark):
        code = "E116"
    if code == "E113" and mark is not None and not line[: mark.column].strip().rstrip(":").count(":"):
        code = "E102"
        return Diagnostic(
            code, file, mark.line + 1, len(line) - len(line.lstrip()) + 1, {"found": line.strip()[:80]}
        )
    return _diagnostic(code, file, mark, {"found": line.strip()[:80]})


def _is_after_quote(line: str, mark: Any) -> bool:
    """Whether the place is inside a line, behind a text in quotes: the quotes ended too early."""
    before = line[: mark.column] if mark is not None else ""
    return before.rstrip().endswith(("'", '"'))


def _line(text: str, mark: Any) -> str:
    lines = text.splitlines()
    return lines[mark.line] if mark is not None and mark.line < len(lines) else ""


def _diagnostic(code: str, file: str, mark: Any, values: dict[str, str]) -> Diagnostic:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Diagnostic(code, file, line, column, values)
