"""A machine as CI has it: a small project with a history, its clone, an environment, and doubles for what is remote.

Shell of a workflow's step runs here for real. Only two programs are replaced: `apt-get`, which would change this
machine, and, for the workflow that starts the tests themselves, `make`. Both write down what they were asked.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import ROOT
from ruamel.yaml import YAML

TODAY = "2026-11-21"
SCHEDULE = Path("schedules/almaty/alatau/2026-q4.yaml")
PROGRAM = ("Makefile", "requirements.txt", "pyproject.toml", "mkdocs.yml", ".gitignore")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
EVEN_AFTER_FAILURE = re.compile(r"always\(\)|!cancelled\(\)")
NEW_MEETING = """
  "212-n":
    level: inspector
    precincts: ["212"]
    starts: 2026-12-17 18:00
    ends: 2026-12-17 19:00
    place: {name: {kk: "X", ru: "X"}, address: {kk: "Y, 3", ru: "Y, 3"}}
"""
GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "user.name",
    "GIT_CONFIG_VALUE_0": "Editor",
    "GIT_CONFIG_KEY_1": "user.email",
    "GIT_CONFIG_VALUE_1": "editor@example.org",
    "GIT_AUTHOR_DATE": "2026-11-20T10:00:00+05:00",
    "GIT_COMMITTER_DATE": "2026-11-20T10:00:00+05:00",
}


def read_workflow(path: Path) -> dict[str, Any]:
    """One workflow file, as plain values; `on` stays a word."""
    text = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    assert isinstance(text, dict)
    return text


def find_steps(workflow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with its job's name."""
    for name, job in workflow["jobs"].items():
        for step in job.get("steps", ()):
            yield name, step


