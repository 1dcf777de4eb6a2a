"""Tables of one region as it stands: precincts, stations, officers and streets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.contact import Hours
from generator.model.register import Register
from generator.model.registry import Officer
from generator.views.tables import Row, Table, base_row, columns_of, flat, lay_row, whole

PRECINCTS = columns_of(
    "id region body number station settlement.* population:integer landmarks.* neighbours inspectors "
    "vacant:boolean page.*"
)
STATIONS = columns_of(
    "id region body names.* kind address.* location.latitude:number location.longitude:number phones hours "
    "step_free:boolean equipment page.*"
)
OFFICERS = columns_of(
    "id region body precinct post rank name.* since:date until:date in_office:boolean phones messengers "
    "reception page.*"
)
STREETS = columns_of("id region body precinct name.* former.* aliases.* microdistrict.* houses page.*")


def standing_tables(register: Register, region: str, today: date) -> tuple[Table, ...]:
    """The four tables of one region."""
    return (
        Table("precincts", PRECINCTS, ("id",), whole(_precincts(register, region, today))),
        Table("stations", STATIONS, ("id",), whole(_stations(register, region))),
        Table("officers", OFFICERS, ("id", "since"), whole(_officers(register, region, today))),
        Table("streets", STREETS, ("id",), whole(_streets(register, region))),
    )


def _precinct_ids(register: Register, region: str) -> Iterator[str]:
    for body_id in register.bodies_of(region):
        yield from register.precincts_of(body_id)


def _precincts(register: Register, region: str, today: date) -> Iterator[Row]:
    for precinct_id in _precinct_ids(register, region):
        derived = {
            **base_row(register, precinct_id),
            "inspectors": flat([each.key for each in register.inspectors_on(precinct_id, today)]),
            "vacant": register.is_vacant_on(precinct_id, today),
        }
        yield lay_row(PRECINCTS, register.precincts[precinct_id], derived)


def _stations(register: Register, region: str) -> Iterator[Row]:
    for body_id in register.bodies_of(region):
        for key, station in register.bodies[body_id].stations.items():
            derived = {**base_row(register, body_id), "id": f"{body_id}#{key}"}
            derived["phones"] = flat([each.number for each in station.phones])
            derived["hours"] = _hours(station.hours)
            yield lay_row(STATIONS, station, derived)


def _officers(register: Register, region: str, today: date) -> Iterator[Row]:
    for body_id in register.bodies_of(region):
        for key, chief in register.bodies[body_id].chiefs.items():
            yield _officer(register, body_id, "", key, chief, today)
        for precinct_id in register.precincts_of(body_id):
            for key, officer in register.precincts[precinct_id].officers.items():
                yield _officer(register, body_id, precinct_id, key, officer, today)


def _officer(
    register: Register, body_id: str, precinct_id: str, key: str, officer: Officer, today: date
) -> Row:
    """A spell in office; contacts of those in office only."""
    place, serves = precinct_id or body_id, officer.serves_on(today)
    derived = {
        **base_row(register, place),
        "id": f"{place}/{key}",
        "precinct": precinct_id or None,
        "in_office": serves,
        "phones": flat([each.number for each in officer.phones]) if serves else None,
        "messengers": flat([each.url for each in officer.messengers]) if serves else None,
        "reception": _hours(officer.reception) if serves else None,
    }
    return lay_row(OFFICERS, officer, derived)


def _hours(hours: tuple[Hours, ...]) -> str | None:
    """Hours in a fixed form: `tue,thu 18:00-20:00`."""
    lines = [
        f"{','.join(day.value for day in each.days)} {flat(each.opens)}-{flat(each.closes)}" for each in hours
    ]
    return "; ".join(lines) or None


def _streets(register: Register, region: str) -> Iterator[Row]:
    for precinct_id in _precinct_ids(register, region):
        for number, street in enumerate(register.precincts[precinct_id].streets, 1):
            derived = {
                **base_row(register, precinct_id),
                "id": f"{precinct_id}#{number}",
                "precinct": precinct_id,
            }
            yield lay_row(STREETS, street, derived)
