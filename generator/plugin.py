"""The door of MkDocs: it renders the editorial pages and the frames, and lets `build` pour the data in.

The order of MkDocs' events, and what is done in each:

    on_config        site settings -> name and address of the site
    on_files         the theme's files that no page uses are left out; ours are named by their content
    on_env           every editorial page is read by now: the frames are rendered, one a language and section
    on_page_content  wide tables of editorial pages are made to scroll
    on_page_context  the page's head, language, menu and words are handed to the theme
    on_post_page     the theme's faults without a block of their own are repaired
    on_post_build    the pages of data are written; or, for `render_shell`, the frames alone
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

import click
import jinja2
from markupsafe import escape
from mkdocs.commands.build import build, get_context
from mkdocs.config import base, load_config
from mkdocs.config import config_options as options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext, url_filter

from generator.build.keys import editors_files, scan_project, shared_key, theme_key
from generator.build.line import build_site
from generator.build.plan import Intake, Plan
from generator.build.tasks import Theme
from generator.build.tree import FolderTree
from generator.editing.reports import REPORTS
from generator.model.collect import read_site
from generator.model.zones import read_zone
from generator.outputs.frames import Frame, Frames, PageHead, json_for_script, read_frame
from generator.outputs.marks import Marks, frame_head
from generator.outputs.repairs import repair_page, wrap_tables
from generator.reading.diagnostics import Diagnostic
from generator.words.catalogue import LANGUAGES, read_all_words

DATA_SECTIONS = ("home", "precincts", "outcomes", "law")
USED_ASSETS = "assets/stylesheets/main.*.min.css"  # of Material's files
WATCHED = ("schedules", "content", "site_config", "generator/outputs/templates")

log = get_plugin_logger(__name__)


class ShellFault(RuntimeError):
    """MkDocs could not render the editorial pages or the theme; the text is what it said."""


class EsepOptions(base.Config):  # type: ignore[no-untyped-call]
    """What `mkdocs.yml` says to the plugin."""

    menu = options.ListOfItems(options.Type(str), default=["home", "precincts"])
    today = options.Optional(options.Type((str, date)))


@jinja2.pass_context
def link_filter(context: jinja2.runtime.Context, target: str) -> str:
    """MkDocs' `url` filter; on a frame, the mark of a link (or the slot of one) to be worked out later.

    A file of the theme is named as in its folder, and found under the name it is published by.
    """
    target = context["assets"].get(target, target)
    if not context["marks"].printed:
        return url_filter(cast("TemplateContext", context), target)
    return target if target.startswith("esep-slot(") else f"esep-link({target})"


class EsepPlugin(BasePlugin[EsepOptions]):  # type: ignore[no-untyped-call]
    """Editorial pages, frames and pages of data in one run of MkDocs."""

    def __init__(self) -> None:
        """A plugin that writes the pages of data; `render_shell` sets a folder for the frames instead."""
        self.frames_folder: Path | None = None
        self.frames = Frames({})
        self._serving = False
        self._frame_heads: dict[str, PageHead] = {}
        self._assets: dict[str, str] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Remember whether a server runs; being here at all keeps the plugin between its builds."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Name, address and words of the site, from its own settings."""
        self._root = Path(config.config_file_path or "mkdocs.yml").absolute().parent
        site, diagnostics = read_site(self._root)
        if site is None:
            raise PluginError(_report(diagnostics))
        self._site = site
        self._words = read_all_words(self._root / "site_config" / "locale")
        config.site_url = site.base_url
        config.theme.static_templates.clear()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Of the theme's files, only those our pages use are published; ours under the names of their content."""
        pages, ours, *_ = config.docs_dir, *config.theme.dirs
        self._assets.clear()
        for file in list(files):
            kept = "assets/*" if file.src_dir == ours else USED_ASSETS
            if file.src_dir not in (pages, None) and not fnmatch(file.src_uri, kept):
                files.remove(file)
            elif file.src_dir == ours:
                file.dest_uri = self._assets[file.src_uri] = _name_by_content(file)
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Render the frames, now that every editorial page is read and the menu knows their titles."""
        env.trim_blocks = env.lstrip_blocks = True
        env.filters["url"] = link_filter
        env.filters["json_for_script"] = json_for_script
        self._files = files
        self._frame_heads.clear()
        self.frames = Frames(
            {
                (language, section): self._render_frame(language, section, env, config, files)
                for language in LANGUAGES
                for section in DATA_SECTIONS
            },
            self._assets,
        )
        return env

    def on_page_content(self, html: str, **_: Any) -> str:
        """A wide table scrolls within itself, by keyboard too."""
        return wrap_tables(html)

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: Any) -> TemplateContext:
        """What the theme needs to know of `page`: see `site_config/theme/main.html`."""
        head = self._frame_heads.get(page.file.src_uri) or self._head(page)
        ours: dict[str, Any] = {
            "assets": self._assets,
            "head": head,
            "language": head.language,
            "marks": Marks(printed=page.file.src_uri in self._frame_heads),
            "nav": Navigation(list(self._menu(head.language, head.section)), []),
            "site": self._site,
            "site_name": self._site.names.in_language(head.language),
            "words": self._words[head.language],
        }
        context.update(ours)  # type: ignore[typeddict-item]
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Replace what the theme offers no block for."""
        head = self._frame_heads.get(page.file.src_uri)
        words = self._words[head.language if head else _language(page)]
        return repair_page(output, str(escape(words.text("Skip to content"))))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Save the frames for `esep build`, or pour the data into them here."""
        if self.frames_folder is not None:
            self.frames.save(self.frames_folder)
        else:
            self._write_data_pages(Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Build again whenever data, settings, words, theme or the templates of pages change."""
        for folder in WATCHED:
            if (self._root / folder).is_dir():
                server.watch(str(self._root / folder))
        return server

    def _render_frame(
        self, language: str, section: str, env: jinja2.Environment, config: MkDocsConfig, files: Files
    ) -> Frame:
        """A page of the theme like any other, but with marks for values; it is in no list of files."""
        name = f"{language}/_frame/{section}.md"
        file = File.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        page = Page(None, file, config)
        page.markdown, page.content, page.toc = "", "esep-slot(body)", TableOfContents([])
        self._frame_heads[file.src_uri] = frame_head(language, section, LANGUAGES)
        context = get_context(Navigation([], []), files, config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=context["nav"])
        html = env.get_template("main.html").render(context)
        return read_frame(config.plugins.on_post_page(html, page=page, config=config))

    def _head(self, page: Page) -> PageHead:
        """The head of an editorial page, from its front matter."""
        meta, language = page.meta, _language(page)
        if "description" not in meta:
            log.warning("%s: the page has no description", page.file.src_uri)
        return PageHead(
            language=language,
            section=str(meta.get("section", page.file.name)),
            url=page.url,
            title=str(page.title),
            description=str(meta.get("description", "")),
            alternates=tuple(self._alternates(page, language)),
            breadcrumbs=tuple((str(title), str(url)) for title, url in meta.get("breadcrumbs", ())),
            structured=str(meta.get("structured", "")),
            data=str(meta.get("data", "")),
            indexed=bool(meta.get("indexed", True)),
            feeds=tuple((str(title), str(url), str(kind)) for title, url, kind in meta.get("feeds", ())),
        )

    def _alternates(self, page: Page, language: str) -> Iterable[tuple[str, str]]:
        """The same page in the other languages; every page must have them all."""
        _, _, rest = page.file.src_uri.partition("/")
        for other in LANGUAGES:
            if other != language:
                if self._files.get_file_from_path(f"{other}/{rest}") is None:
                    log.warning("%s: there is no such page in '%s'", page.file.src_uri, other)
                yield other, f"{other}/{page.url.partition('/')[2]}"

    def _menu(self, language: str, section: str) -> Iterable[Link]:
        """The sections of the site, in one language."""
        for entry in self.config.menu:
            link = Link(*self._section(entry, language))
            link.active = entry == section
            yield link

    def _section(self, entry: str, language: str) -> tuple[str, str]:
        """Title and address of one section."""
        words, regions = self._words[language], self._site.regions
        if entry == "home":
            return words.text("Home"), f"{language}/"
        if entry == "precincts":
            region = f"{regions[0]}/" if len(regions) == 1 else "#regions"
            return words.text("Precincts"), f"{language}/{region}"
        file = self._files.get_file_from_path(f"{language}/{entry}.md")
        if file is None or file.page is None:
            raise PluginError(f"mkdocs.yml: the menu names {entry!r}; there is no page {language}/{entry}.md")
        return str(file.page.meta.get("menu", file.page.title)), file.url

    def _today(self) -> date:
        """The day given in `mkdocs.yml`, else ESEP_TODAY, else the clock's day in Almaty."""
        declared = self.config.today or os.environ.get("ESEP_TODAY")
        if declared:
            try:
                return date.fromisoformat(str(declared))
            except ValueError:
                raise PluginError(f"today: {declared!r} is not a day such as 2026-11-21") from None
        return datetime.now(read_zone("Asia/Almaty")).date()

    def _write_data_pages(self, site_dir: Path) -> None:
        """The whole production line; while an error stands, a server says so and lives on."""
        scan = scan_project(self._root)
        with TemporaryDirectory(prefix="esep-") as states:
            intake = Intake(
                self._root, self._today(), editors_files(scan), shared_key(scan), Path(states), trusted=False
            )
            theme = Theme(self._words, self.frames, theme_key(scan))
            plan = Plan(intake, theme, site_dir, FolderTree(site_dir), in_place=True)
            outcome = build_site(plan)
        if outcome.built is not None:
            return
        report = _report(outcome.diagnostics)
        if not self._serving:
            raise PluginError(report)
        click.echo(report, err=True)  # a line of the log would end a server that is strict


