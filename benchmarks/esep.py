"""Esep under measure: a cold build, and what each small change costs after it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks import edits
from benchmarks.country import PROJECT, TODAY
from benchmarks.measure import Measurement, measure


@dataclass(frozen=True, slots=True)
class Subject:
    """A country and the site built from it.

    project: its folder, a git repository.
    site: the folder its site is built into.
    tip: the commit every scenario begins with.
    """

    project: Path
    site: Path
    tip: str

    def build(self, today: date = TODAY) -> Measurement:
        """One build as a whole process."""
        return self._run("build", "--site-dir", str(self.site), today=today, watched=self.site)

    def check(self) -> Measurement:
        """One `esep check` as a whole process."""
        return self._run("check", today=TODAY)

    def _run(self, *arguments: str, today: date, watched: Path | None = None) -> Measurement:
        command = [sys.executable, "-m", "generator", *arguments, "--today", today.isoformat()]
        return measure(command, self.project, watched, {"PYTHONPATH": str(PROJECT)})

    def forget(self) -> None:
        """Remove everything kept from earlier builds."""
        shutil.rmtree(self.project / ".cache", ignore_errors=True)

    def clear(self) -> None:
        """Remove the site and everything kept."""
        self.forget()
        shutil.rmtree(self.site, ignore_errors=True)

    def restore(self) -> None:
        """The country and its site as they were."""
        edits.restore(self.project, self.tip)
        self.build()


def find_subject(project: Path, site: Path) -> Subject:
    """A country that was made at `project`."""
    done = subprocess.run(
        ["git", "-C", str(project), "rev-parse", "HEAD"], capture_output=True, check=True, text=True
    )
    return Subject(project, site, done.stdout.strip())


def _cold(subject: Subject) -> Measurement:
    subject.clear()
    return subject.build()


def _no_change(subject: Subject) -> Measurement:
    return subject.build()


def _tomorrow(subject: Subject) -> Measurement:
    taken = subject.build(TODAY + timedelta(days=1))
    subject.restore()
    return taken


def _check_cold(subject: Subject) -> Measurement:
    kept = subject.project / ".cache"
    aside = subject.project.with_name(f"{subject.project.name}.cache")
    kept.rename(aside)
    try:
        return subject.check()
    finally:
        shutil.rmtree(kept, ignore_errors=True)
        aside.rename(kept)


def _after(edit: Callable[[Path], None]) -> Callable[[Subject], Measurement]:
    def scenario(subject: Subject) -> Measurement:
        edit(subject.project)
        edits.commit(subject.project)
        taken = subject.build()
        subject.restore()
        return taken

    return scenario


SCENARIOS: dict[str, Callable[[Subject], Measurement]] = {
    "cold build": _cold,
    "no change": _no_change,
    "one protocol added": _after(edits.add_protocol),
    "one officer replaced": _after(edits.replace_officer),
    "one label changed": _after(edits.change_label),
    "theme changed": _after(edits.change_theme),
    "tomorrow": _tomorrow,
    "check, warm": Subject.check,
    "check, cold": _check_cold,
}


FEW = ("cold build", "no change", "one protocol added", "one officer replaced", "check, warm")


def measure_esep(
    subject: Subject, runs: int, chosen: Iterable[str] = tuple(SCENARIOS)
) -> Iterator[tuple[str, Measurement]]:
    """The scenarios chosen, so many times; each begins with the site as it was built from the country."""
    names = [name for name in SCENARIOS if name in set(chosen)]
    for _ in range(runs):
        for name in names:
            yield name, SCENARIOS[name](subject)
