"""The slips of the hand that stop a YAML parser, found line by line and mended in a copy so that reading goes on.

A tab for indentation, a missing space after a colon, a quote left open on its line: each is reported at its place
with the corrected line; the mended copy only serves to find the faults that come after.
"""

from __future__ import annotations

import re

from generator.reading.diagnostics import Diagnostic

_TAB = re.compile(r"[ ]*\t[ \t]*")
_NO_SPACE = re.compile(r"(\s*(?:- )?)([a-z_]+|\"[a-z0-9-]+\"):([^\s:/\\,}\]].*)")
_OPEN_QUOTE = re.compile(r"(\s*(?:- )?[\w\"-]+:\s+|\s*- )([\"'])((?:(?!\2).)*)")
_BLOCK_TEXT = re.compile(r".*:\s+[|>][+-]?\d?\s*(?:#.*)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f\ue000-\uf8ff\ufffe\uffff]")
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def mend_slips(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """The text with the usual slips mended, and a diagnostic for each of them."""
    found: list[Diagnostic] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block_indent: int | None = None
    for index, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        block_indent = indent if _BLOCK_TEXT.fullmatch(line) else None
        lines[index] = _mend_line(line, lines[index + 1 : index + 2], index + 1, file, found)
    return "\n".join(lines), found


def _mend_line(line: str, following: list[str], number: int, file: str, found: list[Diagnostic]) -> str:
    for code, pattern in (("E003", _CONTROL), ("E004", _BIDI)):
        if odd := pattern.search(line):
            found.append(
                Diagnostic(code, file, number, odd.start() + 1, {"found": f"U+{ord(odd.group()):04X}"})
            )
            line = pattern.sub(" ", line)
    if line.lstrip().startswith("#"):
        return line
    if tab := _TAB.match(line):
        mended = tab.group().replace("\t", "  ") + line[tab.end() :]
        column = line.index("\t") + 1
        found.append(Diagnostic("E101", file, number, column, {"correction": mended.rstrip()}))
        line = mended
    if missing := _NO_SPACE.fullmatch(line):
        start, key, value = missing.groups()
        mended = f"{start}{key}: {value}"
        column = len(start) + len(key) + 2
        found.append(
            Diagnostic("E103", file, number, column, {"found": line.strip(), "correction": mended.strip()})
        )
        line = mended
    if (open_quote := _OPEN_QUOTE.fullmatch(line)) and _begins_anew(following):
        start, quote, value = open_quote.groups()
        mended = f"{start}{quote}{value.rstrip()}{quote}"
        found.append(
            Diagnostic(
                "E104", file, number, len(start) + 1, {"found": line.strip(), "correction": mended.strip()}
            )
        )
        line = mended
    return line


def _begins_anew(following: list[str]) -> bool:
    """Whether the next line is a key, an item or the end, so that no quoted text goes on into it."""
    return not following or re.match(r"\s*(?:- |[\w\"-]+:(?:\s|$)|#|$)", following[0]) is not None
