"""Feeds in words: the head of each feed, and each item of news with a title that begins with what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from generator.history.chronicle import History
from generator.history.story import ChangeKind, Story, Value
from generator.model.ids import body_of, key_of, parent
from generator.model.register import Register
from generator.model.registry import Officer
from generator.model.text import Bilingual
from generator.views.accounts import Accounts
from generator.views.changes import change_sentence
from generator.views.entries import kind_word, view_entry
from generator.views.listing import meeting_subject
from generator.views.news import News, NewsKind
from generator.views.page import FeedLink, page_url
from generator.views.people import territory_name
from generator.views.places import is_precinct, place_name
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.dates import clock, clock_range, full_date, long_date

ATOM = "feed.xml"
JSON = "feed.json"
ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"
_TAG_YEAR = (
    2026  # part of every id (RFC 4151): a day on which the site's name was its own; never to be changed
)
_TOLD = (
    ChangeKind.TIME,
    ChangeKind.PLACE,
    ChangeKind.ONLINE,
    ChangeKind.REASON,
    ChangeKind.REPLACED_BY,
)


@plain
class FeedView:
    """The head of a feed; the feed of the whole site has an empty place.

    identifier: a `tag:` URI (RFC 4151), the same for the feed and its archives.
    folder: the path the feed's files lie below, from the site's root, with a slash at the end.
    title, subtitle: plain text.
    author, email, rights: who publishes, and the licence.
    """

    identifier: str
    language: str
    folder: str
    title: str
    subtitle: str
    author: str
    email: str
    rights: str


@plain
class NewsView:
    """An item of a feed in one language; texts are plain.

    identifier: a `tag:` URI that never changes.
    title: unique within the site and language; begins with what happened.
    url: whole address of the page that tells more.
    at: when it happened, in the region's zone.
    kind_key, kind: what happened, as a code and in words.
    lines: paragraphs, each with its language where it is not the feed's.
    declared: whether the day is declared and not witnessed.
    record: id of the record it is about.
    """

    identifier: str
    title: str
    url: str
    at: datetime
    kind_key: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    declared: bool
    record: str


def feed_links(register: Register, words: Words, place: str) -> tuple[FeedLink, ...]:
    """The feeds of a region, police body or precinct, or of the site when `place` is empty."""
    title, folder = feed_title(register, words, place), page_url(words.language, place)
    return (
        FeedLink(title, f"{folder}{ATOM}", ATOM_TYPE, words.text("What changed here: Atom feed")),
        FeedLink(title, f"{folder}{JSON}", JSON_TYPE, words.text("What changed here: JSON feed")),
    )


def feed_title(register: Register, words: Words, place: str) -> str:
    """The title of a feed; unique within the site and language."""
    site = register.site.names.in_language(words.language)
    return words.text("What changed: {place}", place=place_name(register, words, place) if place else site)


def view_feed(register: Register, words: Words, place: str) -> FeedView:
    """The head of the feed of a place."""
    publisher = register.site.publisher
    return FeedView(
        _tag(register, words, f"{place}/feed" if place else "feed"),
        words.language,
        page_url(words.language, place),
        feed_title(register, words, place),
        words.text("Meetings announced, moved and cancelled, protocols, answers, overdue terms, officers."),
        publisher.names.in_language(words.language),
        publisher.email or "",
        f"{register.site.licence}, {register.site.licence_url}",
    )


def view_news(
    register: Register, accounts: Accounts, words: Words, news: Iterable[News]
) -> tuple[NewsView, ...]:
    """The news of one police body in words, in the order given; titles that would be the same get the record's key."""
    told = _Teller(
        register, accounts, accounts.history or History(register), words, _tag(register, words, "")
    )
    views = [told.view(each) for each in news]
    counts = Counter(each.title for each in views)
    return tuple(
        replace(each, title=f"{each.title} ({_unique_key(each)})") if counts[each.title] > 1 else each
        for each in views
    )


def part_news(register: Register, accounts: Accounts, news: Iterable[News]) -> list[list[News]]:
    """The news of one police body in groups that share no title, so that each may be put into words by itself.

    Titles end with the time of a meeting, the day of a report, or the place of an officer.
    """
    history = accounts.history or History(register)
    groups: dict[object, list[News]] = {}
    for each in news:
        end: object = ""
        if each.kind in (NewsKind.ANSWERED, NewsKind.OVERDUE):
            end = accounts.judgement.ledger[each.subject].raised
        elif each.kind not in (NewsKind.OFFICER_JOINED, NewsKind.OFFICER_LEFT):
            end = tuple(
                known and known.isoformat(timespec="minutes") for known in _times(register, history, each)
            )
        groups.setdefault(end, []).append(each)
    return list(groups.values())


def _unique_key(view: NewsView) -> str:
    """What tells items of one title apart: the keys of the record within its police body, and the item's number."""
    return view.identifier.partition(body_of(view.record) + "/")[2]


def _tag(register: Register, words: Words, identifier: str) -> str:
    host = urlsplit(register.site.base_url).hostname
    return f"tag:{host},{_TAG_YEAR}:{words.language}/{identifier}"


