"""The command: what it says, how it ends, and that a fault of its own is never put on the editor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, run_esep

from generator import cli
from generator.commands import reading


def test_a_fault_of_esep_itself_is_not_the_editors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr(reading, "read_country", broken)
    monkeypatch.chdir(tmp_path)
    said = {
        language: CliRunner().invoke(cli.main, ["check", "--root", str(ROOT), "--language", language])
        for language in ("kk", "ru", "en")
    }
    assert {each.exit_code for each in said.values()} == {2}
    assert "not your mistake" in said["en"].stderr
    assert len({each.stderr for each in said.values()}) == 3
    assert all("Traceback" not in each.output for each in said.values())
    assert "a wheel came off" in (tmp_path / ".cache" / "esep-fault.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "workers"), [("kk", "1"), ("ru", "2")])
def test_a_label_missing_in_a_catalogue_is_named_with_the_lines_to_add(
    language: str, workers: str, tmp_path: Path
) -> None:
    for name in ("content", "schedules", "site_config"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    catalogue = tmp_path / "site_config" / "locale" / "ru.po"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(re.sub('msgid "Chief"\n.*\n', "", text), encoding="utf-8")
    said = run_esep("build", "--root", str(tmp_path), "--workers", workers, "--language", language)
    assert said.returncode == 1
    assert "site_config/locale/ru.po" in said.stderr
    assert said.stderr.endswith('msgid "Chief"\nmsgstr ""\n')
    assert "Traceback" not in said.stderr


def test_wrong_use_ends_with_two() -> None:
    assert run_esep("check", "--today", "tomorrow").returncode == 2
    assert run_esep("explain", "R99", "--language", "en").returncode == 2
    assert run_esep("sing").returncode == 2


def test_a_day_of_the_environment_is_read_as_strictly_as_the_option() -> None:
    said = run_esep("due", "--language", "en", ESEP_TODAY="21.11.2026")
    assert said.returncode == 2
    assert "ESEP_TODAY" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_explain_prints_the_norm_and_both_examples(language: str) -> None:
    told = run_esep("explain", "r07", "--language", language)
    assert told.returncode == 0
    assert told.stdout.startswith("R07")
    assert "Wrong" in told.stdout
    assert "Right" in told.stdout


def test_due_names_what_is_due_and_nothing_later_than_asked() -> None:
    few, many = (
        run_esep("due", "--today", "2026-11-21", "--days", days, "--language", "ru") for days in ("0", "60")
    )
    assert few.returncode == many.returncode == 0
    assert len(few.stdout) < len(many.stdout)
    assert all(line[:10] <= "2026-11-21" for line in few.stdout.splitlines() if line[:2] == "20")


def test_the_language_follows_the_locale_and_is_kazakh_elsewhere() -> None:
    for locale, language in (
        ("ru_RU.UTF-8", "ru"),
        ("kk_KZ.UTF-8", "kk"),
        ("C", "kk"),
        ("en_GB.UTF-8", "en"),
    ):
        found = run_esep("check", ESEP_LANGUAGE="", LC_ALL="", LC_MESSAGES="", LANG=locale).stderr
        assert found == run_esep("check", "--language", language).stderr


def test_a_pipe_hears_nothing_of_progress(tmp_path: Path) -> None:
    built = run_esep("build", "--language", "en", "--site-dir", str(tmp_path / "site"))
    assert built.stdout == ""
    assert len(built.stderr.splitlines()) == 1


def test_a_scheduler_that_does_not_answer_and_a_place_nobody_knows_are_told(tmp_path: Path) -> None:
    for language, word in (("en", "does not answer"), ("kk", "dask-scheduler"), ("ru", "dask-scheduler")):
        given = ("--site-dir", str(tmp_path / "site"), "--language", language)
        lost = run_esep("build", "--scheduler", "tcp://127.0.0.1:9", *given)
        assert lost.returncode == 2
        assert word in lost.stderr
        assert "Traceback" not in lost.stderr
    strange = run_esep("build", "--site-dir", "nowhere://bucket/site", "--language", "en")
    assert strange.returncode == 2
    assert "nowhere" in strange.stderr
    assert "Traceback" not in strange.stderr


def test_a_profile_tells_where_the_time_went(tmp_path: Path) -> None:
    given = ("--workers", "1", "--language", "en", "--site-dir", str(tmp_path / "site"))
    told = run_esep("build", "--profile", *given)
    assert told.returncode == 0, told.stderr
    pairs = [line.strip().split(" s  ") for line in told.stderr.splitlines() if " s  " in line]
    seconds = {kind: float(spent) for spent, kind in pairs}
    assert {"reading", "writing", "text/html", "text/calendar", "text/csv"} <= set(seconds)
    assert min(seconds.values()) >= 0
    assert "s by the clock" in told.stderr


def test_a_terminal_hears_how_far_it_is_and_how_long_it_takes(tmp_path: Path) -> None:
    command = f"{sys.executable} -m generator build --language ru --site-dir {tmp_path / 'site'}"
    said = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    ).stdout.decode()
    counts = [(int(done), int(total)) for done, total in re.findall(r"(\d+) \S+ (\d+), \S+ \S+ \d+ ", said)]
    assert counts
    assert counts == sorted(counts)
    assert len({total for _, total in counts}) == 1
