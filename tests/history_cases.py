"""Golden cases of history: a scripted repository, commit by commit, and the stories it should tell."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reading_cases import PROJECT
from ruamel.yaml import YAML

from generator.history.chronicle import History
from generator.history.read import read_history
from generator.history.story import Change, Commit, Story
from generator.model.project import read_project
from generator.model.register import Register
from generator.model.text import Bilingual
from generator.reading.diagnostics import Diagnostic

CASES = Path(__file__).parent / "cases" / "history"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
DAY = "2026-09-01T09:00:00+05:00"


def read_case(name: str) -> dict[str, Any]:
    """One case; dates and times stay text."""
    yaml = YAML(typ="safe")
    case: dict[str, Any] = yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return case


@dataclass(frozen=True)
class Scripted:
    """A repository made for a test; its folder."""

    root: Path

    def git(self, *arguments: str, on: str = DAY, authored: str = "") -> str:
        """Run git there, with the dates given and no configuration of this machine."""
        return subprocess.run(
            [
                "git",
                "-C",
                str(self.root),
                "-c",
                "commit.gpgsign=false",
                "-c",
                "core.autocrlf=false",
                *arguments,
            ],
            env={
                "PATH": "/usr/bin:/bin:/usr/local/bin",
                "HOME": str(self.root.parent),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_COMMITTER_DATE": on,
                "GIT_AUTHOR_DATE": authored or on,
                **{
                    f"GIT_{who}_{what}": f"{what}@esep.example"
                    for who in ("AUTHOR", "COMMITTER")
                    for what in ("NAME", "EMAIL")
                },
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self, on: str = DAY, authored: str = "") -> str:
        """Commit everything on disk, even nothing; the new commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x", on=on, authored=authored)
        return self.git("rev-parse", "HEAD")

    def edit(self, file: str, old: str, new: str) -> None:
        """Put `new` where `old` stands once."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: stands {text.count(old)} times: {old}"
        (self.root / file).write_text(text.replace(old, new), encoding="utf-8")

    def read(self) -> Register:
        """The records on disk."""
        project = read_project(self.root)
        assert project.register is not None, project.diagnostics
        return project.register

    def history(self, revision: str = "HEAD") -> History:
        """The history as it would be read now."""
        register = self.read()
        return read_history(self.root, register.site, register, revision)


def start(root: Path) -> Scripted:
    """A repository with the small valid project on disk and nothing committed."""
    shutil.copytree(PROJECT, root)
    scripted = Scripted(root)
    scripted.git("init", "--quiet", "--initial-branch=main")
    (root / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    return scripted


def play(root: Path, case: Mapping[str, Any]) -> tuple[Scripted, list[str]]:
    """The case's repository, and its commits on the first-parent line, the oldest first."""
    scripted = start(root)
    if "history_from" in case:
        site = root / "site_config" / "site.yaml"
        site.write_text(
            site.read_text(encoding="utf-8") + f"history_from: {case['history_from']}\n", encoding="utf-8"
        )
    for step in case["commits"]:
        _play_step(scripted, step)
    change_files(scripted, case.get("worktree", {}))
    return scripted, scripted.git("rev-list", "--first-parent", "--reverse", "HEAD").split()


def _play_step(scripted: Scripted, step: Mapping[str, Any]) -> None:
    dates = {"on": str(step["on"]), "authored": str(step.get("authored", ""))}
    branch = step.get("branch")
    if branch is not None:
        known = scripted.git("branch", "--list", branch)
        scripted.git("checkout", "--quiet", *([] if known else ["-b"]), branch)
    if "merge" in step:
        scripted.git("merge", "--quiet", "--no-ff", "--message", "x", step["merge"], **dates)
    elif "revert" in step:
        scripted.git("revert", "--no-edit", step["revert"], **dates)
    else:
        change_files(scripted, step)
        scripted.commit(**dates)
    if branch is not None:
        scripted.git("checkout", "--quiet", "main")


def change_files(scripted: Scripted, step: Mapping[str, Any]) -> None:
    """move, restore (as in the valid project), files (whole), edit, delete; in this order."""
    for place, to in step.get("move", {}).items():
        (scripted.root / place).rename(scripted.root / to)
    for file in step.get("restore", ()):
        (scripted.root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / file, scripted.root / file)
    for file, text in step.get("files", {}).items():
        (scripted.root / file).parent.mkdir(parents=True, exist_ok=True)
        (scripted.root / file).write_text(text, encoding="utf-8")
    for edit in step.get("edit", ()):
        scripted.edit(edit["file"], edit["replace"], edit["with"])
    for file in step.get("delete", ()):
        (scripted.root / file).unlink()


def tell_all(history: History, commits: list[str], expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the history says of everything the case asks for, in the case's own words."""
    told: dict[str, Any] = {}
    for subject, asked in expected.items():
        if subject == "diagnostics":
            told[subject] = [_diagnostic(each, commits) for each in history.diagnostics]
            continue
        thing, _, identifier = subject.partition(" ")
        story = {"meeting": history.story, "protocol": history.protocol, "officer": history.officer}[thing](
            identifier
        )
        assert story is not None
        told[subject] = {
            name: value
            for name, value in _story(history, thing, identifier, story, commits).items()
            if name in asked
        }
    return told


def _story(history: History, thing: str, identifier: str, story: Story, commits: list[str]) -> dict[str, Any]:
    published_on = history.protocol_published_on if thing == "protocol" else history.published_on
    return {
        "first": _moment(story.first_published, commits),
        "last": _moment(story.last_changed, commits),
        "declared": story.declared,
        "sequence": story.sequence,
        "day": None if thing == "officer" else published_on(identifier)[0],
        "timed": history.timed().get(identifier),
        "changes": [_change_told(each, commits) for each in story.changes],
    }


def _moment(moment: Commit | date | None, commits: list[str]) -> int | date | None:
    return commits.index(moment.sha) + 1 if isinstance(moment, Commit) else moment


def _change_told(change: Change, commits: list[str]) -> str:
    before, after = (
        each.ru if isinstance(each, Bilingual) else each for each in (change.before, change.after)
    )
    values = " ".join(f"{before} -> {after}".split()) if before or after else ""
    key = f" [{change.key}]" if change.key else ""
    return f"{commits.index(change.commit.sha) + 1} {change.kind}{key}{': ' if values else ''}{values}"


def _diagnostic(diagnostic: Diagnostic, commits: list[str]) -> str:
    """`CODE file:line:column found`, then the number of the commit named, or where it stands."""
    place = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}"
    named = diagnostic.values.get("commit", "")
    number = "".join(
        str(index + 1) for index, sha in enumerate(commits) if named and named.startswith(sha[:12])
    )
    number += "^" if named.endswith("^") else ""
    words = (
        diagnostic.code,
        place,
        diagnostic.values.get("found", ""),
        number or diagnostic.values.get("stands", ""),
    )
    return " ".join(each for each in words if each)
