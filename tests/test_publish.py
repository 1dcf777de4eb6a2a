"""Publishing: releases of hard links, switched to in one step, kept, pruned and gone back to."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, run_esep
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from publishing_cases import (
    find_damage,
    is_whole,
    live_of,
    make_small_project,
    move_meeting,
    publish,
    publish_well,
    tree,
)

from generator import __version__
from generator.publishing.releases import Release, name_release

HEAD = "---\ndescription: A page of a test\n---\n"
PAGE = "ru/almaty/alatau/2026-q4/212-k/index.html"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_project(tmp_path_factory.mktemp("small") / "project")


@pytest.fixture(scope="module")
def six(project: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder published into six times, and the names of the releases."""
    dest = tmp_path_factory.mktemp("six")
    return dest, [publish_well(project, dest).name for _ in range(6)]


def names(dest: Path) -> list[str]:
    return sorted(path.name for path in (dest / "releases").iterdir())


def locked_packages() -> dict[tuple[str, str], set[str]]:
    """Hashes by name and version of the lock file."""
    packages = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    heads = (re.match(r"([a-z0-9][\w.-]*)(?:\[\w+\])?==(\S+)", each) for each in packages)
    return {
        (head[1], head[2]): set(re.findall(r"sha256:([0-9a-f]{64})", package))
        for head, package in zip(heads, packages, strict=True)
        if head is not None
    }


def test_what_is_published_is_what_is_built(project: Path, tmp_path: Path) -> None:
    release = publish_well(project, tmp_path / "dest")
    assert (
        run_esep(
            "build", "--today", "2026-11-21", "--site-dir", str(tmp_path / "site"), cwd=project
        ).returncode
        == 0
    )
    own = {"release.json", "SHA256SUMS", "sbom.cdx.json"}
    published = {
        name: content
        for name, content in tree(release).items()
        if name not in own and not name.endswith(".gz")
    }
    assert published == tree(tmp_path / "site")


def test_a_release_says_what_it_is(project: Path, tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    release = publish_well(project, tmp_path)
    told = json.loads((release / "release.json").read_bytes())
    assert told["release"] == release.name
    assert before <= datetime.fromisoformat(told["published"]) <= datetime.now(UTC)
    assert (told["after"], told["today"], told["esep"]) == (None, "2026-11-21", __version__)
    assert told["counts"] == json.loads((release / "build.json").read_bytes())["counts"]
    following = publish_well(project, tmp_path)
    assert json.loads((following / "release.json").read_bytes())["after"] == release.name


def test_a_release_is_named_after_its_commit(tmp_path: Path) -> None:
    project = make_small_project(tmp_path / "project")
    git = ("git", "-c", "user.name=Editor", "-c", "user.email=editor@esep.example")
    for command in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "Everything")):
        subprocess.run([*git, *command], cwd=project, check=True)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=True
    )
    release = publish_well(project, tmp_path / "dest")
    assert release.name.endswith(f"-{commit.stdout[:7]}")
    assert json.loads((release / "release.json").read_bytes())["commit"] == commit.stdout.strip()


def test_sums_cover_every_file_and_every_compressed_file_unpacks_to_its_text(
    project: Path, tmp_path: Path
) -> None:
    release = publish_well(project, tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release, check=True)
    assert find_damage(release) == []
    packed = sorted(release.rglob("*.gz"))
    assert release / "kk" / "index.html.gz" in packed
    for path in packed:
        text = path.with_name(path.name.removesuffix(".gz"))
        assert gzip.decompress(path.read_bytes()) == text.read_bytes()
        assert path.stat().st_mtime_ns == text.stat().st_mtime_ns
    (release / "kk" / "index.html").write_bytes(b"otherwise")
    assert find_damage(release) == ["kk/index.html"]


