"""What tests of publishing share: a small project, a publisher started as a person would, a release read whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result
from conftest import ROOT, TODAY

from generator.cli import main

SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"
EARLY, LATE = "starts: 2026-12-15 18:00", "starts: 2026-12-15 18:30"


def make_small_project(folder: Path) -> Path:
    """The small city with the repository's theme, words and rules; nobody witnesses its history."""
    for name in ("site_config", "content/pages"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "tests" / "small_city", folder, dirs_exist_ok=True)
    edit(folder, "consent: no", "consent: yes")
    return folder


def edit(project: Path, old: str, new: str, file: str = SCHEDULE) -> None:
    """What an editor does: some words of a file replaced by others."""
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def move_meeting(project: Path) -> None:
    """One meeting moves between two times, so that the next release differs from the last."""
    text = (project / SCHEDULE).read_text(encoding="utf-8")
    edit(project, *((EARLY, LATE) if EARLY in text else (LATE, EARLY)))


def publish(project: Path, dest: Path, *more: str, today: str = TODAY.isoformat()) -> Result:
    """`esep publish`, to its end, in this process: many tests publish often."""
    mask = os.umask(0o022)
    try:
        arguments = [
            "publish",
            str(dest),
            "--language",
            "en",
            "--today",
            today,
            *more,
            "--root",
            str(project),
        ]
        return CliRunner().invoke(main, arguments)
    finally:
        os.umask(mask)


def publish_well(project: Path, dest: Path, *more: str, today: str = TODAY.isoformat()) -> Path:
    """`esep publish` that succeeds; the folder of the release that is live."""
    done = publish(project, dest, *more, today=today)
    assert done.exit_code == 0, done.stderr
    return live_of(dest)


def start_publisher(project: Path, dest: Path, *more: str) -> subprocess.Popen[bytes]:
    """A publisher at work, in a session of its own."""
    command = (sys.executable, "-m", "generator", "publish", str(dest), "--language", "en")
    return subprocess.Popen(
        [*command, "--today", TODAY.isoformat(), *more],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def live_of(dest: Path) -> Path:
    """The folder the link leads to."""
    return (dest / "current").resolve(strict=True)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a release by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def find_damage(release: Path) -> list[str]:
    """Files that are not as SHA256SUMS says, that are missing, or that it does not name."""
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in tree(release).items()
        if name != "SHA256SUMS" and not name.startswith(".esep/")
    }
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))


def is_whole(dest: Path) -> bool:
    """Whether the live release is one, in both languages, and every byte of it is as it was published."""
    release = live_of(dest)
    homes = (release / language / "index.html" for language in ("kk", "ru"))
    return (
        release.parent == dest / "releases" and all(map(Path.is_file, homes)) and find_damage(release) == []
    )
