"""From a push to a resident's phone, with real parts: a bare repository with the hook, releases, nginx."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import ROOT, run_esep
from web_servers import DEPLOY, Answer, ask, find_program, served_by

from generator.publishing.disk import write_whole
from generator.publishing.place import only_publisher, open_place
from generator.publishing.publish import Project, publish_release

SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"
MEETING, PRECINCT = "almaty/alatau/2026-q4/012-2/", "almaty/alatau/012/"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "ESEP_LANGUAGE": "en",
    "ESEP_PYTHON": sys.executable,
    "ESEP_TODAY": "2026-11-21",
    "GIT_AUTHOR_DATE": "2026-11-20T09:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-20T09:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "PYTHONPATH": str(ROOT),
}
PAUSE = 0.03  # seconds between two requests of one reader
SET_UP = """
.venv/.ready-site:
\t@mkdir -p .venv/bin
\t@printf '#!/bin/sh\\nexec "$$ESEP_PYTHON" -m generator "$$@"\\n' >.venv/bin/esep
\t@chmod +x .venv/bin/esep
\t@touch $@
"""


def git(folder: Path, *arguments: str) -> str:
    """What git said on both its outputs; it must succeed."""
    names = ("-c", "user.name=Editor", "-c", "user.email=editor@esep.example")
    done = subprocess.run(
        [find_program("git", "git"), *names, *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True, slots=True)
class Deployed:
    """A small project in a bare repository with the hook, published and served.

    bare: the repository that is pushed to.
    clone: where an editor works, with the branch `main` checked out.
    published: the folder of releases.
    address: where nginx serves it.
    """

    bare: Path
    clone: Path
    published: Path
    address: str

    def ask(self, path: str, **headers: str) -> Answer:
        return ask(self.address, path, **headers)

    def shows(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status == 200, (path, answer.status)
        return answer.body.decode()

    def commit(self, change: str, old: str, new: str) -> None:
        """A commit that replaces a passage of the schedule."""
        file = self.clone / SCHEDULE
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        git(self.clone, "commit", "--quiet", "--all", "-m", change)

    def push(self) -> str:
        return git(self.clone, "push", "origin", "main")

    def live(self) -> str:
        return (self.published / "current").readlink().name


def lay_project(folder: Path) -> Path:
    """A small project with everything a repository of its own has."""
    shutil.copytree(ROOT / "site_config", folder / "site_config")
    shutil.copytree(ROOT / "content" / "pages", folder / "content" / "pages")
    shutil.copytree(ROOT / "tests" / "cases" / "project", folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "Makefile").write_text(SET_UP, encoding="utf-8")
    (folder / ".gitignore").write_text(".cache/\n.venv/\n__pycache__/\n", encoding="utf-8")
    return folder


@contextmanager
def deploy(folder: Path) -> Iterator[Deployed]:
    """Set everything up as the comments of the files in `deploy/` say, and push the first state."""
    bare, clone, published = folder / "esep.git", folder / "clone", folder / "published"
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    shutil.copy(DEPLOY / "post-receive", bare / "hooks")
    git(bare, "config", "esep.destination", str(published))
    git(lay_project(clone), "init", "--quiet", "--initial-branch=main")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "-m", "The first state")
    git(clone, "remote", "add", "origin", str(bare))
    git(clone, "push", "--quiet", "--set-upstream", "origin", "main")
    with served_by("nginx", folder / "nginx", published) as address:
        yield Deployed(bare, clone, published, address)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deploy(tmp_path_factory.mktemp("deployed")) as found:
        yield found


def another_meeting(schedule: str, key: str, day: str) -> str:
    """The schedule with a second meeting of precinct 012."""
    meeting = schedule[schedule.index('  "012":') : schedule.index('  "013":')]
    return schedule + meeting.replace('"012":', f'"{key}":', 1).replace("2026-11-25", day)


def test_a_merged_branch_is_on_the_page_in_the_calendar_and_in_the_feed(deployed: Deployed) -> None:
    assert deployed.ask(f"kk/{MEETING}").status == 404
    git(deployed.clone, "checkout", "--quiet", "-b", "one-more-meeting")
    schedule = deployed.clone / SCHEDULE
    text = schedule.read_text(encoding="utf-8")
    schedule.write_text(another_meeting(text, "012-2", "2026-12-09"), encoding="utf-8")
    git(deployed.clone, "commit", "--quiet", "--all", "-m", "One more meeting")
    git(deployed.clone, "checkout", "--quiet", "main")
    git(deployed.clone, "merge", "--quiet", "--no-ff", "--no-edit", "one-more-meeting")
    assert "remote: Live: release" in deployed.push()
    for language in ("kk", "ru"):
        assert "18:30" in deployed.shows(f"{language}/{MEETING}")
        assert f"{language}/{MEETING}" in deployed.shows(f"{language}/{PRECINCT}feed.xml")
        calendar = deployed.shows(f"{language}/{PRECINCT}calendar.ics")
        assert "DTSTART:20261209T133000Z" in calendar
        assert "DTSTART:20261125T133000Z" in calendar


def test_a_broken_merge_leaves_the_site_and_tells_the_pusher_where_and_why(deployed: Deployed) -> None:
    live, page = deployed.live(), deployed.shows(f"ru/{PRECINCT}")
    deployed.commit("A slip", "starts: 2026-11-25 18:30", "starts: 2026-11-31 18:30")
    said = deployed.push()
    place = next(line for line in said.splitlines() if f"{SCHEDULE}:" in line)
    assert re.search(r":\d+:\d+: error E\d+", place)
    assert "2026-11-31" in said
    assert "Traceback" not in said
    assert (deployed.live(), deployed.shows(f"ru/{PRECINCT}")) == (live, page)
    assert (deployed.bare / "esep-last.txt").read_text(encoding="utf-8").strip() in re.sub(
        r"^remote: ?|[ \t]+$", "", said, flags=re.MULTILINE
    )
    deployed.commit("The slip mended", "starts: 2026-11-31 18:30", "starts: 2026-11-25 17:15")
    deployed.push()
    assert deployed.live() != live
    assert "17:15" in deployed.shows(f"ru/{PRECINCT}")


def test_one_command_brings_the_release_before_back(deployed: Deployed) -> None:
    before = deployed.shows(f"kk/{PRECINCT}")
    deployed.commit("Another time", "starts: 2026-11-24 18:30", "starts: 2026-11-24 16:45")
    deployed.commit("Another time here too", "starts: 2026-11-25 17:15", "starts: 2026-11-25 16:40")
    deployed.push()
    assert "16:40" in deployed.shows(f"kk/{PRECINCT}")
    done = run_esep("rollback", str(deployed.published), "--language", "en")
    assert done.returncode == 0, done.stderr
    assert deployed.shows(f"kk/{PRECINCT}") == before
    deployed.commit("And on", "starts: 2026-11-25 16:40", "starts: 2026-11-25 16:50")
    deployed.push()
    assert "16:50" in deployed.shows(f"kk/{PRECINCT}")


def test_of_two_pushes_at_once_the_later_content_wins_and_nothing_is_lost(deployed: Deployed) -> None:
    folder = deployed.clone.parent
    git(folder, "clone", "--quiet", str(deployed.bare), "colleague")
    colleague = Deployed(deployed.bare, folder / "colleague", deployed.published, deployed.address)
    deployed.commit("The first of two", "starts: 2026-11-26 18:30", "starts: 2026-11-26 15:10")
    tip = git(deployed.clone, "rev-parse", "HEAD").strip()
    first = threading.Thread(target=deployed.push)
    first.start()
    while git(deployed.bare, "rev-parse", "main").strip() != tip:
        time.sleep(0.01)
    git(colleague.clone, "pull", "--quiet")
    colleague.commit("The second of two", "starts: 2026-11-24 16:45", "starts: 2026-11-24 15:20")
    said = colleague.push()
    assert first.is_alive() or "esep: " in said, "the pushes were not at once: the first had ended"
    first.join()
    git(deployed.clone, "pull", "--quiet")
    assert "15:10" in deployed.shows("ru/almaty/alatau/2026-q4/013/")
    assert "15:20" in deployed.shows("ru/almaty/alatau/2026-q4/011/")
    assert deployed.live().endswith(git(deployed.clone, "rev-parse", "HEAD")[:7])


def test_other_branches_are_not_published_and_say_nothing(deployed: Deployed) -> None:
    live = deployed.live()
    said = git(deployed.clone, "push", "origin", "main:refs/heads/draft")
    assert "esep" not in re.sub(r"(?m)^(To| \*) .*$", "", said)
    assert deployed.live() == live


def test_the_timer_publishes_the_branch_without_a_push(deployed: Deployed) -> None:
    live = deployed.live()
    hook = [str(deployed.bare / "hooks" / "post-receive"), "now"]
    tomorrow = {**ENVIRONMENT, "ESEP_TODAY": "2026-11-22"}
    done = subprocess.run(hook, cwd="/", env=tomorrow, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert deployed.live() != live
    assert '"today": "2026-11-22"' in deployed.shows("release.json")


def test_a_checkout_that_was_killed_or_spoiled_does_not_stand_in_the_way(deployed: Deployed) -> None:
    work = deployed.bare / "esep-work"
    (work / ".git" / "index.lock").touch()
    (work / SCHEDULE).write_text("spoiled", encoding="utf-8")
    (work / "schedules" / "almaty" / "alatau" / "left.yaml").write_text("left", encoding="utf-8")
    (deployed.bare / "esep-work.new").mkdir()
    deployed.commit("One more time", "starts: 2026-11-25 16:50", "starts: 2026-11-25 14:05")
    assert "Live: release" in deployed.push()
    assert "14:05" in deployed.shows(f"ru/{PRECINCT}")


def test_a_repository_without_a_destination_says_what_to_set(deployed: Deployed) -> None:
    git(deployed.bare, "config", "--unset", "esep.destination")
    try:
        deployed.commit("To nowhere", "starts: 2026-11-25 14:05", "starts: 2026-11-25 14:15")
        assert "config esep.destination" in deployed.push()
    finally:
        git(deployed.bare, "config", "esep.destination", str(deployed.published))
    assert "14:05" in deployed.shows(f"ru/{PRECINCT}")


@dataclass(slots=True)
class Watcher:
    """Somebody who reads the site without a pause, and keeps what was wrong with any answer.

    bodies: by path and ETag, the checksums of the bodies that came with it; there may be one.
    seen: (path, checksum of the body) in the order of the answers.
    """

    address: str
    paths: tuple[str, ...]
    encoding: str
    faults: list[str] = field(default_factory=list)
    bodies: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: list[tuple[str, str]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    answers: int = 0
    unchanged: int = 0
    end: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.end.is_set():
            for path in self.paths:
                try:
                    self._look_at(path)
                except Exception as error:
                    self.faults.append(f"{path}: {error!r}")

    def _look_at(self, path: str) -> None:
        tag = self.tags.get(path)
        answer = self._ask(path, **({"If_None_Match": tag} if tag else {}))
        if answer.status == 304:
            self.unchanged += 1
            return
        if answer.status != 200:
            self.faults.append(f"{path}: {answer.status}")
            return
        self._keep(path, answer)
        for asset in re.findall(r'(?:href|src)="([^"]*assets/[^"]+\.(?:css|js))"', _plain(answer).decode()):
            self._look_at_asset(urljoin(f"/{path}", asset).lstrip("/"))

    def _look_at_asset(self, asset: str) -> None:
        answer = self._ask(asset)
        digest = hashlib.sha256(_plain(answer)).hexdigest()[:8]
        if answer.status != 200 or (f".{digest}." not in asset and "/main." not in asset):
            self.faults.append(f"{asset}: {answer.status}, {digest}")

    def _ask(self, path: str, **headers: str) -> Answer:
        self.answers += 1
        time.sleep(PAUSE)
        return ask(self.address, path, Accept_Encoding=self.encoding, **headers)

    def _keep(self, path: str, answer: Answer) -> None:
        tag, body = answer.headers["etag"], hashlib.sha256(_plain(answer)).hexdigest()
        self.seen.append((f"{path}index.html" if path.endswith("/") else path, body))
        self.bodies[path, tag].add(body)
        self.tags[path] = tag
        if len(self.bodies[path, tag]) > 1:
            self.faults.append(f"{path}: two bodies with the ETag {tag}")


def _plain(answer: Answer) -> bytes:
    packed = answer.headers.get("content-encoding") == "gzip"
    return gzip.decompress(answer.body) if packed else answer.body


@contextmanager
def watched(address: str) -> Iterator[list[Watcher]]:
    """Three who read pages, a calendar, a feed and data while the block runs."""
    paths = (
        "kk/",
        f"ru/{PRECINCT}",
        f"kk/{PRECINCT}calendar.ics",
        f"ru/{PRECINCT}feed.json",
        "release.json",
        "data/almaty/2026/meetings.csv",
    )
    watchers = [Watcher(address, paths, encoding) for encoding in ("gzip", "identity", "gzip")]
    threads = [threading.Thread(target=watcher.run) for watcher in watchers]
    for thread in threads:
        thread.start()
    try:
        yield watchers
    finally:
        for watcher in watchers:
            watcher.end.set()
        for thread in threads:
            thread.join()


PUBLISH_AGAIN_AND_AGAIN = """
import shutil, sys
from pathlib import Path
from generator.commands.publish import publish

