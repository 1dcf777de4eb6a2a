"""Schedules agree with the registry and with themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.collect import Collected
from generator.model.ids import body_of, is_quarter, key_of, parent, period_of, quarter_of
from generator.model.layout import file_of
from generator.model.links.registry import unknown
from generator.model.registry import Post
from generator.model.schedule import Convener, Gathering, Level, Meeting, Schedule, Status
from generator.reading.diagnostics import Fault
from generator.reading.nodes import Path

_INSPECTORS = (Post.INSPECTOR, Post.SENIOR_INSPECTOR)


def judge_schedules(collected: Collected, everywhere: Collected) -> Iterator[Fault]:
    """Faults of the schedules of one police body and their meetings; a meeting may be replaced by one elsewhere."""
    for schedule_id, schedule in collected.schedules.items():
        file, body_id = file_of(Schedule, schedule_id), parent(schedule_id)
        if body_id not in collected.bodies:
            if body_id not in collected.broken:
                yield Fault("E402", file, (), unknown(key_of(body_id), collected.bodies))
            continue
        for key, meeting in schedule.meetings.items():
            yield from _Meeting(collected, everywhere, f"{schedule_id}/{key}", meeting).judge()
    yield from _judge_clashes(collected)


class _Meeting:
    """One meeting held against the registry."""

    def __init__(
        self, collected: Collected, everywhere: Collected, identifier: str, meeting: Meeting
    ) -> None:
        self.collected = collected
        self.everywhere = everywhere
        self.body_id = body_of(identifier)
        self.identifier = identifier
        self.meeting = meeting
        self.day: date = meeting.starts.date()

    def judge(self) -> Iterator[Fault]:
        """Every fault of this meeting."""
        yield from self._judge_times()
        yield from self._judge_precincts()
        yield from self._judge_officers()
        yield from self._judge_status()
        yield from self._judge_form()

    def _fault(self, code: str, *path: str | int, lacks: str = "", **values: str) -> Fault:
        meeting: Path = ("meetings", key_of(self.identifier))
        missing = (*meeting, *lacks.split("/")) if lacks else ()
        return Fault(code, file_of(Schedule, parent(self.identifier)), (*meeting, *path), values, missing)

    def _judge_times(self) -> Iterator[Fault]:
        meeting, period = self.meeting, period_of(self.identifier)
        if meeting.ends <= meeting.starts:
            starts, ends = (f"{each:%Y-%m-%d %H:%M}" for each in (meeting.starts, meeting.ends))
            yield self._fault("E407", "ends", starts=starts, ends=ends)
        if meeting.level is Level.CHIEF and is_quarter(period):
            yield self._fault("E422", "level", found=period, correction=str(self.day.year - 1))
        elif is_quarter(period) and quarter_of(self.day) != period:
            moved = meeting.moved_from is not None and quarter_of(meeting.moved_from.date()) == period
            if not moved:
                values = {"found": self.day.isoformat(), "period": period, "correction": quarter_of(self.day)}
                yield self._fault("E408", "starts", lacks="moved_from", **values)

    def _judge_precincts(self) -> Iterator[Fault]:
        known = [each for each in self.collected.precincts if parent(each) == self.body_id]
        for index, key in enumerate(self.meeting.precincts):
            identifier = f"{self.body_id}/{key}"
            if identifier not in self.collected.precincts and identifier not in self.collected.broken:
                yield self._fault("E403", "precincts", index, field="precincts", **unknown(key, known))
        if self.meeting.level is not Level.CHIEF and not self.meeting.precincts:
            yield self._fault("E421", lacks="precincts")

    def _judge_officers(self) -> Iterator[Fault]:
        keys = self._officer_keys()
        for index, key in enumerate(self.meeting.officers if not self._is_precinct_broken() else ()):
            if key not in keys:
                yield self._fault("E404", "officers", index, **unknown(key, keys))
        if self.meeting.level is Level.INSPECTOR and not self.meeting.officers:
            for index, key in enumerate(self.meeting.precincts):
                precinct = self.collected.precincts.get(f"{self.body_id}/{key}")
                if precinct is not None and not self._is_served(f"{self.body_id}/{key}"):
                    yield self._fault(
                        "W427", "precincts", index, lacks="officers", found=key, day=self.day.isoformat()
                    )
        if self.meeting.level is Level.CHIEF and not self.meeting.officers:
            chiefs = self.collected.bodies[self.body_id].chiefs.values()
            broken = any(parent(each) == self.body_id for each in self.collected.broken)
            if not broken and not any(chief.serves_on(self.day) for chief in chiefs):
                yield self._fault("W428", lacks="officers", day=self.day.isoformat())

    def _officer_keys(self) -> set[str]:
        precincts = (p for each, p in self.collected.precincts.items() if parent(each) == self.body_id)
        keys = {key for precinct in precincts for key in precinct.officers}
        below = f"{self.body_id}/"
        keys.update(key_of(each) for each in self.collected.broken if each.startswith(below))
        return keys | set(self.collected.bodies[self.body_id].chiefs)

    def _is_precinct_broken(self) -> bool:
        """Whether a precinct's file could not be read, so that not every officer is known."""
        file_ids = (each for each in self.collected.broken if parent(each) == self.body_id)
        return any(each in self.collected.unread for each in file_ids)

    def _is_served(self, precinct_id: str) -> bool:
        precinct = self.collected.precincts[precinct_id]
        broken = any(parent(each) == precinct_id for each in self.collected.broken)
        serving = any(o.serves_on(self.day) and o.post in _INSPECTORS for o in precinct.officers.values())
        return broken or serving or any(v.covers(self.day) and v.acting for v in precinct.vacant)

    def _judge_status(self) -> Iterator[Fault]:
        meeting = self.meeting
        if meeting.status is not Status.PLANNED and meeting.reason is None:
            yield self._fault("E412", "status", lacks="reason", found=meeting.status.value)
        if meeting.status is Status.MOVED and meeting.moved_from is None:
            yield self._fault("E413", "status", lacks="moved_from")
        if meeting.moved_from is not None and meeting.status is not Status.MOVED:
            yield self._fault("E424", "moved_from", lacks="status")
        other = meeting.replaced_by
        broken = self.everywhere.broken
        if other is not None and other not in broken and parent(other) not in broken:
            schedule = self.everywhere.schedules.get(parent(other))
            if other == self.identifier or schedule is None or key_of(other) not in schedule.meetings:
                yield self._fault("E414", "replaced_by", found=other)

    def _judge_form(self) -> Iterator[Fault]:
        meeting = self.meeting
        initiators = meeting.initiators
        if (
            meeting.gathering is Gathering.SOBRANIE
            and meeting.convened_by is Convener.MEMBERS
            and initiators is None
        ):
            yield self._fault("E418", "convened_by", lacks="initiators")
        if initiators is not None and initiators.count > initiators.total:
            yield self._fault("E419", "initiators", count=str(initiators.count), total=str(initiators.total))
        candidate = meeting.candidate
        if meeting.level is Level.CANDIDATE and candidate is None:
            yield self._fault("E420", "level", lacks="candidate")
        if candidate is not None and candidate.name is not None and not candidate.consent:
            yield self._fault("E432", "candidate", "name", lacks="candidate/consent")


