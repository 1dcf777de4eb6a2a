"""How old a site is, asked over HTTP of real servers, friendly and hostile."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner, Result
from conftest import run_esep

from generator.cli import main

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(answers: dict[str, Answer], drip: float = 0) -> Iterator[str]:
    """A server with fixed answers; the rest is 404. drip: seconds between two bytes of an answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b"not found"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for byte in [body] if not drip else (bytes([each]) for each in body):
                    self.wfile.write(byte)
                    time.sleep(drip)
            except OSError:
                pass  # the client had enough

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told(**facts: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(facts).encode()


def published(hours: float) -> Answer:
    return told(published=(datetime.now(UTC) - timedelta(hours=hours)).isoformat(), commit="0123456789abcdef")


def ask(address: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["freshness", address, "--language", "en", "--timeout", "3", *more])


@pytest.mark.parametrize(
    ("hours", "limit", "code"),
    [(1, None, 0), (25.9, None, 0), (26.1, None, 1), (3, "2", 1), (900, "1000", 0)],
)
def test_a_release_tells_its_age(hours: float, limit: str | None, code: int) -> None:
    with serving({"/release.json": published(hours)}) as address:
        asked = ask(address, *(("--hours", limit) if limit else ()))
    assert asked.exit_code == code, asked.output
    assert "0123456789" in asked.stdout
    assert abs(float(re.search(r"([\d.]+) h\b", asked.stdout)[1]) - hours) < 0.2  # type: ignore[index]


def test_a_site_below_a_path_is_asked_there() -> None:
    with serving({"/open/release.json": published(1)}) as address:
        assert ask(f"{address}/open").exit_code == ask(f"{address}/open/").exit_code == 0
        assert ask(address).exit_code == 2


@pytest.mark.parametrize(("days", "code"), [(0, 0), (1, 0), (3, 1), (40, 1)])
def test_where_only_the_day_is_known_the_alarm_is_never_for_nothing(days: int, code: int) -> None:
    """The day is Almaty's, and the hour of the build is not known: age counts from the day's end."""
    day = (datetime.now(UTC) + timedelta(hours=5)).date() - timedelta(days=days)
    with serving({"/build.json": told(today=day.isoformat())}) as address:
        assert ask(address).exit_code == code


HOSTILE: dict[str, Answer] = {
    "a page": (200, {}, b"<!doctype html>"),
    "a list": (200, {}, b"[]"),
    "no moment": told(commit="x"),
    "a day where a moment belongs": told(published="2026-11-21"),
    "a moment without a zone of its own, in the future": told(published="9999-12-31T23:59:59"),
    "the future": told(published=(datetime.now(UTC) + timedelta(days=2)).isoformat()),
    "a number": told(published=10**400),
    "depth": (200, {}, b"[" * 200_000),
    "broken text": (200, {}, b'{"published": "\xff"}'),
    "more than anybody reads": (200, {}, b" " * (3 << 20)),
    "an error": (500, {}, b"{}"),
    "a redirect to a file": (302, {"Location": "file:///etc/passwd"}, b""),
    "a redirect to itself": (302, {"Location": "/release.json"}, b""),
    "a broken head": (200, {"Content-Encoding": "x", "X": "y" * 70_000}, b"{}"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_told_is_said_so_without_a_trace(name: str) -> None:
    with serving({"/release.json": HOSTILE[name]}) as address:
        asked = ask(address)
    assert asked.exit_code == 2, asked.output
    assert asked.stderr.startswith(f"How old {address} is cannot be told:"), asked.stderr
    assert "root:" not in asked.output


def test_a_server_that_drips_is_left() -> None:
    begun = time.monotonic()
    with serving(
        {"/release.json": told(published=datetime.now(UTC).isoformat(), filler="x" * 100)}, drip=0.2
    ) as address:
        asked = ask(address)
    assert asked.exit_code == 2
    assert time.monotonic() - begun < 12


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc",
        "ftp://esep.example",
        "esep.example",
        "http://",
        "http://127.0.0.1:1",
        "http://[",
        "http://a b",
    ],
)
def test_what_is_no_address_of_a_site_is_said_so(address: str) -> None:
    asked = ask(address)
    assert asked.exit_code == 2
    assert "cannot be told" in asked.stderr


def test_it_speaks_each_language_and_is_silent_where_a_monitor_reads_codes() -> None:
    with serving({"/release.json": published(1)}) as address:
        said = {
            language: run_esep("freshness", address, "--language", language)
            for language in ("kk", "ru", "en")
        }
    assert {each.returncode for each in said.values()} == {0}
    assert len({each.stdout for each in said.values()}) == 3
    assert all(each.stderr == "" for each in said.values())
