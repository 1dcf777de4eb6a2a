"""What may be said where: which kinds of personal data are looked for at a path of keys."""

from __future__ import annotations

from functools import cache

from generator.privacy.kinds import Kind

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


# What a key says of the values below it, or, if it is the innermost one, of its own values.
_LASTING = {
    "citizens": _CITIZENS,
    "official": _OFFICIAL,
    "service": _SERVICE_CONTACTS,
    "figures": frozenset({"figures"}),
    "place": frozenset({"place"}),
    "note": frozenset({"note"}),
}
_OWN = {"never": _NEVER_PERSONAL, "terse": _TERSE, "count": frozenset({"value", "previous"})}
_TRAITS = {
    key: frozenset(trait for trait, keys in (_LASTING | _OWN).items() if key in keys)
    for key in frozenset[str]().union(*_LASTING.values(), *_OWN.values())
}


class Zone:
    """What the values at some paths of keys have in common.

    kinds: what may not stand there.
    terse: whether they are no sentences: numbers count only without spaces or hyphens inside, as in ids.
    """

    __slots__ = ("_below", "_lasting", "kinds", "terse")

    def __init__(self, lasting: frozenset[str], own: frozenset[str]) -> None:
        self.kinds = _kinds(lasting, own)
        self.terse = "terse" in own
        self._lasting = lasting
        self._below: dict[str, Zone] = {}

    def below(self, key: str) -> Zone:
        """The zone of the value of a key; items of a list belong to the key of the list."""
        telling = key if key in _TRAITS else ""
        zone = self._below.get(telling)
        if zone is None:
            own = _TRAITS.get(telling, frozenset())
            zone = self._below[telling] = _zone(self._lasting | (own & _LASTING.keys()), own)
        return zone


def zone_of(file: str) -> Zone:
    """The zone a file begins with."""
    return _zone(frozenset({"registry"} if file.startswith(_REGISTRY) else ()), frozenset())


@cache
def _zone(lasting: frozenset[str], own: frozenset[str]) -> Zone:
    """There are some hundred of them at most, whatever is written: traits are few."""
    return Zone(lasting, own)


def _kinds(lasting: frozenset[str], own: frozenset[str]) -> frozenset[Kind]:
    """The kinds of personal data that may not stand there.

    lasting: traits of all keys of the path, and whether the file is of the registry.
    own: those of the innermost key.
    """
    if "never" in own or ("figures" in lasting and "count" in own):
        return frozenset()
    if "terse" in own:
        return KEY_KINDS - _CONTACTS if "service" in lasting else KEY_KINDS
    if "registry" in lasting:
        return _PROSE - _CONTACTS if "note" in lasting else _PROSE
    kinds = _PROSE if "place" in lasting else _PROSE | {Kind.FLAT}
    return kinds | {Kind.NAME} if "citizens" in lasting and "official" not in lasting else kinds


KEYS = _zone(frozenset(), _TRAITS["kind"])  # keys are looked at as short words are
