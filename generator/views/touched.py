"""Which files of the site a change reaches, worked out from what differs, without making the site.

Only what surely changes is counted: pages, calendars and feeds of the record itself and of the places it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.history.differences import Course, Difference, Pair, find_differences, find_pairs
from generator.history.pages import EditorialPage
from generator.history.replay import Thing
from generator.history.sides import Sides
from generator.history.story import ChangeKind
from generator.model.ids import body_of, parent, region_of
from generator.model.register import Register
from generator.model.registry import Precinct
from generator.views.feeds import ATOM, JSON
from generator.views.kept import first_day_kept
from generator.views.news import kind_of
from generator.views.page import page_url
from generator.views.review_site import EVERYWHERE, find_kinds
from generator.words.catalogue import LANGUAGES

PAGE, CALENDAR, FEED = "/index.html", ".ics", (f"/{ATOM}", f"/{JSON}")
_IN_LISTS = frozenset({ChangeKind.TIME, ChangeKind.STATUS, ChangeKind.PLACE})


@dataclass(frozen=True, slots=True)
class Touched:
    """Files of the site that change, come or go.

    pages, calendars, feeds: paths from the site's root; a page's ends with a slash.
    everywhere: whether any page may change, through labels, look, settings or programs.
    is_exact: whether the site was made twice and compared; else there may be more.
    """

    pages: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    everywhere: bool = False
    is_exact: bool = False


def sort_touched(files: Iterable[str], *, everywhere: bool, is_exact: bool) -> Touched:
    """Files of the site by what they are; tables, cards and assets are not counted."""
    ordered = sorted(set(files))
    return Touched(
        tuple(each.removesuffix("index.html") for each in ordered if f"/{each}".endswith(PAGE)),
        tuple(each for each in ordered if each.endswith(CALENDAR)),
        tuple(each for each in ordered if f"/{each}".endswith(FEED)),
        everywhere,
        is_exact,
    )


def find_touched(sides: Sides, pages: Iterable[EditorialPage], today: date) -> Touched:
    """What a change surely reaches."""
    paths = [path for each in find_differences(sides) for path in _of_difference(sides, each, today)]
    paths += [path for each in find_pairs(sides) for path in _of_pair(each)]
    files = [page_url(language, "") + path for path in paths for language in LANGUAGES]
    files += [f"{each.path}index.html".lstrip("/") for each in pages]
    everywhere = not EVERYWHERE.isdisjoint(find_kinds(sides))
    return sort_touched(files, everywhere=everywhere, is_exact=False)


def _of_difference(sides: Sides, difference: Difference, today: date) -> Iterator[str]:
    """Paths below the folder of a language."""
    identifier = difference.entry.identifier
    if difference.entry.thing is Thing.OFFICER:
        yield f"{parent(identifier)}/index.html"
        return
    gone = difference.course is Course.WENT and difference.entry.thing is Thing.MEETING
    register = sides.before if gone else sides.after
    if identifier not in register.meetings:
        return
    yield f"{identifier}/index.html"
    places = _places(register, identifier)
    if difference.entry.thing is Thing.MEETING and _is_listed(difference):
        yield from (f"{each}/index.html" for each in register.precinct_ids(identifier))
        yield f"{identifier}/meeting.ics"
        if register.meetings[identifier].starts.date() >= first_day_kept(today):
            yield from (f"{each}calendar.ics" for each in places)
            yield from (f"{each}strict.ics" for each in places)
    if _is_news(difference):
        yield from (f"{each}{feed}" for each in places for feed in (ATOM, JSON))


def _of_pair(pair: Pair) -> Iterator[str]:
    """Paths of a place; that others serve a precinct now is told by its calendars too."""
    before, after = pair.before, pair.after
    merged = isinstance(before, Precinct) and isinstance(after, Precinct)
    if merged and before.succeeded_by != after.succeeded_by:
        yield from (f"{pair.identifier}/{each}" for each in ("calendar.ics", "strict.ics"))
    yield f"{pair.identifier}/index.html"


def _places(register: Register, meeting_id: str) -> tuple[str, ...]:
    """Folders of the places whose calendars and feeds tell of a meeting; the empty one is the site's."""
    ids = (*register.precinct_ids(meeting_id), body_of(meeting_id), region_of(meeting_id))
    return (*(f"{each}/" for each in ids), "")


def _is_listed(difference: Difference) -> bool:
    """Whether lists and calendars tell the meeting otherwise."""
    kinds = {each.kind for each in difference.changes}
    return difference.course is not Course.CHANGED or not kinds.isdisjoint(_IN_LISTS)


def _is_news(difference: Difference) -> bool:
    if difference.course is not Course.CHANGED:
        return difference.course is Course.CAME
    return kind_of(difference.changes) is not None
