"""The files an operator copies from `deploy/` beside the servers' own: units of systemd, scripts, another host."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from web_servers import DEPLOY, find_program, free_port

UNITS = ("esep-publish.service", "esep-publish.timer")
WEAKEST = 20  # of 100 points of exposure, as systemd counts them; a service without any protection has 96


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as an operator installs them; the hook they start is there."""
    hook = shutil.copy(DEPLOY / "post-receive", tmp_path)
    for unit in UNITS:
        text = (DEPLOY / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(
            text.replace("/srv/git/esep.git/hooks/post-receive", str(hook)), encoding="utf-8"
        )
    return tmp_path


def test_systemd_finds_no_fault_in_the_units(units: Path) -> None:
    done = run(find_program("systemd-analyze", "systemd"), "verify", *(units / unit for unit in UNITS))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_can_do_little_else_than_publish(units: Path) -> None:
    program = find_program("systemd-analyze", "systemd")
    options = ("security", "--offline=true", "--no-pager", f"--threshold={WEAKEST}")
    done = run(program, *options, units / "esep-publish.service")
    assert done.returncode == 0, done.stdout
    writable = re.search(
        r"^ReadWritePaths=(.*)$", (DEPLOY / UNITS[0]).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert writable is not None
    assert writable[1].split() == ["/srv/git/esep.git", "/srv/esep"]


def test_the_timer_goes_off_after_midnight_in_almaty() -> None:
    told = re.search(r"^OnCalendar=(.*)$", (DEPLOY / UNITS[1]).read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    program = find_program("systemd-analyze", "systemd")
    done = run(program, "calendar", "--base-time=2026-11-21 12:00:00 UTC", told[1], TZ="UTC")
    assert "Next elapse: Sat 2026-11-21 19:10:00 UTC" in done.stdout, done.stderr


@pytest.mark.parametrize("script", ["deploy/post-receive", "deploy/send", ".ci/run"])
def test_shellcheck_finds_no_fault_in_a_script(script: str) -> None:
    done = run(find_program("shellcheck", "shellcheck"), ROOT / script)
    assert done.returncode == 0, done.stdout
    assert os.access(ROOT / script, os.X_OK)


@dataclass(frozen=True, slots=True)
class Host:
    """Another machine: its ssh, and a folder on it.

    ssh: the command to reach it with.
    name: user and host.
    """

    ssh: str
    name: str


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """An OpenSSH server on the loopback with keys of its own."""
    folder = tmp_path_factory.mktemp("host")
    for key in ("host", "client"):
        run(find_program("ssh-keygen", "openssh-client"), "-q", "-t", "ed25519", "-N", "", "-f", folder / key)
    port = free_port()
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/client.pub\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "PermitRootLogin prohibit-password\n",
        encoding="ascii",
    )
    (folder / "known").write_text(
        f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text(encoding='ascii')}", encoding="ascii"
    )
    with _server([find_program("sshd", "openssh-server"), "-D", "-e", "-f", str(folder / "config")], port):
        options = (
            f"-p {port} -i {folder}/client -o UserKnownHostsFile={folder}/known -o BatchMode=yes -F none"
        )
        yield Host(f"ssh {options}", f"{getpass.getuser()}@127.0.0.1")


@contextmanager
def _server(command: list[str], port: int) -> Iterator[None]:
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(400):
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.025)
            yield
        finally:
            process.terminate()


def lay_release(published: Path, name: str, **files: str) -> None:
    """A release as `esep publish` leaves it; what did not change is a hard link to the live one's."""
    release, current = published / "releases" / name, published / "current"
    for path, text in {"kk/index.html": "same", **files}.items():
        file, before = release / path, current / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if before.is_file() and before.read_text(encoding="utf-8") == text:
            os.link(before, file)
        else:
            file.write_text(text, encoding="utf-8")
    (published / "assets").mkdir(exist_ok=True)
    make_live(published, name)


def make_live(published: Path, name: str) -> None:
    fresh = published / "fresh"
    fresh.symlink_to(f"releases/{name}")
    fresh.replace(published / "current")


def send(host: Host, published: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    find_program("rsync", "rsync")
    return run(DEPLOY / "send", published, f"{host.name}:{folder}", ESEP_SSH=host.ssh)


def test_a_release_is_sent_to_another_host_and_live_there_and_what_it_has_is_not_sent_again(
    host: Host, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "over there"
    lay_release(here, "20261121T100000Z-aaaaaaa", **{"ru/index.html": "first"})
    done = send(host, here, there)
    assert done.returncode == 0, done.stderr
    lay_release(here, "20261121T110000Z-bbbbbbb", **{"ru/index.html": "other"})
    (here / "assets" / "a.0123abcd.css").write_text("/* */", encoding="utf-8")
    assert send(host, here, there).returncode == 0
    assert (there / "current").readlink() == Path("releases/20261121T110000Z-bbbbbbb")
    assert (there / "current" / "ru" / "index.html").read_text(encoding="utf-8") == "other"
    assert (there / "assets" / "a.0123abcd.css").is_file()
    old, new = sorted((there / "releases").iterdir())
    assert (old / "ru" / "index.html").read_text(encoding="utf-8") == "first"
    assert (old / "kk" / "index.html").samefile(new / "kk" / "index.html")


def test_a_release_that_was_gone_back_to_is_gone_back_to_there_too_and_five_are_kept(
    host: Host, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for hour in range(7):
        lay_release(here, f"20261121T1{hour}0000Z", **{"ru/index.html": f"release {hour}"})
        assert send(host, here, there).returncode == 0
    assert [each.name for each in sorted((there / "releases").iterdir())] == [
        f"20261121T1{hour}0000Z" for hour in range(2, 7)
    ]
    make_live(here, "20261121T150000Z")
    assert send(host, here, there).returncode == 0
    assert (there / "current").readlink().name == "20261121T150000Z"


def test_a_host_that_cannot_be_reached_keeps_its_site(host: Host, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    lay_release(here, "20261121T100000Z", **{"ru/index.html": "first"})
    assert send(host, here, there).returncode == 0
    lay_release(here, "20261121T110000Z", **{"ru/index.html": "other"})
    (tmp_path / "rsync").write_text("#!/bin/sh\necho the connection broke >&2; exit 12\n", encoding="ascii")
    (tmp_path / "rsync").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run(DEPLOY / "send", here, f"{host.name}:{there}", ESEP_SSH=host.ssh, PATH=path)
    assert done.returncode != 0
    assert "the connection broke" in done.stderr
    assert (there / "current" / "ru" / "index.html").read_text(encoding="utf-8") == "first"
    assert send(host, here, there).returncode == 0
    assert (there / "current" / "ru" / "index.html").read_text(encoding="utf-8") == "other"
