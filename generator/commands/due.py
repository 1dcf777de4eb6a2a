"""`esep due`: what editors have to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.commands.options import (
    WORDS,
    language_option,
    own_faults,
    root_option,
    today_option,
)
from generator.commands.reading import read_sound
from generator.editing.due import WINDOW, find_due, render_due
from generator.words.catalogue import read_all_words


@click.command()
@root_option
@today_option
@language_option
@click.option(
    "--days", type=click.IntRange(0, 366), default=WINDOW, help=f"How many days ahead; {WINDOW} if not given."
)
@own_faults
def due(root: Path, today: date, language: str, days: int) -> None:
    """Say what editors have to do: schedules, protocols and answers that are due, and items to carry over."""
    sources = read_sound(root, today, language)
    register, judgement = sources.register, sources.accounts.judgement
    words = read_all_words(root / WORDS)
    told = words[language if language in words else "kk"]
    click.echo(render_due(register, judgement, told, find_due(register, judgement, today, days)), nl=False)
