"""Diagnostics in words: Kazakh and Russian for editors, English for developers."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from generator.reading.diagnostics import Diagnostic

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Wording:
    """A diagnostic in one language.

    found: what stands there.
    rule: why that is wrong.
    fix: the line to write, or what to do.
    """

    found: str
    rule: str
    fix: str


def explain(diagnostic: Diagnostic, language: str) -> Wording:
    """The words of a diagnostic. Raises KeyError for a code without words."""
    message = read_messages()[diagnostic.code]
    values = _values(diagnostic.values, language)
    return Wording(
        _fill(message["found"], language, values),
        _fill(message["rule"], language, values),
        _fill(message["fix"], language, values),
    )


def word(name: str, language: str) -> str:
    """One of the single words around a message: `error`, `warning`, `rule`, `write`."""
    found: str = read_messages()["words"][name][language]
    return found


def phrase(name: str, language: str, **values: str) -> str:
    """A sentence of the command line, filled in."""
    sentence: str = read_messages()["phrases"][name][language]
    return sentence.format_map(values)


def label(field: str, language: str) -> str:
    """The human name of a key, or the key itself where it needs none."""
    names: Mapping[str, str] = read_fields().get(field, {})
    return names.get(language, field)


@cache
def read_messages() -> dict[str, Any]:
    """All messages by code."""
    return _read("messages.yaml")


@cache
def read_fields() -> dict[str, Any]:
    """Human names of keys."""
    return _read("fields.yaml")


def _read(name: str) -> dict[str, Any]:
    text = files("generator.reading").joinpath(name).read_text(encoding="utf-8")
    content: dict[str, Any] = YAML(typ="safe").load(text)
    return content


def _values(given: Mapping[str, str], language: str) -> dict[str, str]:
    values = dict(given)
    if "shape" in values:
        values["shape"] = word(values["shape"], language)
    if "language" in values:
        values["in_language"] = word(values["language"], language)
    if "field" in values:
        values["label"] = label(values["field"], language)
    return values


def _fill(template: Any, language: str, values: Mapping[str, str]) -> str:
    """The first alternative whose values are all known, filled in."""
    alternatives = template if isinstance(template, list) else [template]
    texts = [each if isinstance(each, str) else each[language] for each in alternatives]
    for text in texts:
        if all(values.get(name) for name in placeholders(text)):
            return text.format_map(values)
    return texts[-1].format_map(_Blank(values))


def placeholders(text: str) -> list[str]:
    """The names in braces of a template."""
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


class _Blank(dict[str, str]):
    """Values where an unknown one is shown as dots."""

    def __missing__(self, key: str) -> str:
        return "..."
