"""Golden cases of reviews: the small valid project as a base, a change laid over it, and what the summary says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from conftest import ROOT, TODAY
from history_cases import Scripted, change_files, start
from ruamel.yaml import YAML

from generator import cli

CASES = Path(__file__).parent / "cases" / "review"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
SETTINGS = ("locale", "rulebooks", "theme")


def read_case(name: str) -> dict[str, Any]:
    """One case; dates and times stay text."""
    case: dict[str, Any] = YAML(typ="safe").load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return case


def start_whole(root: Path) -> Scripted:
    """The small project with the site's words, rules and theme, committed as `main`; work goes on in `work`."""
    scripted = start(root)
    for each in SETTINGS:
        shutil.copytree(ROOT / "site_config" / each, root / "site_config" / each)
    shutil.copy(ROOT / "site_config" / "days_off.yaml", root / "site_config")
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "content" / "pages", root / "content" / "pages")
    scripted.commit("2026-11-01T09:00:00+05:00")
    scripted.git("checkout", "--quiet", "-b", "work")
    return scripted


def play(scripted: Scripted, case: dict[str, Any]) -> Scripted:
    """Lay the case's change over the project; `base` changes the base itself first."""
    if "base" in case:
        scripted.git("checkout", "--quiet", "main")
        change_files(scripted, case["base"])
        scripted.commit("2026-11-02T09:00:00+05:00")
        scripted.git("checkout", "--quiet", "-B", "work")
    change_files(scripted, case["change"])
    scripted.commit("2026-11-20T09:00:00+05:00")
    return scripted


def check(scripted: Scripted, *options: str, base: str = "main", language: str = "en") -> Result:
    """`esep check --base` there, on a fixed day."""
    given = ("--root", str(scripted.root), "--today", TODAY.isoformat(), "--language", language)
    return CliRunner().invoke(cli.main, ["check", *given, "--base", base, *options])


def summarize(scripted: Scripted) -> str:
    """The summary as a file."""
    file = scripted.root.parent / "summary.md"
    check(scripted, "--format", "github", "--summary", str(file))
    return file.read_text(encoding="utf-8")


def told(summary: str, language: str) -> list[str]:
    """What a section of the summary says between its heading and the files or the faults, line by line."""
    section = summary.split("\n## ")[1 if language == "kk" else 2]
    body = re.split(r"\n(?:<details>|### )", section)[0]
    return [line for line in body.splitlines()[1:] if line.strip()]
