"""The production line: a Register and the theme's frames in, the files of the site out.

Only this module writes files. A file whose bytes did not change is not written again, and what is no longer made is
removed; a folder that holds something else than a site made by Esep is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from generator import __version__
from generator.outputs.accounts import render_accounts
from generator.outputs.api import render_api
from generator.outputs.artifact import Artifact
from generator.outputs.calendars import render_calendars
from generator.outputs.cards import render_cards
from generator.outputs.dataset import render_dataset
from generator.outputs.feeds import render_feeds
from generator.outputs.frames import Frames
from generator.outputs.pages import render_pages
from generator.outputs.sitemap import render_robots, render_sitemaps
from generator.outputs.subscribe import render_subscribe
from generator.sources import Sources
from generator.words.catalogue import Words

BUILD_FILE = "build.json"
_THEME_PROGRAMS = ("plugin.py", "outputs/frames.py", "outputs/marks.py", "outputs/repairs.py")
_THEME_SOURCES = (
    "mkdocs.yml",
    "content/pages",
    "site_config/theme",
    "site_config/locale",
    "site_config/site.yaml",
)


class ForeignFolder(Exception):
    """The folder to build into holds files that Esep did not make."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    files: files the site has.
    written: files that were new or changed.
    removed: files that are no longer made.
    """

    files: int
    written: int
    removed: int


def theme_key(root: Path) -> str:
    """A checksum of everything frames and editorial pages are made of: theme, pages, words, settings, programs."""
    versions = " ".join(version(name) for name in ("mkdocs", "mkdocs-material", "markdown"))
    digest = hashlib.sha256(f"{__version__} {versions}".encode())
    for program in _THEME_PROGRAMS:
        digest.update((Path(__file__).parent / program).read_bytes())
    for source in _THEME_SOURCES:
        top = root / source
        for path in sorted([top] if top.is_file() else top.rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def make_artifacts(
    sources: Sources, words: Mapping[str, Words], frames: Frames, shell_files: Iterable[str]
) -> Iterator[Artifact]:
    """Every file of the site that is not the theme's own."""
    register, accounts = sources.register, sources.accounts
    paths = [path for path in shell_files if path.endswith("/index.html")]
    counts: dict[str, int] = {}
    for artifact in chain(
        render_pages(register, words, sources.today, frames, accounts),
        render_accounts(register, accounts, words, frames, sources.warnings),
        render_calendars(register, words, sources.today, accounts.history),
        render_cards(register, words, sources.today),
        render_subscribe(register, words, sources.today, frames),
        render_dataset(register, accounts, words, frames),
        render_api(register, accounts),
        render_feeds(register, accounts, words, sources.today),
    ):
        paths.append(artifact.path)
        counts[artifact.media_type] = counts.get(artifact.media_type, 0) + 1
        yield artifact
    yield from render_sitemaps(register.site, paths)
    yield render_robots(register.site)
    yield _build_file(sources, counts)


def build_site(
    sources: Sources, words: Mapping[str, Words], frames: Frames, shell: Path, site_dir: Path
) -> Built:
    """Write the whole site into `site_dir`.

    shell: the folder with the theme's assets and the editorial pages; may be `site_dir` itself.
    Raises ForeignFolder when `site_dir` holds something else.
    """
    in_place = shell.resolve() == site_dir.resolve()
    if not in_place:
        _refuse_foreign(site_dir)
    shell_files = _files_below(shell)
    kept: set[str] = set(shell_files)
    written = 0
    for artifact in make_artifacts(sources, words, frames, shell_files):
        kept.add(artifact.path)
        written += _write(site_dir / artifact.path, artifact.content)
    if in_place:
        return Built(len(kept), written, 0)
    for file in shell_files:
        written += _write(site_dir / file, (shell / file).read_bytes())
    return Built(len(kept), written, _remove_others(site_dir, kept))


def _build_file(sources: Sources, counts: Mapping[str, int]) -> Artifact:
    register = sources.register
    content = {
        "esep": __version__,
        "today": sources.today.isoformat(),
        "counts": {
            "precincts": len(register.precincts),
            "meetings": len(register.meetings),
            "protocols": len(register.protocols),
            "files": dict(sorted(counts.items())),
        },
    }
    return Artifact(BUILD_FILE, (json.dumps(content, indent=2) + "\n").encode(), "application/json")


def _refuse_foreign(site_dir: Path) -> None:
    if site_dir.exists() and any(site_dir.iterdir()) and not (site_dir / BUILD_FILE).is_file():
        raise ForeignFolder(str(site_dir))


def _write(path: Path, content: bytes) -> bool:
    """Whether the file was new or changed; it is replaced whole, never seen half written."""
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def _files_below(folder: Path) -> list[str]:
    found: list[str] = []
    for place, _, names in os.walk(folder):
        below = Path(place).relative_to(folder).as_posix()
        found.extend(name if below == "." else f"{below}/{name}" for name in names)
    return sorted(found)


def _remove_others(site_dir: Path, kept: set[str]) -> int:
    others = [file for file in _files_below(site_dir) if file not in kept]
    for file in others:
        (site_dir / file).unlink()
    for place, _, _ in os.walk(site_dir, topdown=False):
        if not any(Path(place).iterdir()):
            Path(place).rmdir()
    return len(others)
