"""Keys of volumes: what the part of a closed year rests on, so that it is made again only where that changed.

A volume says what its own periods say, and names other meetings: where a matter was raised again, what is held instead
of what was cancelled. Its key is made of all of that, and of the day only where its pages tell the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.history.story import ChangeKind
from generator.keeping import digest_of
from generator.model.ids import body_of, key_of, parent, period_of
from generator.outputs.feeds import Leaf
from generator.outputs.items import LateItem
from generator.outputs.parts import RegionParts
from generator.sources import RegionState, Sources
from generator.views.entries import chain_of
from generator.views.kept import archived, first_day_kept
from generator.views.listing import years_of
from generator.views.slices import sort_into_slices
from generator.views.volumes import Volume, closed_volumes, find_touched
from generator.views.yearly import years_of_region

FEEDS = "feeds-"  # begins the name of a volume of archives of feeds


def data_part(region: str) -> str:
    """The id of the part that holds a region's open data; no police body can have it."""
    return f"{region}/data"


def volume_keys(state: RegionState, line: RegionParts, part: str, theme: str) -> dict[str, str]:
    """The volumes of a part of a region with their keys.

    line: the region's parts.
    theme: key of what its pages are poured into.
    """
    if state.sources is None:
        return {}
    keys = _Keys(state, state.sources, theme)
    if part == data_part(state.region):
        return keys.of_data()
    own = keys.of_calendars() if part == state.region else keys.of_body(part)
    return own | {f"{FEEDS}{year}": keys.of_feeds(part, each) for year, each in line.old_leaves(part).items()}


class _Keys:
    """The keys of a region's volumes."""

    def __init__(self, state: RegionState, sources: Sources, theme: str) -> None:
        self._state, self._sources, self._theme = state, sources, theme
        self._register, self._accounts = sources.register, sources.accounts
        self._grounds = [(body_id, each.ground) for body_id, each in state.judged.items()]

    def of_data(self) -> dict[str, str]:
        """Of tables: they hold values of records, of the history and of the judgement, and never the day."""
        years: dict[str, list[tuple[str, str, str]]] = {
            each: [] for each in years_of_region(self._register, self._accounts, self._state.region)
        }
        for body_id, judged in self._state.judged.items():
            for period, key in judged.periods.items():
                if period[:4] in years:
                    years[period[:4]].append((body_id, period, key))
        return {year: digest_of(self._theme, self._grounds, keys) for year, keys in years.items()}

    def of_calendars(self) -> dict[str, str]:
        """Of the archives of the region's calendar."""
        meetings = self._register.meetings_of_region(self._state.region)
        return {
            str(year): digest_of(self._theme, self._grounds, older, self._said(older), self._told(older))
            for year, older in archived(self._register, meetings, first_day_kept(self._sources.today)).items()
        }

    def of_feeds(self, place: str, leaves: Iterable[tuple[str, Leaf]]) -> str:
        """Of archives of feeds that end in one year."""
        held = [
            (its_place, leaf.name, leaf.older, leaf.newer, [each.news for each in leaf.items])
            for its_place, leaf in leaves
        ]
        items = [each for _, leaf in leaves for each in leaf.items if isinstance(each, LateItem)]
        alike = {id(each.alike): each.alike for each in items}
        subjects = sorted({each.subject for group in alike.values() for each in group})
        groups = sorted(each.identifier for group in alike.values() for each in group)
        grounds = [each for each in self._grounds if each[0] == place] or self._grounds
        return digest_of(self._theme, grounds, held, groups, self._said(subjects), self._told(subjects))

    def of_body(self, body_id: str) -> dict[str, str]:
        """Of the closed years of a police body."""
        closed = closed_volumes(self._register, body_id, self._sources.today)
        entries = self._accounts.judgement.entries.get(body_id, ()) if closed else ()
        shared = digest_of(
            self._theme,
            self._sources.today,
            self._state.judged[body_id].ground,
            years_of(self._register, self._register.meetings_of_body(body_id)),
            [*sort_into_slices(self._accounts.judgement.entries_of(body_id))],
            [*dict.fromkeys(map(period_of, entries))],
            [
                each
                for each in self._register.precincts_of(body_id)
                if self._accounts.judgement.entries.get(each)
            ],
        )
        by_period: dict[str, list[str]] = {}
        for each in entries:
            by_period.setdefault(period_of(each), []).append(each)
        return {str(year): self._of_volume(shared, each, by_period) for year, each in closed.items()}

    def _of_volume(self, shared: str, volume: Volume, entries: dict[str, list[str]]) -> str:
        history = self._accounts.history
        periods = {*map(period_of, volume.meetings), *map(key_of, volume.schedules)}
        own = sorted(entry for each in periods for entry in entries.get(each, ()))
        chains = [chain_of(self._register, each) for each in own]
        forgotten = (self._accounts.judgement.ledger[each].forgotten_by for each in own)
        named = {each for each in forgotten if each}.union(map(parent, chain.from_iterable(chains)))
        return digest_of(
            shared,
            volume,
            self._said((*volume.meetings, *own)),
            find_touched(history, volume) if history is not None else None,
            chains,
            self._told(volume.meetings),
            [self._tell(each) for each in sorted(named)],
        )

    def _said(self, ids: Iterable[str]) -> list[tuple[str, str, str | None]]:
        """What is said of the periods these ids lie in."""
        periods = sorted({(body_of(each), period_of(each)) for each in ids})
        return [(body_id, each, self._state.judged[body_id].periods.get(each)) for body_id, each in periods]

    def _told(self, ids: Iterable[str]) -> list[tuple[object, ...]]:
        """What is told of meetings that are held, or once were to be held, instead of these."""
        return [self._tell(each) for each in sorted({*self._instead(ids)})]

    def _instead(self, ids: Iterable[str]) -> Iterator[str]:
        history = self._accounts.history
        for each in ids:
            meeting = self._register.meetings.get(each)
            if meeting is None:
                continue
            if meeting.replaced_by is not None:
                yield meeting.replaced_by
            for change in history.changes(each) if history is not None else ():
                if change.kind is ChangeKind.REPLACED_BY:
                    yield from (str(value) for value in (change.before, change.after) if value)

    def _tell(self, meeting_id: str) -> tuple[object, ...]:
        """What is told of a meeting where another names it."""
        found = self._register.meetings.get(meeting_id)
        return (meeting_id, found and (found.starts, found.ends, found.level, found.precincts))
