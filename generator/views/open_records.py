"""Records as plain values for programs: the public part of each, under the names of its own fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.protocol import Award, Recipient
from generator.model.registry import Officer
from generator.model.schedule import Candidate
from generator.reading.houses import HouseRange
from generator.views.tables import house_text


@dataclass(frozen=True, slots=True)
class Telling:
    """How records are told.

    zone: the region's time zone, for the offset of local times from UTC.
    today: the day; officers who have left office by then have no contacts.
    """

    zone: ZoneInfo
    today: date

    def tell(self, value: Any) -> Any:
        """A record or value as JSON has it; what is absent is null."""
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, datetime):
            return value.replace(tzinfo=self.zone).isoformat()
        if isinstance(value, time):
            return value.isoformat("minutes")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, HouseRange):
            return house_text(value)
        if isinstance(value, Mapping):
            return {self.tell(name): self.tell(each) for name, each in value.items()}
        if isinstance(value, (tuple, list)):
            return [self.tell(each) for each in value]
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            public = self._public(value)
            return {each.name: self.tell(getattr(public, each.name)) for each in dataclasses.fields(public)}
        return value

    def _public(self, record: Any) -> Any:
        """The record without what may not be published: names without consent, contacts of who left office."""
        if isinstance(record, Officer) and not record.serves_on(self.today):
            return dataclasses.replace(record, phones=(), messengers=(), reception=(), photo=None)
        if isinstance(record, Candidate) and not record.consent:
            return dataclasses.replace(record, name=None)
        if isinstance(record, Award) and record.recipient is Recipient.CITIZEN and not record.consent:
            return dataclasses.replace(record, name=None)
        return record
