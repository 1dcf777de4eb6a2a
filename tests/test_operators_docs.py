"""What the operators' pages tell to type is typed: blocks marked `<!-- run: ... -->` run in folders of the test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click import Command
from conftest import ROOT
from forge import serve
from workflow_stage import Stage, set_stage

from generator.cli import COMMANDS, main

PAGES = sorted((ROOT / "docs" / "operators").glob("*.md"))
BLOCK = re.compile(r"(?:<!-- run: (\w+) -->\n)?```sh\n(.*?)```", re.DOTALL)
FOLDER = re.compile(r"(?<![\w.])/(srv|etc)/")


def blocks(page: str, name: str) -> list[str]:
    text = (ROOT / "docs" / "operators" / f"{page}.md").read_text(encoding="utf-8")
    return [script for label, script in BLOCK.findall(text) if label == name]


def need(*programs: str) -> None:
    """Programs of Debian; where they are missing the test is skipped, but never in CI."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        assert not os.environ.get("CI"), f"apt install {' '.join(missing)}"
        pytest.skip(f"not installed: {missing}")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A small project, and the programs that would change this machine replaced by ones that only do their part."""
    stage = set_stage(tmp_path_factory.mktemp("operators"))
    for program in ("adduser", "systemctl", "nginx"):
        stage.double(program)
    own = {
        "runuser": 'shift 3; exec "$@"',
        "install": f'{shutil.which("install")} $(echo "$*" | sed "s/-o esep -g esep//")',
        "ssh": 'shift; exec sh -c "$*"',  # to the other host, which is another folder
        "scp": 'exec cp "$1" "${2#*:}"',
        "make": f'mkdir -p .venv/bin; cp "{stage.clone}/.venv/bin/esep" .venv/bin/; touch .venv/.ready-site',
    }
    for name, script in own.items():
        path = stage.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    shutil.copytree(ROOT / "deploy", stage.folder / "editor" / "deploy")
    stage.commit("main", "The files of the server", {})
    stage.check_out("main")
    stage.git("checkout", "--quiet", "-B", "main")
    for name in ("srv", "etc/nginx/sites-enabled", "etc/systemd/system", "web/srv"):
        (stage.folder / name).mkdir(parents=True)
    return stage


def follow(stage: Stage, script: str, **places: str) -> str:
    """Type a block, with the folders of this stage and the addresses given; what was said."""
    for example, place in places.items():
        script = script.replace(example.replace("_", "."), place)
    here = FOLDER.sub(lambda found: f"{stage.folder}/{found[1]}/", script)
    here = re.sub(r"(?<![\w.])/srv$", f"{stage.folder}/srv", here, flags=re.MULTILINE)
    code, said = stage.run(here, {}, "-euo pipefail")
    assert code == 0, said
    return said


@pytest.fixture(scope="module")
def published(stage: Stage) -> Path:
    """The folder of releases, after everything that debian.md tells to type but to look."""
    need("runuser", "flock")
    server = blocks("debian", "server")
    first, push, hook, nginx, night, _look = server[0], blocks("debian", "computer")[0], *server[1:]
    (stage.folder / "srv" / "git").mkdir(exist_ok=True)
    follow(stage, first)
    follow(stage, push.replace("esep@esep.example:", ""))
    follow(stage, hook)
    follow(stage, nginx)
    follow(stage, night)
    return stage.folder / "srv" / "esep"


def test_the_debian_page_ends_in_a_live_site(stage: Stage, published: Path) -> None:
    with serve(published / "current") as url:
        told = follow(stage, blocks("debian", "server")[-1].replace("http://esep.example/", url))
    assert stage.git("rev-parse", "HEAD") in told
    assert (stage.folder / "etc/nginx/sites-enabled/esep.conf").is_file()
    assert (stage.folder / "etc/nginx/esep/answers.conf").is_file()
    assert (stage.folder / "etc/systemd/system/esep-publish.timer").is_file()
    assert "nginx -t" in stage.asked
    assert "systemctl enable --now esep-publish.timer" in stage.asked


def test_another_host_gets_the_release_and_links_what_it_has(stage: Stage, published: Path) -> None:
    need("rsync")
    web = stage.folder / "web" / "srv"
    script = blocks("debian", "mirror")[0].replace("esep@web.example:/srv", f"web.example:{web}")
    follow(stage, script)
    assert (web / "esep" / "current").readlink() == (published / "current").readlink()
    follow(stage, f"{stage.folder}/srv/git/esep.git/hooks/post-receive now")
    follow(stage, script)
    assert len(list((web / "esep" / "releases").iterdir())) == 2
    assert (web / "esep" / "current" / "index.html").stat().st_nlink == 2
    assert stage.run(f"cd {web}/esep/current && sha256sum --check --quiet SHA256SUMS", {}) == (0, "")


def test_a_backup_is_the_whole_repository(stage: Stage, published: Path) -> None:
    assert published.is_dir()
    follow(stage, blocks("care", "backup")[0])
    backup = stage.folder / "srv" / "backup" / "esep.git"
    assert stage.git("rev-parse", "main", cwd=backup) == stage.git("rev-parse", "HEAD")


def test_a_signature_holds_until_a_sum_is_changed(stage: Stage, published: Path) -> None:
    need("minisign", "curl")
    key = stage.folder / "home" / ".minisign"
    key.mkdir()
    follow(stage, f"minisign -G -W -p esep.pub -s {key}/esep.key")
    with serve(published / "current") as url:
        places = {"https://esep_example/": url}
        follow(stage, blocks("care", "sign")[0], **places)
        assert "verified" in follow(stage, blocks("care", "verify")[0], **places)
        sums = published / "current" / "SHA256SUMS"
        sums.write_bytes(sums.read_bytes().replace(b"a", b"b", 1))
        code, said = stage.run("minisign -V -p esep.pub -m SHA256SUMS -x SHA256SUMS.minisig", {})
        assert code == 0, said
        code, _ = stage.run(f"curl -fsSO {url}SHA256SUMS && minisign -V -p esep.pub -m SHA256SUMS", {})
        assert code != 0
        sums.write_bytes(sums.read_bytes().replace(b"b", b"a", 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_shell(page: Path) -> None:
    for _label, script in BLOCK.findall(page.read_text(encoding="utf-8")):
        assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, rest in re.findall(
        r"\besep (check|build|publish|rollback|releases|freshness|due|explain)\b([^`|\n]*)", text
    ):
        assert name in COMMANDS
        command = main.get_command(None, name)  # type: ignore[arg-type]
        assert isinstance(command, Command)
        known = {option for parameter in command.params for option in parameter.opts}
        for option in re.findall(r"(?<=\s)--[a-z-]+", rest):
            assert option in known, f"esep {name} {option}"


def test_every_variable_the_pages_tell_to_set_is_read_by_a_workflow() -> None:
    told = set(re.findall(r"\bESEP_[A-Z_]+\b", "".join(page.read_text(encoding="utf-8") for page in PAGES)))
    files = [*(ROOT / ".github").rglob("*.yml"), *(ROOT / ".forgejo").rglob("*.yml"), ROOT / ".gitlab-ci.yml"]
    read = "".join(path.read_text(encoding="utf-8") for path in files)
    assert {name for name in told if name not in read} == set()
    set_by_people = set(re.findall(r"(?:vars|secrets)\.(ESEP_[A-Z_]+)", read))
    assert set_by_people <= told


def test_the_short_pages_name_the_same_commands_in_both_languages() -> None:
    kk, ru = (
        (ROOT / "docs" / "operators" / f"{language}.md").read_text(encoding="utf-8")
        for language in ("kk", "ru")
    )
    commands = re.compile(r"`((?:esep|git|systemctl|journalctl|nginx|df) [^`]*)`")
    assert set(commands.findall(kk)) == set(commands.findall(ru))
    assert set(re.findall(r"\]\(([^)]+)\)", kk)) ^ set(re.findall(r"\]\(([^)]+)\)", ru)) == {"kk.md", "ru.md"}
