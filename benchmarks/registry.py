"""The registry of the country: regions, bodies with chiefs and stations, precincts with officers and streets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.phrases import Phrases
from benchmarks.places import Body, Region

Record = dict[str, Any]
STREETS_OF_A_PRECINCT = 5
PRECINCTS_OF_A_STATION = 6
_HOUSES = 60
_RANKS = ("lieutenant", "senior_lieutenant", "captain", "major")


@dataclass(frozen=True, slots=True)
class Precinct:
    """A precinct: its key and file, its two inspectors if it has two, and its file before an officer was replaced.

    replaced_on: first day of the new officer; absent when nobody was replaced.
    """

    key: str
    record: Record
    inspectors: tuple[str, ...]
    replaced_on: date | None = None
    before: Record | None = None


def make_region(region: Region) -> Record:
    """The region's file."""
    return {
        "kato": region.kato,
        "kind": region.kind,
        "names": {"kk": region.kk, "ru": region.ru},
        "short": {"kk": region.short_kk, "ru": region.short_ru},
        "time_zone": region.time_zone,
    }


def make_phone(body: Body, line: int) -> str:
    """A number that cannot ring: all begin with 000 behind the code of the area."""
    area = 710 + int(body.region.kato[:2]) % 20
    return f"+7 {area} 000-{body.ordinal % 100:02}-{line % 100:02}"


def make_location(body: Body, random: Random) -> list[float]:
    """A point near the centre of the region."""
    north, east = float(body.region.latitude), float(body.region.longitude)
    return [round(north + random.random() / 5, 4), round(east + random.random() / 5, 4)]


