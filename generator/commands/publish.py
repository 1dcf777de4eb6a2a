"""`esep publish`: a release, checked whole, then live."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import click

from generator.commands.making import count_cores, make_site
from generator.commands.options import FAULTS, language_option, own_faults, root_option, today_option
from generator.commands.refusals import telling_refusals
from generator.publishing.place import Place, only_publisher, open_place
from generator.publishing.publish import NotWhole, Project, Published, publish_release
from generator.publishing.whole import Fault
from generator.reading.messages import phrase

_SHOWN = 20
_PATIENCE = 600


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@root_option
@today_option
@language_option
@click.option(
    "--keep", type=click.IntRange(2, 1000), default=5, help="How many releases to keep; 5 if not given."
)
@click.option(
    "--wait",
    type=click.IntRange(0, 86_400),
    default=_PATIENCE,
    help=f"Seconds to wait for another publisher; {_PATIENCE} if not given.",
)
@own_faults
def publish(dest: Path, root: Path, today: date, language: str, keep: int, wait: int) -> None:
    """Build a release beside the live one in DEST, check it whole, and switch to it in one step."""
    begun = time.perf_counter()
    os.umask(0o022)  # what is published is for everybody, the web server first
    project = Project(root, lambda folder: make_site(root, today, language, folder).files)
    with telling_refusals(dest, language):
        place = open_place(dest, root)
        with only_publisher(place, wait, lambda: click.echo(phrase("publish_waits", language), err=True)):
            done = _publish(place, project, keep, language)
    _say_published(done, time.perf_counter() - begun, language)


def _publish(place: Place, project: Project, keep: int, language: str) -> Published:
    try:
        return publish_release(place, project, datetime.now(UTC), keep, count_cores())
    except NotWhole as broken:
        _say_faults(broken.faults, language)
        sys.exit(FAULTS)


def _say_faults(faults: list[Fault], language: str) -> None:
    for fault in faults[:_SHOWN]:
        told = phrase(f"unwhole_{fault.kind}", language, file=fault.file, found=fault.found)
        click.echo(told, err=True)
    click.echo(phrase("publish_not_whole", language, number=str(len(faults))), err=True)


def _say_published(done: Published, seconds: float, language: str) -> None:
    if done.untidy:
        click.echo(phrase("publish_untidy", language, found=done.untidy), err=True)
    click.echo(
        phrase(
            "published",
            language,
            release=done.release.name,
            fresh=str(done.fresh),
            kept=str(done.kept),
            seconds=f"{seconds:.1f}",
        ),
        err=True,
    )
