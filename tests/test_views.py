"""What pages say, on the small city of tests/small_city: every special state has a meeting there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from composed import all_pages, render_body_pages
from jinja2 import Environment, TemplateAssertionError
from ruamel.yaml import YAML

from generator.model.collect import collect_records, read_site
from generator.model.register import Register, link_register
from generator.model.registry import Succession
from generator.outputs.frames import Frames, read_frame
from generator.outputs.pages import Bodies, Kept, Links, link_from
from generator.outputs.templating import BODY, Templates
from generator.views.body import view_body
from generator.views.contacts import view_hours
from generator.views.home import HomeView, view_home, view_home_part
from generator.views.listing import next_to_come, view_item
from generator.views.meeting import view_meeting
from generator.views.page import LinkView
from generator.views.precinct import view_precinct
from generator.views.region import district_rows, view_region
from generator.views.states import meeting_state
from generator.views.year import view_year
from generator.words.catalogue import LANGUAGES, Words

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
Q4 = "almaty/alatau/2026-q4"


def _load(name: str) -> dict[Any, Any]:
    loaded: dict[Any, Any] = YAML(typ="safe", pure=True).load(
        (HERE / "cases" / "views" / name).read_text("utf-8")
    )
    return loaded


TEXTS, STATES = _load("texts.yaml"), _load("states.yaml")
FRAME = "<title>esep-slot(title)</title><meta content='esep-slot(description)'><!--esep-slot(url)-->esep-slot(body)"
FRAMES = Frames({(each, part): read_frame(FRAME) for each in LANGUAGES for part in ("home", "precincts")})
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def city() -> Register:
    collected = collect_records(HERE / "small_city")
    assert not [each for each in collected.diagnostics if each.code.startswith("E")], collected.diagnostics
    site, faults = read_site(HERE / "small_city")
    assert site is not None, faults
    return link_register(site, collected)


def home(register: Register, words: Words) -> HomeView:
    return view_home(register, words, [view_home_part(register, words, TODAY, "almaty")])


@pytest.fixture(scope="module")
def pages(city: Register, words: dict[str, Words]) -> dict[str, str]:
    """The HTML of every page by its path, as of TODAY."""
    made = list(all_pages(city, words, TODAY, FRAMES))
    assert len({each.path for each in made}) == len(made)
    return {each.path: each.content.decode() for each in made}


def plain(html: str) -> str:
    """What a reader reads: the text without tags, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def meeting_html(pages: dict[str, str], language: str, meeting_id: str) -> str:
    return pages[f"{language}/{meeting_id}/index.html"]


@pytest.mark.parametrize("day", STATES)
def test_a_meeting_is_planned_then_today_then_awaited_unless_said_otherwise(
    city: Register, day: date
) -> None:
    found = {each: str(meeting_state(city, each, day)) for each in STATES[day]}
    assert found == STATES[day]


@in_both_languages
def test_a_cancelled_meeting_says_so_first_with_reason_and_the_new_date(
    pages: dict[str, str], words: dict[str, Words], language: str
) -> None:
    html = meeting_html(pages, language, f"{Q4}/211-b")
    after_title = html.partition("</h1>")[2]
    notice = after_title[: after_title.index("</section>")]
    assert plain(after_title).strip().startswith(TEXTS["cancelled"][language])
    assert 'href="../211-c/"' in notice
    assert words[language].text("Reason: {reason}", reason="").strip() in notice


@in_both_languages
def test_a_moved_meeting_names_the_old_and_the_new_time(
    city: Register, words: dict[str, Words], language: str
) -> None:
    notice = view_meeting(city, words[language], TODAY, f"{Q4}/211-c").notice
    assert notice is not None
    assert notice.was.endswith("18:00")
    assert notice.was.startswith(("2026", "9"))
    assert notice.reason


@in_both_languages
def test_the_day_of_the_meeting_and_of_its_publication_stand_under_their_own_labels(
    pages: dict[str, str], language: str
) -> None:
    html = meeting_html(pages, language, f"{Q4}/211-212")
    rows = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html, re.DOTALL)
    found = {label: plain(text) for label, text in rows if label in TEXTS["labels"][language]}
    assert list(found) == TEXTS["labels"][language]
    assert TEXTS["notice"][language] in found[TEXTS["labels"][language][1]]
    assert TEXTS["notice"][language] not in found[TEXTS["labels"][language][0]]


