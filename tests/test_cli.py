"""The command: what it says, how it ends, and that a fault of its own is never put on the editor."""

from __future__ import annotations

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
