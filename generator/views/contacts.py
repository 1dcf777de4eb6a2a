"""How to reach somebody: phones, messengers, weekly hours, stations, ways to send a question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from generator.model.contact import ChannelKind, Hours, Messenger, Phone, QuestionChannel, Weekday
from generator.model.registry import Station
from generator.views.page import page_url
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.dates import clock_range, weekday_name
from generator.words.phones import phone_link, visible_phone

_WEEK = tuple(Weekday)


@plain
class PhoneView:
    """A phone: as read, as dialled, and what it is for."""

    number: str
    link: str
    kind: str


@plain
class MessengerView:
    """A messenger: its name and the link that opens it."""

    name: str
    url: str


@plain
class DayHours:
    """The hours of one weekday.

    weekday: its name.
    hours: one or several spells, `09:00-13:00, 15:00-18:00`.
    note: an exception.
    """

    weekday: str
    hours: str
    note: str


@plain
class HoursView:
    """Weekly hours.

    week: the weekdays that have hours, from Monday.
    today: name of today's weekday.
    today_hours: the hours today, empty when there are none.
    """

    week: tuple[DayHours, ...]
    today: str
    today_hours: str


@plain
class StationView:
    """A precinct station or modular post; `step_free` is None when nobody has said; `card` is a path for phones."""

    name: str
    kind: str
    address: str
    phones: tuple[PhoneView, ...]
    hours: HoursView | None
    step_free: bool | None
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    card: str = ""


@plain
class ChannelView:
    """A way to send a question; `link` is empty when there is nothing to press."""

    kind: str
    text: str
    link: str


def officer_card_path(language: str, place: str, key: str) -> str:
    """Where an officer's card lies; the place is the officer's precinct, or the police body of a chief."""
    return f"{page_url(language, place)}card-{key}.vcf"


def station_card_path(language: str, body_id: str, key: str) -> str:
    """Where a station's card lies."""
    return f"{page_url(language, body_id)}station-{key}.vcf"


def view_phones(words: Words, phones: Iterable[Phone]) -> tuple[PhoneView, ...]:
    """Phones in the editor's order."""
    return tuple(
        PhoneView(
            visible_phone(phone.number), phone_link(phone.number), words.one_of("phone kind", phone.kind)
        )
        for phone in phones
    )


def view_messengers(words: Words, messengers: Iterable[Messenger]) -> tuple[MessengerView, ...]:
    """Messengers in the editor's order."""
    return tuple(MessengerView(words.one_of("messenger", each.kind), each.url) for each in messengers)


def view_hours(words: Words, hours: tuple[Hours, ...], today: date) -> HoursView | None:
    """Weekly hours; None when none are published."""
    if not hours:
        return None
    return HoursView(_week(words, hours), weekday_name(words, today), _spells(hours, _WEEK[today.weekday()]))


@lru_cache(maxsize=1_024)  # most officers of a police body receive at the same hours
def _week(words: Words, hours: tuple[Hours, ...]) -> tuple[DayHours, ...]:
    return tuple(_day_hours(words, hours, day) for day in _WEEK if any(day in spell.days for spell in hours))


def _day_hours(words: Words, hours: tuple[Hours, ...], day: Weekday) -> DayHours:
    notes = (spell.note.in_language(words.language) for spell in hours if day in spell.days and spell.note)
    return DayHours(words.one_of("weekday", day), _spells(hours, day), "; ".join(dict.fromkeys(notes)))


def _spells(hours: tuple[Hours, ...], day: Weekday) -> str:
    spells = sorted((spell for spell in hours if day in spell.days), key=lambda spell: spell.opens)
    return ", ".join(clock_range(spell.opens, spell.closes) for spell in spells)


def view_station(words: Words, station: Station, today: date, card: str = "") -> StationView:
    """A station; its equipment in two lists, what it has and what it lacks."""
    equipment = {
        yes: tuple(
            words.one_of("equipment", item) for item, there in station.equipment.items() if there is yes
        )
        for yes in (True, False)
    }
    return StationView(
        station.names.in_language(words.language),
        words.one_of("station kind", station.kind),
        station.address.in_language(words.language),
        view_phones(words, station.phones),
        view_hours(words, station.hours, today),
        station.step_free,
        equipment[True],
        equipment[False],
        card,
    )


def view_channels(words: Words, channels: Iterable[QuestionChannel]) -> tuple[ChannelView, ...]:
    """Ways to send a question, in the editor's order."""
    return tuple(
        ChannelView(words.one_of("channel", each.kind), *_channel_text_and_link(each)) for each in channels
    )


def _channel_text_and_link(channel: QuestionChannel) -> tuple[str, str]:
    value = channel.value
    if channel.kind is ChannelKind.PHONE:
        return visible_phone(value), phone_link(value)
    if channel.kind is ChannelKind.EMAIL:
        return value, f"mailto:{value}"
    if value.startswith(("https://", "http://")):
        return value.partition("://")[2].rstrip("/"), value
    return value, ""
