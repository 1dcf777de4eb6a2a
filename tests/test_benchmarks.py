"""The benchmark measures what it says (memory of all processes, files, growth), and its edits are sound merges."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import run_esep

from benchmarks import edits
from benchmarks.country import TODAY, Country, make_country
from benchmarks.measure import Failed, Measurement, measure
from benchmarks.peers.material import MATERIAL
from benchmarks.peers.pages import Page, find_pages
from benchmarks.peers.running import Holes, measure_peer
from benchmarks.peers.writing import Peer
from benchmarks.results import Results, find_exponent, render_results

HOLD = "import time; block = bytearray(80_000_000); time.sleep(0.8)"


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "country"
    make_country(Country(40), folder)
    return folder


def test_a_country_of_several_years_is_without_faults(tmp_path: Path) -> None:
    make_country(Country(100, years=3), tmp_path / "country")
    told = run_esep("check", "--today", TODAY.isoformat(), cwd=tmp_path / "country")
    assert told.returncode == 0, told.stdout


def test_memory_is_that_of_all_processes_at_once(tmp_path: Path) -> None:
    start = f"import subprocess, sys\nstarted = subprocess.Popen([sys.executable, '-c', {HOLD!r}])"
    two = f"{start}\n{HOLD}\nstarted.wait()"
    alone = measure([sys.executable, "-c", HOLD], tmp_path)
    together = measure([sys.executable, "-c", two], tmp_path)
    assert 80e6 < alone.memory < 150e6
    assert together.memory > alone.memory + 70e6


def test_time_of_children_counts(tmp_path: Path) -> None:
    work = "sum(range(20_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    assert measure([sys.executable, "-c", child], tmp_path).cpu > 0.1


def test_only_files_new_or_replaced_are_counted(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / "replaced").write_bytes(b"before")
    program = (
        "from pathlib import Path\nPath('new').write_bytes(b'12345')\n"
        "Path('x').write_bytes(b'after')\nPath('x').replace('replaced')"
    )
    taken = measure([sys.executable, "-c", program], tmp_path, tmp_path)
    assert (taken.files, taken.size) == (2, 10)


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_growth_is_found(exponent: float) -> None:
    found = find_exponent([(size, 3 * size**exponent) for size in (100, 500, 2000)])
    assert found == pytest.approx(exponent)
    assert find_exponent([(100, 1.0)]) is None


def test_results_say_ratios_and_estimates() -> None:
    results = Results()
    for size in (100, 1000):
        for scenario in ("cold build", "one protocol added"):
            results.add("Esep", scenario, size, Measurement(size / 100, size / 200, 1 << 20))
    results.add("MkDocs", "cold build", 50, Measurement(1.0, 1.0, 1))
    results.add("MkDocs", "cold build", 100, Measurement(2.0, 2.0, 1))
    page = render_results(results, ["a machine"])
    assert "| MkDocs | cold build | wall |  | 0.500 |  |" in page
    assert "| MkDocs | cold build | cpu |  | 0.250 |  |" in page
    assert "would take 20 s" in page
    assert "| Esep | cold build |  | 1.00 | 1.00 |" in page


@pytest.mark.parametrize(
    "edit",
    [edits.add_protocol, edits.replace_officer, edits.change_label, edits.change_theme],
    ids=lambda e: e.__name__,
)
def test_an_edit_is_a_sound_merge_and_can_be_taken_back(country: Path, edit: Callable[[Path], None]) -> None:
    def ask(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(country), *arguments], capture_output=True, text=True, check=True
        ).stdout.strip()

    tip = ask("rev-parse", "HEAD")
    edit(country)
    edits.commit(country)
    assert len(ask("show", "-m", "--first-parent", "--name-only", "--format=", "HEAD").splitlines()) == 1
    assert len(ask("rev-list", "--parents", "-1", "HEAD").split()) == 3
    done = run_esep("check", "--today", TODAY.isoformat(), "--language", "en", cwd=country)
    assert done.returncode == 0, done.stdout
    edits.restore(country, tip)
    assert ask("rev-parse", "HEAD") == tip
    assert ask("status", "--porcelain") == ""


def test_peers_get_the_pages_of_the_site_with_their_facts(country: Path, tmp_path: Path) -> None:
    addresses = ["", "almaty", "almaty/alatau", "almaty/alatau/001", "almaty/alatau/001/subscribe", "law"]
    meeting = next(country.glob("content/protocols/almaty/alatau/2026-q2/*.yaml"))
    addresses.append(f"almaty/alatau/2026-q2/{meeting.stem}")
    for address in addresses:
        (tmp_path / "kk" / address).mkdir(parents=True, exist_ok=True)
        (tmp_path / "kk" / address / "index.html").touch()
    pages = {page.path: page for page in find_pages(country, tmp_path)}
    assert pages.keys() == set(addresses)
    assert pages["almaty/alatau/001/subscribe"].facts == pages["almaty/alatau/001"].facts
    assert ("number", "001", "001") in pages["almaty/alatau/001"].facts
    told = {name for name, _, _ in pages[addresses[-1]].facts}
    assert {"place name", "held starts", "report crime_situation summary"} <= told
    assert pages["law"].facts == ()


def test_a_peer_is_measured_cold_and_with_a_page_more(tmp_path: Path) -> None:
    pages = [Page("", ("kk", "ru"), ()), Page("almaty/alatau/001", ("kk", "ru"), (("number", "001", "001"),))]
    taken = dict(measure_peer(MATERIAL, pages, tmp_path / "peer", 1))
    assert taken.keys() == {"cold build", "one protocol added"}
    assert taken["cold build"].files > 5


def test_a_peer_that_leaves_pages_out_is_not_compared(tmp_path: Path) -> None:
    lazy = Peer("lazy", lambda: [sys.executable, "-c", "pass"], lambda _: None, lambda *_: None, "public")
    with pytest.raises(Holes):
        list(measure_peer(lazy, [Page("", ("kk", "ru"), ())], tmp_path / "peer", 1))
