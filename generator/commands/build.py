"""`esep build`: the site."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from generator.commands.making import How, Made, make_site
from generator.commands.options import language_option, own_faults, root_option, today_option
from generator.reading.messages import phrase


@click.command()
@root_option
@today_option
@language_option
@click.option(
    "--site-dir", metavar="DIR", help="Where to build, a folder or an fsspec URL; site/ if not given."
)
@click.option("--no-cache", is_flag=True, help="Believe nothing that earlier runs kept.")
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes at once; as many as cores if not given."
)
@click.option("--scheduler", default="", metavar="URL", help="A Dask scheduler (needs esep[dask]).")
@click.option("--profile", is_flag=True, help="Say where the time went.")
@own_faults
def build(  # noqa: PLR0913 - a door's options
    root: Path,
    today: date,
    language: str,
    *,
    site_dir: str | None,
    no_cache: bool,
    workers: int | None,
    scheduler: str,
    profile: bool,
) -> None:
    """Check the files and build the site; nothing is built while an error stands."""
    begun = time.perf_counter()
    how = How(workers or 0, scheduler, not no_cache, time.perf_counter if profile else None)
    made = make_site(root, today, language, site_dir or root / "site", how)
    seconds = time.perf_counter() - begun
    if profile:
        _say_profile(made, seconds, language)
    _say_built(made, seconds, language)


def _say_profile(made: Made, seconds: float, language: str) -> None:
    """The seconds of each kind of work, of all processes together, the longest first."""
    for kind, spent in sorted(made.seconds.items(), key=lambda each: -each[1]):
        click.echo(f"{spent:8.2f} s  {kind}", err=True)
    told = phrase("profile", language, seconds=f"{seconds:.2f}", work=f"{sum(made.seconds.values()):.2f}")
    click.echo(told, err=True)


def _say_built(made: Made, seconds: float, language: str) -> None:
    click.echo(
        phrase(
            "built",
            language,
            files=str(made.files),
            written=str(made.written),
            removed=str(made.removed),
            warnings=str(made.warnings),
            seconds=f"{seconds:.1f}",
        ),
        err=True,
    )