def make_body(body: Body, phrases: Phrases, random: Random, first_year: int) -> Record:
    """The body's file: one chief who left and one who serves, and a station for every six precincts."""
    names, territory = _names(body, phrases)
    return {
        "level": body.district.level if body.district else "department",
        "kato": body.district.kato if body.district else body.region.kato,
        "names": names,
        "territory": territory,
        "address": phrases.address(random),
        "location": make_location(body, random),
        "phones": [
            {"number": make_phone(body, 2), "kind": "duty"},
            {"number": make_phone(body, 8), "kind": "trust"},
        ],
        "site": f"https://{body.key}.{body.region.slug}-police.example",
        "chiefs": _make_chiefs(body, phrases, random, first_year),
        "stations": {
            f"station-{number + 1}": _make_station(body, phrases, random, number + 1)
            for number in range(-(-body.precincts // PRECINCTS_OF_A_STATION))
        }
        or None,
    }


def _names(body: Body, phrases: Phrases) -> tuple[dict[str, str], dict[str, str]]:
    region, district = body.region, body.district
    if district is None:
        gaps = {"region": region.kk_of}, {"region": region.ru_of}
        return phrases.fill("department", *gaps), {"kk": region.kk, "ru": region.ru}
    names = phrases.fill(
        "body",
        {"region": region.kk_of, "territory": district.kk_of},
        {"region": region.ru_of, "territory": district.ru_of},
    )
    if body.nth:
        names = phrases.fill("second", {"name": names["kk"]}, {"name": names["ru"]})
    return names, {"kk": district.kk, "ru": district.ru}


def _make_chiefs(body: Body, phrases: Phrases, random: Random, first_year: int) -> Record:
    former_key, former = phrases.person(random)
    key, present = phrases.person(random)
    begun = date(first_year - 1, 3, 2) + timedelta(days=int(random.random() * 200))
    return {
        f"{former_key}-a": {
            "name": former,
            "rank": "colonel",
            "since": date(first_year - 5, 5, 16),
            "until": begun - timedelta(days=1),
            "post": "chief",
        },
        f"{key}-b": {
            "name": present,
            "rank": "lieutenant_colonel",
            "since": begun,
            "post": "chief",
            "phones": [{"number": make_phone(body, 1)}],
            "reception": [{"days": ["thu"], "opens": "16:00", "closes": "19:00"}],
        },
    }


def _make_station(body: Body, phrases: Phrases, random: Random, number: int) -> Record:
    return {
        "names": phrases.fill("station", {"number": number}, {"number": number}),
        "address": phrases.address(random),
        "location": make_location(body, random),
        "phones": [{"number": make_phone(body, 10 + number)}],
        "hours": [
            {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "9:00", "closes": "20:00"},
            {"days": ["sat"], "opens": "10:00", "closes": "15:00"},
        ],
        "equipment": {
            kind: random.random() < 0.8
            for kind in ("computers", "internet", "police_systems", "furniture", "tablet", "reception_room")
        },
        "step_free": random.random() < 0.5,
    }


def make_precincts(body: Body, phrases: Phrases, random: Random, first_year: int) -> list[Precinct]:
    """Every precinct of a body; some vacant, some with two inspectors, some with an officer newly replaced."""
    made: list[Precinct] = []
    for index in range(body.precincts):
        acting = made[-1].inspectors[-1] if made and made[-1].inspectors else ""
        made.append(_make_precinct(body, phrases, random, first_year, (index, acting)))
    return made


def has_two_inspectors(index: int) -> bool:
    """Whether the precinct at this place has two: 7,000 inspectors serve 6,000 precincts."""
    return index % 5 == 3


def _make_precinct(
    body: Body, phrases: Phrases, random: Random, first_year: int, place: tuple[int, str]
) -> Precinct:
    index, acting = place
    key, chance = f"{index + 1:03}", random.random()
    record = _make_territory(body, phrases, random, index)
    officers: Record = {}
    inspectors = []
    for nth in range(2 if has_two_inspectors(index) else 1):
        surname, officer = make_officer(phrases, random, make_phone(body, 21 + index), first_year)
        inspectors.append(f"{surname}-{key}{'-2' if nth else ''}")
        officers[inspectors[-1]] = officer
    if random.random() < 0.3:
        surname, officer = make_officer(phrases, random, make_phone(body, 21 + index), first_year)
        officers[f"{surname}-{key}-a"] = {**officer, "rank": "senior_sergeant", "post": "assistant"}
    if len(inspectors) == 2:
        return Precinct(key, {**record, "officers": officers}, tuple(inspectors))
    if chance < 0.03 and acting:
        del officers[inspectors[0]]
        vacant = [{"since": date(first_year - 1, 8, 3), "acting": acting}]
        return Precinct(key, {**record, "officers": officers or None, "vacant": vacant}, ())
    if chance < 0.08:
        return _replace_officer(
            body,
            phrases,
            random,
            first_year,
            Precinct(key, {**record, "officers": officers}, tuple(inspectors)),
        )
    return Precinct(key, {**record, "officers": officers}, tuple(inspectors))


def _replace_officer(
    body: Body, phrases: Phrases, random: Random, first_year: int, precinct: Precinct
) -> Precinct:
    """The precinct after its inspector was replaced one day of the first year."""
    day = date(first_year, 2, 1) + timedelta(days=int(random.random() * 280))
    surname, officer = make_officer(phrases, random, make_phone(body, 21 + int(precinct.key)), first_year)
    officers = dict(precinct.record["officers"])
    former = officers[precinct.inspectors[0]]
    officers[precinct.inspectors[0]] = {**former, "until": day - timedelta(days=1)}
    officers[f"{surname}-{precinct.key}-n"] = {**officer, "since": day}
    record = {**precinct.record, "officers": officers}
    return Precinct(precinct.key, record, precinct.inspectors, day, precinct.record)


def _make_territory(body: Body, phrases: Phrases, random: Random, index: int) -> Record:
    district = body.district
    settled = district is not None and district.level == "district"
    return {
        "number": f"{index + 1:03}",
        "station": f"station-{index // PRECINCTS_OF_A_STATION + 1}",
        "settlement": {"kk": district.kk, "ru": district.ru} if settled and district else None,
        "streets": _make_streets(phrases, index),
        "landmarks": [phrases.pick(random, "landmarks") for _ in range(2)],
        "neighbours": [f"{each + 1:03}" for each in (index - 1, index + 1) if 0 <= each < body.precincts]
        or None,
        "population": 3000 + int(random.random() * 6000),
    }


def _make_streets(phrases: Phrases, index: int) -> list[Record]:
    """Five streets; a street that comes again in the body goes on with further houses."""
    pool = phrases.lists["streets"]
    made = []
    for place in range(index * STREETS_OF_A_PRECINCT, (index + 1) * STREETS_OF_A_PRECINCT):
        first = place // len(pool) * _HOUSES
        side = ("", " odd", " even")[place % 3]
        made.append({**pool[place % len(pool)], "houses": [f"{first + 1}-{first + _HOUSES}{side}"]})
    return made


def make_officer(phrases: Phrases, random: Random, phone: str, year: int) -> tuple[str, Record]:
    """A slug of the surname, and an officer in office since one of the years before `year`."""
    surname, name = phrases.person(random)
    digits = "".join(filter(str.isdigit, phone))
    return surname, {
        "name": name,
        "rank": _RANKS[int(random.random() * len(_RANKS))],
        "since": date(year - 7, 1, 14) + timedelta(days=int(random.random() * 1800)),
        "post": "senior_inspector" if random.random() < 0.2 else "inspector",
        "phones": [{"number": phone}],
        "messengers": [{"kind": "whatsapp", "url": f"https://wa.me/{digits}"}],
        "reception": [
            {"days": ["tue", "thu"], "opens": "17:00", "closes": "20:00"},
            {"days": ["sat"], "opens": "10:00", "closes": "13:00"},
        ],
    }
