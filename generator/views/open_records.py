"""Records as plain values for programs: the public part of each, under the names of its own fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.protocol import Award, Recipient
from generator.model.registry import Officer
from generator.model.schedule import Candidate
from generator.reading.houses import HouseRange
from generator.views.plain import plain
from generator.views.tables import house_text


@plain
class Telling:
    """How records are told.

    zone: the region's time zone, for the offset of local times from UTC.
    today: the day; officers who have left office by then have no contacts.
    """

    zone: ZoneInfo
    today: date

    def tell(self, value: Any) -> Any:
        """A record or value as JSON has it; what is absent is null."""
        return _way_of(value.__class__)(self, value)

    def tell_record(self, record: Any) -> dict[str, Any]:
        """The public part of a record."""
        public = self._public(record)
        return {name: self.tell(getattr(public, name)) for name in _names_of(public.__class__)}

    def _public(self, record: Any) -> Any:
        """The record without what may not be published: names without consent, contacts of who left office."""
        if isinstance(record, Officer) and not record.serves_on(self.today):
            return dataclasses.replace(record, phones=(), messengers=(), reception=(), photo=None)
        if isinstance(record, Candidate) and not record.consent:
            return dataclasses.replace(record, name=None)
        if isinstance(record, Award) and record.recipient is Recipient.CITIZEN and not record.consent:
            return dataclasses.replace(record, name=None)
        return record


_Way = Callable[[Telling, Any], Any]
_WAYS: tuple[tuple[type, _Way], ...] = (
    (Enum, lambda _, value: value.value),
    (datetime, lambda telling, value: value.replace(tzinfo=telling.zone).isoformat()),
    (time, lambda _, value: value.isoformat("minutes")),
    (date, lambda _, value: value.isoformat()),
    (HouseRange, lambda _, value: house_text(value)),
    (
        Mapping,
        lambda telling, value: {telling.tell(name): telling.tell(each) for name, each in value.items()},
    ),
    (tuple, lambda telling, value: [telling.tell(each) for each in value]),
    (list, lambda telling, value: [telling.tell(each) for each in value]),
)


@cache
def _way_of(kind: type) -> _Way:
    """How values of one type are told; the first that fits."""
    for known, way in _WAYS:
        if issubclass(kind, known):
            return way
    return Telling.tell_record if dataclasses.is_dataclass(kind) else lambda _, value: value


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(kind))
