"""`python -m benchmarks`: make a country, or measure on several."""

from __future__ import annotations

import click

from benchmarks.country import country
from benchmarks.run import run
from benchmarks.years import years


@click.group()
def main() -> None:
    """Measures of Esep and of others beside it."""


main.add_command(country)
main.add_command(run)
main.add_command(years)
main()
