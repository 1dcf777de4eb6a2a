"""A publisher that is killed, meets a full or a closed disk, or another publisher: the live site stays whole."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, run_esep
from publishing_cases import (
    EARLY,
    LATE,
    SCHEDULE,
    find_damage,
    is_whole,
    live_of,
    make_small_project,
    move_meeting,
    publish,
    publish_well,
    start_publisher,
    tree,
)

PAGE = "ru/almaty/alatau/2026-q4/212-k/index.html"
KILLS = 100
# runs the command and dies at the n-th thing it does to a name: a link, a rename, a removal, a new folder
DIES_AT = """
import os, signal, sys
events, last = 0, int(sys.argv.pop(1))
def count(event, arguments):
    global events
    if event in {"os.rename", "os.remove", "os.symlink", "os.link", "os.mkdir", "os.rmdir"}:
        events += 1
        if event == "os.symlink":
            print("switch", events, flush=True)
        if events == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
from generator.cli import main
try:
    main()
finally:
    print("end", events, flush=True)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_project(tmp_path_factory.mktemp("small") / "project")


def end_all(publisher: subprocess.Popen[bytes]) -> None:
    """The publisher and every process it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(publisher.pid, signal.SIGKILL)
    publisher.wait()


def remnants(dest: Path) -> list[str]:
    return sorted(
        path.name for path in (*dest.glob(".*"), *dest.glob("releases/.*"), *dest.glob("assets/**/.*"))
    )


def test_a_publisher_killed_at_any_moment_leaves_the_live_site_whole(project: Path, tmp_path: Path) -> None:
    """A hundred times, without warning; only the publisher itself dies, as when the system is short of memory."""
    dest = tmp_path / "dest"
    publish_well(project, dest)
    begun = time.monotonic()
    assert start_publisher(project, dest).wait() == 0
    whole, chance, switched = time.monotonic() - begun, random.Random(723), 0
    for _ in range(KILLS):
        before = live_of(dest)
        move_meeting(project)
        publisher = start_publisher(project, dest)
        with contextlib.suppress(subprocess.TimeoutExpired):
            publisher.wait(chance.uniform(0.3, 0.1 + whole))
        publisher.kill()
        assert is_whole(dest), find_damage(live_of(dest))
        end_all(publisher)
        switched += live_of(dest) != before
    assert 0 < switched < KILLS, "some were killed before the switch, and some were not"
    live = publish_well(project, dest)
    text = (project / SCHEDULE).read_text(encoding="utf-8")
    assert ("18:30" if LATE in text else "18:00") in (live / PAGE).read_text(encoding="utf-8")
    assert remnants(dest) == []
    assert all(find_damage(release) == [] for release in (dest / "releases").iterdir())


def test_a_publisher_killed_at_each_step_around_the_switch_leaves_the_live_site_whole(
    project: Path, tmp_path: Path
) -> None:
    dest = tmp_path / "dest"
    for _ in range(2):
        publish_well(project, dest, "--keep", "2")
    reached = run_until(project, dest, 0)
    switch = int(reached["switch"])
    seen = set()
    for step in (*range(switch - 2, switch + 4), int(reached["end"]) - 2):
        before = live_of(dest)
        told = run_until(project, dest, step)
        assert "end" not in told, f"step {step} was not reached"
        assert is_whole(dest), step
        seen.add(live_of(dest) != before)
        publish_well(project, dest, "--keep", "2")
        assert remnants(dest) == []
        assert len(list((dest / "releases").iterdir())) == 2
    assert seen == {False, True}


def run_until(project: Path, dest: Path, step: int) -> dict[str, str]:
    arguments = ("publish", str(dest), "--today", TODAY.isoformat(), "--keep", "2", "--root", str(project))
    done = subprocess.run(
        [sys.executable, "-c", DIES_AT, str(step), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return dict(line.split() for line in done.stdout.splitlines())


def can_mount() -> bool:
    command = ("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt")
    return (
        shutil.which("unshare") is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


SMALL_DISK = """
set -eu
esep() { "$PYTHON" -m generator "$@" --language en; }
mount -t tmpfs -o size=64m,nr_inodes=20k none "$DISK"
esep publish "$DISK/dest" --today 2026-11-21
sed -i "s/$EARLY/$LATE/" "$SCHEDULE"
for free in 0 16 64 200 500 1200 2500; do
    used=$(df --output=used -k "$DISK" | tail -1)
    mount -o "remount,size=$((used + free))k" "$DISK"
    code=0; esep publish "$DISK/dest" --today 2026-11-21 2> said || code=$?
    echo "free $free: $code $(tail -1 said | tr '\\n' ' ')"
    (cd "$DISK/dest/current/" && sha256sum --check --quiet --strict SHA256SUMS)
    [ -z "$(find "$DISK/dest/releases" -maxdepth 1 -name '.*')" ]
    [ "$code" -eq 0 ] || [ "$(ls "$DISK/dest/releases" | wc -l)" -eq 1 ]
    [ "$code" -ne 0 ] || break
