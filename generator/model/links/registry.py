"""The registry agrees with itself: stations, neighbours, numbers, spells in office."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from datetime import date

from generator.model.collect import SITE_FILE, Collected
from generator.model.ids import key_of, parent
from generator.model.layout import file_of
from generator.model.registry import Body, Officer, Precinct
from generator.model.site import Site
from generator.reading.diagnostics import Fault


def judge_site(site: Site | None, collected: Collected) -> Iterator[Fault]:
    """Faults of the site's settings against the regions there are."""
    if site is not None and not site.base_url.endswith("/"):
        yield Fault("E323", SITE_FILE, ("base_url",), {"correction": f"{site.base_url}/"})
    for index, region in enumerate(site.regions if site is not None else ()):
        if region not in collected.regions and region not in collected.broken:
            yield Fault("E401", SITE_FILE, ("regions", index), unknown(region, collected.regions))


def judge_bodies(collected: Collected) -> Iterator[Fault]:
    """Faults of police bodies."""
    for body_id, body in collected.bodies.items():
        yield from _judge_body(body_id, body, collected)


def judge_precincts(collected: Collected) -> Iterator[Fault]:
    """Faults of the precincts of one police body."""
    numbers: dict[tuple[str, str], str] = {}
    for precinct_id, precinct in collected.precincts.items():
        file = file_of(Precinct, precinct_id)
        first = numbers.setdefault((parent(precinct_id), precinct.number), precinct_id)
        if first != precinct_id:
            yield Fault(
                "E410", file, ("number",), {"found": precinct.number, "other": file_of(Precinct, first)}
            )
        yield from _judge_precinct(precinct_id, precinct, collected)
    yield from _judge_names(collected)


def unknown(found: str, known: Iterable[str]) -> dict[str, str]:
    """The values of a message about a key nobody knows: what was found and what was perhaps meant."""
    keys = sorted(key_of(each) for each in known)
    near = difflib.get_close_matches(found, keys, n=1, cutoff=0.6)
    return {"found": found, "nearest": near[0] if near else "", "allowed": ", ".join(keys[:12])}


def _judge_body(body_id: str, body: Body, collected: Collected) -> Iterator[Fault]:
    file = file_of(Body, body_id)
    if parent(body_id) not in collected.regions and parent(body_id) not in collected.broken:
        yield Fault("E401", file, (), unknown(parent(body_id), collected.regions))
    for key, chief in body.chiefs.items():
        yield from _judge_spell(file, ("chiefs", key), chief.since, chief.until)
    yield from _judge_overlaps(file, ("chiefs",), body.chiefs.items())


def _judge_precinct(precinct_id: str, precinct: Precinct, collected: Collected) -> Iterator[Fault]:
    file, body_id = file_of(Precinct, precinct_id), parent(precinct_id)
    body = collected.bodies.get(body_id)
    if body is None and body_id not in collected.broken:
        yield Fault("E402", file, (), unknown(key_of(body_id), collected.bodies))
    if body is not None and precinct.station not in body.stations:
        if f"{body_id}/{precinct.station}" not in collected.broken:
            yield Fault("E405", file, ("station",), unknown(precinct.station, body.stations))
    yield from _judge_neighbours(precinct_id, precinct, collected)
    yield from _judge_succession(precinct_id, precinct, collected)
    for key, officer in precinct.officers.items():
        yield from _judge_spell(file, ("officers", key), officer.since, officer.until)
    for index, vacancy in enumerate(precinct.vacant):
        yield from _judge_spell(file, ("vacant", index), vacancy.since, vacancy.until)
        if vacancy.acting is not None and not _serves_in(body_id, vacancy.acting, collected):
            names = {
                key for each in _precincts(body_id, collected) for key in collected.precincts[each].officers
            }
            yield Fault("E423", file, ("vacant", index, "acting"), unknown(vacancy.acting, names))


def _judge_neighbours(precinct_id: str, precinct: Precinct, collected: Collected) -> Iterator[Fault]:
    file, body_id = file_of(Precinct, precinct_id), parent(precinct_id)
    for index, key in enumerate(precinct.neighbours):
        other = f"{body_id}/{key}"
        if other in collected.broken:
            continue
        if other not in collected.precincts:
            values = {"field": "neighbours", **unknown(key, _precincts(body_id, collected))}
            yield Fault("E403", file, ("neighbours", index), values)
        elif key_of(precinct_id) not in collected.precincts[other].neighbours:
            values = {"found": key, "other": file_of(Precinct, other)}
            yield Fault("W415", file, ("neighbours", index), values)


def _judge_succession(precinct_id: str, precinct: Precinct, collected: Collected) -> Iterator[Fault]:
    file, body_id = file_of(Precinct, precinct_id), parent(precinct_id)
    following = precinct.succeeded_by.precincts if precinct.succeeded_by is not None else ()
    for index, key in enumerate(following):
        other = f"{body_id}/{key}"
        if other == precinct_id or (other not in collected.precincts and other not in collected.broken):
            others = (each for each in _precincts(body_id, collected) if each != precinct_id)
            values = {"field": "succeeded_by", **unknown(key, others)}
            yield Fault("E403", file, ("succeeded_by", "precincts", index), values)


def _judge_spell(file: str, path: tuple[str | int, ...], since: date, until: date | None) -> Iterator[Fault]:
    if until is not None and until < since:
        values = {"since": since.isoformat(), "until": until.isoformat()}
        yield Fault("E416", file, (*path, "until"), values)


def _judge_overlaps(
    file: str, path: tuple[str, ...], officers: Iterable[tuple[str, Officer]]
) -> Iterator[Fault]:
    """Two chiefs cannot hold the office on one day."""
    ordered = sorted(officers, key=lambda each: each[1].since)
    for (former, earlier), (key, later) in zip(ordered, ordered[1:], strict=False):
        if earlier.until is None or earlier.until >= later.since:
            values = {"since": later.since.isoformat(), "found": key}
            yield Fault("E417", file, (*path, key, "since"), values, (*path, former, "until"))


def _judge_names(collected: Collected) -> Iterator[Fault]:
    """One key is one person within a police body."""
    first: dict[tuple[str, str], tuple[str, Officer]] = {}
    for precinct_id, precinct in collected.precincts.items():
        for key, officer in precinct.officers.items():
            other, known = first.setdefault((parent(precinct_id), key), (precinct_id, officer))
            if known.name != officer.name:
                values = {"found": key, "other": file_of(Precinct, other)}
                yield Fault("E431", file_of(Precinct, precinct_id), ("officers", key, "name"), values)


def _precincts(body_id: str, collected: Collected) -> list[str]:
    return [each for each in collected.precincts if parent(each) == body_id]


def _serves_in(body_id: str, key: str, collected: Collected) -> bool:
    precincts = [each for each in (*collected.precincts, *collected.broken) if parent(each) == body_id]
    return any(
        each in collected.broken
        or key in collected.precincts[each].officers
        or f"{each}/{key}" in collected.broken
        for each in precincts
    )
