"""What residents will see differently of places: precincts, police bodies and regions that differ, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generator.history.differences import Pair, find_pairs
from generator.history.sides import Sides
from generator.model.contact import Phone
from generator.model.registry import Body, Precinct, Region, Station
from generator.model.text import Bilingual
from generator.views.page import page_url
from generator.views.places import place_name
from generator.views.review import ReviewItem, ReviewKind
from generator.views.succession import view_succession
from generator.words.catalogue import Words
from generator.words.phones import visible_phone


class Detail(StrEnum):
    """What of a place differs."""

    NUMBER = "number"
    STATION = "station"
    SETTLEMENT = "settlement"
    STREETS_ADDED = "streets_added"
    STREETS_REMOVED = "streets_removed"
    STREETS = "streets"
    VACANCY = "vacancy"
    NAMES = "names"
    TERRITORY = "territory"
    ADDRESS = "address"
    PHONES = "phones"
    SITE = "site"
    STATION_ADDED = "station_added"
    STATION_REMOVED = "station_removed"
    STATION_CHANGED = "station_changed"
    OTHER = "other"


_OF_PRECINCT = (ReviewKind.PRECINCT_ADDED, ReviewKind.PRECINCT_CHANGED, ReviewKind.PRECINCT_REMOVED)
_OF_BODY = (ReviewKind.BODY_ADDED, ReviewKind.BODY_CHANGED, ReviewKind.BODY_REMOVED)
_OF_REGION = (ReviewKind.REGION_CHANGED,) * 3


def view_places(sides: Sides, words: Words) -> tuple[ReviewItem, ...]:
    """Regions, police bodies and precincts that differ, by id."""
    teller = _Teller(sides, words)
    return tuple(teller.item(each) for each in find_pairs(sides))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts what differs of a place into words."""

    sides: Sides
    words: Words

    def item(self, pair: Pair) -> ReviewItem:
        register = self.sides.after if pair.after is not None else self.sides.before
        kinds = _OF_REGION
        if isinstance(pair.after or pair.before, Precinct):
            kinds = _OF_PRECINCT
        elif isinstance(pair.after or pair.before, Body):
            kinds = _OF_BODY
        kind = kinds[2] if pair.after is None else (kinds[0] if pair.before is None else kinds[1])
        if _is_merged(pair):
            kind = ReviewKind.PRECINCT_MERGED
        return ReviewItem(
            self.words.one_of("review", kind),
            place_name(register, self.words, pair.identifier),
            page_url(self.words.language, pair.identifier) if pair.after is not None else "",
            pair.before is not None,
            tuple(self._lines(pair)) if pair.before is not None and pair.after is not None else (),
        )

    def _lines(self, pair: Pair) -> Iterator[str]:
        told: Callable[[Pair], Iterator[str]] = self._region
        known: tuple[str, ...] = ("names", "short")
        if isinstance(pair.after, Precinct):
            told = self._precinct
            known = ("number", "station", "settlement", "streets", "vacant", "succeeded_by", "officers")
        elif isinstance(pair.after, Body):
            told = self._body
            known = ("names", "territory", "address", "phones", "site", "stations", "chiefs")
        yield from told(pair)
        if replace(pair.before, **{name: getattr(pair.after, name) for name in known}) != pair.after:
            yield self._label(Detail.OTHER)

    def _region(self, pair: Pair) -> Iterator[str]:
        before: Region = pair.before
        yield from self._texts(Detail.NAMES, before.names, pair.after.names)

    def _precinct(self, pair: Pair) -> Iterator[str]:
        before: Precinct = pair.before
        after: Precinct = pair.after
        if _is_merged(pair):
            succession = view_succession(self.sides.after, self.words, pair.identifier)
            yield succession.summary if succession is not None else self._label(Detail.OTHER)
        elif before.succeeded_by != after.succeeded_by:
            yield self._label(Detail.OTHER)
        yield from self._turn(Detail.NUMBER, before.number, after.number)
        if before.station != after.station:
            yield from self._turn(
                Detail.STATION, *(self._station(each, pair.identifier) for each in (False, True))
            )
        yield from self._texts(Detail.SETTLEMENT, before.settlement, after.settlement)
        yield from self._streets(before, after)
        if before.vacant != after.vacant:
            yield self._label(Detail.VACANCY)

    def _station(self, now: bool, precinct_id: str) -> str:  # noqa: FBT001 - which of the two sides
        register = self.sides.after if now else self.sides.before
        return register.station_of(precinct_id).names.in_language(self.words.language)

    def _streets(self, before: Precinct, after: Precinct) -> Iterator[str]:
        then, now = ([self._text(street.name) for street in each.streets] for each in (before, after))
        added = [each for each in dict.fromkeys(now) if each not in then]
        removed = [each for each in dict.fromkeys(then) if each not in now]
        if added:
            yield f"{self._label(Detail.STREETS_ADDED)}: {', '.join(added)}"
        if removed:
            yield f"{self._label(Detail.STREETS_REMOVED)}: {', '.join(removed)}"
        if before.streets != after.streets and not added and not removed:
            yield self._label(Detail.STREETS)

    def _body(self, pair: Pair) -> Iterator[str]:
        before: Body = pair.before
        after: Body = pair.after
        yield from self._texts(Detail.NAMES, before.names, after.names)
        yield from self._texts(Detail.TERRITORY, before.territory, after.territory)
        yield from self._texts(Detail.ADDRESS, before.address, after.address)
        yield from self._turn(Detail.PHONES, _phones(before.phones), _phones(after.phones))
        yield from self._turn(Detail.SITE, before.site or "", after.site or "")
        yield from self._stations(before.stations, after.stations)

    def _stations(self, before: Mapping[str, Station], after: Mapping[str, Station]) -> Iterator[str]:
        for key in sorted(before.keys() | after.keys()):
            then, now = before.get(key), after.get(key)
            if then is None and now is not None:
                yield f"{self._label(Detail.STATION_ADDED)}: {self._text(now.names)}"
            elif then is not None and now is None:
                yield f"{self._label(Detail.STATION_REMOVED)}: {self._text(then.names)}"
            elif then is not None and now is not None and then != now:
                yield "; ".join(
                    (
                        f"{self._label(Detail.STATION_CHANGED)}: {self._text(now.names)}",
                        *self._texts(Detail.ADDRESS, then.address, now.address),
                        *self._turn(Detail.PHONES, _phones(then.phones), _phones(now.phones)),
                    )
                )

    def _text(self, text: Bilingual) -> str:
        return text.in_language(self.words.language)

    def _texts(self, detail: Detail, before: Bilingual | None, after: Bilingual | None) -> Iterator[str]:
        """A text that differs; where only the other language does, the label alone."""
        if before == after:
            return
        then, now = (self._text(each) if each is not None else "" for each in (before, after))
        if then == now:
            yield self._label(detail)
        yield from self._turn(detail, then, now)

    def _turn(self, detail: Detail, before: str, after: str) -> Iterator[str]:
        if before == after:
            return
        if before and after:
            yield f"{self._label(detail)}: {before} \N{RIGHTWARDS ARROW} {after}"
        else:
            said = after or self.words.text("was {before}", before=before)
            yield f"{self._label(detail)}: {said}"

    def _label(self, detail: Detail) -> str:
        return self.words.one_of("detail", detail)


def _is_merged(pair: Pair) -> bool:
    """Whether others serve a precinct's streets from now on."""
    if not isinstance(pair.after, Precinct) or pair.after.succeeded_by is None:
        return False
    before: Any = pair.before
    return before is None or before.succeeded_by != pair.after.succeeded_by


def _phones(phones: Iterable[Phone]) -> str:
    return ", ".join(visible_phone(each.number) for each in phones)
