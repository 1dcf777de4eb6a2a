"""The catalogue of the open data (DCAT 3, JSON-LD), for portals that gather such catalogues."""

from __future__ import annotations

from typing import Any

from generator.model.register import Register
from generator.model.text import Bilingual
from generator.outputs.artifact import Artifact
from generator.outputs.tables import write_json
from generator.views.accounts import Accounts

CATALOGUE = "data/catalog.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"


def render_catalogue(register: Register, accounts: Accounts) -> Artifact:
    """One dataset a region; each refers to the region's data package for its tables."""
    site = register.site
    publisher = {"@type": "foaf:Organization", "foaf:name": _in_both(site.publisher.names)}
    content = {
        "@context": _CONTEXT,
        "@id": f"{site.base_url}{CATALOGUE}",
        "@type": "dcat:Catalog",
        "dct:title": _in_both(site.names),
        "dct:description": _in_both(site.tagline),
        "dct:language": ["kk", "ru"],
        "dct:license": {"@id": site.licence_url},
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": site.base_url},
        "dcat:dataset": [_dataset(register, accounts, each, publisher) for each in site.regions],
    }
    return Artifact(CATALOGUE, write_json(content), "application/ld+json")


def _dataset(
    register: Register, accounts: Accounts, region: str, publisher: dict[str, Any]
) -> dict[str, Any]:
    site, below = register.site, f"{register.site.base_url}data/{region}/"
    files = (
        ("datapackage.json", "application/json"),
        ("bodies.geojson", "application/geo+json"),
        ("stations.geojson", "application/geo+json"),
    )
    return {
        "@id": f"{below}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"esep-{region}",
        "dct:title": _in_both(register.regions[region].names),
        "dct:description": _in_both(site.tagline),
        "dct:publisher": publisher,
        "dct:license": {"@id": site.licence_url},
        "dct:modified": {"@type": "xsd:date", "@value": accounts.judgement.today.isoformat()},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
        "dcat:landingPage": {"@id": f"{site.base_url}kk/{region}/"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{below}{name}"},
                "dcat:downloadURL": {"@id": f"{below}{name}"},
                "dcat:mediaType": {"@id": f"{_MEDIA}{kind}"},
                "dct:license": {"@id": site.licence_url},
            }
            for name, kind in files
        ],
    }


def _in_both(text: Bilingual) -> list[dict[str, str]]:
    return [{"@language": "kk", "@value": text.kk}, {"@language": "ru", "@value": text.ru}]
