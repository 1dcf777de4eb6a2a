"""The command `esep`: the door for people. Only here and in `plugin` are clock, environment and locale read."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from generator import __version__
from generator.build import BUILD_FILE, Built, ForeignFolder, build_site, theme_key
from generator.editing.due import WINDOW, find_due, render_due
from generator.editing.handbook import explain_rule
from generator.editing.reports import REPORTS, count_severities
from generator.law.reading import read_law
from generator.model.project import is_project
from generator.model.zones import read_zone
from generator.outputs.frames import Frames
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.reading.messages import LANGUAGES, phrase
from generator.reading.messages import explain as message_of
from generator.sources import Reading, Sources, read_sources
from generator.words.catalogue import read_all_words

Given = ParamSpec("Given")
WORDS = Path("site_config") / "locale"
_FAULTS, _OWN_FAULT = 1, 2


def _today(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date:
    """The day given, else ESEP_TODAY, else the clock's day in Almaty."""
    if value is not None:
        return value.date()
    declared = os.environ.get("ESEP_TODAY")
    return date.fromisoformat(declared) if declared else datetime.now(read_zone("Asia/Almaty")).date()


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
    metavar="DATE",
    help="The day to build for, YYYY-MM-DD.",
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


def _own_faults(command: Callable[Given, None]) -> Callable[Given, None]:
    """A fault of Esep itself is said to be ours, with whom to tell; the trace goes to a file, not to the editor."""

    @wraps(command)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            language = str(kwargs.get("language") or "kk")
            _say_own_fault(error, language)
            sys.exit(_OWN_FAULT)

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="esep")
def main() -> None:
    """Publish when the police report to residents, what was said, and what became of every complaint."""


@main.command()
@root_option
@today_option
@language_option
@click.option(
    "--format", "report", type=click.Choice(sorted(REPORTS)), default="text", help="Form of the report."
)
@_own_faults
def check(root: Path, today: date, language: str, report: str) -> None:
    """Say what is wrong in the files, where, and how to mend it."""
    reading = _read(root, today, language)
    click.echo(REPORTS[report](reading.diagnostics, language), nl=False)
    if report == "text":
        _say_result(reading, language)
    sys.exit(_FAULTS if has_errors(reading.diagnostics) else 0)


@main.command()
@root_option
@today_option
@language_option
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where to build; site/ if not given.")
@_own_faults
def build(root: Path, today: date, language: str, site_dir: Path | None) -> None:
    """Check the files and build the site; nothing is built while an error stands."""
    begun = time.perf_counter()
    sources = _read_sound(root, today, language)
    shell = _fresh_shell(root, language)
    words, frames = read_all_words(root / WORDS), Frames.load(shell / "frames")
    try:
        built = build_site(sources, words, frames, shell / "site", site_dir or root / "site", _workers())
    except ForeignFolder as foreign:
        raise click.UsageError(
            phrase("foreign_folder", language, folder=str(foreign), file=BUILD_FILE)
        ) from None
    _say_built(built, time.perf_counter() - begun, len(sources.warnings), language)


@main.command()
@root_option
@today_option
@language_option
@click.option(
    "--days", type=click.IntRange(0, 366), default=WINDOW, help=f"How many days ahead; {WINDOW} if not given."
)
@_own_faults
def due(root: Path, today: date, language: str, days: int) -> None:
    """Say what editors have to do: schedules, protocols and answers that are due, and items to carry over."""
    sources = _read_sound(root, today, language)
    register, judgement = sources.register, sources.accounts.judgement
    words = read_all_words(root / WORDS)
    told = words[language if language in words else "kk"]
    click.echo(render_due(register, judgement, told, find_due(register, judgement, today, days)), nl=False)


@main.command()
@root_option
@language_option
@click.argument("rule")
@_own_faults
def explain(root: Path, language: str, rule: str) -> None:
    """Explain a RULE such as R07: the norm under each rulebook, how it is checked, a wrong and a right example."""
    law, diagnostics = read_law(root)
    if law is None:
        click.echo(REPORTS["text"](diagnostics, language), nl=False, err=True)
        sys.exit(_FAULTS)
    try:
        click.echo(explain_rule(law, rule.upper(), language), nl=False)
    except LookupError as unknown:
        raise click.UsageError(
            phrase("unknown_rule", language, found=rule, rules=str(unknown.args[0]))
        ) from None


def _read(root: Path, today: date, language: str) -> Reading:
    if not is_project(root):
        wording = message_of(Diagnostic("E901", "", values={"found": str(root.absolute())}), language)
        raise click.UsageError(f"{wording.found} {wording.rule}\n{wording.fix}")
    return read_sources(root, today)


def _read_sound(root: Path, today: date, language: str) -> Sources:
    """The sources, free of errors; else what is wrong is said and the command ends."""
    reading = _read(root, today, language)
    if reading.sources is None:
        click.echo(REPORTS["text"](reading.diagnostics, language), nl=False, err=True)
        _say_result(reading, language)
        sys.exit(_FAULTS)
    return reading.sources


def _workers() -> int:
    """As many processes as there are cores for this one."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _fresh_shell(root: Path, language: str) -> Path:
    """The theme rendered for this content of pages, words and settings; MkDocs runs only when one of them changed."""
    key = theme_key(root)
    shell = root / ".cache" / "esep" / "shell"
    stamp = shell / "key"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != key:
        from generator.plugin import (  # noqa: PLC0415 - MkDocs takes a third of a second to import
            ShellFault,
            render_shell,
        )

        stamp.unlink(missing_ok=True)
        _progress(phrase("rendering_theme", language))
        try:
            render_shell(root, shell)
        except ShellFault as fault:
            click.echo(f"{phrase('pages_fault', language)}\n{fault}", err=True)
            sys.exit(_FAULTS)
        stamp.write_text(key, encoding="ascii")
    return shell


def _progress(text: str) -> None:
    """Progress on a terminal, silence in a pipe."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def _say_result(reading: Reading, language: str) -> None:
    errors, warnings = count_severities(reading.diagnostics)
    click.echo(
        phrase("checked", language, files=str(reading.files), errors=str(errors), warnings=str(warnings)),
        err=True,
    )


def _say_built(built: Built, seconds: float, warnings: int, language: str) -> None:
    click.echo(
        phrase(
            "built",
            language,
            files=str(built.files),
            written=str(built.written),
            removed=str(built.removed),
            warnings=str(warnings),
            seconds=f"{seconds:.1f}",
        ),
        err=True,
    )
