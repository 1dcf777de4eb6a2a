"""The summary of a check is said in one comment of its request, edited in place, and nothing in it acts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from conftest import ROOT
from forge import Forge, open_forge
from hypothesis import example, given
from hypothesis import strategies as st

MARKER = "<!-- esep-summary -->"
SUMMARY = f"{MARKER}\n## Changes\n\n- A meeting was announced\n"
HEAD = {"label": "editor:branch", "sha": "a" * 40}


@pytest.fixture
def forge() -> Iterator[Forge]:
    with open_forge(Forge(pulls=[{"number": 7, "head": HEAD}])) as opened:
        yield opened


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "summary.md"
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def environment_of(host: str, url: str) -> dict[str, str]:
    return {"ESEP_TOKEN": "t0ken"} | {
        "github": {
            "GITHUB_API_URL": url,
            "GITHUB_REPOSITORY": "town/esep",
            "ESEP_HEAD_OWNER": "editor",
            "ESEP_HEAD_BRANCH": "branch",
            "ESEP_HEAD_SHA": "a" * 40,
        },
        "forgejo": {"GITHUB_API_URL": url, "GITHUB_REPOSITORY": "town/esep", "ESEP_REQUEST": "7"},
        "gitlab": {"CI_API_V4_URL": url, "CI_PROJECT_ID": "12", "CI_MERGE_REQUEST_IID": "7"},
    }[host]


def comment(host: str, summary: Path, url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(ROOT / ".ci" / "comment.py"), host, str(summary)],
        env={"PATH": os.environ["PATH"], **environment_of(host, url), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("host", "edit", "path"),
    [
        ("github", "PATCH", "/repos/town/esep/issues/comments/1000"),
        ("forgejo", "PATCH", "/repos/town/esep/issues/comments/1000"),
        ("gitlab", "PUT", "/projects/12/merge_requests/7/notes/1000"),
    ],
)
def test_the_first_check_says_it_and_the_second_edits_what_was_said(
    forge: Forge, summary: Path, host: str, edit: str, path: str
) -> None:
    forge.me = "forgejo-actions" if host == "forgejo" else "github-actions[bot]"
    assert comment(host, summary, forge.url).stdout == "said\n"
    summary.write_text(f"{MARKER}\nAll is mended\n", encoding="utf-8")
    assert comment(host, summary, forge.url).stdout == "edited\n"
    assert [one["body"] for one in forge.comments] == [f"{MARKER}\nAll is mended\n"]
    assert forge.asked[-1] == (edit, path)
    assert forge.tokens <= {"Bearer t0ken", "token t0ken", "t0ken"}


def test_a_comment_of_somebody_else_that_begins_with_the_marker_is_left_alone(
    forge: Forge, summary: Path
) -> None:
    forge.add("stranger", f"{MARKER}\nmine")
    comment("github", summary, forge.url)
    assert [one["body"] for one in forge.comments] == [f"{MARKER}\nmine", SUMMARY]


@pytest.mark.parametrize("paged", [True, False])
def test_our_comment_is_found_behind_two_hundred_others(forge: Forge, summary: Path, *, paged: bool) -> None:
    forge.paged = paged
    for number in range(230):
        forge.add("neighbour", f"remark {number}")
    forge.add("github-actions[bot]", f"{MARKER}\nold")
    assert comment("github", summary, forge.url).stdout == "edited\n"
    assert forge.comments[-1]["body"] == SUMMARY
    assert len(forge.comments) == 231


def test_a_request_with_newer_commits_or_closed_hears_nothing(forge: Forge, summary: Path) -> None:
    told = comment("github", summary, forge.url, ESEP_HEAD_SHA="b" * 40)
    assert told.returncode == 0
    assert "no open request" in told.stdout
    assert forge.comments == []


def test_a_branch_name_is_only_a_value(forge: Forge, summary: Path) -> None:
    told = comment("github", summary, forge.url, ESEP_HEAD_BRANCH="x&state=all#$(touch /nowhere)")
    assert told.returncode == 0
    assert forge.comments == []


def test_what_the_host_refuses_is_said_and_fails_the_step(forge: Forge, summary: Path) -> None:
    forge.refuses = True
    told = comment("github", summary, forge.url)
    assert told.returncode == 1
    assert "403" in told.stderr
    assert "Resource not accessible" in told.stderr
    assert "Traceback" not in told.stderr
    assert "t0ken" not in told.stderr


@pytest.mark.parametrize("kind", ["absent", "link", "folder", "large"])
def test_a_summary_that_is_no_small_file_is_refused(forge: Forge, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "summary.md"
    if kind == "link":
        path.symlink_to("/etc/passwd")
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        path.write_bytes(b"x" * (1 << 21))
    told = comment("github", path, forge.url)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert forge.asked == []


def test_wrong_use_is_said(summary: Path) -> None:
    used = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "comment.py"), "mail", str(summary)],
        check=False,
        capture_output=True,
    )
    assert used.returncode == 2
    lost = comment("gitlab", summary, "http://127.0.0.1:9", CI_MERGE_REQUEST_IID="1; rm")
    assert lost.returncode == 1
    assert "Traceback" not in lost.stderr


def say(forge: Forge, path: Path, text: str) -> str:
    forge.comments.clear()
    path.write_text(text, encoding="utf-8")
    assert comment("github", path, forge.url).returncode == 0
    return str(forge.comments[0]["body"])


def test_nothing_in_a_summary_acts(forge: Forge, summary: Path) -> None:
    said = say(
        forge,
        summary,
        f"{MARKER}\n@mayor see #12 ![x](https://track.example/p.png) <img src=x> <script>1</script>\n"
        "/merge\n  /close\n<details><summary>More</summary>\n\n| a | b |\n|---|---|\n\n</details>\n"
        "<sub>compared</sub>\n",
    )
    assert "@mayor" not in said
    assert "#12" not in said
    assert "![" not in said
    assert "<img" not in said
    assert "<script" not in said
    assert not any(line.lstrip(" ").startswith("/") for line in said.splitlines())
    assert "<details><summary>More</summary>" in said
    assert "| a | b |" in said
    assert "<sub>compared</sub>" in said
    assert said.startswith(MARKER)


def test_a_summary_longer_than_a_comment_is_cut_at_a_line(forge: Forge, summary: Path) -> None:
    said = say(forge, summary, MARKER + "\n" + "- a line of the summary\n" * 20_000)
    assert len(said) < 65_536
    assert said.endswith("- a line of the summary\n\n…\n")


def read_tame() -> Callable[[str], str]:
    """The function itself, for many texts at once."""
    spec = spec_from_file_location("esep_comment", ROOT / ".ci" / "comment.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["esep_comment"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    tame: Callable[[str], str] = module.tame
    return tame


TAME = read_tame()


PIECES = ("@", "#", "1", "a", "/", "!", "[", "<", ">", "\n", " ", "\u202e", MARKER, "br")


@example("!![x](y)")
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_is_written_nothing_is_left_that_acts(text: str) -> None:
    said = TAME(text)
    first, rest = said.split("\n", 1)
    assert first == MARKER
    assert not re.search(r"@\w|#\d|!\[|<(?!br>)|\u202e", rest)
    assert not re.search(r"^\s*/[a-z]", rest, re.MULTILINE)
    assert TAME(said) == said
