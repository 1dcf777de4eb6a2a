"""What each police body of a region is judged and told by: its files and their past."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.history.chronicle import History, Past
from generator.history.replay import Entry, Thing
from generator.model.collect import Readings
from generator.model.ids import body_of, period_of
from generator.model.registry import Precinct


@dataclass(slots=True)
class Basis:
    """What a police body is judged and told by.

    registry: its own file, those of its precincts and of the region's other police bodies, with their digests.
    files: schedules and protocols with their digests, by period.
    pasts: what git knows of meetings and protocols, by period; of officers under an empty name.
    """

    registry: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    pasts: dict[str, list[tuple[Entry, Past]]] = field(default_factory=dict)


def gather_bases(history: History, readings: Readings) -> dict[str, Basis]:
    """What each police body of a region is judged and told by."""
    found: dict[str, Basis] = {}
    shared: list[tuple[str, str]] = []
    for file, each in readings.items():
        if each.placed is None:
            continue
        identifier = each.placed.identifier
        basis = found.setdefault(body_of(identifier), Basis())
        if identifier.count("/") == 1:
            shared.append((file, each.digest))
        elif each.placed.kind is Precinct:
            basis.registry.append((file, each.digest))
        else:
            basis.files.setdefault(period_of(identifier), []).append((file, each.digest))
    for entry, past in history.pasts.items():
        period = "" if entry.thing is Thing.OFFICER else period_of(entry.identifier)
        basis = found.setdefault(body_of(entry.identifier), Basis())
        basis.pasts.setdefault(period, []).append((entry, past))
    for basis in found.values():
        basis.registry += shared
    return found
