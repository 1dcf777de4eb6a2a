"""Comparing a project's folder with a base revision, for `esep check --base`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click
from babel.messages.pofile import PoFileError

from generator.commands.making import make_site
from generator.commands.options import WORDS
from generator.editing.preview import INDEX, compare_sites, render_preview
from generator.editing.summary import Summary
from generator.history.pages import find_pages
from generator.history.removed import find_removed
from generator.history.sides import Base, Incomparable, Sides, Untold, find_base, read_sides
from generator.reading.diagnostics import Diagnostic
from generator.reading.messages import phrase
from generator.sources import Reading, read_sources
from generator.views.review import ReviewItem, view_differences
from generator.views.review_places import view_places
from generator.views.review_site import view_site
from generator.views.touched import find_touched
from generator.words.catalogue import LANGUAGES, Words, read_words

_MARK = ".esep-preview"
Labels = Mapping[str, tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Review:
    """A project's folder held against a base.

    summary: what it comes to.
    diagnostics: what is wrong, what was removed and may only be cancelled among it.
    sides: both sides; None when they cannot be compared.
    """

    summary: Summary
    diagnostics: tuple[Diagnostic, ...]
    sides: Sides | None = None


def review_project(root: Path, today: date, revision: str, reading: Reading) -> Review:
    """What differs between the base and the files on disk, uncommitted work among it; never raises for a bad base."""
    try:
        base = find_base(root, revision)
    except Incomparable as reason:
        return Review(Summary(hindrance=str(reason), diagnostics=reading.diagnostics), reading.diagnostics)
    register = reading.sources.register if reading.sources is not None else None
    sides = read_sides(root, base, register, reading.diagnostics)
    if sides is None:
        commit = base.commit.sha
        return Review(Summary(commit=commit, diagnostics=reading.diagnostics), reading.diagnostics)
    diagnostics = _with_removed(reading.diagnostics, find_removed(root, sides.after, base.commit.sha))
    return Review(_summarize(root, today, sides, diagnostics), diagnostics, sides)


def add_preview(review: Review, sides: Sides, root: Path, folder: Path, today: date, language: str) -> Review:
    """The review with the preview's numbers; the preview is written into `folder`."""
    with tempfile.TemporaryDirectory(prefix="esep-preview-") as name:
        now = Path(name) / "now"
        make_site(root, today, language, now)
        then = _make_base(sides.base, Path(name), today, language)
        touched = review.summary.touched
        changed = (
            frozenset(f"{each}index.html" for each in touched.pages) if touched is not None else frozenset()
        )
        if then is not None:
            compared = compare_sites(then, now)
            everywhere = touched is not None and touched.everywhere
            changed, touched = compared.present, compared.touched(everywhere=everywhere)
        present = frozenset(each for each in changed if (now / each).is_file())
        pages = _write_preview(folder, now, present, sides.after.site.base_url)
    return replace(review, summary=replace(review.summary, touched=touched, previewed=pages))


def refuse_foreign(folder: Path, language: str) -> None:
    """End the command when a folder holds something else than a preview."""
    try:
        is_foreign = folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file()
    except OSError:
        is_foreign = True
    if is_foreign:
        raise click.UsageError(phrase("preview_foreign", language, folder=str(folder), file=_MARK))


def _summarize(root: Path, today: date, sides: Sides, diagnostics: tuple[Diagnostic, ...]) -> Summary:
    labels, unreadable = _read_labels(root, sides.base)
    untold = {file: reason.value for file, reason in sides.untold.items()} | unreadable
    pages = find_pages(root, sides.base)
    items: dict[str, tuple[ReviewItem, ...]] = {}
    for language, (before, after) in labels.items():
        words = Words(
            language, {**after.forms, **before.forms}
        )  # of a label that is changed, the one known to be good
        items[language] = (
            *view_differences(sides, words),
            *view_places(sides, words),
            *view_site(sides, words, pages, labels),
        )
    return Summary(
        sides.after.site.base_url,
        sides.base.commit.sha,
        "" if len(items) == len(LANGUAGES) else "review_unreadable_words",
        items,
        tuple(sorted(untold.items())),
        find_touched(sides, pages, today),
        diagnostics,
        frozenset(each.path for each in sides.base.files),
    )


def _read_labels(root: Path, base: Base) -> tuple[Labels, dict[str, str]]:
    """The words before and after, by language; and the catalogues that cannot be read."""
    labels, unreadable = {}, {}
    changed = {each.path for each in base.files}
    for language in LANGUAGES:
        file = WORDS / f"{language}.po"
        after = _read_words(root / file, language)
        before = after
        if after is None or file.as_posix() in changed:
            before = _read_past_words(base, file, language) or after
        if after is None:
            unreadable[file.as_posix()] = Untold.UNREADABLE.value
        if before is not None:
            labels[language] = (before, after or before)
    return labels, unreadable


def _read_past_words(base: Base, file: Path, language: str) -> Words | None:
    content = base.read_text(file.as_posix())
    if content is None:
        return None
    with tempfile.TemporaryDirectory(prefix="esep-words-") as name:
        (Path(name) / file.name).write_bytes(content)
        return _read_words(Path(name) / file.name, language)


def _read_words(file: Path, language: str) -> Words | None:
    try:
        return read_words(file, language)
    except (OSError, PoFileError, ValueError):
        return None


def _with_removed(diagnostics: tuple[Diagnostic, ...], removed: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each removal once: the history may have told it already."""
    told = {(each.code, each.values.get("found")) for each in diagnostics}
    fresh = (each for each in removed if (each.code, each.values.get("found")) not in told)
    return tuple(sorted((*diagnostics, *fresh), key=Diagnostic.sort_key))


def _make_base(base: Base, folder: Path, today: date, language: str) -> Path | None:
    """The site of the base; None when it cannot be made, as its files have errors."""
    root = base.repository.copy_at(base.commit.sha, folder / "base")
    if read_sources(root, today).sources is None:
        return None
    try:
        make_site(root, today, language, folder / "then")
    except (SystemExit, click.ClickException):
        return None
    return folder / "then"


def _write_preview(folder: Path, site: Path, changed: frozenset[str], base_url: str) -> int:
    """Write the preview into a folder that holds an earlier one or nothing; how many pages it has."""
    try:
        _empty(folder)
    except OSError as error:
        raise click.FileError(str(folder), error.strerror) from None
    pages = 0
    for path, content in render_preview(site, changed, base_url):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        pages += path.endswith(".html") and path != INDEX
    return pages


def _empty(folder: Path) -> None:
    """Make the folder of a preview, or take an earlier preview out of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        elif each.name != _MARK:
            each.unlink()
