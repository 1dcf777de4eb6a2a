"""Everything a site is made from on one day: editors' files, the law, git's testimony, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.history.read import read_history
from generator.law.case import Law
from generator.law.judgement import judge
from generator.law.reading import read_law
from generator.model.project import read_project
from generator.model.register import Register
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.views.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Sources:
    """What pages, calendars and reports are made from.

    today: the day everything is told as of.
    register: the editors' records.
    accounts: the law, its judgement on that day, and the history.
    warnings: what is wrong in the files and does not stand in the way.
    """

    today: date
    register: Register
    accounts: Accounts
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a project's folder gave.

    sources: absent while there is an error.
    diagnostics: every fault of every file, by file and line.
    files: how many files of editors were read.
    """

    sources: Sources | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


def read_sources(root: Path, today: date) -> Reading:
    """Read everything below `root`, and hold it against the law on one day; all faults at once."""
    project = read_project(root)
    law, faults = read_law(root)
    found = [*project.diagnostics, *faults]
    sources = None
    if project.register is not None and law is not None:
        accounts, faults = _judge(root, project.register, law, today)
        found += faults
        if not has_errors(found):
            warnings = tuple(sorted(found, key=Diagnostic.sort_key))
            sources = Sources(today, project.register, accounts, warnings)
    return Reading(sources, tuple(sorted(found, key=Diagnostic.sort_key)), project.files)


def _judge(root: Path, register: Register, law: Law, today: date) -> tuple[Accounts, list[Diagnostic]]:
    history = read_history(root, register.site, register)
    judgement = judge(
        register,
        law,
        today,
        published=history.published(),
        protocol_published=history.protocols_published(),
        timed=history.timed(),
    )
    return Accounts(law, judgement, history), list(history.diagnostics)
