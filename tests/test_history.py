"""Git as the witness: what was published when, and what changed since."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from history_cases import NAMES, Scripted, play, read_case, start, tell_all

from generator.history import git, versions
from generator.history.cache import Cache
from generator.history.read import CACHE, read_history
from generator.history.removed import find_removed
from generator.history.story import ChangeKind, Witness
from generator.model.schedule import Schedule

MEETING = "almaty/alatau/2026-q4/012"
SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """What the case expects; a declared story says so."""
    return {
        subject: {"declared": False, **told} if isinstance(told, dict) else told
        for subject, told in case["expect"].items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_history_tells_exactly_what_happened(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    scripted, commits = play(tmp_path / "project", case)
    asked = expected(case)
    cold = scripted.history()
    assert tell_all(cold, commits, asked) == asked
    warm = scripted.history()
    assert tell_all(warm, commits, asked) == asked


@pytest.mark.parametrize("name", NAMES)
def test_reading_every_version_from_git_tells_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case(name)
    scripted, commits = play(tmp_path / "project", case)
    monkeypatch.setattr("generator.history.read._find_current", lambda *_: {})
    asked = expected(case)
    assert tell_all(scripted.history(), commits, asked) == asked


@pytest.fixture
def repository(tmp_path: Path) -> Scripted:
    """One commit of the small project, and one that moves a meeting by half an hour."""
    scripted = start(tmp_path / "project")
    scripted.commit("2026-09-22T09:00:00+05:00")
    scripted.edit(SCHEDULE, "2026-11-25 18:30", "2026-11-25 18:00")
    scripted.commit("2026-09-23T09:00:00+05:00")
    return scripted


def test_a_shallow_clone_is_an_error_with_the_command_that_mends_it(
    repository: Scripted, tmp_path: Path
) -> None:
    shallow = Scripted(tmp_path / "shallow")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(shallow.root))
    history = shallow.history()
    assert history.witness is Witness.SHALLOW
    assert [(each.code, each.values["command"]) for each in history.diagnostics] == [
        ("E501", "git fetch --unshallow")
    ]
    assert history.story(MEETING).declared
    shallow.git("fetch", "--quiet", "--unshallow")
    mended = shallow.history()
    assert (mended.witness, mended.diagnostics) == (Witness.GIT, ())
    assert mended.story(MEETING) == repository.history().story(MEETING)


def test_without_a_work_tree_everything_is_declared(repository: Scripted) -> None:
    shutil.rmtree(repository.root / ".git")
    history = repository.history()
    assert (history.witness, history.tip, history.diagnostics) == (Witness.DECLARED, None, ())
    assert history.published_on(MEETING) == (date(2026, 9, 24), True)
    assert history.published_on("almaty/alatau/2026-q3/012") == (date(2026, 6, 15), True)
    assert history.timed() == {}
    assert not (repository.root / CACHE).exists()


def test_without_git_everything_is_declared(repository: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.history.git.shutil.which", lambda _: None)
    assert repository.history().witness is Witness.DECLARED
    assert repository.history().story(MEETING).declared


def test_before_the_first_commit_everything_is_declared(tmp_path: Path) -> None:
    assert start(tmp_path / "project").history().witness is Witness.DECLARED


def test_a_history_git_refuses_to_read_is_an_error(repository: Scripted) -> None:
    (repository.root / ".git" / "HEAD").unlink()
    history = repository.history()
    assert history.witness is Witness.DECLARED
    assert [each.code for each in history.diagnostics] == ["E504"]


def test_a_missing_version_is_an_error_and_not_an_unreadable_file(repository: Scripted) -> None:
    blob = repository.git("rev-parse", f"HEAD~1:{SCHEDULE}")
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert [each.code for each in repository.history().diagnostics] == ["E504"]
    assert not (repository.root / CACHE).exists()


def test_a_project_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    inner = start(tmp_path / "project" / "site")
    shutil.rmtree(inner.root / ".git")
    outer = Scripted(tmp_path / "project")
    outer.git("init", "--quiet", "--initial-branch=main")
    first = outer.commit("2026-09-22T09:00:00+05:00")
    story = inner.history().story(MEETING)
    assert (story.first_published, story.declared) == (inner.history().tip, False)
    assert inner.history().tip is not None
    assert inner.history().tip.sha == first  # type: ignore[union-attr]


def test_another_branch_may_be_the_published_one(repository: Scripted) -> None:
    repository.git("branch", "published", "HEAD~1")
    assert repository.history("published").story(MEETING).sequence == 0
    assert repository.history("HEAD").story(MEETING).sequence == 1


def test_a_replaced_commit_changes_nothing(repository: Scripted) -> None:
    before = repository.history().story(MEETING)
    forged = repository.git("commit-tree", "HEAD~1^{tree}", "-m", "x", on="2020-01-01T00:00:00Z")
    repository.git("replace", repository.git("rev-parse", "HEAD~1"), forged)
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "diff.renames", "false")
    repository.git("config", "log.diffMerges", "off")
    assert repository.history().story(MEETING) == before


def test_what_a_hook_leaves_in_the_surroundings_is_not_heard(
    repository: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert repository.history().story(MEETING).sequence == 1


def test_paths_may_hold_anything(repository: Scripted) -> None:
    odd = (
        'schedules/almaty/:100644 a\nb\t"c".yaml',
        "schedules/" + "0" * 40 + " 12",
        "content/registry/\u049b\u04d9.yml",
    )
    for name in odd:
        (repository.root / name).write_text("x\n", encoding="utf-8")
    repository.commit("2026-09-24T09:00:00+05:00")
    repository.git("mv", odd[0], "schedules/-m")
    repository.commit("2026-09-25T09:00:00+05:00")
    for name in (*odd[1:], "schedules/-m"):
        (repository.root / name).unlink()
    history = repository.history()
    assert history.story(MEETING).sequence == 1
    assert history.diagnostics == ()


def test_a_link_or_a_folder_in_place_of_a_file_is_no_version_of_it(repository: Scripted) -> None:
    text = (repository.root / SCHEDULE).read_text(encoding="utf-8")
    (repository.root / SCHEDULE).unlink()
    (repository.root / SCHEDULE).symlink_to("2026-q3.yaml")
    repository.commit("2026-09-24T09:00:00+05:00")
    (repository.root / SCHEDULE).unlink()
    (repository.root / SCHEDULE).write_text(text, encoding="utf-8")
    repository.commit("2026-09-25T09:00:00+05:00")
    kinds = [each.kind for each in repository.history().story(MEETING).changes]
    assert kinds == [ChangeKind.PUBLISHED, ChangeKind.TIME, ChangeKind.REMOVED, ChangeKind.RESTORED]


def test_a_history_can_be_sent_to_a_worker(repository: Scripted) -> None:
    history = repository.history()
    sent = pickle.loads(pickle.dumps(history))
    assert sent.story(MEETING) == history.story(MEETING)


def test_meeting_and_protocol_are_told_together(repository: Scripted) -> None:
    history = repository.history()
    both = [each.kind for each in history.changes("almaty/alatau/2026-q3/012")]
    assert both == [ChangeKind.PUBLISHED, ChangeKind.PROTOCOL_PUBLISHED]
    assert history.protocol(MEETING) is None
    assert history.protocol_published_on(MEETING) == (None, False)
    assert set(history.published()) == set(history.register.meetings)
    assert set(history.protocols_published()) == set(history.register.protocols)


def test_the_shipped_content_is_declared_before_its_history_begins(register: Any) -> None:
    history = read_history(ROOT, register.site, register)
    if history.witness is Witness.GIT:
        assert [each for each in history.diagnostics if each.code.startswith("E")] == []


# Against a base revision


def test_a_meeting_taken_out_since_the_base_is_found(repository: Scripted) -> None:
    repository.git("checkout", "--quiet", "-b", "work")
    (repository.root / SCHEDULE).unlink()
    (repository.root / "content/protocols/almaty/alatau/2026-q3/012.yaml").unlink()
    repository.commit("2026-09-24T09:00:00+05:00")
    found = find_removed(repository.root, repository.read(), "main")
    assert [(each.code, each.values["found"], each.line) for each in found] == [
        ("E503", "almaty/alatau/2026-q3/012", 1),
        ("E502", "almaty/alatau/2026-q4/011", 13),
        ("E502", "almaty/alatau/2026-q4/012", 24),
        ("E502", "almaty/alatau/2026-q4/013", 43),
    ]


def test_what_the_base_got_meanwhile_is_not_missed(repository: Scripted) -> None:
    repository.git("checkout", "--quiet", "-b", "work", "HEAD~1")
    assert find_removed(repository.root, repository.read(), "main") == []


def test_a_meeting_moved_to_another_file_since_the_base_is_not_missed(tmp_path: Path) -> None:
    scripted, commits = play(tmp_path / "project", read_case("moved_to_another_file"))
    assert find_removed(scripted.root, scripted.read(), commits[0]) == []


def test_folders_renamed_since_the_base_are_not_missed(tmp_path: Path) -> None:
    scripted, commits = play(tmp_path / "project", read_case("body_renamed"))
    assert find_removed(scripted.root, scripted.read(), commits[0]) == []


def test_a_lawful_removal_since_the_base_is_no_error(tmp_path: Path) -> None:
    scripted, commits = play(tmp_path / "project", read_case("lawful_removal"))
    assert find_removed(scripted.root, scripted.read(), commits[0]) == []


def test_an_unknown_base_is_said(repository: Scripted) -> None:
    with pytest.raises(git.GitFailed):
        find_removed(repository.root, repository.read(), "--output=x")


# The cache


def test_a_second_reading_asks_git_for_no_version(
    repository: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repository.history()
    monkeypatch.setattr(
        git.Repository, "read_blobs", lambda _self, blobs: iter([] if not list(blobs) else [1 / 0])
    )
    assert repository.history() == first


FALSE_TIME = b'[{"012":{"time":"2026-01-01T00:00/2026-01-01T01:00"}},[],[]]'


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "other program", "other body", "wrong shape"])
def test_a_harmed_cache_is_dropped(repository: Scripted, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repository.history()
    path = repository.root / CACHE / "all"
    content = path.read_bytes()
    if harm == "cut":
        path.write_bytes(content[:-7])
    elif harm == "flipped":
        path.write_bytes(content[:-7] + bytes([content[-7] ^ 1]) + content[-6:])
    elif harm == "emptied":
        path.write_bytes(b"")
    elif harm == "wrong shape":
        forge_cache(path, b'[{"012":{"time":["a"]}},[],[]]')
    elif harm == "other body":
        forge_cache(path, FALSE_TIME)
        path.write_bytes(content.partition(b"\n")[0] + b"\n" + path.read_bytes().partition(b"\n")[2])
    else:
        with monkeypatch.context() as other:
            other.setattr("generator.history.cache._programs", lambda: "other")
            path.unlink()
            repository.history()
            forge_cache(path, FALSE_TIME)
    assert repository.history() == first


def forge_cache(path: Path, line: bytes) -> None:
    forged = Cache(path)
    assert forged._lines
    forged._used = dict.fromkeys(forged._lines, line)
    forged._grown = True
    forged.write()


def test_a_cache_that_cannot_be_written_is_no_fault(repository: Scripted) -> None:
    (repository.root / ".cache").write_text("", encoding="utf-8")
    assert repository.history().story(MEETING).sequence == 1


def test_the_cache_is_bounded_and_keeps_what_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.history.cache.MAXIMUM_BYTES", 200)
    path = tmp_path / "history"
    for number in range(20):
        kept = Cache(path)
        kept.keep(f"Schedule:{number:040}", None)
        kept.write()
    assert path.stat().st_size <= 200
    assert Cache(path).find(f"Schedule:{19:040}") == (True, None)
    assert Cache(path).find(f"Schedule:{0:040}") == (False, None)
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_under_any_time_zone(repository: Scripted) -> None:
    program = (
        "from pathlib import Path; from generator.model.project import read_project\n"
        "from generator.history.read import read_history\n"
        f"register = read_project(Path({str(repository.root)!r})).register\n"
        f"history = read_history(Path({str(repository.root)!r}), register.site, register)\n"
        f"print(history.published(), history.timed(), history.story({MEETING!r}))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={
                "PYTHONPATH": str(ROOT),
                "PATH": "/usr/bin:/bin",
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, locale, seed in (
            ("UTC", "C", "1"),
            ("America/Los_Angeles", "C.UTF-8", "2"),
            ("Asia/Almaty", "POSIX", "3"),
        )
    }
    assert len(told) == 1


def test_a_version_knows_the_entries_it_cannot_read() -> None:
    content = (ROOT / "tests/cases/project" / SCHEDULE).read_bytes()
    torn = content.replace(b"starts: 2026-11-24 18:30", b"starts: soon").replace(
        b"capacity: 120", b"capacity: many"
    )
    version = versions.read_version(Schedule, torn)
    assert version is not None
    assert (set(version.entries), version.faint, version.broken) == (
        {"013"},
        frozenset({"012"}),
        frozenset({"011"}),
    )
    assert versions.read_version(Schedule, b"\xff") is None
    assert versions.read_version(Schedule, b"a: [") is None
    assert replace(version, faint=frozenset()).faint == frozenset()
