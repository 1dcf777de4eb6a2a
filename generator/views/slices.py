"""Prepared lists: the entries of the ledger a resident may want to see alone, without a script."""

from __future__ import annotations

from enum import StrEnum

from generator.law.ledger import Entry, State
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


def in_slice(entry: Entry, each: Slice) -> bool:
    """Whether an entry stands in a prepared list."""
    match each:
        case Slice.OPEN:
            return entry.is_open
        case Slice.OVERDUE:
            return entry.state is State.OVERDUE
        case Slice.LATE:
            return entry.state is State.CLOSED_LATE
        case Slice.REDIRECTED:
            return entry.state is State.REDIRECTED
        case Slice.FORGOTTEN:
            return entry.forgotten_by is not None
        case _:
            return entry.kind == each.value


def slices_of(accounts: Accounts, place: str) -> tuple[Slice, ...]:
    """The prepared lists of a place that have entries."""
    entries = accounts.judgement.entries_of(place)
    return tuple(each for each in Slice if any(in_slice(entry, each) for entry in entries))


def periods_of(accounts: Accounts, place: str) -> tuple[str, ...]:
    """The periods whose meetings left entries, the latest first."""
    return tuple(dict.fromkeys(period_of(each) for each in accounts.judgement.entries.get(place, ())))
