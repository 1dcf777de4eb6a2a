"""Golden cases of reading: the small valid project with one mistake laid over it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generator.editing.reports import render_text
from generator.reading.diagnostics import Diagnostic

CASES = Path(__file__).parent / "cases"
PROJECT = CASES / "project"
NAMES = sorted(path.stem for path in (CASES / "reading").glob("*.yaml"))


def read_case(name: str) -> dict[str, Any]:
    """One case as written."""
    case: dict[str, Any] = YAML(typ="safe").load(
        (CASES / "reading" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return case


def build(root: Path, case: dict[str, Any]) -> Path:
    """The valid project at `root`, with the case's mistake in it.

    files: whole files, by path. edit: a text that stands once in a file, and what stands there instead. repeat: a text
    added many times to the end of a file, with its `{number}`. move, delete: of files. link: a symbolic link.
    newlines, encoding: how a file is written at last.
    """
    shutil.copytree(PROJECT, root)
    for file, text in case.get("files", {}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8", newline="")
    for edit in case.get("edit", ()):
        _replace(root / edit["file"], edit["replace"], edit["with"])
    for file, more in case.get("repeat", {}).items():
        added = "".join(more["text"].replace("{number}", str(number)) for number in range(more["times"]))
        _write(root / file, (root / file).read_text(encoding="utf-8") + added)
    for file, place in case.get("move", {}).items():
        (root / file).rename(root / place)
    for file in case.get("delete", ()):
        (root / file).unlink()
    for file, target in case.get("link", {}).items():
        (root / file).symlink_to(target)
    for file, end in case.get("newlines", {}).items():
        _write(root / file, (root / file).read_text(encoding="utf-8"), newline=end)
    for file, encoding in case.get("encoding", {}).items():
        (root / file).write_text(
            (root / file).read_text(encoding="utf-8"), encoding=encoding, errors="replace"
        )
    return root


def report(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """What the editor reads, word for word."""
    return render_text(diagnostics, language)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path.name}: stands {text.count(old)} times: {old}")
    _write(path, text.replace(old, new))


def _write(path: Path, text: str, newline: str = "\n") -> None:
    with path.open("w", encoding="utf-8", newline=newline) as stream:
        stream.write(text)
