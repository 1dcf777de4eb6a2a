"""`esep rollback`: an earlier release, live again."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import language_option, own_faults
from generator.commands.refusals import telling_refusals
from generator.publishing.place import Refused, find_place, only_publisher
from generator.publishing.releases import find_live, find_release, find_releases, go_back, switch
from generator.reading.messages import phrase


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@click.argument("steps", type=click.IntRange(1), default=1, metavar="[N]")
@click.option(
    "--to", "name", metavar="RELEASE", help="A release by its name, earlier or later, instead of N."
)
@click.option(
    "--wait",
    type=click.IntRange(0, 86_400),
    default=600,
    help="Seconds to wait for a publisher; 600 if not given.",
)
@language_option
@own_faults
def rollback(dest: Path, steps: int, name: str | None, wait: int, language: str) -> None:
    """Make live in DEST what was live N releases ago; 1 if not given."""
    with telling_refusals(dest, language):
        place = find_place(dest)
        with only_publisher(place, wait, lambda: click.echo(phrase("publish_waits", language), err=True)):
            releases = find_releases(place)
            live = find_live(place, releases)
            if live is None:
                raise Refused("no_releases", folder=str(place.folder))
            chosen = find_release(name, releases) if name else go_back(live, releases, steps)
            switch(place, chosen)
    click.echo(phrase("rolled_back", language, release=chosen.name, before=live.name), err=True)
