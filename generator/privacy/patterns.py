"""The words and shapes of `patterns.yaml`, made ready once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from generator.privacy.kinds import Kind

Pattern = re.Pattern[str]

SPACE = "[\\u0020\\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000]"
_SPACE_INSIDE = SPACE[1:-1]


@cache
def read_patterns() -> dict[str, Any]:
    """`patterns.yaml` as written."""
    text = files("generator.privacy").joinpath("patterns.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = YAML(typ="safe").load(text)
    return content


@cache
def whole_word(name: str) -> Pattern:
    """The words of `name` below `name:`, matched against one word in small letters."""
    return re.compile(read_patterns()["name"][name])


@cache
def given_name() -> Pattern:
    """A given name in any case, matched against one word in small letters."""
    names = read_patterns()["name"]
    given = "|".join(
        sorted({_without_ending(each) for each in names["given"].split()}, key=len, reverse=True)
    )
    return re.compile(f"(?:{given}){names['cases']}")


@cache
def marks(kind: Kind) -> tuple[Pattern, ...]:
    """The patterns of flats, birth dates, documents and plates."""
    if kind is Kind.PLATE:
        return _plates()
    written = read_patterns()[kind.value]
    words = [re.compile(any_space(each), re.IGNORECASE) for each in written.get("words", ())]
    return (*words, *(re.compile(any_space(each)) for each in written.get("shapes", ())))


def hints(kind: Kind) -> list[str]:
    """Patterns of which one stands in every text in which one of the `marks` does, in either case of its letters."""
    return [any_space(each) for each in read_patterns()[kind.value]["hints"]]


@cache
def hint(kind: Kind) -> Pattern:
    """The `hints` as one."""
    return re.compile("|".join(hints(kind)))


def email_signs() -> str:
    """A pattern of what may stand for the sign of an e-mail."""
    return "|".join(re.escape(each) for each in ("@", *read_patterns()["email_at"]))


@cache
def phrase(name: str) -> Pattern:
    """One of the patterns at the top of the file."""
    return re.compile(any_space(read_patterns()[name]), re.IGNORECASE)


@cache
def fold_table() -> dict[int, int]:
    """Letters that differ between Kazakh and Russian spelling, each to its common form."""
    fold = read_patterns()["fold"]
    table: dict[int, int] = str.maketrans(fold["from"], fold["to"])
    return table


def any_space(pattern: str) -> str:
    """The pattern with every plain space widened to all spaces of one line."""
    parts = re.split(r"(\[[^\]]*\])", pattern)
    return "".join(
        part.replace(" ", _SPACE_INSIDE) if part.startswith("[") else part.replace(" ", SPACE)
        for part in parts
    )


def _plates() -> tuple[Pattern, ...]:
    """Plates since 2012 (`123 ABC 02`), and before (`A 123 BCD`)."""
    written = read_patterns()["plate"]
    gap, place = "[ |/\u00a0-]{0,3}", "(?:0[1-9]|1\\d|20)"
    large = f"(?!(?:{written['not_letters']})(?!\\w))[{written['letters']}]"
    return (
        re.compile(f"(?<![\\w-])\\d{{3}}{gap}{large}[{written['letters']}]{{1,2}}{gap}{place}(?!\\w)"),
        re.compile(f"(?<!\\w)\\d{{3}}[{written['small']}]{{2,3}}{place}(?!\\w)"),
        re.compile(
            f"(?<![\\w-])[{written['letters']}]{gap}\\d{{3}}{gap}{large}[{written['letters']}]{{1,2}}"
            f"(?:{gap}\\d{{2,3}})?(?!\\w)"
        ),
        re.compile(f"(?<!\\w)[{written['small']}]\\d{{3}}[{written['small']}]{{2,3}}(?!\\w)"),
    )


def _without_ending(name: str) -> str:
    """A name without the vowel its cases replace; the short ones stay whole."""
    ending = read_patterns()["name"]["vowels"]
    return name[:-1] if len(name) > 3 and name[-1] in ending else name
