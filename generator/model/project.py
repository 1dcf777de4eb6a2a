"""A project's folder -> the Register, or what is wrong with it.

No reference leads from one region into another, so regions are read one by one, and need not be in memory together:
`read_head` reads what all of them share, `read_region` one of them, and `settle` says what of all faults is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.model.collect import (
    Collected,
    FileReading,
    Readings,
    by_region,
    gather,
    read_files,
    read_site,
)
from generator.model.layout import FOLDERS
from generator.model.links import judge_records, locate_faults
from generator.model.links.registry import judge_site
from generator.model.register import Register, link_register
from generator.model.site import Site
from generator.privacy.allowances import Passes, let_pass, read_allowances
from generator.privacy.veil import veil_quotations
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.reading.files import find_files


@dataclass(frozen=True, slots=True)
class Project:
    """What was read from one folder.

    register: the linked records; absent while there is an error.
    diagnostics: every fault of every file, by file and line.
    files: how many files were read.
    """

    register: Register | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Head:
    """What all regions share; small, and can be pickled.

    site: the settings; absent when they cannot be read.
    collected: the records of the regions themselves.
    passes: what the privacy gate lets pass.
    diagnostics: faults of these files.
    """

    site: Site | None
    collected: Collected
    passes: Passes
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One region as it was read.

    readings: of its files, to be kept for another day.
    collected: its records, with the records of all regions.
    diagnostics: what is wrong with it, before allowances.
    """

    readings: Readings
    collected: Collected
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def find_sources(root: Path) -> dict[str, list[str]]:
    """Every editors' file by the region whose folder it lies in; regions' own files have an empty name."""
    return by_region(each for folder in FOLDERS for each in find_files(root, folder))


def read_project(root: Path) -> Project:
    """Read and link everything below `root`; all faults of all files at once."""
    sources = find_sources(root)
    head = read_head(root, sources.pop("", ()))
    parts = [read_region(root, head, dict.fromkeys(files, "")) for files in sources.values()]
    found = settle(head, (each for part in parts for each in part.diagnostics))
    together = _join(head, parts)
    register = link_register(head.site, together) if head.site is not None and not has_errors(found) else None
    return Project(register, found, count_records(together))


def read_head(root: Path, files: Iterable[str]) -> Head:
    """What all regions share.

    files: those outside of regions' folders.
    """
    site, diagnostics = read_site(root)
    collected = gather(read_files(root, dict.fromkeys(files, "")))
    found = [*diagnostics, *collected.diagnostics]
    found += locate_faults(root, judge_site(site, collected), found)
    return Head(site, collected, read_allowances(root), tuple(found))


def read_region(
    root: Path, head: Head, files: Mapping[str, str], kept: Mapping[str, FileReading] | None = None
) -> Part:
    """Read one region's files, given with the digests of their bytes, and hold its records against each other.

    kept: readings of an earlier day.
    """
    readings = read_files(root, files, kept)
    collected = gather(readings)
    collected.regions.update(head.collected.regions)
    collected.broken |= head.collected.broken
    found = collected.diagnostics
    return Part(readings, collected, (*found, *locate_faults(root, judge_records(collected), found)))


def settle(head: Head, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All faults as they are shown: without what is allowed, each once, quoting nothing personal, in order."""
    allowed = let_pass([*head.diagnostics, *diagnostics], head.passes)
    return tuple(sorted(once_each(veil_quotations(allowed)), key=Diagnostic.sort_key))


def is_sound(head: Head, part: Part) -> bool:
    """Whether nothing is wrong with a region and with what all share, as far as its records may be linked."""
    return head.site is not None and not has_errors(settle(head, part.diagnostics))


def count_records(collected: Collected) -> int:
    """How many files could be read."""
    records = (
        collected.regions,
        collected.bodies,
        collected.precincts,
        collected.schedules,
        collected.protocols,
    )
    return sum(len(each) for each in records)


def _join(head: Head, parts: Iterable[Part]) -> Collected:
    """The records of all regions."""
    together = Collected(regions=dict(head.collected.regions))
    for part in parts:
        together.bodies |= part.collected.bodies
        together.precincts |= part.collected.precincts
        together.schedules |= part.collected.schedules
        together.protocols |= part.collected.protocols
    return together


def once_each(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics, each once: two checks may meet at one place."""
    seen: dict[tuple[str, int, int, str, tuple[tuple[str, str], ...]], Diagnostic] = {}
    for each in diagnostics:
        seen.setdefault(
            (each.file, each.line, each.column, each.code, tuple(sorted(each.values.items()))), each
        )
    return list(seen.values())
