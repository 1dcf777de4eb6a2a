"""`esep check --base`: what residents will see differently, as a comment, as annotations and as a preview."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TODAY, run_esep
from history_cases import Scripted, change_files
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from review_cases import NAMES, check, play, read_case, start_whole, summarize, told

from generator.commands.making import make_site
from generator.editing import preview, summary
from generator.editing.preview import compare_sites
from generator.editing.reports import REPORTS
from generator.history import git
from generator.history.pages import find_pages
from generator.history.sides import find_base, read_sides
from generator.model.project import read_project
from generator.reading.diagnostics import Diagnostic
from generator.reading.messages import phrase
from generator.views.review_site import WORDS
from generator.views.touched import find_touched
from generator.words.catalogue import read_words

SCHEDULE = "schedules/almaty/alatau/2026-q4.yaml"
PROTOCOL = "content/protocols/almaty/alatau/2026-q3/012.yaml"
BODY = "content/registry/almaty/alatau.yaml"
PHONE = "8 701 123 45 67"
HOSTILE = "@police <b>x</b> [a](javascript:1) `c` #1 http://x.example www.x.example *b* | - "


@pytest.fixture
def project(tmp_path: Path) -> Scripted:
    """The small project on its branch `work`, with nothing changed since `main`."""
    return start_whole(tmp_path / "project")


# What residents will see differently


@pytest.mark.parametrize("name", NAMES)
def test_the_summary_says_what_changes_in_both_languages(name: str, project: Scripted) -> None:
    case = read_case(name)
    play(project, case)
    found = summarize(project)
    assert {language: told(found, language) for language in ("kk", "ru")} == {
        language: case[language] for language in ("kk", "ru")
    }
    faults = json.loads(check(project, "--format", "json").stdout)["diagnostics"]
    assert sorted(f"{each['code']} {each['file']}:{each['line']}" for each in faults) == case["faults"]


def test_the_comment_begins_with_its_mark_and_kazakh_comes_first(project: Scripted) -> None:
    play(project, read_case("time_moved"))
    found = summarize(project)
    assert found.startswith("<!-- esep-summary -->\n")
    assert found.count("<!--") == 1
    assert found.index("\u049b\u0430\u0440\u0430\u0448\u0430") < found.index(
        "\u043d\u043e\u044f\u0431\u0440\u044f"
    )


def test_a_mended_change_says_that_there_are_no_errors(project: Scripted) -> None:
    play(project, read_case("three_mistakes"))
    broken = summarize(project)
    project.git("checkout", "--quiet", "main", "--", ".")
    project.commit()
    mended = summarize(project)
    for language in ("kk", "ru"):
        assert phrase("review_sound", language) in mended
        assert phrase("review_sound", language) not in broken
    for code in ("E101", "E207", "E301"):
        assert broken.count(code) == 2
        assert code not in mended


def test_work_not_committed_counts_and_files_git_was_never_told_of(project: Scripted) -> None:
    change_files(project, read_case("protocol_published")["change"])
    change_files(project, read_case("phone_changed")["change"])
    found = told(summarize(project), "ru")
    assert read_case("phone_changed")["ru"][1] in found
    assert set(read_case("protocol_published")["ru"][:-1]) <= set(found)
    assert project.git("status", "--porcelain").count("\n") == 1


def test_what_the_base_got_meanwhile_is_not_told(project: Scripted) -> None:
    play(project, read_case("phone_changed"))
    project.git("checkout", "--quiet", "main")
    change_files(project, read_case("cancelled")["change"])
    project.commit()
    project.git("checkout", "--quiet", "work")
    assert told(summarize(project), "ru") == read_case("phone_changed")["ru"]
    project.git("merge", "--quiet", "--message", "x", "main")
    assert told(summarize(project), "ru") == read_case("phone_changed")["ru"]


def test_a_police_body_that_is_renamed_keeps_its_meetings(project: Scripted) -> None:
    for old in (
        "content/registry/almaty/alatau",
        "schedules/almaty/alatau",
        "content/protocols/almaty/alatau",
    ):
        (project.root / old).rename((project.root / old).with_name("alatau-2"))
    (project.root / BODY).rename(project.root / "content/registry/almaty/alatau-2.yaml")
    project.commit()
    found = "\n".join(told(summarize(project), "ru"))
    russian = read_words(ROOT / "site_config" / "locale" / "ru.po", "ru")
    assert found.count(russian.one_of("change", "renamed")) == 9
    assert russian.one_of("review", "meeting_removed") not in found


def test_a_project_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    inner = start_whole(tmp_path / "project" / "site")
    shutil.rmtree(inner.root / ".git")
    outer = Scripted(tmp_path / "project")
    outer.git("init", "--quiet", "--initial-branch=main")
    outer.commit()
    change_files(inner, read_case("phone_changed")["change"])
    assert told(summarize(inner), "kk") == read_case("phone_changed")["kk"]
    copied = find_base(inner.root, "main").repository.copy_at("main", tmp_path / "copy")
    assert copied == tmp_path / "copy" / "site"
    assert (copied / BODY).read_text(encoding="utf-8") != (inner.root / BODY).read_text(encoding="utf-8")


def test_the_summary_is_written_even_with_faults_and_ends_with_one(project: Scripted) -> None:
    play(project, read_case("three_mistakes"))
    file = project.root.parent / "deep" / "summary.md"
    done = check(project, "--format", "github", "--summary", str(file))
    assert done.exit_code == 1
    assert done.stdout.count("::error file=") == 3
    assert "E301" in file.read_text(encoding="utf-8")


def test_a_removal_is_told_once_however_many_witnesses_it_has(project: Scripted) -> None:
    play(project, read_case("meeting_deleted"))
    assert check(project, "--format", "github").stdout.count("title=E502") == 1


def test_a_summary_that_cannot_be_written_is_said(project: Scripted, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for option in ("--summary", "--preview"):
        done = check(project, option, str(tmp_path / "file" / "x"))
        assert done.exit_code == 1, done.output
        assert str(tmp_path / "file" / "x") in done.stderr
        assert "Traceback" not in done.output


def test_without_an_option_for_it_the_summary_follows_the_text(project: Scripted) -> None:
    play(project, read_case("phone_changed"))
    assert "<!-- esep-summary -->" in check(project).stdout
    assert "esep-summary" not in check(project, "--format", "json").stdout


def test_two_runs_say_the_same(project: Scripted) -> None:
    play(project, read_case("officer_replaced"))
    assert summarize(project) == summarize(project)


# A base that cannot be compared with


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "HEAD:schedules", "main..work", "", "@{-9}"])
def test_an_unknown_base_is_said_in_three_languages(base: str, project: Scripted) -> None:
    said = {each: check(project, "--format", "json", base=base, language=each) for each in ("kk", "ru", "en")}
    assert {each.exit_code for each in said.values()} == {2}
    assert len({each.stderr for each in said.values()}) == 3
    assert all(phrase("unknown_base", language) in each.stderr for language, each in said.items())
    assert all("Traceback" not in each.output for each in said.values())


def test_a_shallow_clone_is_told_how_to_fetch_the_rest(project: Scripted, tmp_path: Path) -> None:
    play(project, read_case("phone_changed"))
    shallow = Scripted(tmp_path / "shallow")
    project.git("clone", "--quiet", "--depth=1", f"file://{project.root}", str(shallow.root))
    done = check(shallow, "--summary", str(tmp_path / "summary.md"), base="origin/main")
    assert done.exit_code == 1  # a shallow history is an error of its own
    assert "git fetch --unshallow" in done.stderr
    assert "git fetch" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_without_git_that_is_said(project: Scripted) -> None:
    shutil.rmtree(project.root / ".git")
    done = check(project, "--summary", "-")
    assert done.exit_code == 2
    assert phrase("no_git", "en") in done.stderr
    assert phrase("no_git", "kk").partition(" ")[0] in done.stdout


def test_options_without_a_base_are_refused(tmp_path: Path) -> None:
    for option in ("--summary", "--preview"):
        done = run_esep("check", option, str(tmp_path / "x"), "--language", "en")
        assert done.returncode == 2
        assert f"{option} needs --base" in done.stderr


def test_neither_the_work_tree_nor_the_repository_is_touched(project: Scripted, tmp_path: Path) -> None:
    play(project, read_case("phone_changed"))
    change_files(project, read_case("cancelled")["change"])

    def state() -> list[tuple[str, int, int]]:
        kept = (each for each in project.root.rglob("*") if each.is_file() and ".cache" not in each.parts)
        return sorted((str(each), each.stat().st_mtime_ns, each.stat().st_size) for each in kept)

    before = state()
    assert check(project, "--preview", str(tmp_path / "preview")).exit_code == 0
    assert state() == before


def test_a_base_is_read_from_git_and_no_program_of_the_repository_runs(
    project: Scripted, tmp_path: Path
) -> None:
    """A hook, a filter or an attribute of the repository asked about bends nothing."""
    hook = project.root / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\n", encoding="utf-8")
    hook.chmod(0o755)
    (project.root / ".gitattributes").write_text("schedules/** export-ignore\n* filter=x\n", encoding="utf-8")
    project.git("config", "filter.x.smudge", f"touch {tmp_path}/filtered")
    play(project, read_case("phone_changed"))
    assert check(project, "--preview", str(tmp_path / "preview")).exit_code == 0
    assert told(summarize(project), "kk") == read_case("phone_changed")["kk"]
    assert not (tmp_path / "hooked").exists()
    assert not (tmp_path / "filtered").exists()


# Privacy


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("side", ["base", "change"])
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            SCHEDULE,
            "kk: \u041c\u04d9\u0434\u0435\u043d\u0438\u0435\u0442 \u04af\u0439\u0456",
            f'kk: "{PHONE}"',
        ),
        (PROTOCOL, "type", ""),
        (BODY, "ru: \u0423\u041f\u041f \u2116 3", ""),
    ],
    ids=["a place", "a submission", "a station"],
)
def test_personal_data_is_never_told_on_either_side(
    side: str, file: str, old: str, new: str, project: Scripted
) -> None:
    if file == PROTOCOL:
        old, new = "participants: 64", f"participants: 65\nplace: {{kk: 'A {PHONE}', ru: 'B {PHONE}'}}"
    if file == BODY:
        old, new = "kato: ", f"address: {{kk: 'A {PHONE}', ru: 'B {PHONE}'}}\nkato: "
        text = (project.root / file).read_text(encoding="utf-8")
        project.root.joinpath(file).write_text(re.sub(r"(?m)^address: .*\n", "", text, count=1), "utf-8")
        project.git("checkout", "--quiet", "main")
        project.commit()
        project.git("checkout", "--quiet", "-B", "work")
    edit = {"edit": [{"file": file, "replace": old, "with": new}]}
    back = {"edit": [{"file": file, "replace": new, "with": old}]}
    play(project, {"change": edit} if side == "change" else {"base": edit, "change": back})
    for form in sorted(REPORTS):
        assert digits(PHONE) not in digits(check(project, "--format", form).output)
    assert f"`{file}`" in summarize(project)


def test_a_title_of_a_page_or_a_label_with_a_phone_is_not_told(project: Scripted) -> None:
    page = "content/pages/ru/law.md"
    text = (project.root / page).read_text(encoding="utf-8")
    (project.root / page).write_text(re.sub(r"title: .*", f"title: A {PHONE}", text, count=1), "utf-8")
    label = f"{WORDS}kk.po"
    text = (project.root / label).read_text(encoding="utf-8")
    (project.root / label).write_text(
        re.sub(r'msgid "Streets"\nmsgstr ".*"', f'msgid "Streets"\nmsgstr "{PHONE}"', text), "utf-8"
    )
    found = summarize(project)
    assert digits(PHONE) not in digits(found)
    assert page in found


# Hostile input


def plain(tokens: Any) -> str:
    """The text a reader sees."""
    return "".join(
        (each.content if each.type in ("text", "text_special") else "") + plain(each.children or ())
        for each in tokens
    )


@given(st.text(max_size=80) | st.text(alphabet="\\`*_{}[]()<>#+-.!|~&$:@/w=1 \n\t\r", max_size=60))
def test_a_text_of_an_editor_is_a_text_in_the_comment(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(f"- **x**: {summary.escape(text)}\n")
    kinds = {child.type for each in tokens for child in each.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    assert {each.type for each in tokens if each.nesting == 1} == {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    }
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    assert plain(tokens).replace("\u2060", "") == f"x: {shown}".strip().replace("\u2060", "")


@given(st.text(alphabet="-+=1.)#>*_` a", max_size=12))
def test_a_text_of_an_editor_begins_no_list_and_no_heading(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- {summary.escape(text) or 'x'}\n")
    assert [each.type for each in tokens] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ]


def test_nobody_is_called_and_nothing_is_linked_by_what_an_editor_writes(project: Scripted) -> None:
    text = json.dumps(HOSTILE)
    place = f"name: {{kk: {text}, ru: {text}}}"
    edit = {
        "file": SCHEDULE,
        "replace": "name: {kk: \u041c\u04d9\u0434\u0435\u043d\u0438\u0435\u0442 \u04af\u0439\u0456, "
        "ru: \u0414\u043e\u043c \u043a\u0443\u043b\u044c\u0442\u0443\u0440\u044b}",
        "with": place,
    }
    play(project, {"change": {"edit": [edit]}})
    found = summarize(project)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(found)
    assert "police" in found
    for inert in ("@police", "http://x", "www.x", "#1"):
        assert inert not in found
    assert "<b>" not in html
    links = set(re.findall(r'href="([^"]+)"', html))
    assert {re.sub("/(kk|ru)/.*", "", each) for each in links} == {"https://esep.example"}


def test_a_huge_change_makes_a_comment_that_a_forge_takes(project: Scripted) -> None:
    """GitHub takes 65,536 characters."""
    long = "\u049a" * 150 + "[*_`<>#|~&$" * 400
    head = "approved: {by: police, document: x, on: 2026-09-21}\nmeetings:\n"
    days = [f"2027-02-{1 + number % 28:02} {8 + number // 28:02}" for number in range(60)]
    entries = "".join(
        f'  "m{number}":\n    level: inspector\n    precincts: ["012"]\n'
        f"    starts: {day}:00\n    ends: {day}:30\n"
        f"    place: {{name: {{kk: '{long}', ru: '{long}'}}, address: {{kk: x, ru: x}}}}\n"
        for number, day in enumerate(days)
    )
    (project.root / "schedules/almaty/alatau/2027-q1.yaml").write_text(head + entries, encoding="utf-8")
    bad = head + "".join(f'  "b{number}": {{level: {long[150:200]!r}}}\n' for number in range(60))
    (project.root / "schedules/almaty/alatau/2027-q2.yaml").write_text(bad, encoding="utf-8")
    found = summarize(project)
    assert len(found) < 60_000
    assert f"- {phrase('review_more', 'kk', number='35')}\n" in found


@pytest.mark.parametrize(
    "harm",
    [
        (BODY, b"\xff\xfe"),
        (BODY, b"[" * 5000),
        (SCHEDULE, b"meetings: []\n"),
        (SCHEDULE, b"\n" * (1 << 20) + b"x: 1\n"),
        ("site_config/site.yaml", b"names: 1\n"),
        (f"{WORDS}kk.po", b"msgid broken\n"),
        (f"{WORDS}kk.po", b"\xff\xfe\x00"),
        (f"{WORDS}ru.po", b""),
        ("content/pages/kk/law.md", b"---\ntitle: [\n---\n"),
        ("content/pages/kk/law.md", b"\xff\xfe---"),
        ("content/removed.yaml", b"- x\n"),
        ("content/registry/almaty.yaml", b"kato: 1\n"),
        ("content/protocols/x/y.yaml", b"x: 1\n"),
        ("content/pages/a/b/c/2026-q4/d.yaml", b"x: 1\n"),
    ],
    ids=str,
)
@pytest.mark.parametrize("side", ["base", "change"])
def test_what_cannot_be_read_costs_neither_a_trace_nor_the_summary(
    harm: tuple[str, bytes], side: str, project: Scripted
) -> None:
    file, content = harm
    path = project.root / file
    kept = path.read_bytes() if path.exists() else None
    if side == "base":
        project.git("checkout", "--quiet", "main")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    project.commit()
    if side == "base":
        project.git("checkout", "--quiet", "-B", "work")
        if kept is None:
            path.unlink()
        else:
            path.write_bytes(kept)
    change_files(
        project, {"edit": [{"file": PROTOCOL, "replace": "participants: 64", "with": "participants: 65"}]}
    )
    done = check(project, "--format", "github", "--summary", "-")
    assert done.exit_code in (0, 1), done.output
    assert "<!-- esep-summary -->" in done.stdout
    if side == "base" or ("site.yaml" not in file and "almaty.yaml" not in file and file != BODY):
        assert "64 \u2192 65" in done.stdout


def test_a_link_in_the_base_leads_nowhere(project: Scripted, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("names: {kk: secret, ru: secret}\n", encoding="utf-8")
    project.git("checkout", "--quiet", "main")
    text = (project.root / BODY).read_bytes()
    (project.root / BODY).unlink()
    (project.root / BODY).symlink_to(secret)
    project.commit()
    project.git("checkout", "--quiet", "-B", "work")
    (project.root / BODY).unlink()
    (project.root / BODY).write_bytes(text)
    project.commit()
    done = check(project, "--summary", "-")
    assert done.exit_code == 0
    assert "secret" not in done.output


# Reports


TEXTS = st.text(max_size=40) | st.text(alphabet="%,:\r\n\t=\u2028 ax", max_size=30)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(1, 999)), max_size=4))
def test_an_annotation_is_one_command_that_reads_back(rows: list[tuple[str, str, int]]) -> None:
    """The runner takes a line apart at `::` and `,` and undoes `%`: what comes out is what went in."""
    given_rows = [Diagnostic("E502", file, line, 1, {"found": found}) for file, found, line in rows]
    report = REPORTS["github"](given_rows, "en")
    lines = [each for each in re.split(r"[\r\n]", report) if each]
    assert len(lines) == len(rows)
    for line, (file, found, number) in zip(lines, rows, strict=True):
        command = re.fullmatch(r"::error ([^\r\n]*?)::(.*)", line)
        assert command is not None
        named = dict(each.split("=", 1) for each in command[1].split(","))
        assert (undone(named["file"]), named["line"], named["title"]) == (file, str(number), "E502")
        assert f"\u00ab{found}\u00bb" in undone(command[2])


def undone(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_gitlab_knows_a_fault_again_when_it_moves(project: Scripted) -> None:
    play(project, read_case("three_mistakes"))
    first = json.loads(check(project, "--format", "gitlab").stdout)
    (project.root / SCHEDULE).write_text(
        "# x\n\n" + (project.root / SCHEDULE).read_text(encoding="utf-8"), encoding="utf-8"
    )
    moved = json.loads(check(project, "--format", "gitlab").stdout)
    prints = [each["fingerprint"] for each in first]
    assert prints == [each["fingerprint"] for each in moved]
    assert len(set(prints)) == len(prints) == 3
    assert [each["location"]["lines"]["begin"] for each in first] != [
        each["location"]["lines"]["begin"] for each in moved
    ]
    for each in first:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert (project.root / each["location"]["path"]).is_file()


def test_two_equal_faults_of_one_file_are_two(project: Scripted) -> None:
    text = (project.root / SCHEDULE).read_text(encoding="utf-8")
    (project.root / SCHEDULE).write_text(
        text.replace("level: inspector", "level: inspektor"), encoding="utf-8"
    )
    rows = json.loads(check(project, "--format", "gitlab").stdout)
    assert len({each["fingerprint"] for each in rows}) == len(rows) == 3


def test_files_are_named_from_where_the_command_was_started(project: Scripted) -> None:
    play(project, read_case("three_mistakes"))
    done = run_esep(
        "check", "--root", project.root.name, "--base", "main", "--format", "github", cwd=project.root.parent
    )
    assert f"::error file=project/{SCHEDULE},line=19," in done.stdout


# The preview


TOUCHING = (
    "meeting_announced",
    "time_moved",
    "place_changed",
    "cancelled",
    "protocol_published",
    "submission_answered",
    "officer_replaced",
    "officer_changed",
    "officer_taken_out",
    "phone_changed",
    "station_changed",
    "precinct_added",
    "precinct_renumbered",
    "precinct_merged",
    "streets_changed",
    "schedule_changed",
    "lawful_removal",
)


def test_what_is_told_to_change_without_making_the_site_does_change(
    project: Scripted, tmp_path: Path
) -> None:
    make_site(project.root, TODAY, "en", tmp_path / "before")
    for name in TOUCHING:
        case = read_case(name)
        project.git("reset", "--quiet", "--hard", "main")
        play(project, case)
        make_site(project.root, TODAY, "en", tmp_path / "after")
        base, found = find_base(project.root, "main"), read_project(project.root)
        sides = read_sides(project.root, base, found.register, found.diagnostics)
        assert sides is not None
        touched = find_touched(sides, find_pages(project.root, base), TODAY)
        changed = compare_sites(tmp_path / "before", tmp_path / "after").touched(everywhere=False)
        for kind in ("pages", "calendars", "feeds"):
            assert set(getattr(touched, kind)) <= set(getattr(changed, kind)), (name, kind)
        assert touched.pages or touched.calendars, name


def test_no_site_is_made_without_a_preview(project: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.commands.reviewing.make_site", None)
    monkeypatch.setattr(git.Repository, "copy_at", None)
    play(project, read_case("time_moved"))
    assert check(project, "--format", "github", "--summary", "-").exit_code == 0


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preview of a meeting that was moved and a page of text that changed; the summary lies beside it."""
    folder = tmp_path_factory.mktemp("preview")
    project = start_whole(folder / "project")
    for name in ("time_moved", "page_changed", "meeting_announced"):
        change_files(project, {**read_case(name)["change"], "delete": []})
    (project.root / "content/pages/ru/help.md").write_text(
        "---\ntitle: X\ndescription: Y.\n---\n\n# X\n", encoding="utf-8"
    )
    project.commit("2026-11-20T09:00:00+05:00")
    options = ("--preview", str(folder / "preview"), "--summary", str(folder / "summary.md"))
    done = check(project, *options)
    assert done.exit_code == 0, done.output
    return folder / "preview"


