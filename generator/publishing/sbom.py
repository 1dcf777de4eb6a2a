"""The bill of materials of a release: which packages, in which versions, made it (CycloneDX 1.6).

`sbom.json` is made from the lock file by `make lock`, with the hashes of what may be installed. A package that stands
here in another version than the lock's is told with its own version and without hashes; one that is not installed here,
because it is for another system, is left out.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from generator import __version__

SBOM_FILE = "sbom.cdx.json"


def render_sbom() -> bytes:
    """The bill of materials; the same bytes wherever the lock is followed."""
    bill = json.loads(files("generator.publishing").joinpath("sbom.json").read_bytes())
    bill["metadata"]["component"]["version"] = __version__
    bill["components"] = [told for each in bill["components"] if (told := _as_installed(each)) is not None]
    kept = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    bill["dependencies"] = [each for each in bill.get("dependencies", []) if each["ref"] in kept]
    return (json.dumps(bill, indent=1, ensure_ascii=False) + "\n").encode()


def _as_installed(component: dict[str, Any]) -> dict[str, Any] | None:
    """The component as it stands here, absent when it does not."""
    try:
        found = version(component["name"])
    except PackageNotFoundError:
        return None
    told = {key: value for key, value in component.items() if key != "description"}
    if found == component["version"]:
        return told
    told.pop("externalReferences", None)
    return {**told, "version": found, "purl": f"pkg:pypi/{component['name']}@{found}"}