def _judge_clashes(collected: Collected) -> Iterator[Fault]:
    """An officer named or in office cannot be at two meetings at once; a joint meeting is one."""
    busy: dict[tuple[str, str], list[tuple[str, Meeting]]] = {}
    for schedule_id, schedule in collected.schedules.items():
        for key, meeting in schedule.meetings.items():
            if meeting.status is Status.CANCELLED:
                continue
            for officer in _officers_at(collected, parent(schedule_id), meeting):
                busy.setdefault((parent(schedule_id), officer), []).append((f"{schedule_id}/{key}", meeting))
    for (_, officer), meetings in busy.items():
        meetings.sort(key=lambda each: (each[1].starts, each[0]))
        for (earlier_id, earlier), (later_id, later) in zip(meetings, meetings[1:], strict=False):
            if later.starts < earlier.ends:
                file = file_of(Schedule, parent(later_id))
                values = {"found": officer, "other": earlier_id, "starts": f"{earlier.starts:%Y-%m-%d %H:%M}"}
                yield Fault("E411", file, ("meetings", key_of(later_id), "starts"), values)


def _officers_at(collected: Collected, body_id: str, meeting: Meeting) -> set[str]:
    if meeting.officers:
        return set(meeting.officers)
    day = meeting.starts.date()
    present: set[str] = set()
    for key in meeting.precincts if meeting.level is Level.INSPECTOR else ():
        precinct = collected.precincts.get(f"{body_id}/{key}")
        if precinct is None:
            continue
        serving = {k for k, o in precinct.officers.items() if o.serves_on(day) and o.post in _INSPECTORS}
        acting = {v.acting for v in precinct.vacant if v.covers(day) and v.acting is not None}
        present |= serving or acting
    return present
