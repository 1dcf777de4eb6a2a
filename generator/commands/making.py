"""Making a site from a project's folder, for every command that needs one."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator.build import BUILD_FILE, Built, ForeignFolder, build_site, theme_key
from generator.commands.options import FAULTS, WORDS, read_sound, say_progress
from generator.outputs.frames import Frames
from generator.reading.messages import phrase
from generator.words.catalogue import read_all_words


@dataclass(frozen=True, slots=True)
class Made:
    """A site that was made.

    built: how many files it has, and how many were written and removed.
    warnings: how many warnings its sources have.
    """

    built: Built
    warnings: int


def make_site(root: Path, today: date, language: str, site_dir: Path) -> Made:
    """Build the site of `root` as of `today` into `site_dir`; faults are said, and end the command."""
    sources = read_sound(root, today, language)
    shell = _fresh_shell(root, language)
    words, frames = read_all_words(root / WORDS), Frames.load(shell / "frames")
    try:
        built = build_site(sources, words, frames, shell / "site", site_dir, _workers())
    except ForeignFolder as foreign:
        raise click.UsageError(
            phrase("foreign_folder", language, folder=str(foreign), file=BUILD_FILE)
        ) from None
    return Made(built, len(sources.warnings))


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
        say_progress(phrase("rendering_theme", language))
        try:
            render_shell(root, shell)
        except ShellFault as fault:
            click.echo(f"{phrase('pages_fault', language)}\n{fault}", err=True)
            sys.exit(FAULTS)
        stamp.write_text(key, encoding="ascii")
    return shell