@in_both_languages
def test_a_protocol_stands_under_the_eight_headings_of_the_law_and_questions_follow(
    pages: dict[str, str], language: str
) -> None:
    html = meeting_html(pages, language, f"{Q4}/211").partition('id="protocol"')[2]
    headings = [plain(each).strip() for each in re.findall(r"<h3[^>]*>(.*?)</h3>", html)]
    assert headings[:9] == [*TEXTS["headings"][language], TEXTS["after_headings"][language]]


@in_both_languages
def test_absent_is_not_empty(pages: dict[str, str], language: str) -> None:
    silent, none = TEXTS["silent"][language], TEXTS["none"][language]
    participants = TEXTS["headings"][language][3]
    decisions = TEXTS["headings"][language][4]
    of_autumn = plain(meeting_html(pages, language, f"{Q4}/211"))
    of_summer = plain(meeting_html(pages, language, "almaty/alatau/2026-q3/211"))
    assert f"{participants} {silent}" in of_autumn
    assert f"{participants} 64" in of_summer
    assert f"{decisions} {none}" in of_summer
    remarks = TEXTS["headings"][language][7]
    of_chief = plain(meeting_html(pages, language, "almaty/alatau/2025/chief"))
    assert f"{decisions} {silent}" in of_chief
    assert f"{remarks} {silent}" in of_chief
    assert f"{remarks} {none}" in of_summer


@in_both_languages
def test_a_past_meeting_without_a_protocol_says_for_how_long(pages: dict[str, str], language: str) -> None:
    assert TEXTS["awaited"][language] in plain(meeting_html(pages, language, f"{Q4}/212"))


@in_both_languages
def test_decisions_and_submissions_carry_their_state_in_words(
    city: Register, words: dict[str, Words], language: str
) -> None:
    protocol = view_meeting(city, words[language], TODAY, f"{Q4}/211").protocol
    assert protocol is not None
    assert protocol.decisions is not None
    assert [each.state.word for each in protocol.decisions] == TEXTS["decisions"][language]
    states = {item.key: item.state.word for group in protocol.groups for item in group.items or ()}
    assert [states[key] for key in ("s1", "s2", "s3", "s4")] == TEXTS["submissions"][language]


@in_both_languages
def test_the_fate_of_an_earlier_item_is_linked_both_ways(pages: dict[str, str], language: str) -> None:
    earlier = meeting_html(pages, language, "almaty/alatau/2026-q3/211")
    later = meeting_html(pages, language, f"{Q4}/211")
    assert 'href="../../2026-q4/211/#s1"' in earlier
    assert 'href="../../2026-q3/211/#s1"' in later


def test_a_missing_translation_shows_the_other_language_and_says_so(pages: dict[str, str]) -> None:
    html = meeting_html(pages, "kk", f"{Q4}/211")
    assert re.search(r'<p lang="ru">[^<]+</p>\s*<p class="esep-aside">' + TEXTS["untranslated"]["kk"], html)
    assert 'lang="ru"' not in meeting_html(pages, "ru", f"{Q4}/211")


@in_both_languages
def test_a_candidate_is_named_only_with_consent(pages: dict[str, str], language: str) -> None:
    assert not [path for path, html in pages.items() if TEXTS["hidden_candidate"][language] in html]


@in_both_languages
def test_a_joint_meeting_is_one_page_linked_from_every_precinct(pages: dict[str, str], language: str) -> None:
    for precinct in ("211", "212"):
        assert 'href="../2026-q4/211-212/"' in pages[f"{language}/almaty/alatau/{precinct}/index.html"]
    html = meeting_html(pages, language, f"{Q4}/211-212")
    assert 'href="../../211/"' in html
    assert 'href="../../212/"' in html


@in_both_languages
def test_a_precinct_tells_who_serves_it_and_how_to_call(
    city: Register, words: dict[str, Words], language: str
) -> None:
    view = view_precinct(city, words[language], TODAY, "almaty/alatau/211")
    assert [each.phones[0].link for each in view.inspectors] == ["tel:+77270002111"]
    assert view.inspectors[0].hours is not None
    assert view.inspectors[0].hours.today_hours == ""
    assert len(view.assistants) == 1
    assert view.meeting is not None
    assert view.meeting.url == f"{language}/{Q4}/211-212/"
    assert [each.url.split("/")[-2] for each in view.others] == ["211-b", "211-c"]
    assert [each.link for each in view.channels][:2] == [
        "tel:+77270000041",
        "mailto:questions@alatau.example",
    ]


