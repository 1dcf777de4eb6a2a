"""Reading a project whole, for commands that need all of its records at once."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from generator.commands.options import FAULTS, refuse_strange_folder, say_faults
from generator.sources import Reading, Sources, read_sources


def read_project(root: Path, today: date, language: str) -> Reading:
    """Everything below `root`; a folder that is no project ends the command."""
    refuse_strange_folder(root, language)
    return read_sources(root, today)


def read_sound(root: Path, today: date, language: str) -> Sources:
    """The sources, free of errors; else what is wrong is said and the command ends."""
    reading = read_project(root, today, language)
    if reading.sources is None:
        say_faults(reading.diagnostics, reading.files, language)
        sys.exit(FAULTS)
    return reading.sources