work, published, kept, times = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
schedule, style = work / sys.argv[5], work / "site_config/theme/assets/stylesheets/pages.css"
text, look = schedule.read_text(encoding="utf-8"), style.read_text(encoding="utf-8")
for number in range(times):
    changed = text.replace("starts: 2026-11-25 18:30", f"starts: 2026-11-25 17:{number:02}")
    assert changed != text
    schedule.write_text(changed, encoding="utf-8")
    if number % 10 == 5:
        style.write_text(f"{look}/* {number} */", encoding="utf-8")
    publish.main([published, "--root", str(work)], standalone_mode=False)
    shutil.copy(f"{published}/current/SHA256SUMS", kept / f"{number:02}")
"""


def test_fifty_publishes_under_readers_without_one_failed_or_mixed_answer(tmp_path: Path) -> None:
    work, kept = lay_project(tmp_path / "work"), tmp_path / "kept"
    published = tmp_path / "published"
    kept.mkdir()
    first = run_esep("publish", str(published), cwd=work, **ENVIRONMENT)
    assert first.returncode == 0, first.stderr
    shutil.copy(published / "current" / "SHA256SUMS", kept / "--first")
    command = [sys.executable, "-c", PUBLISH_AGAIN_AND_AGAIN]
    given = [str(work), str(published), str(kept), "50", SCHEDULE]
    with (
        served_by("nginx", tmp_path / "nginx", published) as address,
        watched(address) as watchers,
    ):
        done = subprocess.run([*command, *given], env=ENVIRONMENT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    releases = [_sums(file) for file in sorted(kept.iterdir())]
    assert len(releases) == 51
    for watcher in watchers:
        assert watcher.faults == []
        _went_forward(watcher, releases)
    assert sum(watcher.answers for watcher in watchers) > 1000
    assert sum(watcher.unchanged for watcher in watchers) > 100
    seen = {body for watcher in watchers for path, body in watcher.seen if "release.json" in path}
    assert len(seen) > 25, "most of the releases were met"


def _sums(file: Path) -> dict[str, str]:
    lines = (line.partition("  ") for line in file.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, _, path in lines}


def _went_forward(watcher: Watcher, releases: list[dict[str, str]]) -> None:
    """Every answer is, to the byte, a file of some release, and none is of an earlier release than the one before."""
    reached = 0
    for path, body in watcher.seen:
        reached = next((at for at in range(reached, len(releases)) if releases[at].get(path) == body), -1)
        assert reached >= 0, f"{path}: an answer of no release, or of an earlier one"


def test_two_versions_of_a_file_never_share_second_and_size_which_is_all_a_server_looks_at(
    tmp_path: Path,
) -> None:
    """nginx and Caddy make an ETag of them: a browser would keep the old page for good."""
    work = lay_project(tmp_path / "work")
    published = tmp_path / "published"
    first = run_esep("publish", str(published), cwd=work, **ENVIRONMENT)
    assert first.returncode == 0, first.stderr
    told = set()
    for number in range(4):
        project = Project(work, lambda folder, number=number: _another_title(folder, number))  # type: ignore[misc]
        with only_publisher(open_place(published, work), 0, lambda: None):
            publish_release(open_place(published, work), project, datetime.now(UTC), 5, 1)
        file = (published / "current" / "kk" / "index.html").stat()
        told.add((int(file.st_mtime), file.st_size))
    assert len({size for _, size in told}) == 1
    assert len(told) == 4


def _another_title(folder: Path, number: int) -> int:
    """A build that takes no time: one page says something else that is as long."""
    page = folder / "kk" / "index.html"
    text = page.read_text(encoding="utf-8")
    write_whole(page, re.sub(r"<title>.", f"<title>{number}", text).encode())
    return sum(1 for each in folder.rglob("*") if each.is_file())