def test_the_preview_holds_the_pages_that_change_and_no_other(previewed: Path) -> None:
    pages = {each.relative_to(previewed / "site").as_posix() for each in (previewed / "site").rglob("*.html")}
    for language in ("kk", "ru"):
        assert f"{language}/almaty/alatau/2026-q4/012/index.html" in pages
        assert f"{language}/almaty/alatau/2026-q4/013-b/index.html" in pages
        assert f"{language}/help/index.html" in pages
        assert f"{language}/almaty/alatau/2026-q3/012/index.html" not in pages
        assert f"{language}/about/index.html" not in pages
    found = (previewed.parent / "summary.md").read_text(encoding="utf-8")
    assert phrase("review_previewed", "kk", pages=str(len(pages))).partition(":")[0] in found
    assert f"\u2013 {len(pages)}," in found


def test_a_page_of_which_only_the_footer_differs_is_no_changed_page(tmp_path: Path) -> None:
    """A footer may name the commit a site was made from."""
    for folder, footer, main in (("a", "1", "x"), ("b", "2", "x"), ("c", "1", "y")):
        (tmp_path / folder).mkdir()
        text = f"<main>{main}</main>\n<footer class=f>\n{footer}</footer>"
        (tmp_path / folder / "index.html").write_text(text, encoding="utf-8")
    assert compare_sites(tmp_path / "a", tmp_path / "b").present == frozenset()
    assert compare_sites(tmp_path / "a", tmp_path / "c").present == {"index.html"}


