"""Whole numbers in digits, grouped by thousands with a no-break space, the same in both languages."""

from __future__ import annotations

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def grouped(number: int) -> str:
    """A whole number as residents read it: 8420 with a space after the thousands."""
    return f"{number:,}".replace(",", _NO_BREAK_SPACE)
