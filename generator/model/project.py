"""A project's folder -> the Register, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.model.collect import SITE_FILE, collect_records, read_site
from generator.model.links import judge_links, locate_faults
from generator.model.register import Register, link_register
from generator.privacy.allowances import let_pass, read_allowances
from generator.privacy.veil import veil_quotations
from generator.reading.diagnostics import Diagnostic, has_errors


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


def is_project(root: Path) -> bool:
    """Whether `root` is the folder of a project."""
    return (root / SITE_FILE).is_file()


def read_project(root: Path) -> Project:
    """Read and link everything below `root`; all faults of all files at once."""
    site, diagnostics = read_site(root)
    collected = collect_records(root)
    diagnostics += collected.diagnostics
    faults = locate_faults(root, judge_links(site, collected), diagnostics)
    shown = veil_quotations(let_pass(diagnostics + faults, read_allowances(root)))
    found = sorted(_each_once(list(shown)), key=Diagnostic.sort_key)
    register = link_register(site, collected) if site is not None and not has_errors(found) else None
    records = (
        collected.regions,
        collected.bodies,
        collected.precincts,
        collected.schedules,
        collected.protocols,
    )
    return Project(register, tuple(found), sum(len(each) for each in records))


def _each_once(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics, each once: two checks may meet at one place."""
    seen: dict[tuple[str, int, int, str, tuple[tuple[str, str], ...]], Diagnostic] = {}
    for each in diagnostics:
        seen.setdefault(
            (each.file, each.line, each.column, each.code, tuple(sorted(each.values.items()))), each
        )
    return list(seen.values())
