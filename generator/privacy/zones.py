"""What may be said where: which kinds of personal data are looked for at a path of keys."""

from __future__ import annotations

from generator.privacy.kinds import Kind
from generator.reading.nodes import Path

_REGISTRY = "content/registry/"

# What a citizen says, or what is said about citizens; the rest names officials, places and documents.
_CITIZENS = frozenset({"submissions", "decisions", "report", "awards", "note", "reason", "agenda"})
_OFFICIAL = frozenset({"responsible", "to", "name", "figures"})

# Values that are no sentences: ids, dates, words of a list, numbers. Hyphens and spaces join separate numbers there.
_TERSE = frozenset(
    {
        "acting",
        "agreed_on",
        "alone",
        "announced",
        "answered",
        "by",
        "capacity",
        "closes",
        "closed_on",
        "consent",
        "continues",
        "control",
        "convened_by",
        "copy_sent_on",
        "count",
        "days",
        "decided",
        "document",
        "drawn_up",
        "due",
        "email",
        "ends",
        "equipment",
        "expected",
        "extended",
        "file",
        "gathering",
        "held",
        "houses",
        "initiator_notified",
        "invited",
        "kind",
        "languages",
        "level",
        "moved_from",
        "neighbours",
        "notified",
        "number",
        "of",
        "officers",
        "on",
        "opens",
        "outcome",
        "participants",
        "personal_data_on",
        "photo",
        "population",
        "post",
        "precincts",
        "present",
        "previous",
        "procedure",
        "published",
        "rank",
        "recipient",
        "registered",
        "regions",
        "replaced_by",
        "sealed",
        "secrets_on",
        "signed_by",
        "since",
        "site",
        "sources",
        "starts",
        "station",
        "status",
        "step_free",
        "time_zone",
        "total",
        "until",
        "url",
        "value",
        "withheld",
    }
)
_NEVER_PERSONAL = frozenset({"kato", "sha256", "location"})
_SERVICE_CONTACTS = frozenset({"phones", "messengers", "questions", "site", "url", "publisher"})


# Looked for everywhere, in keys and ids too.
KEY_KINDS = frozenset({Kind.PERSONAL_NUMBER, Kind.PHONE, Kind.EMAIL})
_PROSE = KEY_KINDS | {Kind.PLATE, Kind.BIRTH_DATE, Kind.DOCUMENT}
_CONTACTS = frozenset({Kind.PHONE, Kind.EMAIL})


def is_terse(path: Path) -> bool:
    """Whether the value at `path` is no sentence."""
    return _last_key(path) in _TERSE


def kinds_at(file: str, path: Path) -> frozenset[Kind]:
    """The kinds of personal data that may not stand at `path` of `file`."""
    steps = frozenset(path)
    last = _last_key(path)
    if last in _NEVER_PERSONAL or ("figures" in steps and last in ("value", "previous")):
        return frozenset()
    if last in _TERSE:
        return KEY_KINDS - _CONTACTS if steps & _SERVICE_CONTACTS else KEY_KINDS
    if file.startswith(_REGISTRY):
        return _PROSE - _CONTACTS if "note" in steps else _PROSE
    kinds = _PROSE if "place" in steps else _PROSE | {Kind.FLAT}
    return kinds | {Kind.NAME} if steps & _CITIZENS and not steps & _OFFICIAL else kinds


def _last_key(path: Path) -> str:
    """The innermost key: items of a list belong to the key of the list."""
    for step in reversed(path):
        if isinstance(step, str):
            return step
    return ""
