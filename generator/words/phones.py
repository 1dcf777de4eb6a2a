"""Phones: one visible form, one link."""

from __future__ import annotations

import re

_OTHER_THAN_DIGITS = re.compile(r"\D+")


def visible_phone(number: str) -> str:
    """A phone as residents read it: `+7 727 000-21-02`; short numbers such as 102 stay as they are."""
    digits = _digits(number)
    if len(digits) != 11:
        return number.strip()
    return f"+{digits[0]} {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"


def phone_link(number: str) -> str:
    """The link that dials a phone (RFC 3966): `tel:+77270002102`, `tel:102`."""
    digits = _digits(number)
    return f"tel:+{digits}" if len(digits) == 11 else f"tel:{digits}"


def _digits(number: str) -> str:
    digits = _OTHER_THAN_DIGITS.sub("", number)
    return f"7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else digits
