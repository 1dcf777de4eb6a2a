"""`esep check`: what is wrong in the files, and what residents will see differently."""

from __future__ import annotations

import sys
from dataclasses import replace
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
from generator.commands.reading import find_faults, read_project
from generator.commands.reviewing import Review, add_preview, refuse_foreign, review_project
from generator.editing.reports import REPORTS
from generator.editing.summary import render_summary
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.reading.messages import phrase
from generator.sources import Reading

_STDOUT = Path("-")
_WRONG_USE = 2


@click.command()
@root_option
@today_option
@language_option
@click.option(
    "--format", "report", type=click.Choice(sorted(REPORTS)), default="text", help="Form of the report."
)
@click.option(
    "--base", metavar="REF", help="Compare with where the work forked from REF, such as origin/main."
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="With --base: write what residents will see differently, as Markdown; - prints it, as the text report does.",
)
@click.option(
    "--preview",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With --base: build the changed pages into DIR, to be opened from there.",
)
@own_faults
def check(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    root: Path,
    today: date,
    language: str,
    report: str,
    base: str | None,
    summary: Path | None,
    preview: Path | None,
) -> None:
    """Say what is wrong in the files, where, and how to mend it; against a base also what residents will see."""
    _refuse_alone(base, language, summary=summary, preview=preview)
    if preview is not None:
        refuse_foreign(preview, language)
    reading = read_project(root, today, language) if base is not None else None
    review = review_project(root, today, base, reading) if base is not None and reading is not None else None
    if review is not None and reading is not None:
        diagnostics, files = review.diagnostics, reading.files
    else:
        diagnostics, files = find_faults(root, today, language)
    click.echo(REPORTS[report](_from_here(root, report, diagnostics), language), nl=False)
    if report == "text":
        say_result(diagnostics, files, language)
    if review is not None:
        summary = _STDOUT if summary is None and report == "text" else summary
        _finish(review, root, today, language, summary=summary, preview=preview)
        _say_hindrance(review, language)
    sys.exit(_code(review, reading, diagnostics))


def _refuse_alone(base: str | None, language: str, **options: Path | None) -> None:
    """Options that say nothing without a base."""
    for name, value in options.items():
        if value is not None and base is None:
            raise click.UsageError(phrase("needs_base", language, option=f"--{name}"))


def _finish(
    review: Review, root: Path, today: date, language: str, *, summary: Path | None, preview: Path | None
) -> None:
    """The preview, and the summary whatever becomes of it."""
    try:
        if preview is not None and review.sides is not None:
            if has_errors(review.diagnostics):
                click.echo(phrase("preview_refused", language), err=True)
            else:
                review = add_preview(review, review.sides, root, preview, today, language)
    finally:
        if summary is not None:
            _write_summary(summary, render_summary(review.summary))


def _write_summary(file: Path, text: str) -> None:
    if file == _STDOUT:
        click.echo(text, nl=False)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from None


def _say_hindrance(review: Review, language: str) -> None:
    if review.summary.hindrance:
        click.echo(phrase(review.summary.hindrance, language), err=True)


def _from_here(root: Path, report: str, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """For a forge, files as paths from the folder the command was started in."""
    if report not in ("github", "gitlab") or root == Path() or root.is_absolute():
        return diagnostics
    return tuple(replace(each, file=(root / each.file).as_posix()) for each in diagnostics)


def _code(review: Review | None, reading: Reading | None, diagnostics: tuple[Diagnostic, ...]) -> int:
    """1 for errors in the files; 2 when a base was named that cannot be compared with; else 0."""
    if has_errors(diagnostics):
        return FAULTS
    return _WRONG_USE if review is not None and review.sides is None and reading and reading.sources else 0
