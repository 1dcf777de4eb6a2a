"""The house keeps its promises."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
FORMAT = ("contact", "registry", "schedule", "protocol", "submission", "site")
CYRILLIC = re.compile("[\u0400-\u04ff]")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))], ids=named)
def test_words_live_in_catalogues_not_in_code(module: Path) -> None:
    assert CYRILLIC.search(module.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_every_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_short_enough_to_be_one_thing(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 350


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.name not in ("cli.py", "plugin.py") and m.parent.name != "commands"],
    ids=named,
)
def test_only_the_doors_read_clock_environment_and_locale(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not re.search(
        r"\b(date\.today|datetime\.now|utcnow|time\.time|os\.environ|getenv|getlocale)\b", text
    )


@pytest.mark.parametrize("module", [m for m in MODULES if m.name != "plugin.py"], ids=named)
def test_only_the_plugin_imports_mkdocs(module: Path) -> None:
    assert not re.search(
        r"^\s*(import|from) (mkdocs|material)\b", module.read_text(encoding="utf-8"), re.MULTILINE
    )


def test_the_repository_has_the_top_level_it_promises() -> None:
    for name in ("content", "schedules", "generator", "site_config", "tests", "mkdocs.yml", "pyproject.toml"):
        assert (ROOT / name).exists(), name


def test_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make site" in readme
    assert "make test" in readme


def test_every_verb_of_the_makefile_is_told_by_make_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert verbs == {line.split()[1] for line in told.splitlines()}


def test_dependencies_are_locked_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][\w.\-\[\]]*==\S+.*\\$", lock, re.MULTILINE)
        assert len(pins) > 20
        assert lock.count("--hash=sha256:") >= len(pins)
        assert "://" not in lock


def test_every_floor_stands_in_the_architecture_page() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for folder in PACKAGE.iterdir():
        if folder.is_dir() and (folder / "__init__.py").is_file():
            assert f"generator/{folder.name}/" in told, folder.name


def test_every_field_and_word_of_the_records_stands_in_the_format_reference() -> None:
    told = (ROOT / "docs" / "content-format.md").read_text(encoding="utf-8")
    for module in sorted((PACKAGE / "model").glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and module.stem in FORMAT and node.name != "Location":
                for line in node.body:
                    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                        assert f"`{line.target.id}`" in told, f"{node.name}.{line.target.id}"
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                        assert f"`{line.value.value!s}`" in told, f"{node.name} {line.value.value!s}"
