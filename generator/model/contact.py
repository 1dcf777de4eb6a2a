"""How and where residents reach an officer, a station or a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.model.text import Bilingual
from generator.reading.scalars import Clock, Count, HttpsUrl, Latitude, Longitude, PhoneNumber, Text


class Weekday(StrEnum):
    """A day of the week, as RFC 5545 orders them from Monday."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class PhoneKind(StrEnum):
    """What a published phone is for; a private phone is never published."""

    SERVICE = "service"
    DUTY = "duty"
    TRUST = "trust"


class MessengerKind(StrEnum):
    """Messengers and pages an officer answers in on duty."""

    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"


class ChannelKind(StrEnum):
    """How a question or proposal may be sent before a report (723-2018 p. 7(2), 608-2023 p. 8(2))."""

    PHONE = "phone"
    EMAIL = "email"
    FORM = "form"
    MESSENGER = "messenger"
    POST = "post"
    BOX = "box"


class OnlineKind(StrEnum):
    """The service that carries the online part of a hybrid meeting."""

    ZOOM = "zoom"
    TEAMS = "teams"
    YOUTUBE = "youtube"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map, WGS 84; written as a list of two numbers, see `from_list`.

    latitude: degrees north, as `[43.27, 76.83]` gives it first.
    longitude: degrees east.
    """

    latitude: Latitude
    longitude: Longitude

    @classmethod
    def from_list(cls, pair: tuple[float, float]) -> Location:
        """The point `(latitude, longitude)`."""
        return cls(*pair)


@dataclass(frozen=True, slots=True)
class Phone:
    """A published service phone.

    number: in international form, `+7 727 000-21-02`.
    kind: what it is for.
    """

    number: PhoneNumber
    kind: PhoneKind = PhoneKind.SERVICE


@dataclass(frozen=True, slots=True)
class Messenger:
    """A service account in a messenger or social network.

    kind: which one.
    url: the link that opens it.
    """

    kind: MessengerKind
    url: HttpsUrl


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours that repeat every week, in the region's local time.

    days: the weekdays they hold on.
    opens: local time of opening.
    closes: local time of closing.
    note: an exception in words.
    """

    days: tuple[Weekday, ...]
    opens: Clock
    closes: Clock
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class QuestionChannel:
    """One way to send a question or proposal before the report.

    kind: which way.
    value: the phone number, e-mail, link or address.
    """

    kind: ChannelKind
    value: Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting is held (723-2018 p. 8, 608-2023 p. 9: it must hold those expected).

    name: the hall, as people call it.
    address: street and house.
    landmark: how to recognise it.
    location: point on the map.
    capacity: seats.
    step_free: whether a wheelchair gets in.
    """

    name: Bilingual
    address: Bilingual
    landmark: Bilingual | None = None
    location: Location | None = None
    capacity: Count | None = None
    step_free: bool | None = None


@dataclass(frozen=True, slots=True)
class Online:
    """The online part of a hybrid meeting; alone it is not a face-to-face report.

    kind: the service.
    url: the link to join.
    alone: whether there is no hall to come to, the place being the officer's own.
    """

    kind: OnlineKind
    url: HttpsUrl
    alone: bool = False
