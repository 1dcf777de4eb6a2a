"""The slips of the hand that stop a YAML parser, found line by line and mended in a copy so that reading goes on.

A tab for indentation, a missing space after a colon, a quote left open on its line: each is reported at its place
with the corrected line; the mended copy only serves to find the faults that come after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.reading.diagnostics import Diagnostic

MAXIMUM_FAULTS = 200

_TAB = re.compile(r"[ ]*\t[ \t]*")
_NO_SPACE = re.compile(r"(\s*(?:- )?)([a-z_]+|\"[a-z0-9-]+\"):([^\s:/\\,}\]].*)")
_OPEN_QUOTE = re.compile(r"(\s*(?:- )?[\w\"-]+:\s+|\s*- )([\"'])((?:(?!\2).)*)")
_BLOCK_TEXT = re.compile(r".*:\s+[|>][+-]?\d?\s*(?:#.*)?")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufff0-\uffff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Without any of these no line has a slip. A line begins with its line feed: `re` finds that quicker than `^`.
_ODD = re.compile(f"[\\t\\r{_CONTROL.pattern[1:-1]}{_BIDI.pattern[1:-1]}]")
_SLIP = re.compile(
    r"\n[^\S\n]*+(?:- )?(?:"
    r"(?:[a-z_]++|\"[a-z0-9-]++\"):[^\s:/\\,}\]]"
    r"|(?:[\w\"-]++:[^\S\n]++|(?<=- ))(?:\"[^\"\n]*+|'[^'\n]*+)(?=\n)"
    r")"
)
_SHOWN = 120


@dataclass(slots=True)
class Mended:
    """A text whose usual slips are mended, and where its characters stood before.

    text: the mended copy, its lines ended by line feeds.
    diagnostics: a fault for each slip.
    shifts: for a line (from 0) whose length changed, in the order of mending: from which column (from 0) of the
        mended line on, and by how many characters, it was moved to the right.
    """

    file: str
    text: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    shifts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The line and column (from 1) in the editor's file of a place (from 0) in the mended text."""
        if self.shifts:
            for start, added in reversed(self.shifts.get(line, ())):
                if column >= start:
                    column -= added
        return line + 1, column + 1

    def add(self, code: str, line: int, column: int, **values: str) -> None:
        """Note a slip at a place (from 0) of the line as mended so far."""
        self.diagnostics.append(Diagnostic(code, self.file, *self.place(line, column), values))


def mend_slips(text: str, file: str) -> Mended:
    """The text with the usual slips mended, and a diagnostic for each of them."""
    return mend_lines(text, file) if _may_have_slips(text) else Mended(file, text)


def mend_lines(text: str, file: str) -> Mended:
    """`mend_slips` without its quick answer for texts that have none."""
    mended = Mended(file)
    clean = _CONTROL.search(text) is None and _BIDI.search(text) is None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block_indent: int | None = None
    for index, typed in enumerate(lines):
        lines[index] = line = typed if clean else _mend_unseen(typed, index, mended)
        indent = len(line) - len(line.lstrip())
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        if not line.lstrip().startswith("#"):
            lines[index] = line = _mend_line(line, index, lines, mended)
            indent = len(line) - len(line.lstrip())
        is_block = ("|" in line or ">" in line) and _BLOCK_TEXT.fullmatch(line)
        block_indent = indent if is_block else None
        if len(mended.diagnostics) >= MAXIMUM_FAULTS:
            mended.add("E118", index, 0, limit=str(MAXIMUM_FAULTS))
            break
    mended.text = "\n".join(lines)
    return mended


def _may_have_slips(text: str) -> bool:
    """Whether any line looks as if it had a slip; most files have none, which is quickly said."""
    return _ODD.search(text) is not None or _SLIP.search(f"\n{text}\n") is not None


def _mend_unseen(line: str, index: int, mended: Mended) -> str:
    for code, pattern in (("E003", _CONTROL), ("E004", _BIDI)):
        if odd := pattern.search(line):
            mended.add(code, index, odd.start(), found=f"U+{ord(odd.group()):04X}")
    return _BIDI.sub(" ", _CONTROL.sub(" ", line))


def _mend_line(line: str, index: int, lines: list[str], mended: Mended) -> str:
    if "\t" in line and (tab := _TAB.match(line)):
        line = _mend_tab(line, tab.end(), index, lines, mended)
    if ":" in line and (missing := _NO_SPACE.fullmatch(line)):
        start, key, value = missing.groups()
        column = len(start) + len(key) + 1
        correction = f"{key}: {value}".rstrip()
        mended.add("E103", index, column, found=line.strip()[:_SHOWN], correction=correction[:_SHOWN])
        mended.shifts.setdefault(index, []).append((column, 1))
        line = f"{start}{key}: {value}"
    if not ('"' in line or "'" in line):
        return line
    if (open_quote := _OPEN_QUOTE.fullmatch(line)) and _begins_anew(lines[index + 1 : index + 2]):
        start, quote, value = open_quote.groups()
        line = f"{start}{quote}{value.rstrip()}{quote}"
        found = f"{quote}{value.rstrip()}"
        mended.add("E104", index, len(start), found=found[:_SHOWN], correction=line.strip()[:_SHOWN])
    return line


def _mend_tab(line: str, end: int, index: int, lines: list[str], mended: Mended) -> str:
    """The line indented with spaces: two a tab, or as its neighbours are, where two a tab fits neither."""
    content = line[end:]
    width = len(line[:end].replace("\t", "  "))
    if content:
        above = next((each for each in reversed(lines[:index]) if each.strip()), "")
        below = next((each for each in lines[index + 1 :] if each.strip()), "")
        fitting = _fitting_indents(above, content, below)
        width = width if width in fitting or not fitting else fitting[-1]
    mended.add("E101", index, line.index("\t"), correction=" " * width + content.rstrip()[:_SHOWN])
    mended.shifts[index] = [(width, width - end)]
    return " " * width + content


def _fitting_indents(above: str, content: str, below: str) -> list[int]:
    """The indentations that continue the line above and prepare the one below."""
    fitting = []
    if above:
        fitting.append(_indent(above) + _deeper(above, content))
    if below:
        fitting.append(_indent(below) - _deeper(content, below))
    return [each for each in fitting if each >= 0]


def _indent(line: str) -> int:
    plain = line.replace("\t", "  ")
    return len(plain) - len(plain.lstrip())


def _deeper(line: str, following: str) -> int:
    """How much deeper the next line stands, when it belongs to this one."""
    opens = line.rstrip().endswith(":")
    if line.lstrip().startswith("- ") and not following.lstrip().startswith("- "):
        return 4 if opens else 2
    return 2 if opens else 0


def _begins_anew(following: list[str]) -> bool:
    """Whether the next line is a key, an item or the end, so that no quoted text goes on into it."""
    return not following or re.match(r"\s*(?:- |[\w\"-]+:(?:\s|$)|#|$)", following[0]) is not None