@in_both_languages
def test_those_who_have_left_stay_without_contacts(
    city: Register, words: dict[str, Words], pages: dict[str, str], language: str
) -> None:
    view = view_precinct(city, words[language], TODAY, "almaty/alatau/211")
    assert len(view.former) == 1
    assert not view.former[0].phones
    assert not [path for path, html in pages.items() if "77270002199" in html]


@in_both_languages
def test_a_vacant_precinct_says_who_stands_in(city: Register, words: dict[str, Words], language: str) -> None:
    view = view_precinct(city, words[language], TODAY, "almaty/alatau/212")
    assert view.is_vacant
    assert view.vacant_since
    assert view.acting is not None
    assert view.acting.phones[0].link == "tel:+77270002111"
    assert view.acting.precinct == f"{language}/almaty/alatau/211/"


@in_both_languages
def test_a_precinct_that_was_merged_says_so_and_leads_to_those_that_serve_its_streets(
    city: Register, words: dict[str, Words], language: str
) -> None:
    precinct_id, since = "almaty/alatau/212", date(2026, 11, 21)
    gone = replace(city.precincts[precinct_id], succeeded_by=Succession(since, ("211",)))
    merged = replace(city, precincts={**city.precincts, precinct_id: gone})
    before = view_precinct(merged, words[language], since - timedelta(days=1), precinct_id)
    after = view_precinct(merged, words[language], since, precinct_id)
    assert before.is_vacant
    assert not after.is_vacant
    assert before.succession[0] != after.succession[0]
    for view in (before, after):
        assert [each.url for each in view.successors] == [f"{language}/almaty/alatau/211/"]
    told = [
        next(
            row
            for row in view_body(merged, words[language], day, "almaty/alatau").precincts
            if "212" in row.url
        )
        for day in (since - timedelta(days=1), since)
    ]
    assert [bool(row.ended) for row in told] == [False, True]
    assert not view_precinct(city, words[language], since, precinct_id).succession
    district = [
        next(
            row.precincts
            for row in district_rows(merged, words[language], day, "almaty")
            if "alatau" in row.url
        )
        for day in (since - timedelta(days=1), since)
    ]
    assert district[0] != district[1]


@in_both_languages
def test_only_what_waits_for_its_end_is_open(city: Register, words: dict[str, Words], language: str) -> None:
    view = view_precinct(city, words[language], TODAY, "almaty/alatau/211")
    assert [each.url for each in view.open_items] == [
        f"{language}/{Q4}/211/#s4",
        f"{language}/almaty/alatau/2026-q3/211/#s2",
    ]


@in_both_languages
def test_streets_are_sorted_with_houses_in_words(
    city: Register, words: dict[str, Words], language: str
) -> None:
    streets = view_precinct(city, words[language], TODAY, "almaty/alatau/211").streets
    assert [each.name for each in streets] == TEXTS["streets"][language]
    assert streets[1].houses == ", ".join(TEXTS["houses"][language])
    row = view_body(city, words[language], TODAY, "almaty/alatau").precincts[0]
    assert row.streets == TEXTS["streets_in_short"][language]


def test_hours_of_one_day_join_and_today_is_told(city: Register, words: dict[str, Words]) -> None:
    hours = city.bodies["almaty/alatau"].stations["upp-1"].hours
    monday, saturday = date(2026, 11, 23), date(2026, 11, 21)
    view = view_hours(words["ru"], hours, monday)
    assert view is not None
    assert [each.hours.count(",") for each in view.week] == [1, 0, 0]
    assert view.today_hours == view.week[0].hours
    again = view_hours(words["ru"], hours, saturday)
    assert again is not None
    assert again.today_hours.startswith("10:00")
    assert again.week[2].note


def test_the_next_meeting_is_one_that_will_be_held(city: Register) -> None:
    meetings = city.meetings_of_precinct("almaty/alatau/211")
    assert next_to_come(city, meetings, TODAY) == f"{Q4}/211-212"
    assert next_to_come(city, meetings, date(2026, 11, 26)) == f"{Q4}/211-c"
    assert next_to_come(city, meetings, date(2027, 1, 1)) is None