def lay_small_project(folder: Path) -> Path:
    """A project of two precincts that builds in a second: the small city under the shipped settings and theme."""
    small = ROOT / "tests" / "small_city"
    for name in ("content", "schedules"):
        shutil.copytree(small / name, folder / name)
    shutil.copytree(ROOT / "content" / "pages", folder / "content" / "pages")
    shutil.copytree(ROOT / "site_config", folder / "site_config")
    shutil.copytree(ROOT / ".ci", folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in PROGRAM:
        shutil.copy(ROOT / name, folder)
    schedule = folder / SCHEDULE
    text = schedule.read_text(encoding="utf-8").replace("consent: no", "consent: yes")
    schedule.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Ran:
    """What a job did: the output of its steps, its exit code, and the paths it gave to actions that take files."""

    code: int = 0
    said: str = ""
    taken: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """A bare repository with branches `main`, `request` and `broken`, and a clone in which jobs run."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    @property
    def asked(self) -> str:
        """What `apt-get` and `make` were asked."""
        log = self.folder / "asked"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=cwd or self.clone,
            env={**os.environ, **GIT, "HOME": str(self.folder / "home")},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, branch: str, message: str, changes: Mapping[str, str]) -> None:
        """Change files of `branch`, from main where it is new, commit and push them, as an editor does."""
        work = self.folder / "editor"
        self.git("checkout", "--quiet", "-B", branch, cwd=work)
        for path, text in changes.items():
            (work / path).write_text(text, encoding="utf-8")
        self.git("add", "--all", cwd=work)
        self.git("commit", "--quiet", "--message", message, cwd=work)
        self.git("push", "--quiet", "--force", "origin", branch, cwd=work)

    def check_out(self, reference: str) -> None:
        """The clone on a branch of the origin, as the checkout action leaves it: with the whole history."""
        self.git("fetch", "--quiet", "origin")
        self.git("checkout", "--quiet", "--force", "--detach", f"origin/{reference}")

    def run(self, script: str, environment: Mapping[str, str], shell: str = "-e") -> tuple[int, str]:
        """A script as a runner starts it; its exit code and all it said."""
        path = self.folder / "step.sh"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", *shell.split(), str(path)],
            cwd=self.clone,
            env=self._environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder / "home"),
            "CI": "true",
            "LANG": "C.UTF-8",
            "ESEP_TODAY": TODAY,
            **GIT,
            **more,
        }

    def double(self, program: str) -> None:
        """Replace a program by one that only writes down what it was asked."""
        path = self.folder / "bin" / program
        path.write_text(f'#!/bin/sh\necho "{program} $*" >> "{self.folder / "asked"}"\n', encoding="utf-8")
        path.chmod(0o755)


def set_stage(folder: Path) -> Stage:
    """What a job finds when it starts, with `make setup` already done, as where tools are kept from run to run."""
    stage = Stage(folder)
    for name in ("bin", "home", "editor"):
        (folder / name).mkdir()
    stage.double("apt-get")
    editor = lay_small_project(folder / "editor")
    stage.git("init", "--quiet", "--bare", "--initial-branch=main", str(stage.origin), cwd=folder)
    stage.git("init", "--quiet", "--initial-branch=main", cwd=editor)
    stage.git("remote", "add", "origin", str(stage.origin), cwd=editor)
    stage.commit("main", "Publish the schedules", {})
    schedule = (editor / SCHEDULE).read_text(encoding="utf-8")
    stage.commit("request", "Announce a meeting", {str(SCHEDULE): schedule.rstrip("\n") + NEW_MEETING})
    stage.git("checkout", "--quiet", "main", cwd=editor)
    broken = schedule.replace("2026-12-15 18:00", "2026-12-33 18:00")
    stage.commit("broken", "Announce a meeting on a day that is none", {str(SCHEDULE): broken})
    stage.git("checkout", "--quiet", "main", cwd=editor)
    stage.git("clone", "--quiet", str(stage.origin), str(stage.clone), cwd=folder)
    _lay_tools(stage.clone)
    return stage


def _lay_tools(clone: Path) -> None:
    """`.venv/` of the clone: the interpreter and the packages of this run, the program of this repository."""
    tools = clone / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "python").symlink_to(sys.executable)
    esep = tools / "esep"
    esep.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n', encoding="utf-8"
    )
    esep.chmod(0o755)
    (clone / ".venv" / ".ready-site").touch()  # newer than the lock file, so that nothing is installed


def fill(text: str, given: Mapping[str, str]) -> str:
    """A value with its `${{ expressions }}` replaced; one that is not given fails the test."""
    return EXPRESSION.sub(lambda found: given[found[1]], text)


def run_job(
    stage: Stage,
    path: Path,
    job: str,
    environment: Mapping[str, str],
    given: Mapping[str, str] | None = None,
) -> Ran:
    """Run a job's steps in order; a step after a failed one runs only where its condition says so."""
    ran = Ran()
    for step in read_workflow(path)["jobs"][job]["steps"]:
        if ran.code and not EVEN_AFTER_FAILURE.search(step.get("if", "")):
            continue
        if "run" not in step:
            taken = step.get("with", {}).get("path")
            if taken and "checkout" not in step["uses"]:
                ran.taken += taken.split()
            continue
        more = {name: fill(value, given or {}) for name, value in step.get("env", {}).items()}
        code, said = stage.run(step["run"], {**environment, **more})
        ran.steps.append(step.get("name", ""))
        ran.said += said
        ran.code = ran.code or code
    return ran


def run_gitlab_job(stage: Stage, job: str, environment: Mapping[str, str]) -> Ran:
    """Run a job of `.gitlab-ci.yml` as its runner does: its after script in a shell of its own."""
    pipeline = read_workflow(ROOT / ".gitlab-ci.yml")
    own = pipeline[job]
    template = pipeline[own["extends"]] if "extends" in own else {}
    before = own.get("before_script", template.get("before_script", []))
    variables = {
        "CI_PROJECT_DIR": str(stage.clone),
        "CI_DEFAULT_BRANCH": "main",
        **{name: value for name, value in pipeline["variables"].items() if "$" not in value},
        **environment,
    }
    ran = Ran()
    ran.code, ran.said = stage.run("\n".join([*before, *own["script"]]), variables, "-eo pipefail")
    if "after_script" in own:
        ran.said += stage.run("\n".join(own["after_script"]), variables)[1]
    ran.taken = own.get("artifacts", {}).get("paths", [])
    return ran


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
