"""From a scan of a project to the digests that decide what is read, rendered and written again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from generator.keeping import digest_of, programs
from generator.reading.scan import Scan, Stamp, scan_files

SCANNED = ("content", "schedules", "site_config", "mkdocs.yml")
_THEME = (
    "mkdocs.yml",
    "content/pages/",
    "site_config/theme/",
    "site_config/locale/",
    "site_config/site.yaml",
)
_REGISTRY = "content/registry/"
_SHARED = (
    _REGISTRY,
    "content/removed.yaml",
    "site_config/days_off.yaml",
    "site_config/privacy.yaml",
    "site_config/rulebooks/",
    "site_config/site.yaml",
)
_EDITORS = (_REGISTRY, "content/protocols/", "schedules/")


def scan_project(root: Path, known: Mapping[str, Stamp] | None = None, since: int = 0) -> Scan:
    """Every file that has a say in what is built; see `scan_files`."""
    return scan_files(root, SCANNED, known, since)


def theme_key(scan: Scan) -> str:
    """Of everything frames and editorial pages are made of: theme, pages, words, settings, programs."""
    versions = [version(name) for name in ("mkdocs", "mkdocs-material", "markdown")]
    return digest_of(programs(), versions, _digests(scan, _THEME))


def shared_key(scan: Scan) -> str:
    """Of everything all regions share: settings, regions' own records, law, allowances, programs."""
    own = [
        (path, digest)
        for path, digest in _digests(scan, _SHARED)
        if not path.startswith(_REGISTRY) or path.count("/") == _REGISTRY.count("/")
    ]
    return digest_of(programs(), own)


def editors_files(scan: Scan) -> dict[str, dict[str, str]]:
    """Editors' files with their digests, by region; those outside of any have an empty name."""
    found: dict[str, dict[str, str]] = {"": {}}
    for path, digest in _digests(scan, _EDITORS):
        steps = path.removeprefix("content/").split("/")
        found.setdefault(steps[1] if len(steps) > 2 else "", {})[path] = digest
    return found


def whole_key(scan: Scan, today: date, tip: str) -> str:
    """Of everything a site is made from; with it unchanged, nothing is to be done."""
    return digest_of(programs(), today, tip, [(path, each.digest) for path, each in scan.items()])


def _digests(scan: Scan, starts: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(path, each.digest) for path, each in scan.items() if path.startswith(starts)]
