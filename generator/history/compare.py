"""Two versions of one entry -> what changed between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from generator.history.facts import NOTHING, Fact, Facts
from generator.history.story import ChangeKind, Value
from generator.model.ids import period_of
from generator.model.text import Bilingual

Difference: TypeAlias = tuple[ChangeKind, str, Value, Value]

_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}
_ITEMS = {
    ChangeKind.DECISION_ADDED: (ChangeKind.DECISION_REMOVED, ChangeKind.DECISION_CHANGED),
    ChangeKind.SUBMISSION_ADDED: (ChangeKind.SUBMISSION_REMOVED, ChangeKind.SUBMISSION_KIND),
}
# Told without values: too long to tell, or what may have been taken away for a person's sake.
_UNSPOKEN = frozenset(
    {
        ChangeKind.TEXT,
        ChangeKind.CONTACTS,
        ChangeKind.CANDIDATE,
        ChangeKind.DECISION_ADDED,
        ChangeKind.DECISION_REMOVED,
        ChangeKind.DECISION_CHANGED,
        ChangeKind.SUBMISSION_CHANGED,
        ChangeKind.SUBMISSION_ANSWER,
    }
)


def compare_facts(before: Facts, after: Facts) -> list[Difference]:
    """What changed, as (kind, key, before, after), in the order of the kinds, then as written."""
    others = {name for name, _ in before.items() ^ after.items()}
    names = [name for name in dict.fromkeys((*after, *before)) if name in others and not name.startswith(".")]
    came_or_went = _came_or_went(before, after)
    found = [
        difference
        for name in names
        if before.get(name, NOTHING) != after.get(name, NOTHING)
        for difference in _compare(name, before.get(name, NOTHING), after.get(name, NOTHING), came_or_went)
    ]
    return sorted(found, key=lambda each: _ORDER[each[0]])


def is_same_meeting(old_id: str, new_id: str, before: Facts, after: Facts) -> bool:
    """Whether an entry that stands under another id now is still the same meeting, or its protocol.

    A precinct's key returns every quarter, so the key alone proves nothing: an entry of another period is the same only
    when it serves the same precincts and its time is the same, or it names the old time as the one it was moved from.
    """
    if period_of(old_id) == period_of(new_id):
        return True
    for name in ("held", "time"):
        if name in before and before[name] == after.get(name):
            return before.get("precincts") == after.get("precincts")
    starts = str(before.get("time", "")).partition("/")[0]
    return (
        starts != ""
        and after.get(".moved_from") == starts
        and before.get("precincts") == after.get("precincts")
    )


def _came_or_went(before: Facts, after: Facts) -> set[str]:
    """Keys of decisions and submissions that only one of the two versions has."""
    items = tuple(f"{kind} " for kind in _ITEMS)
    return {name.partition(" ")[2] for name in before.keys() ^ after.keys() if name.startswith(items)}


def _compare(name: str, before: Fact, after: Fact, came_or_went: set[str]) -> Iterator[Difference]:
    code, _, key = name.partition(" ")
    kind = ChangeKind(code)
    if kind in _ITEMS:
        removed, changed = _ITEMS[kind]
        kind = removed if not after else (kind if not before else changed)
    elif key.partition(".")[0] in came_or_went:
        return
    elif _is_translation(before, after):
        kind, key = ChangeKind.TEXT, _named(kind, key)
    silent = kind in _UNSPOKEN
    yield kind, key, "" if silent else _value(before), "" if silent else _value(after)


def _is_translation(before: Fact, after: Fact) -> bool:
    """Whether one language was corrected or added while the other stayed: the same thing in better words."""
    return (
        isinstance(before, tuple)
        and isinstance(after, tuple)
        and any(old and old == new for old, new in zip(before, after, strict=True))
    )


def _named(kind: ChangeKind, key: str) -> str:
    return key if kind is ChangeKind.TEXT else f"{kind} {key}".strip()


def _value(fact: Fact) -> Value:
    return Bilingual(*fact) if isinstance(fact, tuple) else fact
