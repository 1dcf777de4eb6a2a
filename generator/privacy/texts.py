"""E-mails, car plates, flats, birth dates and document numbers in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.privacy.kinds import Kind
from generator.privacy.patterns import hint, marks, read_patterns

Place = tuple[int, int]

_BOX = re.compile(r"[\w.+%-]+")
_HOST = re.compile(r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,6}")
_LONGEST_BOX = 64


def find_emails(text: str) -> Iterator[Place]:
    """Where e-mail addresses stand, those with `(at)` and spaces around it among them."""
    signs = ("@", *(read_patterns()["email_at"] if "(" in text or "[" in text else ()))
    for sign in signs:
        spaces = "" if sign == "@" else " "
        at = text.find(sign)
        while at >= 0:
            after = at + len(sign)
            box = _BOX.match(text[max(0, at - _LONGEST_BOX) : at].removesuffix(spaces)[::-1])
            host = _HOST.match(text, after + len(spaces) * text.startswith(spaces, after))
            if box and host:
                yield at - box.end(), host.end()
            at = text.find(sign, after)


def find_marks(kind: Kind, text: str) -> Iterator[Place]:
    """Where plates, flats, birth dates or document numbers stand, each place once."""
    if hint(kind).search(text) is None:
        return
    reached = 0
    for start, end in sorted({match.span() for pattern in marks(kind) for match in pattern.finditer(text)}):
        if start >= reached:
            reached = end
            yield start, end
