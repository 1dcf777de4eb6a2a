"""Police bodies and stations of a region as points on the map (GeoJSON, RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.model.contact import Location, Phone
from generator.model.register import Register
from generator.model.text import Bilingual
from generator.outputs.artifact import Artifact
from generator.outputs.tables import write_json

MEDIA_TYPE = "application/geo+json"


def render_geo(register: Register, region: str) -> Iterator[Artifact]:
    """`bodies.geojson` and `stations.geojson`; a record without a point on the map has no geometry."""
    yield _collection(f"data/{region}/bodies.geojson", _bodies(register, region))
    yield _collection(f"data/{region}/stations.geojson", _stations(register, region))


def _collection(path: str, features: Iterable[dict[str, Any]]) -> Artifact:
    content = {"type": "FeatureCollection", "features": list(features)}
    return Artifact(path, write_json(content), MEDIA_TYPE)


def _bodies(register: Register, region: str) -> Iterator[dict[str, Any]]:
    for body_id in register.bodies_of(region):
        body = register.bodies[body_id]
        properties = {
            "level": body.level.value,
            "kato": body.kato,
            **_told(body.names, body.address, body.phones),
        }
        yield _feature(body_id, body.location, {**properties, **_pages(register, body_id)})


def _stations(register: Register, region: str) -> Iterator[dict[str, Any]]:
    for body_id in register.bodies_of(region):
        for key, station in register.bodies[body_id].stations.items():
            properties = {
                "body": body_id,
                "kind": station.kind.value,
                **_told(station.names, station.address, station.phones),
                "step_free": station.step_free,
                **_pages(register, body_id),
            }
            yield _feature(f"{body_id}#{key}", station.location, properties)


def _told(names: Bilingual, address: Bilingual, phones: Iterable[Phone]) -> dict[str, Any]:
    return {
        "name_kk": names.kk,
        "name_ru": names.ru,
        "address_kk": address.kk,
        "address_ru": address.ru,
        "phones": [each.number for each in phones],
    }


def _pages(register: Register, path: str) -> dict[str, str]:
    return {f"page_{language}": f"{register.site.base_url}{language}/{path}/" for language in ("kk", "ru")}


def _feature(identifier: str, location: Location | None, properties: dict[str, Any]) -> dict[str, Any]:
    """Longitude stands first, as RFC 7946 demands."""
    point = {"type": "Point", "coordinates": [location.longitude, location.latitude]} if location else None
    return {"type": "Feature", "id": identifier, "geometry": point, "properties": properties}
