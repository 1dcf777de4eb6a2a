"""Calendars mean the same to four readers: icalendar, ical.js, libical, and khal fed by vdirsyncer.

`make -C tests/peers` installs ical.js and compiles the reader of libical; only where `CI` is set must they be there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from generator.model.register import Register
from generator.views.calendar import uid_of

PEERS = Path(__file__).parent / "peers"
FIELDS = (
    "uid",
    "sequence",
    "dtstamp",
    "dtstart",
    "dtend",
    "summary",
    "description",
    "location",
    "url",
    "status",
)
Read = tuple[str, list[tuple[str, ...]]]


@pytest.fixture(scope="session", autouse=True)
def peers() -> None:
    """The other readers, installed and compiled by their own Makefile."""
    if shutil.which("npm") is None or shutil.which("make") is None:
        if os.environ.get("CI"):
            pytest.fail("npm, make, gcc and libical-dev are needed")
        pytest.skip("npm, make, gcc and libical-dev are needed")
    made = subprocess.run(["make", "-s", "-C", str(PEERS)], capture_output=True, text=True, check=False)
    if made.returncode != 0 and not os.environ.get("CI"):
        pytest.skip(made.stderr)
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="session")
def calendars(site: Path) -> list[Path]:
    return sorted(site.rglob("*.ics"))


@pytest.fixture(scope="session")
def ours(calendars: list[Path]) -> list[Read]:
    return [read_with_icalendar(path) for path in calendars]


def read_with_icalendar(path: Path) -> Read:
    calendar = Calendar.from_ical(path.read_bytes())
    events = [tuple(field_of(event, name) for name in FIELDS) for event in calendar.walk("VEVENT")]
    return str(calendar["name"]), events


def field_of(event: Component, name: str) -> str:
    if name not in event:
        return ""
    if not name.startswith("dt"):
        return str(event[name])
    moment = event.decoded(name)
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def ask(command: list[str], calendars: list[Path]) -> str:
    asked = subprocess.run(
        command,
        cwd=PEERS,
        input="".join(f"{path}\n" for path in calendars),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


def test_ical_js_reads_every_calendar_of_the_site_as_icalendar_does(
    calendars: list[Path], ours: list[Read]
) -> None:
    answers = [json.loads(line) for line in ask(["node", "read_with_icaljs.mjs"], calendars).splitlines()]
    theirs = [(name, [tuple(event) for event in events]) for name, events in answers]
    for path, mine, its in zip(calendars, ours, theirs, strict=True):
        assert mine == its, path


def test_libical_reads_every_calendar_of_the_site_as_icalendar_does(
    calendars: list[Path], ours: list[Read]
) -> None:
    answers = ask(["./read_with_libical"], calendars).split("\x1c")[:-1]
    for path, mine, answer in zip(calendars, ours, answers, strict=True):
        head, *events = answer.split("\x1d")[:-1]
        read = [tuple(event.split("\x1f")[:-1]) for event in events]
        assert mine == (head.removesuffix("\x1f"), read), path


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    handler = partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the built site without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing."""


def run(program: str, *arguments: str, home: Path, zone: str) -> str:
    command = [str(Path(sys.executable).parent / program), *arguments]
    environment = {
        **os.environ,
        "HOME": str(home),
        "TZ": zone,
        "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home),
    }
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def configure(home: Path, url: str) -> tuple[str, str]:
    """Settings that fetch one calendar with vdirsyncer and show it with khal, as local times of Almaty."""
    syncer, khal = home / "vdirsyncer.ini", home / "khal.ini"
    syncer.write_text(
        f'[general]\nstatus_path = "{home}/status"\n'
        '[pair esep]\na = "here"\nb = "there"\ncollections = null\n'
        f'[storage here]\ntype = "filesystem"\npath = "{home}/events"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{url}"\n'
    )
    khal.write_text(
        f"[calendars]\n[[esep]]\npath = {home}/events\nreadonly = True\n"
        f"[sqlite]\npath = {home}/khal.db\n"
        "[locale]\nlocal_timezone = Asia/Almaty\ndefault_timezone = Asia/Almaty\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    return str(syncer), str(khal)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_khal_lists_the_local_times_of_a_calendar_vdirsyncer_subscribed_to(
    language: str, served: str, site: Path, register: Register, tmp_path: Path
) -> None:
    body = "almaty/alatau"
    syncer, khal = configure(tmp_path, f"{served}/{language}/{body}/calendar.ics")
    run("vdirsyncer", "-c", syncer, "discover", home=tmp_path, zone="Asia/Almaty")
    run("vdirsyncer", "-c", syncer, "sync", home=tmp_path, zone="Asia/Almaty")
    listed = run(
        "khal", "-c", khal, "list", "--format", "{title} | {start} | {end}", "--day-format", "", "2025-11-01", "500d",
        home=tmp_path, zone="Asia/Almaty",
    )  # fmt: skip
    events = Calendar.from_ical((site / language / body / "calendar.ics").read_bytes()).walk("VEVENT")
    titles = {str(event["uid"]): str(event["summary"]) for event in events}
    assert [line for line in listed.splitlines() if line] == [
        f"{titles[uid_of(each)]} | {meeting.starts:%Y-%m-%d %H:%M} | {meeting.ends:%Y-%m-%d %H:%M}"
        for each, meeting in ((each, register.meetings[each]) for each in register.meetings_of_body(body))
    ]
