"""MkDocs with Material, plain: a Markdown file a page and language, no search, only the home page in the navigation."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.peers.pages import LANGUAGES, Page
from benchmarks.peers.writing import Peer, to_markdown

_SETTINGS = """\
site_name: Esep
site_url: https://esep.example/
theme: {name: material, font: false}
plugins: []
nav: [index.md]
not_in_nav: "*"
"""
LARGEST = 2000


def _find_command() -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def _write_settings(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Esep\n", encoding="utf-8")


def _write_pages(folder: Path, pages: Iterable[Page]) -> None:
    for page in pages:
        for language, title in zip(LANGUAGES, page.title, strict=True):
            file = folder / "docs" / page.address(language) / "index.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"# {title}\n\n{to_markdown(page, language)}", encoding="utf-8")


MATERIAL = Peer("MkDocs + Material", _find_command, _write_settings, _write_pages, "site", LARGEST)
