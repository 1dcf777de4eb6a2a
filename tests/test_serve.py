"""`make serve`: what an editor, a translator or a designer changes is seen at once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, copy_project

PATIENCE = 60  # seconds, on a busy machine


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ESEP_TODAY": TODAY.isoformat()}
    server = subprocess.Popen(command, cwd=project, env=environment)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)


def page(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read(), "utf-8")
    except (urllib.error.URLError, ConnectionError):
        return ""


def appears(url: str, text: str) -> bool:
    """Whether the page shows the text before patience ends."""
    for _ in range(PATIENCE * 5):
        if text in page(url):
            return True
        time.sleep(0.2)
    return False


def edited(file: Path, change: Callable[[str], str]) -> None:
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "change", "url", "expected"),
    [
        (
            "content/registry/almaty/alatau/211.yaml",
            lambda text: re.sub(r"\+7 727 000-\d\d-\d\d", "+7 727 000-98-76", text),
            "kk/almaty/alatau/211/",
            "+7 727 000-98-76",
        ),
        (
            "content/pages/ru/about.md",
            lambda text: text + "\n\nA sentence added by an editor.\n",
            "ru/about/",
            "A sentence added by an editor.",
        ),
        (
            "site_config/locale/ru.po",
            lambda text: re.sub(r'(msgid "Precincts"\nmsgstr )".*?"', r'\1"Precincts, renamed"', text),
            "ru/almaty/",
            "Precincts, renamed",
        ),
        (
            "site_config/theme/partials/footer.html",
            lambda text: text.replace("</footer>", "<p>A line added by a designer</p></footer>"),
            "kk/almaty/alatau/",
            "A line added by a designer",
        ),
    ],
    ids=["data", "an editorial page", "a label", "the theme"],
)
def test_a_change_is_served_without_a_restart(
    project: Path, address: str, file: str, change: Callable[[str], str], url: str, expected: str
) -> None:
    assert appears(address + url, "</html>")
    assert expected not in page(address + url)
    edited(project / file, change)
    assert appears(address + url, expected)


def test_a_mistake_does_not_stop_the_server(project: Path, address: str) -> None:
    schedule = project / "schedules" / "almaty" / "alatau" / "2026-q4.yaml"
    good = schedule.read_text(encoding="utf-8")
    edited(schedule, lambda text: text.replace("starts: 2026-", "starts: 31.02.", 1))
    time.sleep(2)
    schedule.write_text(good, encoding="utf-8")
    assert appears(f"{address}kk/almaty/alatau/2026-q4/215/", "</html>")
