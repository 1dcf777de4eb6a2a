"""The words of diagnostics: complete, equal in three languages, and without a programmer's jargon."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import generator
from generator.model.protocol import Protocol
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Schedule
from generator.model.site import Site
from generator.reading.diagnostics import Diagnostic
from generator.reading.messages import LANGUAGES, explain, placeholders, read_fields, read_messages

PACKAGE = Path(generator.__file__).parent
CODE = re.compile(r"[\"']([EW]\d{3})[\"']")
CODES = sorted(code for code in read_messages() if re.fullmatch(r"[EW]\d{3}", code))
SCHEMA_WORDS = (
    "anyOf",
    "oneOf",
    "instance",
    "NoneType",
    "null",
    "schema",
    "dict",
    "str ",
    "datetime",
    "token",
)


def test_every_code_used_has_words_and_every_word_is_used() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    assert set(CODE.findall(sources)) == set(CODES)


def test_a_number_means_one_thing() -> None:
    assert len({code[1:] for code in CODES}) + len({"207"}) == len(CODES), "only W207 softens an error, E207"
    text = (PACKAGE / "reading" / "messages.yaml").read_text(encoding="utf-8")
    written = re.findall(r"^([EW]\d{3}):", text, re.MULTILINE)
    assert sorted(written) == CODES


@pytest.mark.parametrize("code", CODES)
def test_three_languages_name_the_same_values(code: str) -> None:
    message = read_messages()[code]
    assert set(message) == {"found", "rule", "fix"}
    for part in ("found", "rule", "fix"):
        for alternative in _alternatives(message[part]):
            if isinstance(alternative, str):
                assert not re.search(r"[\u0400-\u04ff]", alternative), "one text for all has no words"
                continue
            assert set(alternative) == set(LANGUAGES)
            named = [sorted(set(placeholders(alternative[language]))) for language in LANGUAGES]
            assert named[0] == named[1] == named[2]


@pytest.mark.parametrize("part", ["words", "phrases"])
def test_words_around_messages_stand_in_three_languages(part: str) -> None:
    for texts in read_messages()[part].values():
        assert set(texts) == set(LANGUAGES)
        named = [sorted(set(placeholders(texts[language]))) for language in LANGUAGES]
        assert named[0] == named[1] == named[2]


def test_no_message_speaks_like_a_schema() -> None:
    for text in _texts():
        assert not [word for word in SCHEMA_WORDS if word in text]


def test_kazakh_is_kazakh_and_russian_is_russian() -> None:
    kazakh = " ".join(_in_language("kk"))
    russian = " ".join(_in_language("ru"))
    assert re.search(r"[\u04d9\u0493\u049b\u04a3\u04e9\u04b1\u04af\u0456]", kazakh)
    assert not re.search(r"[\u04d9\u0493\u049b\u04a3\u04e9\u04b1\u04af\u0456]", russian)
    for text in (kazakh, russian):
        assert not re.search(r"[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]", text, re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_whole_even_without_its_values(code: str, language: str) -> None:
    wording = explain(Diagnostic(code, "a.yaml"), language)
    assert wording.found
    assert wording.rule
    assert wording.fix


def test_every_key_of_every_record_has_a_name_in_three_languages() -> None:
    keys = {field.name for record in _records() for field in dataclasses.fields(record)}
    names = read_fields()
    assert set(names) == keys
    for texts in names.values():
        assert set(texts) == set(LANGUAGES)
        assert all(texts.values())


def _records() -> set[Any]:
    """Every record an editor writes, from the kinds of files down."""
    found: set[Any] = set()
    waiting: list[Any] = [Site, Region, Body, Precinct, Schedule, Protocol]
    while waiting:
        kind = waiting.pop()
        if get_args(kind):
            waiting.extend(get_args(kind))
        elif isinstance(kind, type) and dataclasses.is_dataclass(kind) and not hasattr(kind, "read_text"):
            if kind not in found:
                found.add(kind)
                waiting.extend(get_type_hints(kind, include_extras=False).values())
    return found


def _alternatives(template: Any) -> list[Any]:
    return template if isinstance(template, list) else [template]


def _in_language(language: str) -> Iterator[str]:
    for code in CODES:
        for template in read_messages()[code].values():
            for alternative in _alternatives(template):
                if not isinstance(alternative, str):
                    yield re.sub(r"\{\w*\}", " ", alternative[language])


def _texts() -> Iterator[str]:
    for language in LANGUAGES:
        yield from _in_language(language)
