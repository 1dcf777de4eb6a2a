"""What commands share: options, how faults are said, and how they end when Esep itself is at fault."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from generator.editing.reports import REPORTS, count_severities
from generator.model.zones import read_zone
from generator.reading.diagnostics import Diagnostic
from generator.reading.messages import LANGUAGES, phrase
from generator.reading.messages import explain as message_of
from generator.words.catalogue import MissingText

Given = ParamSpec("Given")
WORDS = Path("site_config") / "locale"
SITE_FILE = Path("site_config") / "site.yaml"
FAULTS, OWN_FAULT = 1, 2


def _today(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    """The day given, as an option or in ESEP_TODAY, else the clock's day in Almaty."""
    return (value or datetime.now(read_zone("Asia/Almaty"))).date()


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    """The language given, else the locale's, else Kazakh."""
    if value is not None:
        return value
    for name in ("ESEP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(name, "")[:2].lower()
        if locale in LANGUAGES:
            return locale
    return "kk"


today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_today,
    envvar="ESEP_TODAY",
    show_envvar=True,
    metavar="DATE",
    help="The day to tell everything as of, YYYY-MM-DD; today in Almaty if not given.",
)
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    callback=_language,
    help="Language of messages; else the locale's, else kk.",
)
root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The project's folder; this one if not given.",
)


def own_faults(command: Callable[Given, None]) -> Callable[Given, None]:
    """A fault of Esep itself is said to be ours, with whom to tell; the trace goes to a file, not to the editor."""

    @wraps(command)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except MissingText as missing:
            raise click.ClickException(
                _say_missing(missing, str(kwargs.get("language") or "kk"))
            ) from missing
        except Exception as error:
            language = str(kwargs.get("language") or "kk")
            _say_own_fault(error, language)
            sys.exit(OWN_FAULT)

    return guarded


def _say_own_fault(error: Exception, language: str) -> None:
    wording = message_of(
        Diagnostic("E900", "", values={"found": f"{type(error).__name__}: {error}"[:200]}), language
    )
    log = Path(".cache") / "esep-fault.txt"
    try:
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        trace = f" ({log})"
    except OSError:
        trace = ""
    click.echo(f"{wording.found}\n{wording.rule}\n{wording.fix}{trace}", err=True)


def _say_missing(missing: MissingText, language: str) -> str:
    """Which text a catalogue lacks, and the lines to add to it."""
    context = f'msgctxt "{missing.context}"\n' if missing.context else ""
    values = {
        "file": f"{WORDS.as_posix()}/{missing.language}.po",
        "found": missing.msgid,
        "correction": f'{context}msgid "{missing.msgid}"\nmsgstr ""',
    }
    wording = message_of(Diagnostic("E902", "", values=values), language)
    return f"{wording.found} {wording.rule}\n{wording.fix}"


def refuse_strange_folder(root: Path, language: str) -> None:
    """End the command where `root` is no project."""
    if not (root / SITE_FILE).is_file():
        wording = message_of(Diagnostic("E901", "", values={"found": str(root.absolute())}), language)
        raise click.UsageError(f"{wording.found} {wording.rule}\n{wording.fix}")


def say_progress(text: str) -> None:
    """Progress on a terminal, silence in a pipe."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def say_faults(diagnostics: tuple[Diagnostic, ...], files: int, language: str) -> None:
    """Every fault, and how many there are."""
    click.echo(REPORTS["text"](diagnostics, language), nl=False, err=True)
    say_result(diagnostics, files, language)


def say_result(diagnostics: tuple[Diagnostic, ...], files: int, language: str) -> None:
    """How many files were read, and how many errors and warnings they have."""
    errors, warnings = count_severities(diagnostics)
    click.echo(
        phrase("checked", language, files=str(files), errors=str(errors), warnings=str(warnings)),
        err=True,
    )
