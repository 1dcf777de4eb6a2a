"""What nginx and Caddy answer with the configuration in `deploy/`: at the root of a host and below a path."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import test_browser
from conftest import TODAY, run_esep
from playwright.sync_api import Browser
from web_servers import SERVERS, Answer, ask, served_by

browser = test_browser.browser
kinds = test_browser.kinds

PAGE = "public, max-age=60, must-revalidate"
PROGRAM = "public, max-age=1800, must-revalidate"
HASHED = "public, max-age=31536000, immutable"
FRESH = "no-cache"
EXPECTED = {
    "": ("text/html; charset=utf-8", PAGE),
    "kk/": ("text/html; charset=utf-8", PAGE),
    "ru/almaty/alatau/211/": ("text/html; charset=utf-8", PAGE),
    "kk/calendar.ics": ("text/calendar; charset=utf-8", PROGRAM),
    "ru/almaty/alatau/211/calendar.ics": ("text/calendar; charset=utf-8", PROGRAM),
    "kk/almaty/alatau/211/card-tursyngozhaev.vcf": ("text/vcard; charset=utf-8", PROGRAM),
    "kk/almaty/feed.xml": ("application/atom+xml; charset=utf-8", PROGRAM),
    "kk/almaty/feed/2024.xml": ("application/atom+xml; charset=utf-8", PROGRAM),
    "ru/almaty/feed.json": ("application/feed+json", PROGRAM),
    "ru/almaty/feed/2024.json": ("application/feed+json", PROGRAM),
    "data/almaty/precincts.csv": ("text/csv; charset=utf-8", PROGRAM),
    "data/almaty/stations.geojson": ("application/geo+json", PROGRAM),
    "data/catalog.jsonld": ("application/ld+json", PROGRAM),
    "api/v1/almaty.json": ("application/json", PROGRAM),
    "sitemap.xml": ("application/xml; charset=utf-8", PROGRAM),
    "robots.txt": ("text/plain; charset=utf-8", PROGRAM),
    "SHA256SUMS": ("text/plain; charset=utf-8", PROGRAM),
    "data/almaty/SHA256SUMS": ("text/plain; charset=utf-8", PROGRAM),
    "build.json": ("application/json", FRESH),
    "release.json": ("application/json", FRESH),
}
SCRIPTS_AND_STYLES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
ON_EVERY_ANSWER = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, published; and an asset of a release before."""
    folder = tmp_path_factory.mktemp("published") / "esep"
    done = run_esep("publish", str(folder), "--today", TODAY.isoformat())
    assert done.returncode == 0, done.stderr
    (folder / "assets" / "stylesheets" / "theme.0123abcd.css").write_text(
        "/* of a release before */", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module", params=[(server, path) for server in SERVERS for path in ("/", "/esep/")])
def address(
    request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The site behind each server, at the root and below a path."""
    server, path = request.param
    with served_by(server, tmp_path_factory.mktemp(server) / "server", published, path) as found:
        yield found


def assets_of(answer: Answer) -> list[str]:
    return re.findall(r'(?:href|src)="[./]*(assets/[^"]+\.(?:css|js))"', answer.body.decode())


def has_the_headers_of_every_answer(answer: Answer) -> None:
    assert set(answer.headers["content-security-policy"].split("; ")) == CSP
    assert ON_EVERY_ANSWER.items() <= answer.headers.items()
    assert "/" not in answer.headers.get("server", ""), "the version of the server is nobody's business"


@pytest.mark.parametrize("path", EXPECTED)
def test_every_kind_of_file_has_its_type_its_age_and_the_headers(address: str, path: str) -> None:
    answer = ask(address, path)
    assert answer.status == 200
    has_the_headers_of_every_answer(answer)
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == EXPECTED[path]


def test_scripts_and_styles_of_a_page_are_named_by_their_content_and_kept_for_a_year(address: str) -> None:
    for page in ("", "kk/", "ru/almaty/outcomes/", "kk/404.html"):
        assets = assets_of(ask(address, page))
        assert assets, page
        for asset in assets:
            answer = ask(address, asset)
            assert answer.status == 200, asset
            assert answer.headers["cache-control"] == HASHED, asset
            assert answer.headers["content-type"] == SCRIPTS_AND_STYLES[asset.rpartition(".")[2]]


def test_an_asset_of_a_kept_release_is_still_found(address: str) -> None:
    answer = ask(address, "assets/stylesheets/theme.0123abcd.css")
    assert (answer.status, answer.body) == (200, b"/* of a release before */")
    assert answer.headers["cache-control"] == HASHED


@pytest.mark.parametrize("path", ["kk/", "kk/calendar.ics", "ru/feed.xml", "data/almaty/precincts.csv"])
def test_what_did_not_change_is_not_sent_again(address: str, path: str) -> None:
    for encoding in ("identity", "gzip"):
        first = ask(address, path, Accept_Encoding=encoding)
        again = ask(address, path, Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        has_the_headers_of_every_answer(again)
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert ask(address, path, If_None_Match='"another"').status == 200


@pytest.mark.parametrize("path", ["kk/", "kk/calendar.ics", "ru/feed.json", "data/almaty/precincts.csv"])
def test_the_file_compressed_beforehand_is_what_is_sent(address: str, published: Path, path: str) -> None:
    file = published / "current" / path
    file = file / "index.html" if file.is_dir() else file
    packed, plain = ask(address, path, Accept_Encoding="gzip"), ask(address, path)
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.body == file.with_name(f"{file.name}.gz").read_bytes()
    assert "content-encoding" not in plain.headers
    assert plain.body == gzip.decompress(packed.body) == file.read_bytes()


@pytest.mark.parametrize(
    ("path", "is_shared"),
    [(path, path not in ("", "kk/", "ru/almaty/alatau/211/")) for path in EXPECTED] + [("ru/no.ics", True)],
)
def test_other_sites_may_use_calendars_feeds_and_data_and_nothing_else(
    address: str, path: str, *, is_shared: bool
) -> None:
    headers = ask(address, path, Origin="https://elsewhere.example").headers
    assert headers.get("access-control-allow-origin") == ("*" if is_shared else None)
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if is_shared else "same-origin")


@pytest.mark.parametrize(
    ("path", "languages"),
    [
        ("kk/nothing", "kk"),
        ("ru/nothing/", "ru"),
        ("ru/kk/nothing/", "ru"),
        ("ru/almaty/alatau/nothing.ics?kk", "ru"),
        ("nothing", "kk ru"),
        ("nothing?/ru/", "kk ru"),
        ("assets/", "kk ru"),
        ("assets/stylesheets/nothing.0123abcd.css", "kk ru"),
    ],
)
def test_the_page_not_found_speaks_the_language_of_the_address(
    address: str, published: Path, path: str, languages: str
) -> None:
    answer = ask(address, path)
    pages = {"kk": "kk/404.html", "ru": "ru/404.html", "kk ru": "404.html"}
    assert answer.status == 404
    assert answer.body == (published / "current" / pages[languages]).read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    has_the_headers_of_every_answer(answer)


def test_no_address_leads_out_of_the_site(address: str, published: Path) -> None:
    (published / "secret.txt").write_text("secret", encoding="utf-8")
    for path in (
        "%2e%2e/secret.txt",
        "../secret.txt",
        "kk/%2e%2e/%2e%2e/secret.txt",
        "assets/..%2f../secret.txt",
    ):
        assert b"secret" not in ask(address, path).body, path


@pytest.mark.parametrize("path", [".git/config", "kk/.hidden.html", ".htaccess", "kk/.hidden.html.gz"])
def test_a_file_whose_name_begins_with_a_dot_is_not_there(address: str, published: Path, path: str) -> None:
    hidden = published / "current" / path
    hidden.parent.mkdir(exist_ok=True)
    hidden.write_text("not for residents", encoding="utf-8")
    assert ask(address, path).status == 404


def test_certificates_can_be_asked_for(address: str, published: Path) -> None:
    token = published / "current" / ".well-known" / "acme-challenge" / "token"
    token.parent.mkdir(parents=True, exist_ok=True)
    token.write_text("proof", encoding="utf-8")
    assert ask(address, ".well-known/acme-challenge/token").body == b"proof"


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(address: str) -> None:
    answer = ask(address, "kk/almaty")
    assert answer.status in (301, 308)
    assert answer.headers["location"].endswith("/kk/almaty/")
    has_the_headers_of_every_answer(answer)
    assert ask(address, "kk/almaty/").status == 200
    below = ask(address.removesuffix("/esep/")) if address.endswith("/esep/") else None
    assert below is None or below.body != ask(address).body, "the other site of the server is still there"


def test_nothing_can_be_sent_to_the_server(address: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = ask(address, "kk/", method=method)
        assert answer.status == 405
        has_the_headers_of_every_answer(answer)


def test_a_program_without_a_name_gets_the_calendar(address: str) -> None:
    for agent in ("", "Google-Calendar-Importer", "iOS/18.0 dataaccessd/1.0", "curl/8"):
        assert ask(address, "kk/calendar.ics", User_Agent=agent).body.startswith(b"BEGIN:VCALENDAR")


def test_a_switch_of_the_link_is_seen_by_the_next_request(address: str, published: Path) -> None:
    before, live = ask(address, "kk/").body, (published / "current").readlink()
    try:
        other = published / "releases" / "2" / "kk"
        other.mkdir(parents=True, exist_ok=True)
        (other / "index.html").write_text("the next release", encoding="utf-8")
        _switch(published, Path("releases/2"))
        assert ask(address, "kk/").body == b"the next release"
    finally:
        _switch(published, live)
    assert ask(address, "kk/").body == before


def _switch(published: Path, target: Path) -> None:
    fresh = published / "next"
    fresh.symlink_to(target)
    fresh.replace(published / "current")


@pytest.mark.browser
@test_browser.pytestmark[1]
@pytest.mark.parametrize(("language", "path"), [("kk", "/"), ("ru", "/esep/")])
def test_every_kind_of_page_keeps_to_the_content_security_policy(
    browser: Browser, published: Path, kinds: dict[str, str], tmp_path: Path, language: str, path: str
) -> None:
    doors = {"door": "../", "not found": "404.html", "not found in both": "../404.html"}
    shown = (
        {**kinds, **doors} if path == "/" else kinds
    )  # the links of a page not found name the path of `base_url`
    with (
        served_by("nginx", tmp_path / "server", published, path) as address,
        browser.new_context(viewport={"width": 1280, "height": 900}) as context,
    ):
        for page in shown.values():
            test_browser.opened(context, f"{address}{language}/{page}").close()


@pytest.mark.browser
@test_browser.pytestmark[1]
def test_under_the_policy_our_script_runs_and_one_put_into_the_page_does_not(
    browser: Browser, address: str
) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = test_browser.opened(context, f"{address}kk/")
        page.locator(".esep-scheme").click()
        assert page.evaluate("document.documentElement.dataset.esepScheme") == "dark"
        page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "window.intruder = true";
                document.body.append(script);
                document.body.setAttribute("onclick", "window.intruder = true");
                document.body.insertAdjacentHTML("beforeend", "<p id=styled style='color: red'>.</p>");
                document.body.click();
            }"""
        )
        assert page.evaluate("window.intruder") is None
        assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(255, 0, 0)"
