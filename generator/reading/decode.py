"""Nodes -> records: a frozen dataclass's annotations are the schema of what an editor writes.

`decode(record, node, document)` returns the record, or `INVALID` when something it needs cannot be read; every fault is
added to the `Document`, none stops the reading. Decoders are made once per type and kept.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import types
import typing
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from generator.reading.diagnostics import Diagnostic
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.scalars import BadValue, read_date, read_moment, read_text, read_yes_no

Record = TypeVar("Record")
LANGUAGES = ("kk", "ru")
_KEY = re.compile(r"[a-z_]+")


class _Invalid:
    """The type of `INVALID`."""


INVALID = _Invalid()


@dataclass(slots=True)
class Document:
    """What is learned while one file is decoded.

    file: path from the project's root.
    diagnostics: the faults found, in the order of reading.
    broken: keys of entries that could not be read; a reference to one of them is not a second fault.
    """

    file: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, code: str, node: Node, **values: str) -> _Invalid:
        """Note a fault at `node`."""
        self.diagnostics.append(Diagnostic(code, self.file, node.line, node.column, values))
        return INVALID


Decoder = Callable[[Node, Document, str], Any]


def decode(record: type[Record], node: Node, document: Document) -> Record | _Invalid:
    """Read `node` as `record`; `INVALID` when it is not one."""
    schema: Any = record
    decoded: Record | _Invalid = _decoder(schema)(node, document, "")
    return decoded


@cache
def _decoder(kind: Any) -> Decoder:
    """The decoder of an annotation: a record, a scalar type, a list, a mapping, or one of these or nothing."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _scalar(arguments[1])
    if origin in (types.UnionType, typing.Union):
        (present,) = (argument for argument in arguments if argument is not type(None))
        return _decoder(present)
    if origin is tuple:
        return _items(_decoder(arguments[0]))
    if origin is AbstractMapping:
        return _entries(_decoder(arguments[0]), _decoder(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _word(kind)
    if hasattr(kind, "read_text"):
        return _scalar(kind.read_text)
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    return _scalar(_PLAIN[kind])


_PLAIN: dict[Any, Callable[[str], Any]] = {
    str: read_text,
    date: read_date,
    datetime: read_moment,
    bool: read_yes_no,
}


def _scalar(read: Callable[[str], Any]) -> Decoder:
    def decode_scalar(node: Node, document: Document, name: str) -> Any:
        if not isinstance(node, Scalar):
            return document.add("E205", node, field=name, found=_shape(node))
        if not node.text.strip():
            return document.add("E206", node, field=name)
        try:
            return read(node.text)
        except BadValue as bad:
            return document.add(bad.code, node, **{"field": name, **bad.values})

    return decode_scalar


def _word(words: type[StrEnum]) -> Decoder:
    allowed = [word.value for word in words]
    by_text = {word.value: word for word in words}

    def decode_word(node: Node, document: Document, name: str) -> Any:
        if not isinstance(node, Scalar):
            return document.add("E205", node, field=name, found=_shape(node))
        found = by_text.get(node.text)
        if found is not None:
            return found
        near = _nearest(node.text, allowed)
        return document.add(
            "E208", node, field=name, found=node.text[:60], allowed=", ".join(allowed), nearest=near
        )

    return decode_word


def _items(item: Decoder) -> Decoder:
    def decode_items(node: Node, document: Document, name: str) -> Any:
        if not isinstance(node, Sequence):
            return document.add("E204", node, field=name, found=_shape(node), text=_excerpt(node))
        decoded = [item(each, document, name) for each in node.items]
        return tuple(each for each in decoded if each is not INVALID)

    return decode_items


def _entries(key: Decoder, value: Decoder) -> Decoder:
    def decode_entries(node: Node, document: Document, name: str) -> Any:
        if isinstance(node, Sequence) and not node.items:
            return {}
        if not isinstance(node, Mapping):
            return document.add("E203", node, field=name, found=_shape(node))
        for again in node.repeated:
            document.add("E409", again, field=name, found=again.text[:60])
        decoded = {}
        for text, (place, each) in node.entries.items():
            read_key, read_value = key(place, document, name), value(each, document, name)
            if read_key is INVALID or read_value is INVALID:
                document.broken.add(text)
            else:
                decoded[read_key] = read_value
        return decoded

    return decode_entries


def _record(record: Any) -> Decoder:
    hints = get_type_hints(record, include_extras=True)
    fields = dataclasses.fields(record)
    names = [each.name for each in fields]
    required = {each.name for each in fields if _is_required(each)}
    decoders = {name: _decoder(hints[name]) for name in names}
    bilingual = set(names) == set(LANGUAGES)

    def decode_record(node: Node, document: Document, name: str) -> Any:
        if isinstance(node, Sequence) and hasattr(record, "from_list"):
            node = _named(node, names)
        if not isinstance(node, Mapping):
            code = "E210" if bilingual else "E203"
            return document.add(code, node, field=name, found=_shape(node), text=_excerpt(node))
        for again in node.repeated:
            document.add("E105", again, found=again.text[:60])
        values: dict[str, Any] = {}
        lost = False
        for text, (key, each) in node.entries.items():
            if text not in decoders:
                _add_unknown_key(document, key, each, names)
                continue
            values[text] = decoders[text](each, document, name if bilingual else text)
            if values[text] is INVALID:
                del values[text]
                lost = lost or text in required
        missing = [each_name for each_name in names if each_name not in node.entries]
        if bilingual:
            lost = _add_missing_languages(document, node, name, missing, required) or lost
        else:
            absent = [each_name for each_name in missing if each_name in required]
            lost = lost or bool(absent)
            for each_name in absent:
                document.add("E202", node, field=each_name)
        return INVALID if lost else record(**values)

    return decode_record


def _is_required(each: Any) -> bool:
    return each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING


def _add_unknown_key(document: Document, key: Scalar, value: Node, names: list[str]) -> None:
    if isinstance(value, Scalar) and not value.text and not key.quoted and not _KEY.fullmatch(key.text):
        document.add("E211", key, found=key.text[:60])
        return
    nearest = _nearest(key.text, names)
    document.add("E201", key, found=key.text[:60], allowed=", ".join(names), nearest=nearest)


def _add_missing_languages(
    document: Document, node: Node, name: str, missing: list[str], required: set[str]
) -> bool:
    """Whether a language is missing that may not be; a long text may wait for one of the two."""
    for language in missing:
        if required or len(missing) == len(LANGUAGES):
            document.add("E207", node, field=name, language=language)
        else:
            document.add("W207", node, field=name, language=language)
    return bool(missing) and (bool(required) or len(missing) == len(LANGUAGES))


def _named(node: Sequence, names: list[str]) -> Node:
    """A record written as a list, in the order of its fields."""
    if len(node.items) != len(names):
        return node
    mapping = Mapping(node.line, node.column)
    for name, item in zip(names, node.items, strict=True):
        mapping.entries[name] = (Scalar(name, item.line, item.column), item)
    return mapping


def _nearest(found: str, allowed: Iterable[str]) -> str:
    """The allowed word most like the one found, or nothing."""
    near = difflib.get_close_matches(found[:60].lower(), list(allowed), n=1, cutoff=0.6)
    return near[0] if near else ""


def _shape(node: Node) -> str:
    if isinstance(node, Scalar):
        return "text" if node.text.strip() else "nothing"
    return "list" if isinstance(node, Sequence) else "mapping"


def _excerpt(node: Node) -> str:
    return node.text.strip()[:60] if isinstance(node, Scalar) else ""
