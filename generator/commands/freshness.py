"""`esep freshness`: whether a published site is as young as it should be; for monitors."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from generator.commands.options import FAULTS, language_option, own_faults
from generator.publishing.freshness import CannotTell, ask_site
from generator.reading.messages import phrase

_UNKNOWN = 2


@click.command()
@click.argument("url")
@click.option("--hours", type=click.FloatRange(0), default=26, help="How old it may be; 26 if not given.")
@click.option(
    "--timeout", type=click.FloatRange(0.1, 600), default=20, help="Seconds for an answer; 20 if not given."
)
@language_option
@own_faults
def freshness(url: str, hours: float, timeout: float, language: str) -> None:
    """Say how old the site at URL is; ends with 0 when fresh, 1 when too old, 2 when that cannot be told."""
    try:
        now = datetime.now(UTC)
        told = ask_site(url, timeout, now)
    except CannotTell as unknown:
        click.echo(phrase("freshness_unknown", language, url=url, found=str(unknown)), err=True)
        sys.exit(_UNKNOWN)
    age = (now - told.moment).total_seconds() / 3600
    name = "site_stale" if age > hours else "site_fresh"
    told_age = {"hours": f"{max(age, 0):.1f}", "limit": f"{hours:g}"}
    click.echo(phrase(name, language, url=url, commit=told.commit[:10] or "-", **told_age))
    sys.exit(FAULTS if age > hours else 0)
