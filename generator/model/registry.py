"""The registry: regions, police bodies, stations, precincts and the officers who serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.contact import Hours, Location, Messenger, Phone
from generator.model.text import Bilingual
from generator.reading.houses import HouseRange
from generator.reading.scalars import Count, HttpsUrl, Kato, RelativePath, Slug, Text, TimeZone


class RegionKind(StrEnum):
    """A region, or a city of republican significance."""

    REGION = "region"
    CITY = "city"


class BodyLevel(StrEnum):
    """The territorial police bodies that 723-2018 p. 1 and 608-2023 p. 1 name."""

    DEPARTMENT = "department"
    CITY = "city"
    DISTRICT = "district"
    CITY_DISTRICT = "city_district"


class StationKind(StrEnum):
    """A precinct police station, or a modular post."""

    STATION = "station"
    MODULAR_POST = "modular_post"


class Rank(StrEnum):
    """Special ranks of the police."""

    SERGEANT = "sergeant"
    SENIOR_SERGEANT = "senior_sergeant"
    JUNIOR_LIEUTENANT = "junior_lieutenant"
    LIEUTENANT = "lieutenant"
    SENIOR_LIEUTENANT = "senior_lieutenant"
    CAPTAIN = "captain"
    MAJOR = "major"
    LIEUTENANT_COLONEL = "lieutenant_colonel"
    COLONEL = "colonel"
    MAJOR_GENERAL = "major_general"


class Post(StrEnum):
    """The posts whose holders report or receive residents."""

    INSPECTOR = "inspector"
    SENIOR_INSPECTOR = "senior_inspector"
    ASSISTANT = "assistant"
    CHIEF = "chief"
    ACTING_CHIEF = "acting_chief"


class Equipment(StrEnum):
    """What a station should have (Mazhilis recommendations, point 2(8))."""

    COMPUTERS = "computers"
    INTERNET = "internet"
    POLICE_SYSTEMS = "police_systems"
    FURNITURE = "furniture"
    TABLET = "tablet"
    RECEPTION_ROOM = "reception_room"


@dataclass(frozen=True, slots=True)
class Region:
    """A region or a city of republican significance, the first level of KATO.

    kato: nine-digit code of the territory.
    kind: region or city.
    names: official name.
    short: name in headings.
    time_zone: IANA zone of local times.
    """

    kato: Kato
    kind: RegionKind
    names: Bilingual
    short: Bilingual
    time_zone: TimeZone


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer during one spell in office.

    name: surname, given name and, where there is one, patronymic.
    rank: special rank.
    since: first day in this office.
    until: last day in this office; absent while the officer serves.
    post: the office held.
    phones: service phones.
    messengers: service accounts.
    reception: weekly reception hours.
    photo: picture among the site's files, with the officer's consent only.
    """

    name: Bilingual
    rank: Rank
    since: date
    until: date | None = None
    post: Post = Post.INSPECTOR
    phones: tuple[Phone, ...] = ()
    messengers: tuple[Messenger, ...] = ()
    reception: tuple[Hours, ...] = ()
    photo: RelativePath | None = None

    def serves_on(self, day: date) -> bool:
        """Whether `day` falls within this spell, both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A spell without an inspector.

    since: first day.
    until: last day; absent while the precinct is vacant.
    acting: the officer of the same police body who stands in.
    """

    since: date
    until: date | None = None
    acting: Slug | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` falls within the vacancy, both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Station:
    """A precinct police station or modular post.

    names: as on the sign.
    kind: station or modular post.
    address: street and house.
    location: point on the map.
    phones: published phones.
    hours: when it is open.
    equipment: what it has (`yes`) and lacks (`no`).
    step_free: whether a wheelchair gets in.
    """

    names: Bilingual
    address: Bilingual
    kind: StationKind = StationKind.STATION
    location: Location | None = None
    phones: tuple[Phone, ...] = ()
    hours: tuple[Hours, ...] = ()
    equipment: Mapping[Equipment, bool] = field(default_factory=dict)
    step_free: bool | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A territorial police body: the department of a city or region, or a district directorate.

    level: its place in the hierarchy.
    kato: code of the territory served.
    names: official name.
    territory: the territory served, as residents call it.
    address: street and house.
    location: point on the map.
    phones: published phones, the duty phone first.
    site: its official internet resource.
    chiefs: its chiefs, each with a spell in office.
    stations: its precinct stations and modular posts.
    """

    level: BodyLevel
    kato: Kato
    names: Bilingual
    territory: Bilingual
    address: Bilingual
    location: Location | None = None
    phones: tuple[Phone, ...] = ()
    site: HttpsUrl | None = None
    chiefs: Mapping[Slug, Officer] = field(default_factory=dict)
    stations: Mapping[Slug, Station] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Street:
    """A street, or a part of it, that belongs to a precinct.

    name: present official name.
    former: names it bore before.
    aliases: what people also call it.
    microdistrict: the microdistrict or settlement it lies in.
    houses: the houses served (`1-45 odd`, `2-30 even`, `17a`, `12/3`, `51-`); absent is the whole street.
    """

    name: Bilingual
    former: tuple[Bilingual, ...] = ()
    aliases: tuple[Bilingual, ...] = ()
    microdistrict: Bilingual | None = None
    houses: tuple[HouseRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of a precinct that was merged, divided or renumbered; its page and calendar stay.

    since: first day on which others serve its streets.
    precincts: keys of the precincts of the same body that serve them.
    """

    since: date
    precincts: tuple[Slug, ...]


@dataclass(frozen=True, slots=True)
class Precinct:
    """An administrative precinct and those who serve it.

    number: as people and signs give it.
    station: key of the station in the police body's file.
    settlement: town, village or microdistrict, when it is not the whole city.
    streets: streets and house ranges served.
    landmarks: places people know it by.
    neighbours: keys of adjacent precincts of the same body (723-2018 p. 26).
    population: residents.
    officers: inspectors and assistants, each with a spell in office.
    vacant: spells without an inspector.
    succeeded_by: the precincts that serve its streets since it was merged, divided or renumbered.
    """

    number: Text
    station: Slug
    streets: tuple[Street, ...]
    settlement: Bilingual | None = None
    landmarks: tuple[Bilingual, ...] = ()
    neighbours: tuple[Slug, ...] = ()
    population: Count | None = None
    officers: Mapping[Slug, Officer] = field(default_factory=dict)
    vacant: tuple[Vacancy, ...] = ()
    succeeded_by: Succession | None = None

    def serves_on(self, day: date) -> bool:
        """Whether it serves its streets itself on a day, and no other precinct does."""
        return self.succeeded_by is None or day < self.succeeded_by.since