@in_both_languages
def test_home_and_region_list_what_comes_next_soonest_first(
    city: Register, words: dict[str, Words], language: str
) -> None:
    for upcoming in (
        home(city, words[language]).upcoming,
        view_region(city, words[language], TODAY, "almaty").upcoming,
    ):
        assert [each.iso for each in upcoming] == sorted(each.iso for each in upcoming)
        assert upcoming[0].iso == "2026-11-25T18:30"


@in_both_languages
def test_every_meeting_is_reached_from_a_page_of_its_year(
    city: Register, words: dict[str, Words], language: str
) -> None:
    view = view_year(city, words[language], TODAY, "almaty/alatau", 2026)
    listed = {item.url for period in view.periods for item in period.meetings}
    assert listed == {f"{language}/{each}/" for each in city.meetings}
    names = [period.name for period in view.periods]
    assert names == [TEXTS["chiefs_period"][language], *TEXTS["periods"][language]]


@in_both_languages
def test_titles_and_descriptions_are_unique(pages: dict[str, str], language: str) -> None:
    of_language = [
        html
        for path, html in pages.items()
        if path.startswith(f"{language}/") and path.endswith("/index.html")
    ]
    for pattern in (r"<title>(.*?)</title>", r"<meta content='(.*?)'>"):
        found = [match[1] for html in of_language if (match := re.search(pattern, html))]
        assert len(set(found)) == len(found) == len(of_language)


def test_both_languages_have_the_same_pages(pages: dict[str, str]) -> None:
    kk, ru = ({path[3:] for path in pages if path.startswith(f"{each}/")} for each in LANGUAGES)
    assert kk == ru


def test_every_link_of_a_body_leads_to_a_page_a_calendar_a_feed_or_a_card(pages: dict[str, str]) -> None:
    editorial = {"questions/", "outcomes/", "law/", "about/"}
    for path, html in pages.items():
        folder = path.removesuffix("index.html")
        for href in re.findall(r'href="([^"]+)"', html):
            if "://" in href or href.startswith(("tel:", "mailto:", "/", "assets/")):
                continue
            target, _, anchor = href.partition("#")
            steps = [*folder.split("/")[:-1], *target.split("/")] if target else [*folder.split("/")]
            flat: list[str] = []
            for step in steps:
                flat = flat[:-1] if step == ".." else flat if step == "." else [*flat, step]
            goal = "/".join(flat)
            if (
                goal.endswith((".ics", ".vcf", "feed.xml", "feed.json", "/subscribe/"))
                or goal[3:] in editorial
            ):
                continue
            assert f"{goal}index.html" in pages, (path, href)
            assert not anchor or f'id="{anchor}"' in pages[f"{goal}index.html"], (path, href)


def test_markup_in_the_editors_text_is_text(pages: dict[str, str]) -> None:
    assert not [path for path, html in pages.items() if "<script" in html]
    assert "&lt;script&gt;" in pages["kk/almaty/alatau/212/index.html"]


def test_every_page_has_one_main_heading_and_no_level_is_left_out(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), path


def test_no_two_parts_of_a_page_share_an_id(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(set(ids)) == len(ids), path
        assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids), path


@pytest.mark.parametrize("path", ["404.html", "kk/404.html", "ru/404.html"])
def test_the_page_not_found_has_no_relative_link(pages: dict[str, str], path: str) -> None:
    links = re.findall(r'(?:href|src)="([^"]+)"', pages[path])
    assert links
    assert all(link.startswith(("/open/", "tel:")) for link in links)
    assert "404" not in plain(pages[path])
    assert "102" in plain(pages[path])


def test_the_page_not_found_of_a_language_speaks_only_that_language(pages: dict[str, str]) -> None:
    for language, other in (("kk", "ru"), ("ru", "kk")):
        page = pages[f"{language}/404.html"]
        assert f'<html lang="{language}">' in page
        assert f'lang="{other}"' not in page
        assert f'href="/open/{other}/"' not in page


def test_the_root_page_offers_both_languages(pages: dict[str, str]) -> None:
    assert re.findall(r'href="(\w\w/)"', pages["index.html"]) == ["kk/", "ru/"]


