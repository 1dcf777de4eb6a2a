"""A change merged after `history_from` is told on the meeting's page, in words and with its commit."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import TODAY, copy_project, run_esep

MEETING = "almaty/alatau/2026-q4/215"
GIT = {
    "GIT_AUTHOR_NAME": "Editor",
    "GIT_AUTHOR_EMAIL": "editor@example.org",
    "GIT_COMMITTER_NAME": "Editor",
    "GIT_COMMITTER_EMAIL": "editor@example.org",
}


def git(project: Path, *arguments: str, **environment: str) -> str:
    command = ["git", "-c", "commit.gpgsign=false", *arguments]
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, **GIT, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(project: Path, message: str, on: str) -> None:
    git(project, "add", "content", "schedules", "site_config")
    git(project, "commit", "-qm", message, GIT_COMMITTER_DATE=on)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, witnessed from its first commit on, with one meeting set half an hour later in a merge."""
    project = copy_project(tmp_path_factory.mktemp("witnessed"), with_history=False)
    settings = project / "site_config" / "site.yaml"
    settings.write_text(
        re.sub(r"history_from: \S+", "history_from: 2026-11-01", settings.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    git(project, "init", "-q", "-b", "main")
    commit(project, "Everything so far", "2026-11-20T10:00:00+05:00")
    schedule = project / "schedules" / f"{MEETING.rpartition('/')[0]}.yaml"
    edit(schedule, "starts: 2026-12-02 18:30", "starts: 2026-12-02 19:00")
    commit(project, "Half an hour later", "2026-11-21T08:00:00+05:00")
    built = run_esep("build", "--today", TODAY.isoformat(), "--language", "en", cwd=project)
    assert built.returncode == 0, built.stderr
    return project


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_page_tells_the_change_in_words_with_a_link_to_the_commit(project: Path, language: str) -> None:
    page = (project / "site" / language / MEETING / "index.html").read_text(encoding="utf-8")
    assert git(project, "rev-parse", "HEAD") in page
    told = re.sub(r"<[^>]+>", " ", page[page.index('id="changes"') :])
    assert re.search(r"18:30.*19:00", told, re.DOTALL)


def test_a_meeting_that_was_not_touched_tells_no_change(project: Path) -> None:
    page = (project / "site" / "ru" / "almaty/alatau/2027-q1/211" / "index.html").read_text(encoding="utf-8")
    assert git(project, "rev-parse", "HEAD") not in page


def test_a_merged_meeting_that_disappears_is_an_error_that_tells_to_cancel_it(project: Path) -> None:
    schedule = project / "schedules" / f"{MEETING.rpartition('/')[0]}.yaml"
    kept = schedule.read_text(encoding="utf-8")
    schedule.write_text(re.sub(r'  "215":\n(?:    .*\n)+', "", kept), encoding="utf-8")
    try:
        checked = run_esep("check", "--language", "en", cwd=project)
    finally:
        schedule.write_text(kept, encoding="utf-8")
    assert checked.returncode == 1
    assert " E502: " in checked.stdout
    assert "status: cancelled" in checked.stdout


def test_the_foot_of_a_page_tells_the_last_change_of_its_own_data(project: Path) -> None:
    first, last = git(project, "rev-parse", "HEAD^"), git(project, "rev-parse", "HEAD")
    for page, sha, day in (
        ("almaty/alatau/211", last, "21 "),
        ("almaty/medeu", first, "20 "),
        ("almaty", last, "21 "),
        ("almaty/data", last, "21 "),
        ("law/rules", last, "21 "),
    ):
        for language in ("kk", "ru"):
            html = (project / "site" / language / page / "index.html").read_text(encoding="utf-8")
            told = re.search(r'class="esep-data">([^<]+)<', html)
            assert told is not None, page
            assert sha[:12] in told[1]
            assert day in told[1]
            assert "2026" in told[1]
    account = json.loads((project / "site" / "build.json").read_text(encoding="utf-8"))
    assert account["commit"] == last
    assert account["committed"].startswith("2026-11-21T03:00:00")
