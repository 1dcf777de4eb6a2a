"""Prepared lists: the entries of the ledger a resident may want to see alone, without a script."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from generator.law.ledger import OPEN_STATES, Entry, EntryKind, State
from generator.model.ids import period_of
from generator.views.accounts import Accounts


class Slice(StrEnum):
    """A prepared list; its value is its folder below `outcomes`."""

    OPEN = "open"
    OVERDUE = "overdue"
    LATE = "late"
    REDIRECTED = "redirected"
    FORGOTTEN = "forgotten"
    COMPLAINT = "complaint"
    PROPOSAL = "proposal"
    REMARK = "remark"
    QUESTION = "question"
    DECISION = "decision"


_STATES = {
    Slice.OPEN: OPEN_STATES,
    Slice.OVERDUE: frozenset({State.OVERDUE}),
    Slice.LATE: frozenset({State.CLOSED_LATE}),
    Slice.REDIRECTED: frozenset({State.REDIRECTED}),
}

_OF_KIND = {kind: Slice(kind.value) for kind in EntryKind}
_OF_STATE = {state: tuple(each for each, states in _STATES.items() if state in states) for state in State}


def sort_into_slices(entries: Iterable[Entry]) -> dict[Slice, list[Entry]]:
    """Every prepared list that has entries, in their order; an entry stands in several."""
    found: dict[Slice, list[Entry]] = {each: [] for each in Slice}
    for entry in entries:
        found[_OF_KIND[entry.kind]].append(entry)
        for each in _OF_STATE[entry.state]:
            found[each].append(entry)
        if entry.forgotten_by is not None:
            found[Slice.FORGOTTEN].append(entry)
    return {each: chosen for each, chosen in found.items() if chosen}


def periods_of(accounts: Accounts, place: str) -> tuple[str, ...]:
    """The periods whose meetings left entries, the latest first."""
    return _periods(accounts.judgement.entries.get(place, ()))


@lru_cache(maxsize=64)  # every precinct of a police body names its body's periods
def _periods(entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(period_of, entries)))
