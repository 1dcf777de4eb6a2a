"""The country of the benchmark: the same from the same seed, and sound in Esep's own eyes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import run_esep

from benchmarks.country import TODAY, Country, make_country
from benchmarks.places import lay_out_bodies
from generator.history.story import Witness
from generator.sources import Sources, read_sources


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("country") / "small"
    return folder, make_country(Country(40), folder)


@pytest.fixture(scope="module")
def sources(made: tuple[Path, str]) -> Sources:
    reading = read_sources(made[0], TODAY)
    assert reading.sources is not None, reading.diagnostics
    return reading.sources


def checksum(folder: Path) -> str:
    """One checksum over the names and bytes of all files but git's own."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in (".git", ".cache"):
            digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def test_the_same_seed_makes_the_same_bytes_and_the_same_commit(
    made: tuple[Path, str], tmp_path: Path
) -> None:
    again = make_country(Country(40), tmp_path / "again")
    other = make_country(Country(40, seed=2), tmp_path / "other")
    assert (again, checksum(tmp_path / "again")) == (made[1], checksum(made[0]))
    assert other != again
    assert checksum(tmp_path / "other") != checksum(made[0])


def test_check_finds_no_error_in_it(made: tuple[Path, str]) -> None:
    done = run_esep("check", "--today", TODAY.isoformat(), "--language", "en", cwd=made[0])
    assert done.returncode == 0, done.stdout
    assert "errors: 0" in done.stderr


def test_git_is_its_witness(sources: Sources) -> None:
    history = sources.accounts.history
    assert history is not None
    assert history.witness is Witness.GIT
    published = history.published()
    assert published.keys() == sources.register.meetings.keys()
    assert all(day <= TODAY for day in published.values())
    assert any(history.timed())


def test_a_country_has_the_ratios_of_the_real_one() -> None:
    bodies = lay_out_bodies(6000)
    assert len(bodies) == 270
    assert len({body.region.slug for body in bodies}) == 20
    assert sum(body.precincts for body in bodies) == 6000
    assert len({body.identifier for body in bodies}) == 270


def test_every_state_is_met_in_it(sources: Sources) -> None:
    meetings = sources.register.meetings.values()
    assert {each.status.value for each in meetings} == {"planned", "moved", "cancelled"}
    assert {each.level.value for each in meetings} == {"inspector", "chief"}
    assert any(len(each.precincts) > 1 for each in meetings)
    answers = {each.answer for found in sources.accounts.judgement.findings.values() for each in found}
    assert len(answers) == 4
    assert len({entry.state for entry in sources.accounts.judgement.ledger.values()}) > 4


def test_several_years_only_add(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    make_country(Country(20, years=3), folder)
    reading = read_sources(folder, TODAY)
    assert reading.sources is not None, reading.diagnostics
    years = {key.split("/")[2][:4] for key in reading.sources.register.meetings}
    assert years == {"2023", "2024", "2025", "2026"}
