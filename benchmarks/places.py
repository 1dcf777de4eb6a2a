"""Regions and districts of Kazakhstan, and which police bodies a country of a given size has."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
PRECINCTS_OF_A_BODY = 24
BODIES_OF_A_REGION = 12.5


@dataclass(frozen=True, slots=True)
class Region:
    """A row of `facts/regions.csv`: KATO, slug, names and their genitives, time zone, a point near its centre."""

    kato: str
    slug: str
    kind: str
    kk: str
    ru: str
    kk_of: str
    ru_of: str
    short_kk: str
    short_ru: str
    time_zone: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class District:
    """A row of `facts/districts.csv`: a district, or a city of regional significance."""

    kato: str
    region: str
    slug: str
    level: str
    kk: str
    ru: str
    kk_of: str
    ru_of: str


@dataclass(frozen=True, slots=True)
class Body:
    """A police body of the country.

    region: where it lies.
    district: the territory it serves; absent for the department of a region.
    key: its slug within the region.
    nth: 0 for the first body of its district, 1 for a second one.
    precincts: how many it has.
    ordinal: its place among all bodies, from 0.
    """

    region: Region
    district: District | None
    key: str
    nth: int
    precincts: int
    ordinal: int

    @property
    def identifier(self) -> str:
        """Its id, `almaty/alatau`."""
        return f"{self.region.slug}/{self.key}"


def read_regions() -> list[Region]:
    """The twenty regions, large and small ones mixed, so that the first few are like the whole."""
    with (FACTS / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return [Region(**row) for row in csv.DictReader(stream)]


def read_districts() -> dict[str, list[District]]:
    """The districts of each region, by its slug."""
    found: dict[str, list[District]] = {}
    with (FACTS / "districts.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["region"], []).append(District(**row))
    return found


def lay_out_bodies(precincts: int) -> list[Body]:
    """The bodies of a country of so many precincts: 24 precincts a body, 12.5 bodies and a department a region.

    At 6,000 precincts these are all regions, with 250 bodies and 20 departments. A smaller country has fewer regions
    of the same size, so that growth is measured and not a fixed cost.
    """
    count = max(1, round(precincts / PRECINCTS_OF_A_BODY))
    regions = read_regions()[: max(1, min(20, round(count / BODIES_OF_A_REGION)))]
    districts = read_districts()
    seats = _seats(regions, districts, count)
    bodies: list[Body] = []
    for region in regions:
        bodies.append(Body(region, None, "department", 0, 0, len(bodies)))
        for district, nth in seats[region.slug]:
            key = f"{district.slug}-{nth + 1}" if nth else district.slug
            bodies.append(Body(region, district, key, nth, 0, len(bodies)))
    return _with_precincts(bodies, precincts, count)


def _seats(
    regions: list[Region], districts: dict[str, list[District]], count: int
) -> dict[str, list[tuple[District, int]]]:
    """So many bodies over the districts of the regions: one each first, then a second one each."""
    seats: dict[str, list[tuple[District, int]]] = {region.slug: [] for region in regions}
    nth = 0
    while True:
        for place in range(max(len(districts[region.slug]) for region in regions)):
            for region in regions:
                if place < len(districts[region.slug]):
                    seats[region.slug].append((districts[region.slug][place], nth))
                    count -= 1
                if not count:
                    return seats
        nth += 1


def _with_precincts(bodies: list[Body], precincts: int, count: int) -> list[Body]:
    """The bodies with precincts dealt out evenly."""
    dealt, place = [], 0
    for body in bodies:
        share = 0
        if body.district is not None:
            share = precincts * (place + 1) // count - precincts * place // count
            place += 1
        dealt.append(Body(body.region, body.district, body.key, body.nth, share, body.ordinal))
    return dealt
