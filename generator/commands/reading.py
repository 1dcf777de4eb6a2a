"""Reading a project: region by region for its faults, or whole for commands that need all of its records at once."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.build.country import count_files, read_country
from generator.build.crew import crew_of
from generator.build.keys import editors_files, shared_key
from generator.build.plan import Intake
from generator.commands.making import count_cores, region_states, scan_known
from generator.commands.options import FAULTS, refuse_strange_folder, say_faults
from generator.reading.diagnostics import Diagnostic
from generator.sources import Reading, Sources, all_faults, read_sources

_MANY = 2000  # files, from which on a second process is worth its start


def read_project(root: Path, today: date, language: str) -> Reading:
    """Everything below `root`; a folder that is no project ends the command."""
    refuse_strange_folder(root, language)
    return read_sources(root, today)


def find_faults(root: Path, today: date, language: str) -> tuple[tuple[Diagnostic, ...], int]:
    """What is wrong with a project, and how many files were read; regions that did not change are not read again."""
    refuse_strange_folder(root, language)
    scan, workers = scan_known(root), count_cores()
    with region_states(root) as states:
        intake = Intake(root, today, editors_files(scan), shared_key(scan), states)
        with crew_of(workers if len(scan) > _MANY else 1) as crew:
            common, headlines = read_country(intake, crew)
        return all_faults(common, headlines), count_files(common, headlines)


def read_sound(root: Path, today: date, language: str) -> Sources:
    """The sources, free of errors; else what is wrong is said and the command ends."""
    reading = read_project(root, today, language)
    if reading.sources is None:
        say_faults(reading.diagnostics, reading.files, language)
        sys.exit(FAULTS)
    return reading.sources
