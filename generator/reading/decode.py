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
from generator.reading.slips import MAXIMUM_FAULTS

Record = TypeVar("Record")
LANGUAGES = ("kk", "ru")
_SHOWN = 80
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
        """Note a fault at `node`; a file with very many of them shows the first ones."""
        if len(self.diagnostics) == MAXIMUM_FAULTS:
            code, values = "E118", {"limit": str(MAXIMUM_FAULTS)}
        if len(self.diagnostics) <= MAXIMUM_FAULTS:
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
        return _entries(_key(arguments[0]), _decoder(arguments[1]))
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
            return document.add("E205", node, field=name, shape=_shape(node))
        text = node.text
        if not text or text.isspace():
            return document.add("E206", node, field=name)
        try:
            return read(text)
        except BadValue as bad:
            values = {key: text if key == "allowed" else _short(text) for key, text in bad.values.items()}
            return document.add(bad.code, node, **{"field": name, **values})

    return decode_scalar


def _word(words: type[StrEnum]) -> Decoder:
    allowed = [word.value for word in words]
    by_text = {word.value: word for word in words}

    def decode_word(node: Node, document: Document, name: str) -> Any:
        if not isinstance(node, Scalar):
            return document.add("E205", node, field=name, shape=_shape(node))
        found = by_text.get(node.text)
        if found is not None:
            return found
        if not node.text.strip():
            return document.add("E206", node, field=name)
        values = {"allowed": ", ".join(allowed), "nearest": _nearest(node.text, allowed)}
        return document.add("E208", node, field=name, found=_short(node.text), **values)

    return decode_word


def _key(kind: Any) -> Decoder:
    """The decoder of a mapping's keys: ids, or words of a list that is fixed."""
    if not (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return _decoder(kind)
    words = {word.value: word for word in kind}

    def decode_key(node: Node, document: Document, _: str) -> Any:
        if isinstance(node, Scalar) and node.text not in words:
            _add_unknown_key(document, node, node, list(words))
        return words.get(_excerpt(node), INVALID)

    return decode_key


def _items(item: Decoder) -> Decoder:
    def decode_items(node: Node, document: Document, name: str) -> Any:
        if not isinstance(node, Sequence):
            return document.add("E204", node, field=name, shape=_shape(node), text=_excerpt(node))
        decoded = [item(each, document, name) for each in node.items]
        return tuple(each for each in decoded if each is not INVALID)

    return decode_items


def _entries(key: Decoder, value: Decoder) -> Decoder:
    def decode_entries(node: Node, document: Document, name: str) -> Any:
        if isinstance(node, Sequence) and not node.items:
            return {}
        if not isinstance(node, Mapping):
            return document.add("E203", node, field=name, shape=_shape(node))
        for again in node.repeated:
            document.add("E409", again, field=name, found=_short(again.text))
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
    expected, add_missing = (
        (set(LANGUAGES), _add_missing_languages) if bilingual else (required, _add_missing_keys)
    )
    from_list = hasattr(record, "from_list")

    def decode_record(node: Node, document: Document, name: str) -> Any:
        if from_list:
            if not isinstance(node, Sequence) or len(node.items) != len(names):
                return document.add("E324", node, field=name)
            node = _named(node, names)
        if not isinstance(node, Mapping):
            code = "E210" if bilingual else "E203"
            return document.add(code, node, field=name, shape=_shape(node), text=_excerpt(node))
        for again in node.repeated:
            document.add("E105", again, found=_short(again.text))
        found, meant = {}, set()
        for text, (key, each) in node.entries.items():
            decoder = decoders.get(text)
            if decoder is None:
                meant.add(_add_unknown_key(document, key, each, names))
                continue
            value = decoder(each, document, name if bilingual else text)
            if value is not INVALID:
                found[text] = value
        lost = False
        if not expected <= node.entries.keys():
            missing = [each for each in names if each not in node.entries and each not in meant]
            lost = add_missing(document, node, name, missing, required)
        return record(**found) if not lost and required <= found.keys() else INVALID

    return decode_record


def _is_required(each: Any) -> bool:
    return each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING


def _add_unknown_key(document: Document, key: Scalar, value: Node, names: list[str]) -> str:
    """Note a key nobody knows; the name it perhaps meant, which is then not missing as well."""
    name, colon, rest = key.text.partition(":")
    if colon and name in names:
        document.add("E103", key, found=_short(key.text), correction=_short(f"{name}: {rest}"))
        return name
    if isinstance(value, Scalar) and not value.text and not key.quoted and not _KEY.fullmatch(key.text):
        document.add("E211", key, found=_short(key.text))
        return ""
    nearest = _nearest(key.text, names)
    document.add("E201", key, found=_short(key.text), allowed=", ".join(names), nearest=nearest)
    return nearest


def _add_missing_keys(document: Document, node: Node, _: str, missing: list[str], required: set[str]) -> bool:
    """Whether a key is missing that the record cannot do without."""
    absent = [key for key in missing if key in required]
    for key in absent:
        document.add("E202", node, field=key)
    return bool(absent)


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


def _named(node: Sequence, names: list[str]) -> Mapping:
    """A record written as a list, in the order of its fields."""
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
    return _short(node.text) if isinstance(node, Scalar) else ""


def _short(text: str) -> str:
    """The text on one line, its beginning only when it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}\u2026"