done
mount -o remount,size=64m,nr_inodes=20k "$DISK"
inodes=$(df --output=iused "$DISK" | tail -1)
mount -o "remount,nr_inodes=$((inodes + 300))" "$DISK"
code=0; esep publish "$DISK/dest" --today 2026-11-22 2> said || code=$?
echo "no names left: $code $(tail -1 said)"
(cd "$DISK/dest/current/" && sha256sum --check --quiet --strict SHA256SUMS)
mount -o remount,nr_inodes=20k "$DISK"
esep publish "$DISK/dest" --today 2026-11-22
echo "space again: $?"
"""


@pytest.mark.skipif(
    not can_mount(), reason="this system mounts nothing; the next test fills files instead of a disk"
)
def test_a_full_disk_leaves_the_live_site_whole_and_says_what_to_do(project: Path, tmp_path: Path) -> None:
    """A small disk of its own, with less and less room, then with no room for names; then with room again."""
    text = (project / SCHEDULE).read_text(encoding="utf-8")
    disk = tmp_path / "disk"
    disk.mkdir()
    names = {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "DISK": str(disk), "SCHEDULE": SCHEDULE}
    script = subprocess.run(
        ["unshare", "--mount", "sh", "-c", SMALL_DISK],
        cwd=project,
        env={**os.environ, **names, "EARLY": EARLY, "LATE": LATE},
        capture_output=True,
        text=True,
        check=False,
    )
    (project / SCHEDULE).write_text(text, encoding="utf-8")
    assert script.returncode == 0, script.stdout + script.stderr
    said = script.stdout.splitlines()
    full = [line for line in said if "No space left on device" in line]
    assert len(full) >= 4, said
    assert all(": 1 The disk refused:" in line and "The live site" in line for line in full)
    assert said[-2].startswith("no names left: 1 The disk refused: No space left on device"), said
    assert said[-1] == "space again: 0"


def test_a_file_that_may_not_grow_leaves_the_live_site_whole(project: Path, tmp_path: Path) -> None:
    """What a quota does: writing stops in the middle of a file."""
    live = publish_well(project, tmp_path / "dest")
    for limit in (100, 4096, 40_000):
        command = (sys.executable, "-m", "generator", "publish", str(tmp_path / "dest"), "--language", "en")
        told = subprocess.run(
            ["prlimit", f"--fsize={limit}", *command, "--today", "2026-11-22"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 1, told.stderr
        assert "File too large" in told.stderr
        assert live_of(tmp_path / "dest") == live
        assert is_whole(tmp_path / "dest")
        assert remnants(tmp_path / "dest") == []


def without_privileges(*command: str) -> list[str]:
    """The same command, bound by the rights of files even when root starts it."""
    taken = "--bounding-set=-dac_override,-dac_read_search"
    return ["setpriv", taken, *command] if os.getuid() == 0 else list(command)


@pytest.mark.parametrize("closed", ["dest", "dest/releases"])
def test_a_folder_that_may_not_be_written_is_said_to_be_so(
    project: Path, tmp_path: Path, closed: str
) -> None:
    live = publish_well(project, tmp_path / "dest")
    before = tree(live)
    (tmp_path / closed).chmod(0o555)
    command = (sys.executable, "-m", "generator", "publish", str(tmp_path / "dest"), "--language", "en")
    told = subprocess.run(
        without_privileges(*command),
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    (tmp_path / closed).chmod(0o755)
    assert told.returncode == 1
    assert told.stderr.startswith("The disk refused: Permission denied"), told.stderr
    assert "Traceback" not in told.stderr
    assert tree(live_of(tmp_path / "dest")) == before
    publish_well(project, tmp_path / "dest")


def test_a_folder_on_a_closed_disk_is_said_to_be_so(project: Path) -> None:
    told = run_esep("publish", "/proc/esep", "--language", "en", cwd=project)
    assert told.returncode == 1
    assert told.stderr.startswith("The disk refused:")


def test_the_second_of_two_publishers_waits_and_its_content_wins(project: Path, tmp_path: Path) -> None:
    publish_well(project, tmp_path)
    first = start_publisher(project, tmp_path)
    time.sleep(0.2)
    move_meeting(project)
    second = start_publisher(project, tmp_path)
    assert (first.wait(), second.wait()) == (0, 0)
    assert len(list((tmp_path / "releases").iterdir())) == 3
    assert is_whole(tmp_path)
    text = (project / SCHEDULE).read_text(encoding="utf-8")
    assert ("18:30" if LATE in text else "18:00") in (live_of(tmp_path) / PAGE).read_text(encoding="utf-8")


@pytest.fixture
def locked(tmp_path: Path, project: Path) -> Iterator[Path]:
    """A folder somebody else publishes into, for as long as the test takes."""
    publish_well(project, tmp_path)
    hold = "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print(); sys.stdin.read()"
    command = (sys.executable, "-u", "-c", hold, str(tmp_path / "lock"))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield tmp_path
        holder.kill()


def test_nobody_waits_longer_than_they_said(locked: Path, project: Path) -> None:
    for command in (("publish", str(locked)), ("rollback", str(locked))):
        told = run_esep(*command, "--wait", "1", "--language", "en", cwd=project)
        assert told.returncode == 2
        assert "Another publisher is at work" in told.stderr
        assert "Try again later" in told.stderr
    assert is_whole(locked)


def test_the_lock_of_a_dead_publisher_holds_nobody_up(project: Path, tmp_path: Path) -> None:
    publish_well(project, tmp_path)
    publisher = start_publisher(project, tmp_path)
    while not list((tmp_path / "releases").glob(".making-*")):
        assert publisher.poll() is None
        time.sleep(0.01)
    publisher.kill()
    publisher.wait()
    done = publish(project, tmp_path, "--wait", "0")
    end_all(publisher)
    assert done.exit_code == 0, done.stderr


def test_the_processes_of_a_killed_publisher_end_too(project: Path, tmp_path: Path) -> None:
    publisher = start_publisher(project, tmp_path)
    while len(session_of(publisher)) < 2:
        assert publisher.poll() is None, "no process was started"
        time.sleep(0.005)
    time.sleep(0.3)
    publisher.kill()
    publisher.wait()
    end = time.monotonic() + 10
    while session_of(publisher) and time.monotonic() < end:
        time.sleep(0.05)
    left = session_of(publisher)
    end_all(publisher)
    assert left == []


def session_of(publisher: subprocess.Popen[bytes]) -> list[str]:
    """Processes with Esep in the publisher's session that live, itself among them."""
    told = subprocess.run(
        ["ps", "--no-headers", "-o", "pid=,stat=,comm=", "-s", str(publisher.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in told.stdout.splitlines() if "Z" not in line.split()[1] and "python" in line]


def test_a_folder_of_others_is_never_published_into(project: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "thesis.doc").write_text("precious", encoding="utf-8")
    (tmp_path / "file").write_text("precious", encoding="utf-8")
    astray = tmp_path / "astray"
    publish_well(project, astray)
    (astray / "current").unlink()
    (astray / "current").symlink_to(thesis)
    served = tmp_path / "served"
    (served / "current").mkdir(parents=True)
    refused = {
        thesis: "thesis.doc",
        tmp_path / "file": "is not a folder",
        tmp_path / "file" / "below": "The disk refused",
        astray: "which is no release",
        served: "current",
        project / "public": "one in the other",
        project: "one in the other",
        project.parent: "one in the other",
    }
    before = tree(tmp_path)
    for dest, why in refused.items():
        told = run_esep("publish", str(dest), "--language", "en", cwd=project)
        assert told.returncode in (1, 2), dest
        assert "Traceback" not in told.stderr
        assert why in told.stderr, told.stderr
    assert tree(tmp_path) == before
    assert not (project / "public").exists()


def test_what_others_put_beside_the_releases_is_left_alone(project: Path, tmp_path: Path) -> None:
    publish_well(project, tmp_path)
    (tmp_path / "notes.txt").write_text("ours", encoding="utf-8")
    (tmp_path / "releases" / "backup").mkdir()
    (tmp_path / "releases" / "backup" / "file").write_text("ours", encoding="utf-8")
    for _ in range(2):
        publish_well(project, tmp_path, "--keep", "2")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "ours"
    assert (tmp_path / "releases" / "backup" / "file").is_file()