def test_every_link_of_the_preview_leads_to_a_file_or_to_the_live_site(previewed: Path) -> None:
    links, within = 0, 0
    for page in previewed.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for _, link in re.findall(r'<(?:a|link|script|img)\b[^>]*?\s(href|src)="([^"]*)"', text):
            links += 1
            if re.match(r"(https?|tel|mailto|webcal):|#", link):
                continue
            target = (page.parent / link.partition("#")[0]).resolve()
            assert target.is_file(), (page, link)
            assert previewed in target.parents
            within += target.suffix == ".html" and page.parent != previewed
    assert links > 200
    assert within > 40


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(
    project: Scripted, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    done = check(project, "--preview", str(tmp_path / "mine"))
    assert done.exit_code == 2
    assert "Choose an empty folder" in done.stderr
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_second_preview_takes_the_place_of_the_first(project: Scripted, tmp_path: Path) -> None:
    folder = tmp_path / "preview"
    for name, there, gone in (("time_moved", "012", "013"), ("cancelled", "013", "012")):
        project.git("reset", "--quiet", "--hard", "main")
        play(project, read_case(name))
        assert check(project, "--preview", str(folder)).exit_code == 0
        assert (folder / f"site/kk/almaty/alatau/2026-q4/{there}/index.html").is_file()
        assert not (folder / f"site/kk/almaty/alatau/2026-q4/{gone}/index.html").exists()


def test_no_preview_is_made_while_there_are_errors(project: Scripted, tmp_path: Path) -> None:
    play(project, read_case("three_mistakes"))
    done = check(project, "--preview", str(tmp_path / "preview"), "--summary", str(tmp_path / "summary.md"))
    assert done.exit_code == 1
    assert phrase("preview_refused", "en") in done.stderr
    assert (tmp_path / "summary.md").is_file()
    assert not (tmp_path / "preview").exists()


def test_a_base_with_mistakes_still_has_a_preview(project: Scripted, tmp_path: Path) -> None:
    play(project, read_case("broken_base"))
    assert check(project, "--preview", str(tmp_path / "preview")).exit_code == 0
    assert (tmp_path / "preview/site/kk/almaty/alatau/2026-q4/013/index.html").is_file()


def test_a_very_large_preview_says_how_much_it_leaves_out(
    previewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "MOST_PAGES", 2)
    pages = frozenset(
        each.relative_to(previewed / "site").as_posix() for each in (previewed / "site").rglob("*.html")
    )
    made = dict(preview.render_preview(previewed / "site", pages, "https://esep.example/"))
    assert sum(each.endswith(".html") for each in made) == 3
    assert phrase("review_more", "kk", number=str(len(pages) - 2)) in made["index.html"].decode()


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None and not os.environ.get("CI"), reason="Chromium is not installed")
def test_a_colleague_opens_the_preview_from_disk_and_goes_from_page_to_page(previewed: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    assert BROWSER is not None, "Chromium is needed: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page()
        faults: list[str] = []
        page.on(
            "console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(request.url))
        page.goto((previewed / "index.html").as_uri())
        page.locator("a[href*='ru/almaty/alatau/2026-q4/012/']").click()
        assert page.locator("main h1").is_visible()
        assert "19:00" in page.locator("main").inner_text()
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") != "inline"
        page.locator("header a[hreflang='kk']").click()
        assert page.url.endswith("site/kk/almaty/alatau/2026-q4/012/index.html")
        page.locator("main a[href$='/012/index.html']").first.click()
        assert page.url.endswith("site/kk/almaty/alatau/012/index.html")
        assert page.locator("a[href^='https://esep.example/kk/']").count() > 0
        assert faults == []
        browser.close()


def test_git_is_started_in_one_module_only() -> None:
    found = subprocess.run(
        ["grep", "-rlE", r"subprocess|os\.system|Popen", str(ROOT / "generator"), "--include=*.py"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [Path(each).relative_to(ROOT).as_posix() for each in found] == ["generator/history/git.py"]
