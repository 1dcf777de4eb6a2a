"""The whole site: complete in both languages, reproducible, every link alive."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import ROOT, TODAY, copy_project, run_esep

from generator.model.register import Register

LINK = re.compile(r"""\b(?:href|src|action)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)"', re.DOTALL)


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.name in ("index.html", "404.html"))


def test_home_pages_of_both_languages_and_the_door_between_them_exist(site: Path) -> None:
    door = (site / "index.html").read_text(encoding="utf-8")
    for language in ("kk", "ru"):
        assert (site / language / "index.html").is_file()
        assert f'href="{language}/"' in door


def test_every_page_exists_in_both_languages(site: Path) -> None:
    kazakh, russian = (
        {path.relative_to(site / language) for path in (site / language).rglob("*.html")}
        for language in ("kk", "ru")
    )
    assert kazakh == russian


def test_scripts_styles_and_pictures_are_named_by_their_content(site: Path) -> None:
    assets = [path for path in (site / "assets").rglob("*") if path.is_file()]
    ours = [path for path in assets if not path.name.startswith("main.")]  # Material names its file so itself
    assert len(ours) >= 6
    for path in ours:
        assert path.suffixes[-2] == f".{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}", path


def test_every_record_has_its_page(site: Path, register: Register) -> None:
    for identifier in (*register.regions, *register.bodies, *register.precincts, *register.meetings):
        assert (site / "kk" / identifier / "index.html").is_file(), identifier


def test_no_link_leads_nowhere(site: Path) -> None:
    known = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    ids: dict[str, set[str]] = {}
    dead = []
    for page in pages(site):
        place = "/" + page.relative_to(site).as_posix()
        for found in LINK.finditer(page.read_text(encoding="utf-8")):
            link = html.unescape(next(part for part in found.groups() if part is not None))
            parts = urlsplit(urljoin(f"https://esep.example{place}", link))
            if parts.netloc != "esep.example" or parts.scheme != "https":
                continue
            target = unquote(parts.path).lstrip("/")
            target = f"{target}index.html" if target.endswith("/") or not target else target
            if target not in known:
                dead.append((place, link))
            elif parts.fragment and target.endswith(".html"):
                if target not in ids:
                    text = (site / target).read_text(encoding="utf-8")
                    ids[target] = set(re.findall(r"""\bid=["']?([^"'\s>]+)""", text))
                if unquote(parts.fragment) not in ids[target]:
                    dead.append((place, link))
    assert dead == []


def test_titles_and_descriptions_are_unique_in_their_language(site: Path) -> None:
    for pattern in (TITLE, DESCRIPTION):
        for language in ("kk", "ru"):
            seen: dict[str, Path] = {}
            for page in sorted((site / language).rglob("index.html")):
                found = pattern.search(page.read_text(encoding="utf-8"))
                assert found is not None, page
                text = found[1].strip()
                assert text, page
                assert text not in seen, f"{page} and {seen.get(text)}: {text}"
                seen[text] = page


def test_every_page_says_its_language_and_that_it_is_a_demonstration(site: Path) -> None:
    for language in ("kk", "ru"):
        for page in (site / language).rglob("index.html"):
            text = page.read_text(encoding="utf-8")
            assert re.search(rf'<html lang="?{language}\b', text), page
            assert re.search(r'<meta name="?robots"? content="?noindex', text), page
            assert "esep-demo" in text, page


def test_the_language_link_leads_to_the_same_page(site: Path) -> None:
    for page in sorted((site / "kk").rglob("index.html")):
        text = page.read_text(encoding="utf-8")
        links = re.findall(r'<a [^>]*hreflang="?ru"?[^>]*>', text)
        addresses = [found[1] for each in links if (found := re.search(r'href="([^"]*)"', each))]
        place = page.relative_to(site).as_posix().removesuffix("index.html")
        expected = f"https://esep.example/ru/{place.removeprefix('kk/')}"
        assert {urljoin(f"https://esep.example/{place}", each) for each in addresses} == {expected}, page


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    loaded = re.compile(
        r"<(?:script|img|iframe|link|source|video|audio|object|embed)\b[^>]*(?:src|href)=[\"']?(https?:)?//"
    )
    for page in pages(site):
        for found in loaded.finditer(page.read_text(encoding="utf-8")):
            assert re.search(r'rel="?(canonical|license)', found.group()), (page, found.group())
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_sitemaps_pair_the_languages_of_every_page(site: Path) -> None:
    index = (site / "sitemap.xml").read_text(encoding="utf-8")
    listed: set[str] = set()
    for name in re.findall(r"<loc>https://esep.example/(.*?)</loc>", index):
        text = (site / name).read_text(encoding="utf-8")
        for entry in re.findall(r"<url>(.*?)</url>", text):
            assert entry.count('hreflang="kk"') == entry.count('hreflang="ru"') == 1
            listed.add(re.search(r"<loc>https://esep.example/(.*?)</loc>", entry)[1])  # type: ignore[index]
    made = {p.relative_to(site).as_posix().removesuffix("index.html") for p in site.rglob("*/index.html")}
    assert listed == made


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ],
    ids=["in UTC", "in Los Angeles"],
)
def test_the_same_commit_and_date_give_the_same_bytes(
    site: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    copy = copy_project(tmp_path / "elsewhere")
    built = run_esep("build", "--today", TODAY.isoformat(), cwd=copy, **environment)
    assert built.returncode == 0, built.stderr
    assert tree(copy / "site") == tree(site)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".esep" not in path.parts
    }


def test_a_second_build_writes_nothing_and_one_that_believes_nothing_removes_what_is_not_made(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "site"
    arguments = ("build", "--today", TODAY.isoformat(), "--site-dir", str(folder), "--language", "en")
    assert run_esep(*arguments).returncode == 0
    (folder / "kk" / "old.html").write_text("left over", encoding="utf-8")
    before = stamps(folder)
    assert "0 written, 0 removed" in run_esep(*arguments).stderr
    assert "0 written, 1 removed" in run_esep(*arguments, "--no-cache").stderr
    assert stamps(folder) == before


def stamps(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name != "old.html" and ".esep" not in path.parts
    }


def test_a_folder_with_other_files_is_never_built_into(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("precious", encoding="utf-8")
    refused = run_esep("build", "--site-dir", str(tmp_path), "--language", "en")
    assert refused.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_nothing_is_built_while_an_error_stands(tmp_path: Path) -> None:
    copy_project(tmp_path)
    schedule = next((tmp_path / "schedules").rglob("2026-q4.yaml"))
    schedule.write_text(
        schedule.read_text(encoding="utf-8").replace("starts: 2026-", "starts: 31.12.", 1), encoding="utf-8"
    )
    built = run_esep("build", "--language", "en", cwd=tmp_path)
    assert built.returncode == 1
    assert f"{schedule.relative_to(tmp_path).as_posix()}:" in built.stderr
    assert not (tmp_path / "site").exists()


def test_mkdocs_build_and_esep_build_give_the_same_pages(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "ESEP_TODAY": TODAY.isoformat()},
        check=True,
    )
    assert tree(folder) == tree(site)


def test_check_speaks_each_form(tmp_path: Path) -> None:
    assert run_esep("check", "--language", "ru").returncode == 0
    report = json.loads(run_esep("check", "--format", "json", "--language", "kk").stdout)
    assert all(each["severity"] == "warning" for each in report["diagnostics"])
    outside = run_esep("check", "--language", "en", "--root", str(tmp_path))
    assert outside.returncode == 2
    assert "Traceback" not in outside.stderr
