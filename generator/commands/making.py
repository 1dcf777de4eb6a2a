"""Making a site from a project's folder, for every command that needs one."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.build.keys import editors_files, scan_project, shared_key, theme_key, whole_key
from generator.build.parent import end_with_parent
from generator.build.tree import BUILD_FILE, WHOLE_NOTE, ForeignFolder, Tree, read_note, tree_at, write_note
from generator.commands.options import FAULTS, WORDS, refuse_strange_folder, say_faults, say_progress
from generator.history.last import find_last_commit
from generator.keeping import keep, kept
from generator.reading.messages import phrase
from generator.reading.scan import Scan

CACHE = Path(".cache") / "esep"


@dataclass(frozen=True, slots=True)
class How:
    """How a site is to be made.

    workers: processes that may work at once; as many as there are cores if 0.
    scheduler: address of a Dask scheduler, or empty.
    trusted: whether what earlier runs kept may be believed.
    clock: to tell how long each kind of work took.
    """

    workers: int = 0
    scheduler: str = ""
    trusted: bool = True
    clock: Callable[[], float] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A site that was made.

    files, written, removed: how many files it has, and how many were new or changed, and removed.
    warnings: how many warnings its sources have.
    seconds: how long each kind of work took, of all processes together, where a clock was given.
    """

    files: int
    written: int
    removed: int
    warnings: int
    seconds: Mapping[str, float] = field(default_factory=dict)


def make_site(root: Path, today: date, language: str, site_dir: Path | str, how: How | None = None) -> Made:
    """Build the site of `root` as of `today` into a folder or an fsspec URL; faults are said, and end the command."""
    refuse_strange_folder(root, language)
    chosen, tree = how or How(), _tree_at(site_dir, language)
    scan = scan_known(root, trusted=chosen.trusted)
    tip = find_last_commit(root)
    whole = whole_key(scan, today, tip.sha if tip is not None else "")
    before = read_note(tree, WHOLE_NOTE) if chosen.trusted else None
    if isinstance(before, tuple) and before[0] == whole and tree.read(BUILD_FILE) is not None:
        return Made(before[1], 0, 0, before[2])
    made = _make(root, today, language, tree, scan, chosen)
    write_note(tree, WHOLE_NOTE, (whole, made.files, made.warnings))
    return made


def _tree_at(site_dir: Path | str, language: str) -> Tree:
    """The tree, seen to be within reach."""
    tree = tree_at(site_dir)
    try:
        tree.read(BUILD_FILE)
    except (ImportError, ValueError) as fault:  # fsspec, or what it needs for this kind of place, is missing
        told = phrase("strange_target", language, target=str(site_dir), cause=str(fault))
        raise click.UsageError(told) from fault
    return tree


def _make(root: Path, today: date, language: str, tree: Tree, scan: Scan, how: How) -> Made:
    from generator.build.line import build_site  # noqa: PLC0415 - not where nothing changed
    from generator.build.plan import KILLED, LOST, BuildFault, Intake, NoCrew, Plan  # noqa: PLC0415
    from generator.build.tasks import Theme  # noqa: PLC0415
    from generator.outputs.frames import Frames  # noqa: PLC0415
    from generator.words.catalogue import read_all_words  # noqa: PLC0415

    shell_key = theme_key(scan)
    shell = _fresh_shell(root, language, shell_key)
    theme = Theme(read_all_words(root / WORDS), Frames.load(shell / "frames"), shell_key)
    with region_states(root, trusted=how.trusted) as states:
        intake = Intake(root, today, editors_files(scan), shared_key(scan), states, how.trusted)
        workers = how.workers or count_cores()
        plan = Plan(intake, theme, shell / "site", tree, workers=workers, scheduler=how.scheduler)
        try:
            outcome = build_site(plan, _progress_in(language), how.clock)
        except ForeignFolder:
            told = phrase("foreign_folder", language, folder=str(tree), file=BUILD_FILE)
            raise click.UsageError(told) from None
        except NoCrew as fault:
            told = phrase("no_crew", language, scheduler=how.scheduler, cause=str(fault))
            raise click.UsageError(told) from fault
        except BuildFault as fault:
            cause = phrase(f"cause_{fault.cause}", language) if fault.cause in (KILLED, LOST) else fault.cause
            told = phrase("part_failed", language, region=fault.region, cause=cause)
            raise click.ClickException(told) from fault
    if outcome.built is None:
        say_faults(outcome.diagnostics, outcome.files, language)
        sys.exit(FAULTS)
    built = outcome.built
    return Made(built.files, built.written, built.removed, len(outcome.diagnostics), built.seconds)


def scan_known(root: Path, *, trusted: bool = True) -> Scan:
    """The project's files; only those the disk tells have changed are read."""
    place = root / CACHE / "scan"
    since, known = _known_scan(place) if trusted else (0, {})
    now = _disk_clock(root / CACHE)
    scan = scan_project(root, known, since)
    if scan != known:
        keep(place, (now, scan))
    return scan


def _known_scan(place: Path) -> tuple[int, Scan]:
    found: Any = kept(place)
    return found if isinstance(found, tuple) else (0, {})


def _disk_clock(folder: Path) -> int:
    """What the disk's clock says, in nanoseconds; 0 where the disk refuses, so that nothing is taken as known."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / ".now"
        mark.write_bytes(b"")
        return mark.stat().st_mtime_ns
    except OSError:
        return 0


@contextmanager
def region_states(root: Path, *, trusted: bool = True) -> Iterator[Path]:
    """The folder in which regions are kept; an empty one where nothing kept is believed."""
    if trusted:
        yield root / CACHE / "regions"
        return
    folder = Path(tempfile.mkdtemp(prefix="esep-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def count_cores() -> int:
    """As many processes as there are cores for this one."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _fresh_shell(root: Path, language: str, key: str) -> Path:
    """The theme rendered for this content of pages, words and settings; MkDocs runs only when one of them changed."""
    shell = root / CACHE / "shell"
    stamp = shell / "key"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != key:
        stamp.unlink(missing_ok=True)
        say_progress(phrase("rendering_theme", language))
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - not where nothing changed

        with ProcessPoolExecutor(1, initializer=end_with_parent) as alone:
            said = alone.submit(_render_shell, root, shell).result()
        if said:
            click.echo(f"{phrase('pages_fault', language)}\n{said}", err=True)
            sys.exit(FAULTS)
        stamp.write_text(key, encoding="ascii")
    return shell


def _render_shell(root: Path, shell: Path) -> str:
    """Run MkDocs, in a process of its own: a hundred megabytes go with it. What it said if it failed, else nothing."""
    from generator.plugin import ShellFault, render_shell  # noqa: PLC0415 - a third of a second to import

    try:
        render_shell(root, shell)
    except ShellFault as fault:
        return str(fault)
    return ""


def _progress_in(language: str) -> Callable[[int, int], None] | None:
    """Counts and an estimate on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def say(done: int, total: int) -> None:
        left = (time.monotonic() - begun) / done * (total - done)
        text = phrase("progress", language, done=str(done), total=str(total), seconds=f"{left:.0f}")
        click.echo(f"\r\x1b[K{text}" if done < total else "\r\x1b[K", err=True, nl=False)

    return say
