"""`esep build`: the site."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from generator.commands.making import Made, make_site
from generator.commands.options import language_option, own_faults, root_option, today_option
from generator.reading.messages import phrase


@click.command()
@root_option
@today_option
@language_option
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where to build; site/ if not given.")
@own_faults
def build(root: Path, today: date, language: str, site_dir: Path | None) -> None:
    """Check the files and build the site; nothing is built while an error stands."""
    begun = time.perf_counter()
    made = make_site(root, today, language, site_dir or root / "site")
    _say_built(made, time.perf_counter() - begun, language)


def _say_built(made: Made, seconds: float, language: str) -> None:
    click.echo(
        phrase(
            "built",
            language,
            files=str(made.built.files),
            written=str(made.built.written),
            removed=str(made.built.removed),
            warnings=str(made.warnings),
            seconds=f"{seconds:.1f}",
        ),
        err=True,
    )