def test_the_bill_of_materials_is_cyclonedx_and_names_the_locked_packages(
    project: Path, tmp_path: Path
) -> None:
    text = (publish_well(project, tmp_path) / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    told = json.loads(text)
    assert told["metadata"]["component"]["version"] == __version__
    locked = locked_packages()
    bill = {(each["name"], each["version"]): each for each in told["components"]}
    assert {"babel", "icalendar", "jinja2", "mkdocs-material", "selectolax"} <= {name for name, _ in bill}
    assert len(bill.keys() & locked.keys()) > 0.9 * len(bill), "this environment was made from the lock"
    for package, component in bill.items():
        references = component.get("externalReferences", [])
        hashes = {told["content"] for each in references for told in each["hashes"]}
        assert hashes == locked.get(package, set()), package


def test_the_bill_of_materials_is_as_new_as_the_lock() -> None:
    bill = json.loads((ROOT / "generator" / "publishing" / "sbom.json").read_bytes())
    assert {(each["name"], each["version"]) for each in bill["components"]} == locked_packages().keys()


def test_what_did_not_change_is_the_same_file_and_older_releases_keep_their_bytes(
    project: Path, tmp_path: Path
) -> None:
    first = publish_well(project, tmp_path)
    before, unchanged = tree(first), (first / "404.html").stat().st_ino
    move_meeting(project)
    second = publish_well(project, tmp_path)
    assert tree(first) == before
    assert (second / PAGE).read_bytes() != before[PAGE]
    shared = [
        name
        for name in before.keys() & tree(second).keys()
        if (first / name).stat().st_ino == (second / name).stat().st_ino
    ]
    same = [name for name, content in tree(second).items() if before.get(name) == content]
    assert (second / "404.html").stat().st_ino == unchanged
    assert set(same) - set(shared) <= {"sbom.cdx.json"}
    assert len(shared) > 0.7 * len(before)


def test_two_publishes_within_one_second_and_under_a_clock_put_back_keep_their_order() -> None:
    moment, made = datetime(2026, 11, 21, 18, 30, tzinfo=UTC), list[Release]()
    for step in (0, 0, 0, -3600, 1):
        name = name_release(moment + timedelta(seconds=step), "0123456789abcdef", made)
        made.append(Release(name, Path(name), {}))
    assert [each.name for each in made] == [
        "20261121T183000Z-0123456",
        "20261121T183000Z.1-0123456",
        "20261121T183000Z.2-0123456",
        "20261121T183000Z.3-0123456",
        "20261121T183001Z-0123456",
    ]
    assert sorted(made, key=lambda each: each.order) == made


def test_only_the_newest_are_kept_with_their_assets(project: Path, tmp_path: Path) -> None:
    style = project / "site_config" / "theme" / "assets" / "stylesheets" / "once.css"
    style.write_text("a{color:red}", encoding="utf-8")
    try:
        first = publish_well(project, tmp_path)
    finally:
        style.unlink()
    (once,) = (path.name for path in (first / "assets" / "stylesheets").glob("once.*.css"))
    live = publish_well(project, tmp_path, "--keep", "2")
    assert not (live / "assets" / "stylesheets" / once).exists()
    assert (tmp_path / "assets" / "stylesheets" / once).read_bytes() == b"a{color:red}"
    assert len(names(tmp_path)) == 2
    live = publish_well(project, tmp_path, "--keep", "2")
    assert len(names(tmp_path)) == 2
    assert first.name not in names(tmp_path)
    assert tree(tmp_path / "assets") == tree(live / "assets")


def test_five_are_kept_if_nothing_is_said(six: tuple[Path, list[str]]) -> None:
    dest, published = six
    assert names(dest) == published[-5:]


def test_rollback_goes_back_the_way_the_live_site_came(project: Path, tmp_path: Path) -> None:
    first, second, bad = (publish_well(project, tmp_path).name for _ in range(3))
    assert run_esep("rollback", str(tmp_path)).returncode == 0
    assert live_of(tmp_path).name == second
    mended = publish_well(project, tmp_path).name
    assert run_esep("rollback", str(tmp_path), "2").returncode == 0
    assert live_of(tmp_path).name == first
    assert run_esep("rollback", str(tmp_path), "--to", mended).returncode == 0
    assert run_esep("rollback", str(tmp_path)).returncode == 0
    assert live_of(tmp_path).name == second, "what was rolled back from is not gone back to"
    assert bad in names(tmp_path)
    assert is_whole(tmp_path)


def test_rollback_beyond_what_is_kept_changes_nothing(six: tuple[Path, list[str]]) -> None:
    dest, published = six
    for arguments in (("5",), ("99",), ("--to", published[0])):
        refused = run_esep("rollback", str(dest), *arguments, "--language", "en")
        assert refused.returncode == 2
        assert "Error" in refused.stderr
        assert live_of(dest).name == published[-1]


def test_releases_lists_the_newest_first_and_marks_the_live_one(six: tuple[Path, list[str]]) -> None:
    dest, published = six
    assert run_esep("rollback", str(dest), "2").returncode == 0
    listed = run_esep("releases", str(dest), "--language", "en").stdout.splitlines()
    assert run_esep("rollback", str(dest), "--to", published[-1]).returncode == 0
    assert [line.split()[0] for line in listed] == published[:0:-1]
    assert [line.endswith("<- live") for line in listed] == [False, False, True, False, False]
    assert all("2026-11-21" in line for line in listed)


def test_a_page_of_the_editors_that_went_away_takes_no_link_with_it(project: Path, tmp_path: Path) -> None:
    """The other pages did not change, so only their links to what is gone are looked at."""
    extra = [project / "content" / "pages" / language / "extra.md" for language in ("kk", "ru")]
    places = [project / "content" / "pages" / language / "accessibility.md" for language in ("kk", "ru")]
    texts = [place.read_text(encoding="utf-8") for place in places]
    for page in extra:
        page.write_text(HEAD + "# Extra\n\n## There {: #there }\n", encoding="utf-8")
    for place, text in zip(places, texts, strict=True):
        place.write_text(text + '\n<p><a href="../extra/#there">x</a></p>\n', encoding="utf-8")
    try:
        release = publish_well(project, tmp_path)
        for page in extra:
            page.write_text(HEAD + "# Extra\n", encoding="utf-8")
        refused = publish(project, tmp_path)
        assert refused.exit_code == 1
        assert "kk/accessibility/index.html: the link ../extra/#there leads nowhere." in refused.stderr
        for page in extra:
            page.unlink()
        refused = publish(project, tmp_path)
        assert refused.exit_code == 1
        assert "ru/accessibility/index.html: the link ../extra/#there leads nowhere." in refused.stderr
    finally:
        for page in extra:
            page.unlink(missing_ok=True)
        for place, text in zip(places, texts, strict=True):
            place.write_text(text, encoding="utf-8")
    assert live_of(tmp_path) == release
    assert names(tmp_path) == [release.name]


def test_faulty_files_leave_the_live_site(project: Path, tmp_path: Path) -> None:
    release = publish_well(project, tmp_path)
    schedule = project / "schedules" / "almaty" / "alatau" / "2026-q4.yaml"
    text = schedule.read_text(encoding="utf-8")
    try:
        schedule.write_text(text.replace("2026-12-15 18", "15.12.2026 18"), encoding="utf-8")
        refused = publish(project, tmp_path)
    finally:
        schedule.write_text(text, encoding="utf-8")
    assert refused.exit_code == 1
    assert "schedules/almaty/alatau/2026-q4.yaml:" in refused.stderr
    assert live_of(tmp_path) == release
    assert names(tmp_path) == [release.name]


def test_the_web_server_may_read_what_a_careful_user_publishes(project: Path, tmp_path: Path) -> None:
    command = f"umask 077; exec {sys.executable} -m generator publish {tmp_path}/dest --today 2026-11-21"
    subprocess.run(
        ["sh", "-c", command], cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    for path in (tmp_path / "dest").rglob("*"):
        assert path.stat().st_mode & 0o004, path
