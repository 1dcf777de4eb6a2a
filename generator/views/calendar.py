"""What a meeting says of itself in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from generator.model.ids import body_of, region_of
from generator.model.register import Register
from generator.model.schedule import Level, Meeting, Status
from generator.words.catalogue import Words
from generator.words.dates import clock_range, full_date
from generator.words.phones import visible_phone


@dataclass(frozen=True, slots=True)
class EventView:
    """One event in one language, in plain values.

    uid: from the meeting's id alone, so that no edit and no language changes it.
    stamp: declared day of publication as a UTC moment; never the clock.
    starts, ends: UTC.
    summary: begins with the status when the meeting is moved or cancelled.
    description: status, local time, place, who reports, how to ask and the page's address, a line each.
    location: hall and address.
    geo: latitude and longitude, or nothing.
    url: address of the meeting's page.
    """

    uid: str
    stamp: datetime
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    geo: tuple[float, float] | None
    url: str


def view_event(register: Register, words: Words, meeting_id: str) -> EventView:
    """The event of one meeting."""
    meeting = register.meetings[meeting_id]
    url = f"{register.site.base_url}{words.language}/{meeting_id}/"
    place = meeting.place
    return EventView(
        uid=f"{meeting_id.replace('/', '.')}@esep",
        stamp=_stamp(register, meeting_id),
        starts=register.local(meeting_id, meeting.starts).astimezone(UTC),
        ends=register.local(meeting_id, meeting.ends).astimezone(UTC),
        summary=_summary(register, words, meeting_id),
        description="\n".join(_lines(register, words, meeting_id, url)),
        location=f"{place.name.in_language(words.language)}, {place.address.in_language(words.language)}",
        geo=(place.location.latitude, place.location.longitude) if place.location is not None else None,
        url=url,
    )


def _stamp(register: Register, meeting_id: str) -> datetime:
    declared: date = register.published_on(meeting_id) or register.schedule_of(meeting_id).approved.on
    return register.local(meeting_id, datetime.combine(declared, time())).astimezone(UTC)


def _summary(register: Register, words: Words, meeting_id: str) -> str:
    meeting = register.meetings[meeting_id]
    title = calendar_title(register, words, meeting_id)
    if meeting.status is Status.PLANNED:
        return title
    return f"{words.one_of('calendar prefix', meeting.status)}: {title}"


def calendar_title(register: Register, words: Words, meeting_id: str) -> str:
    """Who reports for which precincts, or for which territory."""
    meeting = register.meetings[meeting_id]
    if meeting.level is Level.CHIEF:
        territory = register.bodies[body_of(meeting_id)].territory.in_language(words.language)
        return words.text("Police chief's report: {territory}", territory=territory)
    numbers = ", ".join(register.precincts[each].number for each in register.precinct_ids(meeting_id))
    if meeting.level is Level.CANDIDATE:
        return words.text("Candidate for precinct inspector: precinct No. {numbers}", numbers=numbers)
    if len(meeting.precincts) > 1:
        return words.text("Joint report of precinct inspectors: precincts No. {numbers}", numbers=numbers)
    return words.text("Precinct inspector's report: precinct No. {numbers}", numbers=numbers)


def _lines(register: Register, words: Words, meeting_id: str, url: str) -> list[str]:
    meeting, language = register.meetings[meeting_id], words.language
    lines = [_status_line(words, meeting)]
    if meeting.reason is not None:
        lines.append(words.text("Reason: {reason}", reason=meeting.reason.in_language(language)))
    lines.append(f"{full_date(words, meeting.starts.date())}, {clock_range(meeting.starts, meeting.ends)}")
    if meeting.place.landmark is not None:
        lines.append(
            words.text("Landmark: {landmark}", landmark=meeting.place.landmark.in_language(language))
        )
    if names := ", ".join(each.officer.name.in_language(language) for each in register.reporters(meeting_id)):
        lines.append(words.text("Reports: {names}", names=names))
    if channels := ", ".join(_channel(each.value) for each in register.schedule_of(meeting_id).questions):
        lines.append(words.text("Send a question beforehand: {channels}", channels=channels))
    region = register.regions[region_of(meeting_id)].short.in_language(language)
    lines.append(words.text("Time of {region}; the page is always right: {url}", region=region, url=url))
    return lines


def _status_line(words: Words, meeting: Meeting) -> str:
    return words.text("Status: {status}", status=words.one_of("calendar status", meeting.status))


def _channel(value: str) -> str:
    return visible_phone(value) if value.startswith("+") else value