def render_shell(root: Path, shell: Path) -> None:
    """Run MkDocs for `root`: `<shell>/site` gets the editorial pages and assets, `<shell>/frames` the frames.

    Raises ShellFault with all MkDocs had to say.
    """
    said = _Said()
    mkdocs_log = logging.getLogger("mkdocs")
    mkdocs_log.addHandler(said)
    propagated, mkdocs_log.propagate = mkdocs_log.propagate, False
    try:
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(shell / "site"))
        plugin = cast("EsepPlugin", config.plugins["esep"])
        plugin.frames_folder = shell / "frames"
        build(config)
    except (Exception, SystemExit) as fault:
        raise ShellFault("\n".join([*said.lines, str(fault)])) from fault
    finally:
        mkdocs_log.removeHandler(said)
        mkdocs_log.propagate = propagated


class _Said(logging.Handler):
    """Keeps the warnings and errors of MkDocs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(record.getMessage())


def _name_by_content(file: File) -> str:
    """`theme.css` -> `theme.57a0d79d.css`: a browser may keep it for ever, and never takes it for another release's."""
    path = PurePosixPath(file.src_uri)
    digest = hashlib.sha256(file.content_bytes).hexdigest()[:8]
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))


def _report(diagnostics: Sequence[Diagnostic]) -> str:
    return "\n" + REPORTS["text"](diagnostics, os.environ.get("ESEP_LANGUAGE", "kk"))


def _language(page: Page) -> str:
    """The language of an editorial page: its first folder."""
    language = page.file.src_uri.partition("/")[0]
    if language not in LANGUAGES:
        raise PluginError(
            f"{page.file.src_uri}: a page lies in the folder of its language, {' or '.join(LANGUAGES)}"
        )
    return language
