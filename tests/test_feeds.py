"""Feeds: valid, complete, each item once with an id and a moment that never change, and a title that says what."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from composed import all_feeds
from conftest import ROOT, TODAY
from feed_rules import ATOM, HISTORY, atom_faults, json_feed_faults
from history_cases import play, read_case

from generator.history.read import read_history
from generator.model.ids import body_of
from generator.model.register import Register
from generator.model.text import Bilingual
from generator.outputs.feeds import LATEST, PAGE, WINDOW, lay_leaves
from generator.outputs.items import Item
from generator.sources import Sources, read_sources
from generator.views.feeds import view_news
from generator.views.news import News, NewsKind, find_news
from generator.words.catalogue import Words

MONTH_LATER = TODAY + timedelta(days=30)
A_FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="kk">
<id>tag:esep.example,2026:kk/feed</id><title>T</title><updated>2026-11-21T00:00:00+05:00</updated>
<link rel="self" type="application/atom+xml" href="https://esep.example/kk/feed.xml"/>
<link rel="alternate" type="text/html" href="https://esep.example/kk/"/><author><name>N</name></author>
<entry><id>tag:esep.example,2026:kk/a</id><title>T</title><updated>2026-11-21T00:00:00+05:00</updated>
<link rel="alternate" type="text/html" href="https://esep.example/kk/a/"/>
<content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""


def sources_on(root: Path, today: date) -> Sources:
    reading = read_sources(root, today)
    assert reading.sources is not None, reading.diagnostics
    return reading.sources


@pytest.fixture(scope="module")
def sources() -> Sources:
    return sources_on(ROOT, TODAY)


def feeds_of(sources: Sources, words: dict[str, Words]) -> dict[str, bytes]:
    made = list(all_feeds(sources, words))
    feeds = {each.path: each.content for each in made}
    assert len(feeds) == len(made)
    return feeds


@pytest.fixture(scope="module")
def feeds(sources: Sources, words: dict[str, Words]) -> dict[str, bytes]:
    return feeds_of(sources, words)


def all_news(sources: Sources, today: date | None = None) -> list[News]:
    register = sources.register
    return [
        news
        for body_id in register.bodies
        for news in find_news(register, sources.accounts, today or sources.today, body_id)
    ]


def items_of(feeds: dict[str, bytes], folder: str) -> list[dict[str, Any]]:
    """Every item of the JSON feed in a folder and of its archives, each once, as a reader would follow them."""
    found: dict[str, dict[str, Any]] = {}
    path: str | None = f"{folder}feed.json"
    while path is not None:
        feed = json.loads(feeds[path])
        found |= {each["id"]: each for each in feed["items"]}
        path = feed["next_url"].removeprefix("https://esep.example/") if "next_url" in feed else None
    return list(found.values())


def test_every_feed_of_the_site_is_valid_atom_and_valid_json_feed(feeds: dict[str, bytes]) -> None:
    assert {path: atom_faults(feed) for path, feed in feeds.items() if path.endswith(".xml")} == {
        path: [] for path in feeds if path.endswith(".xml")
    }
    for path, feed in feeds.items():
        if path.endswith(".json"):
            assert json_feed_faults(json.loads(feed)) == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>T</title><updated>", "<updated>"),
        ("+05:00</updated>", "</updated>"),
        ("tag:esep.example,2026:kk/a", "kk/a"),
        ('type="html"', 'type="text/html"'),
        ("&lt;p&gt;x", "&lt;script&gt;x"),
        ('href="https://esep.example/kk/a/"', 'href="a/"'),
        ("<author><name>N</name></author>", ""),
        ("<entry>", "<entry><colour/>"),
        ('rel="self"', 'rel="current"'),
        ("2026:kk/feed", "2026:kk/ feed"),
        ("</feed>", ""),
        ("2026-11-21T00:00:00+05:00</updated>\n<link", "2026-11-22T00:00:00+05:00</updated>\n<link"),
    ],
)
def test_the_check_itself_refuses_what_atom_forbids(old: str, new: str) -> None:
    assert atom_faults(A_FEED.encode()) == []
    assert old in A_FEED
    assert atom_faults(A_FEED.replace(old, new, 1).encode()) != []


def test_each_place_has_a_feed_in_each_language_and_format(
    feeds: dict[str, bytes], register: Register
) -> None:
    places = ["", *register.regions, *register.bodies, *register.precincts]
    for language in ("kk", "ru"):
        for place in places:
            folder = f"{language}/{place}/" if place else f"{language}/"
            assert {f"{folder}feed.xml", f"{folder}feed.json"} <= feeds.keys()


def test_atom_and_json_say_the_same(feeds: dict[str, bytes]) -> None:
    for path, feed in feeds.items():
        if path.endswith(".xml"):
            entries = ET.fromstring(feed).findall(f"{ATOM}entry")
            told = [
                [entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "content", "updated")]
                for entry in entries
            ]
            items = json.loads(feeds[path.removesuffix("xml") + "json"])["items"]
            names = ("id", "title", "content_html", "date_modified")
            assert told == [[item[name] for name in names] for item in items]


def test_every_news_is_in_the_feeds_of_its_places_and_in_no_other(
    feeds: dict[str, bytes], sources: Sources
) -> None:
    news, register = all_news(sources), sources.register
    places = [*register.regions, *register.bodies, *register.precincts]
    for place in places:
        expected = {
            f"tag:esep.example,2026:kk/{each.identifier}"
            for each in news
            if place in each.places or (place in register.regions and each.subject.startswith(f"{place}/"))
        }
        assert {each["id"] for each in items_of(feeds, f"kk/{place}/")} == expected, place


def test_everything_that_happens_is_told(sources: Sources) -> None:
    news, register = all_news(sources), sources.register
    subjects = {kind: [each.subject for each in news if each.kind is kind] for kind in NewsKind}
    published = {each for each, day in ((m, register.published_on(m)) for m in register.meetings) if day}
    assert published <= set(subjects[NewsKind.ANNOUNCED]) == register.meetings.keys()
    assert set(subjects[NewsKind.PROTOCOL]) == register.protocols.keys()
    for kind in (NewsKind.MOVED, NewsKind.CANCELLED):
        assert set(subjects[kind]) == {
            each for each, meeting in register.meetings.items() if meeting.status.value == kind.value
        }
    ledger = sources.accounts.judgement.ledger
    late = {each for each, entry in ledger.items() if entry.kind != "decision" and entry.overdue_days > 0}
    assert set(subjects[NewsKind.OVERDUE]) == {each for each in late if ledger[each].own_course}
    assert len({each.identifier for each in news}) == len(news)


def test_titles_are_unique_and_begin_with_what_happened(
    feeds: dict[str, bytes], words: dict[str, Words]
) -> None:
    for language, its_words in words.items():
        items = items_of(feeds, f"{language}/almaty/")
        titles = Counter(each["title"] for each in items)
        assert [title for title, n in titles.items() if n > 1] == []
        for item in items:
            assert item["title"].startswith(its_words.one_of("news", item["_esep"]["kind"]) + ": ")


def test_two_items_of_one_title_are_told_apart_by_the_record(
    sources: Sources, words: dict[str, Words]
) -> None:
    register = sources.register
    first = next(each for each in register.meetings if register.meetings[each].level == "inspector")
    twins = {**register.meetings, f"{first}-b": register.meetings[first]}
    schedule = first.rpartition("/")[0]
    twin = replace(register, meetings=twins)
    news = [each for each in all_news(sources) if each.subject == first and each.kind == "announced"]
    both = [*news, replace(news[0], subject=f"{first}-b")]
    accounts = replace(sources.accounts, history=None)
    titles = [each.title for each in view_news(twin, accounts, words["kk"], both)]
    assert titles[0] != titles[1]
    assert titles[1].endswith(f"({schedule.rpartition('/')[2]}/{first.rpartition('/')[2]}-b/announced)")


def test_what_git_has_not_witnessed_says_so(feeds: dict[str, bytes], words: dict[str, Words]) -> None:
    said = "The day is declared by the editors, not witnessed by the history."
    for language, its_words in words.items():
        for item in items_of(feeds, f"{language}/almaty/"):
            assert (its_words.text(said) in item["content_html"]) == item["_esep"]["declared"]
            if item["_esep"]["kind"] == "announced":
                assert item["_esep"]["declared"]
                assert item["date_published"].endswith("T00:00:00+05:00")


def test_an_overdue_answer_is_dated_by_the_last_day_of_its_term(sources: Sources) -> None:
    overdue = [each for each in all_news(sources) if each.kind is NewsKind.OVERDUE]
    assert overdue
    for each in overdue:
        entry = sources.accounts.judgement.ledger[each.subject]
        assert (each.at.date(), each.at.hour) == (entry.due, 23)
        assert each.at.date() < TODAY


def test_archives_lead_from_one_to_the_next_and_none_is_too_long(feeds: dict[str, bytes]) -> None:
    for path, document in feeds.items():
        if not path.endswith(".xml"):
            continue
        root = ET.fromstring(document)
        links = {each.get("rel"): each.get("href", "") for each in root.findall(f"{ATOM}link")}
        is_archive = "/feed/" in path
        assert (root.find(f"{HISTORY}archive") is not None) == is_archive
        assert links["self"] == f"https://esep.example/{path}"
        assert len(root.findall(f"{ATOM}entry")) <= PAGE
        for one, other in (("prev-archive", "next-archive"), ("next-archive", "prev-archive")):
            if one in links:
                neighbour = links[one].removeprefix("https://esep.example/")
                back = {
                    each.get("rel"): each.get("href")
                    for each in ET.fromstring(feeds[neighbour]).findall(f"{ATOM}link")
                }
                assert back.get(other, links["self"] if not is_archive else "") == links["self"]
                assert ET.fromstring(feeds[neighbour]).findtext(f"{ATOM}id") == root.findtext(f"{ATOM}id")
    assert any("/feed/" in path for path in feeds)
    assert len(json.loads(feeds["kk/feed.json"])["items"]) == WINDOW


def made_up(sources: Sources, days: Iterable[int]) -> list[Item]:
    news = all_news(sources)[0]
    moments = (replace(news, at=news.at.replace(year=2020) + timedelta(days=each)) for each in days)
    return [Item(each, b"%d" % number, b"{}") for number, each in enumerate(moments)]


@pytest.mark.parametrize("many", [0, 1, LATEST, LATEST + 1, PAGE, PAGE + 1, 3 * PAGE + 7])
@pytest.mark.parametrize("apart", [0, 1, 9])
def test_no_item_is_lost_between_archives(sources: Sources, many: int, apart: int) -> None:
    items = made_up(sources, range(0, many * apart, apart) if apart else [0] * many)
    leaves = lay_leaves(items)
    told = [each.atom for leaf in leaves[1:] for each in leaf.items]
    assert told == [each.atom for each in items[: len(told)]]
    assert {each.atom for leaf in leaves for each in leaf.items} == {each.atom for each in items}
    assert len({leaf.name for leaf in leaves}) == len(leaves)
    assert all(len(leaf.items) <= PAGE for leaf in leaves)
    assert len(leaves[0].items) >= min(many, LATEST)


def test_a_closed_archive_stays_as_it_is_when_more_happens(sources: Sources) -> None:
    items = made_up(sources, range(0, 3000, 4))
    before, after = lay_leaves(items[:600]), lay_leaves(items)
    for one, other in zip(before[1:-1], after[1:], strict=False):
        assert (one.name, one.items, one.older, one.newer) == (
            other.name,
            other.items,
            other.older,
            other.newer,
        )


def test_a_month_later_only_what_the_calendar_brings_is_new(
    feeds: dict[str, bytes], words: dict[str, Words]
) -> None:
    later = feeds_of(sources_on(ROOT, MONTH_LATER), words)
    assert later.keys() >= feeds.keys()
    for language in ("kk", "ru"):
        before, after = (
            {each["id"]: each for each in items_of(some, f"{language}/almaty/")} for some in (feeds, later)
        )
        assert {each: after[each] for each in before} == before
        new = [after[each] for each in after.keys() - before.keys()]
        assert all(TODAY.isoformat() <= each["date_published"][:10] for each in new)
        assert {each["_esep"]["kind"] for each in new} <= {"overdue", "officer_left", "officer_joined"}
        changed = {path for path in feeds if later[path] != feeds[path]}
        places = {"/".join(each["_esep"]["record"].split("/")[:2]) for each in new}
        assert {body_of(path.partition("/")[2]) for path in changed if path.count("/") > 2} <= places


def test_the_same_day_gives_the_same_bytes(feeds: dict[str, bytes], words: dict[str, Words]) -> None:
    assert feeds_of(sources_on(ROOT, TODAY), words) == feeds


def test_an_edit_changes_no_id_and_no_moment(sources: Sources) -> None:
    register = sources.register
    meetings = {
        each: replace(meeting, place=replace(meeting.place, name=Bilingual("X", "X")))
        for each, meeting in register.meetings.items()
    }
    edited = replace(sources, register=replace(register, meetings=meetings))
    assert [(each.identifier, each.at) for each in all_news(edited)] == [
        (each.identifier, each.at) for each in all_news(sources)
    ]


def test_texts_of_editors_stay_text(sources: Sources, words: dict[str, Words]) -> None:
    register = sources.register
    hostile = Bilingual(*(['</content></entry><script>alert("1")</script> & \x0b\x00 ]]>'] * 2))
    meetings = {
        each: replace(meeting, place=replace(meeting.place, name=hostile))
        for each, meeting in register.meetings.items()
    }
    feeds = feeds_of(replace(sources, register=replace(register, meetings=meetings)), words)
    assert all(atom_faults(feed) == [] for path, feed in feeds.items() if path.endswith(".xml"))
    assert all(json_feed_faults(json.loads(feed)) == [] for path, feed in feeds.items() if path.endswith("n"))


def test_a_scripted_history_is_told_commit_by_commit(tmp_path: Path, words: dict[str, Words]) -> None:
    scripted, _ = play(tmp_path / "city", read_case("every_material_change"))
    sources = scripted_sources(scripted.root)
    told = [each for each in all_news(sources) if each.subject == "almaty/alatau/2026-q4/012"]
    assert [(each.identifier[26:], each.at.isoformat(), each.declared) for each in told] == [
        ("announced", "2026-09-22T09:00:00+05:00", False),
        ("moved", "2026-10-01T09:00:00+05:00", False),
        ("moved.2", "2026-10-05T09:00:00+05:00", False),
        ("cancelled", "2026-10-06T09:00:00+05:00", False),
    ]
    views = view_news(sources.register, sources.accounts, words["ru"], told)
    times = [re.findall(r"\d\d:\d\d", each.title) for each in views]
    assert times == [["18:30", "20:00"], *[["19:00", "20:00"]] * 3]
    said = [" ".join(line for line, _ in each.lines) for each in views]
    school, house = "176", "14"
    assert [(school in text, house in text) for text in said] == [
        (True, False),
        (True, False),
        (True, True),
        (False, True),
    ]
    reason = sources.register.meetings["almaty/alatau/2026-q4/012"].reason
    assert reason is not None
    assert reason.ru in said[3]


def test_officers_who_come_and_go_are_told_by_their_commits(tmp_path: Path) -> None:
    scripted, _ = play(tmp_path / "city", read_case("officers"))
    told = {each.identifier: each for each in all_news(scripted_sources(scripted.root), date(2026, 12, 2))}
    left = told["almaty/alatau/012/serikov/officer_left"]
    joined = told["almaty/alatau/012/omarov/officer_joined"]
    assert left.at == joined.at
    assert (left.at.isoformat(), left.declared, joined.declared) == (
        "2026-12-01T09:00:00+05:00",
        False,
        False,
    )
    early = {each.identifier for each in all_news(scripted_sources(scripted.root), date(2026, 11, 30))}
    assert not {left.identifier, joined.identifier} & early


def test_an_answer_is_dated_by_the_commit_that_published_it(tmp_path: Path) -> None:
    scripted, _ = play(tmp_path / "city", read_case("protocol_changes"))
    told = {each.identifier: each for each in all_news(scripted_sources(scripted.root))}
    meeting = "almaty/alatau/2026-q3/012"
    answered, protocol = told[f"{meeting}/s1/answered"], told[f"{meeting}/protocol"]
    assert (answered.at.isoformat(), answered.declared) == ("2026-09-05T09:00:00+05:00", False)
    assert (protocol.at.isoformat(), protocol.declared) == ("2026-08-22T09:00:00+05:00", False)


def test_without_git_the_same_things_are_told_as_declared(tmp_path: Path) -> None:
    scripted, _ = play(tmp_path / "city", read_case("protocol_changes"))
    witnessed = {each.identifier for each in all_news(scripted_sources(scripted.root))}
    shutil.rmtree(scripted.root / ".git")
    sources = scripted_sources(scripted.root)
    told = all_news(sources)
    undated = {
        f"{key}/protocol" for key, each in sources.register.protocols.items() if each.published is None
    }
    assert undated
    assert {each.identifier for each in told} == witnessed - undated
    assert all(each.declared for each in told if each.kind is not NewsKind.OVERDUE)
    answered = next(each for each in told if each.kind is NewsKind.ANSWERED)
    assert answered.at.isoformat() == "2026-09-04T00:00:00+05:00"


def test_what_is_not_committed_is_no_news(tmp_path: Path) -> None:
    scripted, _ = play(tmp_path / "city", read_case("not_yet_committed"))
    sources = scripted_sources(scripted.root)
    history = read_history(scripted.root, sources.register.site, sources.register)
    waiting = {each for each in sources.register.meetings if not history.story(each).is_published}
    assert waiting
    assert not waiting & {each.subject for each in all_news(sources)}


def scripted_sources(root: Path) -> Sources:
    """Sources of a scripted city, with the law of this repository, which is no part of its history."""
    for path in sorted((ROOT / "site_config").rglob("*.yaml")):
        target = root / path.relative_to(ROOT)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return sources_on(root, TODAY + timedelta(days=30))


class FeedLinks(HTMLParser):
    """Feeds a page names in its head, and every address its body leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.led: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "link" and told.get("rel") == "alternate":
            self.named.append((told["type"], told["href"]))
        if tag == "a":
            self.led.append(told.get("href", ""))


def test_pages_name_their_feeds_and_lead_to_them(site: Path, register: Register) -> None:
    places = ["", *register.regions, *register.bodies, *register.precincts]
    for language in ("kk", "ru"):
        for place in places:
            url = f"{language}/{place}/" if place else f"{language}/"
            page = FeedLinks((site / url / "index.html").read_text(encoding="utf-8"))
            assert [kind for kind, _ in page.named] == ["application/atom+xml", "application/feed+json"]
            for (_, address), name in zip(page.named, ("feed.xml", "feed.json"), strict=True):
                assert normpath(join(url, address)) == f"{url}{name}"
                assert (site / url / name).is_file()
                assert address in page.led


def test_the_built_site_has_these_feeds(site: Path, feeds: dict[str, bytes]) -> None:
    for path, feed in feeds.items():
        assert (site / path).read_bytes() == feed
