"""What a resident meets in a real browser: journeys, accessibility, weight, light and dark, small and wide."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import TODAY
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from generator.model.register import Register
from generator.model.schedule import Status

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {"phone": (360, 740), "desktop": (1280, 900)}


class _BelowAPath(SimpleHTTPRequestHandler):
    """The site at the root and, as on a shared server, below `/esep/`."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/esep"))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on a loopback port, below a path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_BelowAPath, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/esep/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "Chromium is needed: apt install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def kinds(register: Register) -> dict[str, str]:
    """One page of each kind."""
    meetings = register.meetings
    past = [each for each in meetings if each in register.protocols]
    upcoming = [
        each for each, m in meetings.items() if m.starts.date() > TODAY and m.status is Status.PLANNED
    ]
    joint = [each for each in past if len(register.precinct_ids(each)) > 1]
    return {
        "home": "",
        "region": "almaty/",
        "body": "almaty/alatau/",
        "department": "almaty/department/",
        "precinct": f"{next(iter(sorted(register.precincts)))}/",
        "vacant precinct": f"{next(p for p in sorted(register.precincts) if register.is_vacant_on(p, TODAY))}/",
        "planned meeting": f"{upcoming[0]}/",
        "held meeting": f"{past[0]}/",
        "joint meeting": f"{joint[0]}/",
        "chief's report": f"{next(each for each in past if each.endswith('/chief'))}/",
        "cancelled meeting": f"{next(each for each, m in meetings.items() if m.status is Status.CANCELLED)}/",
        "moved meeting": f"{next(each for each, m in meetings.items() if m.status is Status.MOVED)}/",
        "outcomes of the region": "almaty/outcomes/",
        "outcomes of a body": "almaty/alatau/outcomes/",
        "outcomes of a precinct": "almaty/alatau/211/outcomes/",
        "prepared list": "almaty/outcomes/overdue/",
        "compliance of the region": "almaty/compliance/",
        "compliance of a body": "almaty/alatau/compliance/",
        "compliance of a precinct": "almaty/alatau/211/compliance/",
        "rules": "law/rules/",
        "rule": "law/r07/",
        "known gaps": "almaty/gaps/",
        "duties": "almaty/duties/",
        "editorial page": "law/",
        "questions": "questions/",
        "subscribe": "almaty/alatau/211/subscribe/",
        "data": "almaty/data/",
    }


def opened(context: BrowserContext, url: str) -> Page:
    """The page at `url`; what goes wrong in it is kept in `page.faults`."""
    page = context.new_page()
    faults: list[str] = []
    host = urlsplit(url).netloc
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
    )
    page.on(
        "request",
        lambda request: None if urlsplit(request.url).netloc == host else faults.append(request.url),
    )
    page.goto(url, wait_until="load")
    page.wait_for_timeout(50)
    assert faults == [], url
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_any_kind_of_page(
    browser: Browser, address: str, kinds: dict[str, str], language: str, width: str, scheme: str
) -> None:
    size = {"width": WIDTHS[width][0], "height": WIDTHS[width][1]}
    faults = []
    with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
        for kind, path in {**kinds, "door": "../", "not found": "/404.html"}.items():
            page = opened(context, urljoin(f"{address}{language}/", path))
            found = Axe().run(page)
            faults += [
                f"{kind}: {each['id']} {each['nodes'][0]['html'][:160]}"
                for each in found.response["violations"]
            ]
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                faults.append(f"{kind}: {wide} px too wide")
            page.close()
    assert faults == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_scrolls_sideways_at_320_px_or_with_text_twice_as_large(
    browser: Browser, address: str, kinds: dict[str, str], language: str
) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        for kind, path in kinds.items():
            page = opened(context, f"{address}{language}/{path}")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, kind
            page.set_viewport_size({"width": 640, "height": 900})
            page.add_style_tag(content="html { font-size: 250% !important }")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{kind} with large text"
            page.close()


def test_a_villager_without_javascript_reaches_the_inspectors_phone_in_three_clicks(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False) as context:
        page = opened(context, f"{address}kk/")
        page.locator("main a[href$='almaty/alatau/']").first.click()
        page.locator("main a[href$='alatau/211/'], main a[href$='./211/'], main a[href='211/']").first.click()
        assert page.locator("main a[href^='tel:+7']").first.is_visible()
        page.locator("main a[href*='2026-q4/'], main a[href*='2027-q1/']").first.click()
        assert page.locator("h1").first.is_visible()


@pytest.mark.parametrize("kind", ["precinct", "planned meeting", "home", "editorial page"])
def test_the_first_view_weighs_little(
    browser: Browser, address: str, site: Path, kinds: dict[str, str], kind: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}kk/{kinds[kind]}", wait_until="load")
        weight = sum(len(gzip.compress(served(site, address, url), 6, mtime=0)) for url in asked)
    assert len(asked) <= 10
    assert weight <= 120 * 1024


def served(site: Path, address: str, url: str) -> bytes:
    path = unquote(urlsplit(url).path).removeprefix(urlsplit(address).path)
    file = site / path
    return (file / "index.html" if file.is_dir() else file).read_bytes()


