"""Faults and diagnostics: where, which code, with which values; never prose.

A code begins with `E` (an error: it blocks a merge) or `W` (a warning: it is shown and never blocks).
Codes are never reused. Their words stand in `messages.yaml`, in English, Kazakh and Russian.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.reading.nodes import Path


class Severity(StrEnum):
    """Whether a diagnostic blocks a merge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at one place.

    code: such as `E301`.
    file: path from the project's root, with `/`.
    line: from 1.
    column: from 1, in characters.
    values: what the message names: the text found, the words allowed, the corrected line.
    """

    code: str
    file: str
    line: int = 1
    column: int = 1
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        """Error or warning, as the code's first letter says."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    def sort_key(self) -> tuple[str, int, int, str]:
        """Files in order, faults of one file from top to bottom."""
        return (self.file, self.line, self.column, self.code)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault found after reading, known by the path of keys that leads to it, not yet by line and column.

    lacks: path of what is missing or disagrees; where it is written and could not be read, that is the fault, not this.
    """

    code: str
    file: str
    path: Path = ()
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    lacks: Path = ()


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether anything among them blocks a merge."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
