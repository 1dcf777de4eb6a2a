"""What several tests share: the repository's own content, its Register, and its site built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from generator.law.judgement import gather_facts, judge
from generator.law.reading import read_law
from generator.model.project import read_project
from generator.model.register import Register
from generator.views.accounts import Accounts
from generator.words.catalogue import Words, read_all_words

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)

settings.register_profile("esep", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("esep")


@pytest.fixture(scope="session")
def register() -> Register:
    """The content shipped with the repository."""
    project = read_project(ROOT)
    assert project.register is not None, project.diagnostics
    return project.register


@pytest.fixture(scope="session")
def accounts(register: Register) -> Accounts:
    """The shipped content held against the shipped law, without git."""
    law, diagnostics = read_law(ROOT)
    assert law is not None, diagnostics
    return Accounts(law, judge(gather_facts(register, law, TODAY)))


@pytest.fixture(scope="session")
def words() -> dict[str, Words]:
    """The interface's words in both languages."""
    return read_all_words(ROOT / "site_config" / "locale")


def copy_project(folder: Path, *, with_history: bool = True) -> Path:
    """The shipped content somewhere else, with its history or without; the program stays where it is."""
    for name in (".git", "content", "schedules", "site_config"):
        if (ROOT / name).is_dir() and (with_history or name != ".git"):
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def run_esep(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the command as a person would; the environment may be changed."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped content, built on a fixed day."""
    folder = tmp_path_factory.mktemp("site") / "site"
    built = run_esep("build", "--today", TODAY.isoformat(), "--site-dir", str(folder), "--language", "en")
    assert built.returncode == 0, built.stderr
    yield folder
    shutil.rmtree(folder)