def test_pages_of_a_body_are_the_same_made_alone_or_with_all(
    city: Register, words: dict[str, Words], pages: dict[str, str]
) -> None:
    for artifact in render_body_pages(city, "almaty/alatau", words, TODAY, FRAMES):
        assert pages[artifact.path] == artifact.content.decode()


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("kk/", "kk/almaty/", "almaty/"),
        ("kk/almaty/alatau/211/", "kk/almaty/alatau/", "../"),
        ("kk/almaty/alatau/211/", "kk/almaty/alatau/2026-q4/211/#s1", "../2026-q4/211/#s1"),
        ("kk/almaty/alatau/211/", "kk/almaty/alatau/211/#streets", "#streets"),
        ("kk/almaty/alatau/211/", "kk/almaty/alatau/211/calendar.ics", "calendar.ics"),
        ("kk/almaty/", "https://adilet.example/x#y", "https://adilet.example/x#y"),
    ],
)
def test_links_are_relative_to_the_page(page: str, target: str, link: str) -> None:
    assert link_from(page, target) == link


def test_links_that_pages_of_a_place_share_are_those_of_each_page() -> None:
    places = (
        "",
        "alatau/",
        "alatau/211/",
        "alatau/2111/",
        "alatau/211/outcomes/",
        "alatau/2026-q4/211/",
        "alatau/2026-q3/211/",
        "alatau/2026-q4/2111/",
        "211/",
    )
    pages = [f"kk/almaty/{each}" for each in places]
    links = Links()
    for page in (*pages, *reversed(pages)):
        links.turn_to(page)
        for target in pages:
            for written in (target, f"{target}#s1", f"{target}calendar.ics"):
                assert links[written] == link_from(page, written)


def test_what_a_macro_made_for_one_page_is_kept_for_those_that_would_say_the_same() -> None:
    links, view, made = Links(), LinkView("", "kk/almaty/alatau/2026-q4/211/"), []

    def macro(each: LinkView) -> str:
        made.append(each)
        return links[each.url]

    kept = Kept(links)
    for page in ("2026-q3/211/", "2026-q3/212/", "2026-q4/212/", "2026-q4/211/", "211/", "212/"):
        if links.turn_to(f"kk/almaty/alatau/{page}"):
            kept.clear()
        assert kept.say(macro, view) == link_from(f"kk/almaty/alatau/{page}", view.url)
    assert len(made) == 4


def test_what_was_compiled_beforehand_is_not_compiled_for_a_page(
    city: Register, words: dict[str, Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = Bodies(words["kk"])
    bodies.compile_all()
    monkeypatch.delattr(Environment, "compile")
    assert bodies.render("home.html", home(city, words["kk"]))


def test_a_word_missing_in_a_template_stops_the_build(city: Register, words: dict[str, Words]) -> None:
    with pytest.raises(LookupError, match="has no text for"):
        Bodies(Words("kk", {})).render("home.html", home(city, words["kk"]))


def test_a_list_names_the_territory_and_the_state(city: Register, words: dict[str, Words]) -> None:
    item = view_item(city, words["ru"], TODAY, f"{Q4}/211-212")
    assert (item.state.key, item.time) == ("planned", "18:30\N{EN DASH}20:00")
    assert item.territory == city.bodies["almaty/alatau"].territory.ru


def body_of(source: str, view: object = None) -> str:
    """The body a template makes of a view."""
    templates = Templates(_=str, language="ru")
    return str(getattr(templates.from_string(source).module, BODY)(view))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("card(view)", "<b>a&amp;b</b>-"),
        ("card(view, true)", "<b>a&amp;b</b>+"),
        ("card(big=true, each=view)", "<b>a&amp;b</b>+"),
        ("card(card(view))", "<b><b>a&amp;b</b>-</b>-"),
    ],
)
def test_a_macro_is_html_and_escapes_what_it_is_given(call: str, text: str) -> None:
    macro = "{% macro card(each, big=false) %}<b>{{ each }}</b>{{ '+' if big else '-' }}{% endmacro %}"
    assert body_of(macro + "{{ " + call + " }}", "a&b") == text
    assert body_of(macro + "{% set made = " + call + " %}{{ made }}", "a&b") == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing }}",
        "{% from 'parts.html' import tag %}{{ tag(view, colour='red') }}",
        "{% from 'parts.html' import tag %}{{ tag(view, 'meeting', 'red') }}",
        "{% from 'parts.html' import tag %}{% for tag in view %}{{ tag }}{% endfor %}",
    ],
)
def test_a_slip_in_a_template_is_found_when_it_is_compiled(source: str) -> None:
    with pytest.raises(TemplateAssertionError):
        body_of(source, [])
