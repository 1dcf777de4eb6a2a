"""A filled frame is, byte for byte, the page MkDocs itself would have made."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from posixpath import join, normpath
from timeit import repeat
from typing import Any
from urllib.parse import urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, get_theme_dir
from ruamel.yaml import YAML

from generator.outputs.frames import Frame, FrameFault, Frames, PageHead, read_frame, relative_url
from generator.outputs.repairs import ThemeChanged, repair_page, wrap_tables
from generator.plugin import DATA_SECTIONS, EsepPlugin, ShellFault, render_shell

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "frames"
BODY = (CASES / "body.html").read_text(encoding="utf-8")
LANGUAGES = ("kk", "ru")
FOLDERS = ("almaty", "alatau", "2026-q4", "211")
SHELL_PARTS = ("mkdocs.yml", "content/pages", "site_config")
Built = tuple[Path, Frames, dict[str, PageHead]]
MARK = re.compile(r"esep-(slot|link|begin|end)\(")


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """A plugin without options."""


class GoldenPages(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Gives MkDocs real pages with the heads and bodies that the frames are filled with."""

    def __init__(self, heads: dict[str, PageHead]) -> None:
        self.heads = heads

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for source in self.heads:
            files.append(File.generated(config, source, content=""))
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        if head := self.heads.get(page.file.src_uri):
            page.meta = {
                name: getattr(head, name) for name in PageHead.__slots__ if name not in ("language", "url")
            }
        return markdown

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        return BODY if page.file.src_uri in self.heads else html


def golden_heads() -> dict[str, PageHead]:
    """Heads by source file: each language, section, depth 1 to 5, with every optional passage and without."""
    told: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(CASES / "heads.yaml")
    heads = {}
    for language, section, depth, number in product(LANGUAGES, DATA_SECTIONS, range(5), (0, 1)):
        leaf = (f"{section}-{number}",) if depth else ()
        if depth == 0 and (section, number) != ("home", 0):
            continue
        place = "/".join((*FOLDERS[: depth - 1], *leaf)) if depth else ""
        url = f"{language}/{place}/" if place else f"{language}/"
        other = "ru" if language == "kk" else "kk"
        above = [f"{language}/", *(f"{language}/{'/'.join(FOLDERS[:n])}/" for n in range(1, depth))]
        heads[f"{url}index.md"] = PageHead(
            language=language,
            section=section,
            url=url,
            alternates=((other, other + url[2:]),),
            breadcrumbs=tuple((f"<{step}> & Co", step) for step in above) if number and depth else (),
            **told[language][number],
        )
    # places the theme's own links lead to: ./ and the folder of a region
    heads["kk/almaty/index.md"] = PageHead("kk", "precincts", "kk/almaty/", "A", "B", (("ru", "ru/almaty/"),))
    heads["ru/almaty/index.md"] = PageHead("ru", "precincts", "ru/almaty/", "A", "B", (("kk", "kk/almaty/"),))
    return heads


