"""What is to be built, and how a build ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.build.tasks import Theme
from generator.build.tree import Tree
from generator.reading.diagnostics import Diagnostic

Say = Callable[[int, int], None]


KILLED, LOST = "killed", "lost"


class BuildFault(RuntimeError):
    """A task did not come to its end: the region it worked on, and the cause.

    The cause is KILLED, where a process was; LOST, where the state of a region is gone or of other programs; else the
    words of the system.
    """

    def __init__(self, region: str, cause: str) -> None:
        super().__init__(f"{region}: {cause}")
        self.region, self.cause = region, cause


class NoCrew(RuntimeError):
    """The scheduler does not answer; the text is its cause."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What is to be read.

    root: the project's folder.
    today: the day everything is told as of.
    files: digests of the bytes of editors' files, by region; those outside of any have an empty name.
    key: digest of everything regions share: settings, law, programs.
    states: folder in which regions are kept between runs.
    trusted: whether what is kept may be believed.
    """

    root: Path
    today: date
    files: Mapping[str, Mapping[str, str]]
    key: str
    states: Path
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built.

    intake: what it is built from; its trust goes for the notes of the tree too.
    theme: what parts are poured into.
    shell: folder with the theme's assets and the editorial pages.
    tree: where the site goes.
    in_place: whether the shell lies in the tree already, as MkDocs leaves it.
    workers: processes that may work at once.
    scheduler: address of a Dask scheduler, or empty.
    """

    intake: Intake
    theme: Theme
    shell: Path
    tree: Tree
    in_place: bool = False
    workers: int = 1
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    files: files the site has.
    written: files that were new or changed.
    removed: files that are no longer made.
    seconds: how long each kind of work took, where a clock was given; of all processes together.
    """

    files: int
    written: int
    removed: int
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended.

    built: absent while an error stands in the files.
    diagnostics: every fault of every file, by file and line.
    files: how many files of editors were read.
    """

    built: Built | None
    diagnostics: tuple[Diagnostic, ...]
    files: int