def test_the_language_link_leads_there_and_back(
    browser: Browser, address: str, kinds: dict[str, str]
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = opened(context, f"{address}ru/{kinds['planned meeting']}")
        page.locator("a[hreflang=kk]").first.click()
        assert page.url == f"{address}kk/{kinds['planned meeting']}"
        assert page.locator("html").get_attribute("lang") == "kk"
        page.locator("a[hreflang=ru]").first.click()
        assert page.url == f"{address}ru/{kinds['planned meeting']}"


def test_an_old_link_to_a_cancelled_meeting_says_so_first(
    browser: Browser, address: str, kinds: dict[str, str], register: Register
) -> None:
    meeting = register.meetings[kinds["cancelled meeting"].rstrip("/")]
    assert meeting.reason is not None
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        for language in ("kk", "ru"):
            page = opened(context, f"{address}{language}/{kinds['cancelled meeting']}")
            reason = page.get_by_text(meeting.reason.in_language(language)).first
            assert reason.is_visible()
            box = reason.bounding_box()
            assert box is not None
            assert box["y"] < 740


def test_every_focusable_thing_is_reached_by_keyboard_and_seen(
    browser: Browser, address: str, kinds: dict[str, str]
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = opened(context, f"{address}ru/{kinds['precinct']}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
        for _ in range(25):
            page.keyboard.press("Tab")
            hidden = page.evaluate(
                "(() => { const e = document.activeElement; if (e === document.body) return '';"
                " const b = e.getBoundingClientRect(), s = getComputedStyle(e);"
                " const seen = b.width > 0 && b.height > 0 && s.visibility === 'visible';"
                " return seen ? '' : e.outerHTML.slice(0, 120); })()"
            )
            assert hidden == ""


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_journalist_without_javascript_goes_from_a_district_to_a_feed_of_unique_titles(
    browser: Browser, address: str, language: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = opened(context, f"{address}{language}/almaty/auezov/")
        named = page.locator("link[rel=alternate][type='application/atom+xml']").evaluate("each => each.href")
        assert named == page.locator("main a[href$='feed.xml']").evaluate("each => each.href")
        feed = context.request.get(named)
        assert feed.ok
        titles = re.findall(r"<entry>\n<id>.+</id>\n<title>(.+)</title>", feed.text())
        assert len(set(titles)) == len(titles) > 50
        assert page.locator("h1").inner_text().split(",")[0] in titles[0]


def test_the_ledger_can_be_filtered_on_the_page_and_without_a_script_by_its_lists(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = opened(context, f"{address}ru/almaty/alatau/outcomes/complaint/")
        rows = page.locator(".esep-ledger tbody tr")
        everything = rows.count()
        assert everything > 5
        page.locator("[data-filter=state]").select_option("closed_late")
        late = page.locator(".esep-ledger tbody tr:visible").count()
        assert 0 < late < everything
        assert page.locator(".esep-filter output").inner_text() == f"{late} / {everything}"
        page.locator("[data-filter=text]").fill("no such words anywhere")
        assert page.locator(".esep-ledger tbody tr:visible").count() == 0
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}ru/almaty/alatau/outcomes/")
        assert not page.locator(".esep-filter").first.is_visible()
        page.locator("main a[href$='late/']").first.click()
        assert page.url == f"{address}ru/almaty/alatau/outcomes/late/"
        assert page.locator(".esep-ledger tbody tr").count() >= late


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_resident_finds_three_ways_to_keep_the_calendar(
    browser: Browser, address: str, language: str
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = opened(context, f"{address}{language}/almaty/alatau/211/")
        page.locator("main a[href$='subscribe/']").first.click()
        calendar = f"esep.example/{language}/almaty/alatau/211/calendar.ics"
        assert page.locator(f"a[href='webcal://{calendar}']").is_visible()
        assert page.get_by_text(f"https://{calendar}").is_visible()
        with page.expect_download() as download:
            page.locator("main a[download]").first.click()
        answer = context.request.get(f"{address}{language}/almaty/alatau/211/calendar.ics")
        assert Path(download.value.path()).read_bytes() == answer.body()
        assert answer.headers["content-type"].startswith("text/calendar")


def test_a_journalist_without_javascript_checks_a_district_and_takes_the_table(
    browser: Browser, address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = opened(context, f"{address}ru/almaty/alatau/compliance/")
        page.locator("main a[href*='2026-q1/211-212/']").first.click()
        assert page.locator("#changes").is_visible()
        page.goto(f"{address}ru/almaty/alatau/meetings/2026/")
        listed = page.locator("main a[href*='2026-q']").count()
        page.goto(f"{address}ru/almaty/data/")
        named = page.locator("main a[href$='2026/meetings.csv']").first.evaluate("each => each.href")
        text = context.request.get(named).body().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert sum(row["id"].startswith("almaty/alatau/") for row in rows) == listed > 10
        places = (
            context.request.get(named.replace("2026/meetings.csv", "stations.csv")).body().decode("utf-8-sig")
        )
        assert {"\u049b", "\u0456"} <= set(places)