@pytest.fixture(scope="module", params=[True, False], ids=["demo", "real"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site made by MkDocs with the golden pages in it, and the frames of the same run."""
    root = tmp_path_factory.mktemp("project")
    copy_shell_parts(root)
    settings = root / "site_config" / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    assert "demo: yes" in text
    settings.write_text(
        text.replace("demo: yes", "demo: yes" if request.param else "demo: no"), encoding="utf-8"
    )
    config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(root / "shell" / "site"))
    esep = config.plugins["esep"]
    assert isinstance(esep, EsepPlugin)
    esep.frames_folder = root / "shell" / "frames"
    heads = golden_heads()
    config.plugins["golden"] = GoldenPages(heads)
    build(config)
    return root / "shell" / "site", Frames.load(root / "shell" / "frames"), heads


def copy_shell_parts(root: Path) -> None:
    for part in SHELL_PARTS:
        source, target = ROOT / part, root / part
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def filled_pages(frames: Frames, heads: dict[str, PageHead]) -> Iterator[tuple[PageHead, str]]:
    for head in heads.values():
        yield head, frames[head.language, head.section].fill(head, BODY).decode()


def test_a_filled_frame_equals_the_page_of_mkdocs(built: Built) -> None:
    site, frames, heads = built
    assert {(head.language, head.section, head.url.count("/")) for head in heads.values()} >= set(
        product(LANGUAGES, DATA_SECTIONS, range(2, 6))
    )
    for head, html in filled_pages(frames, heads):
        assert html == (site / head.url / "index.html").read_bytes().decode(), head.url


def test_no_mark_is_left_in_a_filled_page(built: Built) -> None:
    _, frames, heads = built
    for head, html in filled_pages(frames, heads):
        assert not MARK.search(html.replace("esep-slot(body) &amp;", "")), head.url


def test_a_hostile_title_stays_text(built: Built) -> None:
    _, frames, _ = built
    hostile = PageHead("ru", "precincts", "ru/x/", "</title><script>'\"&", '"><script>')
    hostile = replace(hostile, structured='{"a": "</script>"}')
    html = frames["ru", "precincts"].fill(hostile, "").decode()
    assert html.count("<script") == 2  # the theme's own and the structured data
    assert "<title>&lt;/title&gt;&lt;script&gt;&#39;&#34;&amp; - " in html
    assert 'content="&#34;&gt;&lt;script&gt;"' in html
    assert '{"a": "\\u003c/script>"}' in html


def test_only_demonstrations_and_pages_that_ask_for_it_are_kept_out_of_search(built: Built) -> None:
    site, frames, heads = built
    demo = "esep-demo" in (site / "kk" / "about" / "index.html").read_text(encoding="utf-8")
    for head, html in filled_pages(frames, heads):
        assert html.count('<meta name="robots" content="noindex">') == (1 if demo or not head.indexed else 0)
        assert ("esep-demo" in html) == demo


class Links(HTMLParser):
    """Every address a page asks for or leads to, and its ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links.extend(value or "" for name, value in attrs if name in ("href", "src"))
        self.ids.update(value or "" for name, value in attrs if name == "id")


def test_every_link_of_the_theme_leads_to_a_file_of_the_site(built: Built) -> None:
    site, frames, heads = built
    pages = {head.url for head in heads.values()} | {f"{language}/almaty/" for language in LANGUAGES}
    for head in heads.values():
        html = frames[head.language, head.section].fill(head, "").decode()
        found = Links(html)
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("https", "mailto")
                continue
            target = normpath(join("/", head.url, parts.path))[1:]
            assert join("/", head.url, parts.path).count("..") <= head.url.count("/"), (head.url, link)
            if parts.path and not parts.path.endswith("/"):
                fed = target in {url for _, url, _ in head.feeds}
                assert (site / target).is_file() or target.endswith("pages.css") or fed, (head.url, link)
            elif parts.path and target + "/" not in pages and not heads_above(head, target):
                assert (site / target / "index.html").is_file(), (head.url, link)
            if parts.fragment and not parts.path:
                assert parts.fragment in found.ids


def heads_above(head: PageHead, target: str) -> bool:
    """Whether `target` is a page of data the golden site does not have, but the head names."""
    return any(url == f"{target}/" for _, url in (*head.breadcrumbs, *head.alternates))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editorial_page_says_its_language_and_its_twin(built: Built, language: str) -> None:
    site, _, _ = built
    other = "ru" if language == "kk" else "kk"
    html = (site / language / "about" / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in html
    assert f'href="../../{other}/about/" lang="{other}" hreflang="{other}"' in html
    assert 'rel="alternate"' not in html
    assert f'<link rel="canonical" href="https://esep.example/{language}/about/">' in html


def test_the_shell_holds_only_what_pages_use(built: Built) -> None:
    site, _, _ = built
    assert {path.name for path in site.iterdir()} == {"assets", "kk", "ru"}
    kinds = {path.suffix for path in (site / "assets").rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg"}
    assert "_frame" not in {path.name for path in site.rglob("*")}


@pytest.mark.parametrize("page", ["kk/", "kk/about/", "kk/almaty/alatau/012/", "ru/almaty/"])
@pytest.mark.parametrize(
    "target", ["kk/", "kk/almaty/", "kk/#regions", "assets/a.css", ".", "ru/almaty/alatau/012/"]
)
def test_a_relative_address_is_the_one_mkdocs_writes(page: str, target: str) -> None:
    assert relative_url(target, page) == get_relative_url(target, page)


def test_a_frame_survives_pickling_and_disk(built: Built, tmp_path: Path) -> None:
    _, frames, heads = built
    head = next(iter(heads.values()))
    frames.save(tmp_path)
    (tmp_path / "kk.gone.html").write_text("", encoding="utf-8")
    frames.save(tmp_path)
    key = head.language, head.section
    copies = (pickle.loads(pickle.dumps(frames)), Frames.load(tmp_path))
    assert all(copy[key].fill(head, BODY) == frames[key].fill(head, BODY) for copy in copies)
    assert all(list(copy) == sorted(product(LANGUAGES, DATA_SECTIONS)) for copy in copies)


def test_filling_takes_less_than_150_microseconds(built: Built) -> None:
    _, frames, _ = built
    frame, body = frames["kk", "precincts"], BODY * 20
    url, above = "kk/almaty/alatau/012/", (("A", "kk/"), ("B", "kk/almaty/"), ("C", "kk/almaty/alatau/"))
    head = PageHead("kk", "precincts", url, "T", "D", (("ru", "ru" + url[2:]),), above)
    assert min(repeat(lambda: frame.fill(head, body), number=200, repeat=5)) / 200 < 150e-6


WHOLE = "esep-slot(title) esep-slot(description) esep-slot(url) esep-slot(body)"


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("esep-slot(title)", "no slot for body"),
        (WHOLE + " esep-slot(colour)", "'colour'"),
        (WHOLE + " esep-begin(breadcrumbs)", "not closed"),
        (
            WHOLE + " esep-begin(breadcrumbs) esep-end(noindex)",
            "'noindex' is closed where 'breadcrumbs' is open",
        ),
        (WHOLE + " esep-end(noindex)", "is closed where '' is open"),
    ],
)
def test_a_frame_with_a_fault_is_refused(html: str, fault: str) -> None:
    with pytest.raises(FrameFault, match=re.escape(fault)):
        read_frame(html)


def test_a_frame_prints_only_the_passages_a_page_has() -> None:
    frame = Frame(WHOLE + "|esep-begin(alternate.ru)[esep-slot(alternate.ru)]esep-end(alternate.ru)|")
    head = PageHead("kk", "home", "kk/", "t", "d")
    assert frame.fill(head, "b") == b"t d kk/ b||"
    assert (
        frame.fill(PageHead("kk", "home", "kk/", "t", "d", (("ru", "ru/"),)), "b") == b"t d kk/ b|[../ru/]|"
    )


def test_a_changed_theme_is_noticed() -> None:
    with pytest.raises(ThemeChanged):
        repair_page("<body></body>", "")


def test_mkdocs_says_what_is_wrong_with_a_page(tmp_path: Path) -> None:
    copy_shell_parts(tmp_path)
    (tmp_path / "content" / "pages" / "ru" / "about.md").unlink()
    with pytest.raises(ShellFault, match=r"ru/about\.md"):
        render_shell(tmp_path, tmp_path / "shell")


def test_both_dark_schemes_say_the_same() -> None:
    css = (ROOT / "site_config/theme/assets/stylesheets/theme.css").read_text(encoding="utf-8")
    blocks = re.findall(r"\{\s*color-scheme: dark;(.*?)\}", css, re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


def test_material_is_given_every_kazakh_label() -> None:
    theme = get_theme_dir("material")
    theirs = Path(theme) / "partials" / "languages" / "en.html"
    ours = ROOT / "site_config" / "theme" / "partials" / "languages" / "kk.html"
    label = re.compile(r'^  "([a-z.]+)":', re.MULTILINE)
    assert set(label.findall(ours.read_text("utf-8"))) == set(label.findall(theirs.read_text("utf-8")))


def test_a_table_of_an_editorial_page_is_named_by_its_heading_and_reached_by_tab() -> None:
    html = wrap_tables(
        '<h2 id="a">The <em>"law"</em></h2><p>x</p><table><tr></tr></table><table class="b"></table>'
    )
    region = '<div class="esep-scroll" role="region" aria-label="The &quot;law&quot;" tabindex="0">'
    assert region + "<table><tr></tr></table></div>" in html
    assert html.count("<div") == 1
