"""The bill of materials of a release: which packages, in which versions, made it (CycloneDX 1.6).

`sbom.json` is made from the lock file by `make lock`, with the hashes of what may be installed. A package that stands
here in another version than the lock's is told with its own version and without hashes; one that is not installed here,
because it is for another system, is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from generator import __version__

SBOM_FILE = "sbom.cdx.json"


def render_sbom() -> bytes:
    """The bill of materials; the same bytes wherever the lock is followed."""
    bill = json.loads(files("generator.publishing").joinpath("sbom.json").read_bytes())
    bill["metadata"]["component"]["version"] = __version__
    bill["components"] = list(_as_installed(bill["components"]))
    kept = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    bill["dependencies"] = [each for each in bill.get("dependencies", []) if each["ref"] in kept]
    return (json.dumps(bill, indent=1, ensure_ascii=False) + "\n").encode()


def _as_installed(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each package once, as it stands here; the lock may name several versions, for several versions of Python."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for component in components:
        by_name.setdefault(component["name"], []).append(component)
    for name, locked in by_name.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            continue
        same = [each for each in locked if each["version"] == found]
        told = {key: value for key, value in (same or locked)[0].items() if key != "description"}
        if not same:
            told.pop("externalReferences", None)
            told |= {"version": found, "purl": f"pkg:pypi/{name}@{found}"}
        yield told