@plain
class _Teller:
    """Puts news into words.

    tag: what the ids of all items begin with.
    """

    register: Register
    accounts: Accounts
    history: History
    words: Words
    tag: str

    def view(self, news: News) -> NewsView:
        kind = self.words.one_of("news", news.kind)
        title, url, lines = self._tell(news)
        said = [*lines, *((line, "") for line in self._witness(news))]
        return NewsView(
            f"{self.tag}{news.identifier}",
            f"{kind}: {title}",
            f"{self.register.site.base_url}{url}",
            news.at,
            news.kind,
            kind,
            tuple(said),
            news.declared,
            news.subject,
        )

    def _tell(self, news: News) -> tuple[str, str, list[tuple[str, str]]]:
        """What the title says after the kind, the page, and the paragraphs."""
        if news.kind in (NewsKind.OFFICER_JOINED, NewsKind.OFFICER_LEFT):
            return self._officer(news)
        if news.kind in (NewsKind.ANSWERED, NewsKind.OVERDUE):
            return self._entry(news)
        when = self._when(news)
        url = page_url(self.words.language, news.subject)
        lines = [when, *self._changes(news)]
        if news.kind is not NewsKind.PROTOCOL:
            lines.insert(1, self._place(news))
        return f"{self._subject(news.subject)}, {when}", url, [(each, "") for each in lines]

    def _subject(self, meeting_id: str) -> str:
        subject = meeting_subject(self.register, self.words, meeting_id)
        return f"{subject}, {territory_name(self.register, self.words, body_of(meeting_id))}"

    def _when(self, news: News) -> str:
        starts, ends = _times(self.register, self.history, news)
        if ends is None:
            return f"{full_date(self.words, starts)}, {clock(starts)}"
        return self._interval(starts, ends)

    def _interval(self, starts: datetime, ends: datetime) -> str:
        return f"{full_date(self.words, starts)}, {clock_range(starts, ends)}"

    def _place(self, news: News) -> str:
        known = _value_then(self.history.story(news.subject), ChangeKind.PLACE, news.at)
        if isinstance(known, Bilingual):
            return known.in_language(self.words.language)
        place = self.register.meetings[news.subject].place
        return ", ".join(each.in_language(self.words.language) for each in (place.name, place.address))

    def _changes(self, news: News) -> Iterator[str]:
        """What changed; of a declared change what the record itself tells."""
        for change in news.changes:
            if change.kind in _TOLD:
                yield change_sentence(self.register, self.history, self.words, news.subject, change)
        if news.kind not in (NewsKind.MOVED, NewsKind.CANCELLED) or news.changes:
            return
        meeting = self.register.meetings[news.subject]
        if meeting.moved_from is not None:
            was = f"{full_date(self.words, meeting.moved_from)}, {clock(meeting.moved_from)}"
            yield self.words.text("It was to be on {when}", when=was)
        if meeting.reason is not None:
            yield self.words.text("Reason: {reason}", reason=meeting.reason.in_language(self.words.language))
        other = self.register.meetings.get(meeting.replaced_by or "")
        if other is not None:
            yield self.words.text("Instead of it: {when}", when=self._interval(other.starts, other.ends))

    def _entry(self, news: News) -> tuple[str, str, list[tuple[str, str]]]:
        entry = self.accounts.judgement.ledger[news.subject]
        view = view_entry(self.register, self.words, entry)
        meeting_id, key = parent(news.subject), key_of(news.subject)
        day = long_date(self.words, entry.raised)
        title = f"{kind_word(self.words, entry.kind)} {key}, {self._subject(meeting_id)}, {day}"
        lines = [(view.text, view.language)] if view.text else []
        if news.kind is NewsKind.OVERDUE and entry.due is not None:
            due = long_date(self.words, entry.due)
            lines.append((self.words.text("The term ended on {day} without an answer.", day=due), ""))
        else:
            lines += [(f"{label}: {text}", "") for label, text in view.course]
            lines += [(view.late, "")] if view.late else []
        return title, f"{page_url(self.words.language, meeting_id)}#{key}", lines

    def _officer(self, news: News) -> tuple[str, str, list[tuple[str, str]]]:
        place, officer = parent(news.subject), self._find_officer(news.subject)
        name, post = (
            officer.name.in_language(self.words.language),
            self.words.one_of("post", officer.post),
        )
        since = long_date(self.words, officer.since)
        if news.kind is NewsKind.OFFICER_LEFT and officer.until is not None:
            until = long_date(self.words, officer.until)
            line = self.words.text("In office from {since} to {until}", since=since, until=until)
        else:
            line = self.words.text("In office since {since}", since=since)
        where = place_name(self.register, self.words, place)
        return f"{name}, {post}, {where}", page_url(self.words.language, place), [(line, "")]

    def _find_officer(self, identifier: str) -> Officer:
        place, key = parent(identifier), key_of(identifier)
        if is_precinct(place):
            return self.register.precincts[place].officers[key]
        return self.register.bodies[place].chiefs[key]

    def _witness(self, news: News) -> Iterator[str]:
        """That the day is declared, where it is; and which day, where that of the change is not known."""
        if news.declared:
            yield self.words.text("The day is declared by the editors, not witnessed by the history.")
            if news.kind in (NewsKind.MOVED, NewsKind.CANCELLED):
                yield self.words.text("It is the day of the announcement; that of the change is not known.")


def _times(register: Register, history: History, news: News) -> tuple[datetime, datetime | None]:
    """The time the meeting had when the news came, or was given by it; its end is not always known."""
    meeting, story = register.meetings[news.subject], history.story(news.subject)
    if news.kind is not NewsKind.PROTOCOL:
        known = str(_value_then(story, ChangeKind.TIME, news.at))
        if known:
            starts, ends = (datetime.fromisoformat(each) for each in known.split("/"))
            return starts, ends
        if news.kind is NewsKind.ANNOUNCED and meeting.moved_from is not None and not _was_moved(story):
            return meeting.moved_from, None
    return meeting.starts, meeting.ends


def _was_moved(story: Story) -> bool:
    return any(each.kind is ChangeKind.TIME for each in story.changes)


def _value_then(story: Story, kind: ChangeKind, at: datetime) -> Value:
    """What a later change replaced; empty where nothing replaced it, so that it still stands in the record."""
    later = (each.before for each in story.changes if each.kind is kind and each.commit.on > at)
    return next(later, "")
