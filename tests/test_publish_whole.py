"""What a release must be before anybody sees it; each way of not being whole is seen refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import run_esep
from publishing_cases import asset, make_small_project

from generator.publishing.disk import link_files, list_files
from generator.publishing.links import Address, Target, read_page
from generator.publishing.whole import Candidate, Fault, find_faults
from generator.reading.messages import LANGUAGES, phrase

SCRIPT, STYLE = asset("assets/javascripts/esep.js"), asset("assets/stylesheets/theme.css")
BASE = "https://esep.example/open/"
Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_project(tmp_path_factory.mktemp("small") / "project")


@pytest.fixture(scope="module")
def built(project: Path) -> Path:
    done = run_esep("build", "--today", "2026-11-21", cwd=project)
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "site")
    return tmp_path / "site"


def faults(
    project: Path, site: Path, expected: int, live: Path | None = None, workers: int = 1
) -> list[Fault]:
    old = list_files(live) if live else {}
    return find_faults(
        Candidate(site, list_files(site), expected, live, old, Address(BASE), project), workers
    )


def test_a_site_as_it_is_built_is_whole_read_by_one_process_or_by_two(project: Path, built: Path) -> None:
    for workers in (1, 2):
        assert faults(project, built, len(list_files(built)), workers=workers) == []


def write(site: Path, file: str, old: str, new: str) -> None:
    """Replace words of a file, as the build does: never through a hard link."""
    text = (site / file).read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {file}"
    (site / file).unlink()
    (site / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def link_out(site: Path) -> None:
    (site / "robots.txt").unlink()
    (site / "robots.txt").symlink_to("/etc/hostname")


HOME = "kk/index.html"
PRECINCT = "ru/almaty/alatau/211/index.html"
CALENDAR = "kk/almaty/alatau/211/calendar.ics"
BROKEN: dict[str, tuple[Break, Fault]] = {
    "a link to no page": (
        lambda site: write(site, HOME, 'href="about/"', 'href="abuot/"'),
        Fault("link", HOME, "abuot/"),
    ),
    "a link out of the site": (
        lambda site: write(site, HOME, 'href="about/"', 'href="../../about/"'),
        Fault("link", HOME, "../../about/"),
    ),
    "a link to no place on the same page": (
        lambda site: write(site, HOME, 'href="#esep-content"', 'href="#content"'),
        Fault("link", HOME, "#content"),
    ),
    "a link to no place on another page": (
        lambda site: write(site, HOME, 'href="about/"', 'href="about/#nowhere"'),
        Fault("link", HOME, "kk/about/index.html#nowhere"),
    ),
    "a full address of no page": (
        lambda site: write(site, HOME, f'href="{BASE}kk/"', f'href="{BASE}kz/"'),
        Fault("link", HOME, f"{BASE}kz/"),
    ),
    "a calendar to subscribe to that is not there": (
        lambda site: write(site, HOME, 'href="about/"', 'href="webcal://esep.example/open/kk/no.ics"'),
        Fault("link", HOME, "webcal://esep.example/open/kk/no.ics"),
    ),
    "a script that is not there": (
        lambda site: (site / SCRIPT).rename(site / "assets/javascripts/esap.js"),
        Fault("link", HOME, f"../{SCRIPT}"),
    ),
    "a style sheet that asks for what is not there": (
        lambda site: (site / STYLE).write_text("a{background:url('x.png')}"),
        Fault("link", STYLE, "x.png"),
    ),
    "a feed that leads nowhere": (
        lambda site: write(site, "kk/feed.xml", f'href="{BASE}kk/', f'href="{BASE}kq/'),
        Fault("link", "kk/feed.xml", f"{BASE}kq/"),
    ),
    "a document that leads nowhere": (
        lambda site: write(site, "kk/feed.json", f'"{BASE}kk/"', f'"{BASE}kq/"'),
        Fault("link", "kk/feed.json", f"{BASE}kq/"),
    ),
    "an empty file": (lambda site: (site / HOME).write_bytes(b""), Fault("empty", HOME)),
    "a temporary file": (
        lambda site: (site / "kk" / ".index.html.new").write_bytes(b"x"),
        Fault("leftover", "kk/.index.html.new"),
    ),
    "a link of the disk": (
        link_out,
        Fault("leftover", "robots.txt"),
    ),
    "a page in one language": (
        lambda site: (site / "kk/about/index.html").unlink(),
        Fault("missing", "kk/about/index.html"),
    ),
    "a home page that is missing in both": (
        lambda site: (site / "index.html").unlink(),
        Fault("missing", "index.html"),
    ),
    "a calendar without an end": (
        lambda site: write(site, CALENDAR, "END:VCALENDAR", ""),
        Fault("unreadable", CALENDAR),
    ),
    "an event without an end": (
        lambda site: write(site, CALENDAR, "END:VEVENT", ""),
        Fault("unreadable", CALENDAR),
    ),
    "an event on no day": (
        lambda site: write(site, CALENDAR, "DTSTART:2026", "DTSTART:2026-"),
        Fault("unreadable", CALENDAR),
    ),
    "a feed that is no XML": (
        lambda site: write(site, "ru/feed.xml", "</entry>", ""),
        Fault("unreadable", "ru/feed.xml"),
    ),
    "a table for maps that is no JSON": (
        lambda site: write(site, "data/almaty/stations.geojson", "{", ""),
        Fault("unreadable", "data/almaty/stations.geojson"),
    ),
    "a calendar that was lost": (
        lambda site: (site / CALENDAR).unlink(),
        Fault("count", "*.ics"),
    ),
    "a table without its last row": (
        lambda site: write(
            site, "data/almaty/precincts.csv", _last_line(site / "data/almaty/precincts.csv"), ""
        ),
        Fault("count", "data/**/precincts.csv", "1 != 2"),
    ),
    "numbers that are missing": (
        lambda site: (site / "build.json").write_text("{}"),
        Fault("unreadable", "build.json"),
    ),
}


def _last_line(table: Path) -> str:
    return table.read_text(encoding="utf-8").splitlines()[-1]


@pytest.mark.parametrize("name", BROKEN)
def test_a_release_that_is_not_whole_is_refused(project: Path, site: Path, name: str) -> None:
    damage, fault = BROKEN[name]
    expected = len(list_files(site))
    damage(site)
    found = faults(project, site, expected)
    assert any(
        (each.kind, each.file) == (fault.kind, fault.file) and fault.found in each.found for each in found
    ), found


def test_a_file_too_many_or_too_few_is_refused(project: Path, built: Path) -> None:
    for difference in (-1, 1):
        found = faults(project, built, len(list_files(built)) + difference)
        assert [(each.kind, each.file) for each in found] == [("count", ".")]


def test_an_editors_file_that_left_no_record_is_refused(project: Path, built: Path) -> None:
    extra = project / "content" / "registry" / "almaty" / "alatau" / "999.yaml"
    extra.write_text("", encoding="utf-8")
    try:
        found = faults(project, built, len(list_files(built)))
    finally:
        extra.unlink()
    assert found == [Fault("count", "content/registry/*/*/*.yaml", "3 != 2")]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_did_not_change_is_not_read_again_unless_something_went_away(
    project: Path, site: Path, tmp_path: Path, workers: int
) -> None:
    """A fault that is older than the release is not found again; one that comes from what went away is."""
    write(site, PRECINCT, "<body", '<body data-x="1"')
    write(site, PRECINCT, '<a href="#esep-content"', '<a href="#older-fault"')
    fresh = tmp_path / "fresh"
    link_files(site, fresh, list(list_files(site)))
    count = len(list_files(fresh))
    assert faults(project, fresh, count, site, workers) == []
    write(fresh, HOME, "<body", '<body data-y="1"')
    assert faults(project, fresh, count, site, workers) == []
    write(fresh, "ru/index.html", 'id="esep-content"', 'id="other"')
    found = faults(project, fresh, count, site, workers)
    assert Fault("link", "ru/index.html", "#esep-content") in found
    (fresh / "kk/about/index.html").unlink()
    (fresh / "ru/about/index.html").unlink()
    found = faults(project, fresh, count, site, workers)
    assert Fault("link", PRECINCT, "../../../about/") in found, (
        "a page that did not change leads to what went away"
    )


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("", Target("kk/a/index.html", "")),
        ("#x", Target("kk/a/index.html", "x")),
        ("./", Target("kk/a/index.html", "")),
        ("../", Target("kk/index.html", "")),
        ("../b/#s1", Target("kk/b/index.html", "s1")),
        ("../../", Target("index.html", "")),
        ("../../../", Target("../index.html", "")),
        ("b.html?x=1#%D0%B0", Target("kk/a/b.html", "\u0430")),
        ("/open/ru/", Target("ru/index.html", "")),
        ("/other/", None),
        ("https://esep.example/open/kk/feed.xml", Target("kk/feed.xml", "")),
        ("https://esep.example/elsewhere", None),
        ("webcal://esep.example/open/kk/calendar.ics", Target("kk/calendar.ics", "")),
        ("//esep.example/open/kk/", Target("kk/index.html", "")),
        ("https://adilet.zan.kz/kaz/docs/", None),
        ("tel:102", None),
        ("mailto:a@esep.example", None),
        ("data:image/png;base64,AA==", None),
        ("http://[", Target("..", "")),
        (" ../b/ ", Target("kk/b/index.html", "")),
    ],
)
def test_links_lead_where_a_browser_takes_them(link: str, target: Target | None) -> None:
    assert Address(BASE).find_target("kk/a/index.html", link) == target


def test_a_page_is_read_as_a_browser_reads_it() -> None:
    page = read_page(
        b"""<!doctype html><!-- <a href="comment/"> --><title><a href="title/"></title>
        <a href=bare/>x</a><a href='single/' id=i>x</a><a name="old">x</a><img src="i.png" srcset="a.png 1x, b.png 2x">
        <p>&lt;a href="text/"&gt;</p><script>var a = '<a href="script/">'</script><form action="f/"></form>
        <meta property="og:image" content="card.png"><a href="a?b=1&amp;c=2">x</a>"""
    )
    assert set(page.links) == {
        "bare/", "single/", "i.png", "a.png", "b.png", "f/", "card.png", "a?b=1&c=2",
    }  # fmt: skip
    assert page.anchors == {"i", "old"}


def test_every_fault_has_words_in_each_language() -> None:
    kinds = {fault.kind for _, fault in BROKEN.values()}
    for kind in kinds:
        said = {
            phrase(f"unwhole_{kind}", language, file="kk/index.html", found="here") for language in LANGUAGES
        }
        assert len(said) == 3
        assert all("kk/index.html" in each for each in said)
