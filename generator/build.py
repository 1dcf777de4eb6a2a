"""The production line: a Register and the theme's frames in, the files of the site out.

Only this module writes files. A file whose bytes did not change is not written again, and what is no longer made is
removed; a folder that holds something else than a site made by Esep is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
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


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the site after its artifact was held against the disk.

    path: from the site's root.
    media_type: the artifact's.
    is_new: whether it was new or changed.
    """

    path: str
    media_type: str
    is_new: bool


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


def render_for_residents(sources: Sources, words: Mapping[str, Words], frames: Frames) -> Iterator[Artifact]:
    """Pages of precincts and meetings, calendars and cards."""
    register, today = sources.register, sources.today
    yield from render_pages(register, words, today, frames, sources.accounts)
    yield from render_calendars(register, words, today, sources.accounts.history)
    yield from render_cards(register, words, today)
    yield from render_subscribe(register, words, today, frames)


def render_for_watchdogs(sources: Sources, words: Mapping[str, Words], frames: Frames) -> Iterator[Artifact]:
    """Pages of account, feeds, tables and documents for programs."""
    register, accounts = sources.register, sources.accounts
    yield from render_accounts(register, accounts, words, frames, sources.warnings)
    yield from render_dataset(register, accounts, words, frames)
    yield from render_api(register, accounts)
    yield from render_feeds(register, accounts, words, sources.today)


SHARES = (render_for_residents, render_for_watchdogs)


def build_site(
    sources: Sources,
    words: Mapping[str, Words],
    frames: Frames,
    shell: Path,
    site_dir: Path,
    workers: int = 1,
) -> Built:
    """Write the whole site into `site_dir`.

    shell: the folder with the theme's assets and the editorial pages; may be `site_dir` itself.
    workers: processes that may work at once; the bytes are the same with one and with several.
    Raises ForeignFolder when `site_dir` holds something else.
    """
    in_place = shell.resolve() == site_dir.resolve()
    if not in_place:
        _refuse_foreign(site_dir)
    shell_files = _files_below(shell)
    made = list(_write_shares(sources, words, frames, site_dir, workers))
    pages = [path for path in (*shell_files, *(each.path for each in made)) if path.endswith("/index.html")]
    last = [*render_sitemaps(sources.register.site, pages), render_robots(sources.register.site)]
    last.append(_build_file(sources, Counter(each.media_type for each in made)))
    made += [_write(site_dir, each) for each in last]
    if not in_place:
        made += [_write(site_dir, Artifact(file, (shell / file).read_bytes())) for file in shell_files]
    kept = {*shell_files, *(each.path for each in made)}
    removed = 0 if in_place else _remove_others(site_dir, kept)
    return Built(len(kept), sum(each.is_new for each in made), removed)


def _write_shares(
    sources: Sources, words: Mapping[str, Words], frames: Frames, site_dir: Path, workers: int
) -> Iterator[Written]:
    """The shares one after the other, or all but the first in processes of their own."""
    if workers == 1:
        for share in range(len(SHARES)):
            yield from _write_share(share, sources, words, frames, site_dir)
        return
    with ProcessPoolExecutor(min(workers, len(SHARES)) - 1) as pool:
        others = [
            pool.submit(_write_share, share, sources, words, frames, site_dir)
            for share in range(1, len(SHARES))
        ]
        yield from _write_share(0, sources, words, frames, site_dir)
        for other in others:
            yield from other.result()


def _write_share(
    share: int, sources: Sources, words: Mapping[str, Words], frames: Frames, site_dir: Path
) -> list[Written]:
    return [_write(site_dir, artifact) for artifact in SHARES[share](sources, words, frames)]


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


def _write(site_dir: Path, artifact: Artifact) -> Written:
    """Write a file if it is new or changed; it is replaced whole, never seen half written."""
    path, content = site_dir / artifact.path, artifact.content
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return Written(artifact.path, artifact.media_type, is_new=False)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return Written(artifact.path, artifact.media_type, is_new=True)


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
