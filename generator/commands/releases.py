"""`esep releases`: what is kept, and which release is live."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import language_option, own_faults
from generator.commands.refusals import telling_refusals
from generator.publishing.place import find_place
from generator.publishing.releases import Release, find_live, find_releases
from generator.reading.messages import phrase


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@language_option
@own_faults
def releases(dest: Path, language: str) -> None:
    """List the releases kept in DEST, the newest first: name, time, commit, day; the live one is marked."""
    with telling_refusals(dest, language):
        place = find_place(dest)
        found = find_releases(place)
        live = find_live(place, found)
    for release in reversed(found):
        click.echo(_line(release, is_live=release == live, language=language))


def _line(release: Release, *, is_live: bool, language: str) -> str:
    told = release.told
    facts = (told.get("published"), str(told.get("commit") or "-")[:10], told.get("today"))
    mark = f"  <- {phrase('release_live', language)}" if is_live else ""
    return "  ".join((release.name, *(str(each or "-") for each in facts))) + mark
