"""`esep check`: what is wrong in the files."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from generator.commands.options import (
    FAULTS,
    language_option,
    own_faults,
    root_option,
    say_result,
    today_option,
)
from generator.commands.reading import read_project
from generator.editing.reports import REPORTS
from generator.reading.diagnostics import has_errors


@click.command()
@root_option
@today_option
@language_option
@click.option(
    "--format", "report", type=click.Choice(sorted(REPORTS)), default="text", help="Form of the report."
)
@own_faults
def check(root: Path, today: date, language: str, report: str) -> None:
    """Say what is wrong in the files, where, and how to mend it."""
    reading = read_project(root, today, language)
    click.echo(REPORTS[report](reading.diagnostics, language), nl=False)
    if report == "text":
        say_result(reading.diagnostics, reading.files, language)
    sys.exit(FAULTS if has_errors(reading.diagnostics) else 0)
