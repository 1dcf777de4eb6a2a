"""Tasks: functions over picklable inputs that any process may run, one region or police body each.

A region is read by `read_task`, which leaves its state in a file, and rendered by `render_task`, part by part: each
police body is a part, and so is what belongs to the region itself. A part whose key is that of the tree's note is
neither rendered nor written; of one whose key has changed, the volumes of closed years are looked at one by one.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.build.tree import Tree
from generator.build.volumes import FEEDS, data_part, volume_keys
from generator.build.writing import Clock, Part, VolumeNote, Writer
from generator.keeping import digest_of, keep, kept, unpack
from generator.outputs.artifact import Artifact
from generator.outputs.dataset import TableNote
from generator.outputs.frames import Frames
from generator.outputs.parts import RegionParts, RegionSummary
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.sources import Common, RegionState, read_region_state
from generator.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class Headline:
    """What is told of a region that was read, without its records.

    key: of everything it was read from but its history.
    tip: the last commit that touched it.
    diagnostics, faults: what is wrong with its files and its history, before allowances.
    records: how many files could be read.
    bodies: key of each police body.
    counts: precincts, meetings and protocols.
    is_sound: whether it can be rendered.
    """

    region: str
    key: str
    tip: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    records: int = 0
    bodies: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[int, int, int] = (0, 0, 0)
    is_sound: bool = False


@dataclass(frozen=True, slots=True)
class RegionNote:
    """What a tree remembers of a region; the names of its files are a note of their own.

    parts: by id of the police body, or of the region itself.
    """

    summary: RegionSummary
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Theme:
    """What every part is poured into: words, frames, and a key of both."""

    words: Mapping[str, Words]
    frames: Frames
    key: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one task rendered.

    parts: as they stand in the tree now.
    files: the files of each part, those of its volumes excepted.
    former, fresh: the files of volumes that were rendered or are no more: as they were, and as they are.
    summary: of the region, from the task that renders the region itself.
    written: how many files were new or changed.
    seconds: how long each kind of file took, where a clock was given.
    """

    region: str
    parts: Mapping[str, Part]
    files: Mapping[str, tuple[str, ...]]
    former: frozenset[str]
    fresh: frozenset[str]
    summary: RegionSummary | None
    written: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class StateFile:
    """Where the state of a region is kept between its tasks, and from one day to the next."""

    folder: Path
    region: str

    @property
    def path(self) -> Path:
        """The state."""
        return self.folder / f"{self.region}.state"

    @property
    def headline(self) -> Path:
        """Its headline, which can be read without the state."""
        return self.folder / f"{self.region}.head"


def read_task(common: Common, states: Path, region: str, files: Mapping[str, str]) -> Headline:
    """Read, witness and judge a region, and keep its state.

    files: its files, with the digests of their bytes.
    """
    place = StateFile(states, region)
    former = kept(place.path)
    state = read_region_state(common, region, files, former if isinstance(former, RegionState) else None)
    del former  # what of it is still true is in the state now
    headline = _headline(state, headline_key(common, files))
    keep(place.path, state)
    keep(place.headline, headline)
    _remember(place, headline, state)
    return headline


def headline_key(common: Common, files: Mapping[str, str]) -> str:
    """Of everything a region is read from but its history."""
    return digest_of(common.key, common.today, sorted(files.items()))


def known_headline(states: Path, region: str) -> Headline | None:
    """The headline of a region an earlier run has read."""
    place = StateFile(states, region)
    found = kept(place.headline)
    return found if isinstance(found, Headline) and place.path.is_file() else None


def _headline(state: RegionState, key: str) -> Headline:
    register = state.sources.register if state.sources is not None else None
    return Headline(
        state.region,
        key,
        state.tip,
        state.diagnostics,
        state.faults,
        state.records,
        {body_id: each.key for body_id, each in state.judged.items()},
        (len(register.precincts), len(register.meetings), len(register.protocols)) if register else (0, 0, 0),
        state.sources is not None and not has_errors(state.faults),
    )


_remembered: dict[str, tuple[str, RegionState]] = {}  # the region this process worked on last


def _remember(place: StateFile, headline: Headline, state: RegionState) -> None:
    _remembered.clear()
    _remembered[str(place.path)] = (headline.key, state)


class LostState(RuntimeError):
    """The state of a region is not where the task that read it left it; its place is named."""


def load_state(states: Path | bytes, headline: Headline) -> RegionState:
    """The state a region was left in, from its file or from the bytes of that file. Raises LostState."""
    if isinstance(states, bytes):
        state, name = unpack(states), headline.region
    else:
        place = StateFile(states, headline.region)
        name = str(place.path)
        known = _remembered.get(name)
        if known is not None and known[0] == headline.key:
            return known[1]
        state = kept(place.path)
    if not isinstance(state, RegionState) or state.region != headline.region:
        raise LostState(name)
    if not isinstance(states, bytes):
        _remember(StateFile(states, headline.region), headline, state)
    return state


def keys_of(headline: Headline, theme: Theme) -> dict[str, str]:
    """The key of each part of a region."""
    keys = {body_id: digest_of(its_key, theme.key) for body_id, its_key in headline.bodies.items()}
    of_region = digest_of(headline.key, headline.tip, sorted(keys.items()), theme.key)
    return {headline.region: of_region, data_part(headline.region): of_region, **keys}


_GARBAGE_AFTER = 200_000  # objects; records hold no circles, and looking for them took a tenth of the time
_themes: list[Theme] = []  # the theme this process pours into


def take_theme(theme: Theme | None) -> None:
    """Let every task of this process pour into a theme; it is too large to be sent with each of them."""
    _themes[:] = [theme] if theme is not None else []
    gc.set_threshold(_GARBAGE_AFTER)


@dataclass(frozen=True, slots=True)
class Job:
    """Parts of a region that are to be rendered.

    tree: where they go.
    parts: their keys.
    volumes: names of those whose notes may be believed, by part; absent where the tree is to keep no notes.
    """

    tree: Tree
    parts: Mapping[str, str]
    volumes: Mapping[str, Iterable[str]] | None = None


def render_task(
    states: Path | bytes,
    headline: Headline,
    job: Job,
    *,
    theme: Theme | None = None,
    clock: Clock | None = None,
) -> Rendered:
    """Render parts of a region into a tree.

    states: the folder with the states of regions, or this region's state itself, for a process on another machine.
    theme: the one `take_theme` was given, if absent.
    """
    state, poured = load_state(states, headline), theme if theme is not None else _themes[0]
    if state.sources is None:
        raise LostState(headline.region)
    sources, region = state.sources, headline.region
    line = RegionParts(sources.register, sources.accounts, poured.words, poured.frames, sources.warnings)
    made: dict[str, Part] = {}
    files: dict[str, tuple[str, ...]] = {}
    writer = Writer(job.tree, clock)
    for part, key in job.parts.items():
        known = job.volumes.get(part, ()) if job.volumes is not None else None
        keys = volume_keys(state, line, part, poured.key)
        notes = writer.keep_volumes(part, keys, known, partial(_render_volume, line, region, part))
        artifacts = _render(line, region, part, notes)
        made[part], files[part] = writer.write_part(sources.register.site, part, artifacts, key, notes)
    summary = line.summarize(region) if region in job.parts else None
    former, fresh = frozenset(writer.former), frozenset(writer.fresh)
    return Rendered(region, made, files, former, fresh, summary, writer.written, writer.seconds)


def _render(line: RegionParts, region: str, part: str, notes: Mapping[str, VolumeNote]) -> Iterator[Artifact]:
    if part == region:
        return line.render_region(region)
    if part == data_part(region):
        return line.render_data(region, [table for each in notes.values() for table in each.tables])
    return line.render_body(part)


def _render_volume(
    line: RegionParts, region: str, part: str, name: str
) -> Iterator[tuple[Iterable[Artifact], TableNote | None]]:
    if part == data_part(region):
        yield from line.render_data_year(region, name)
    elif name.startswith(FEEDS):
        yield line.render_old_feeds(part, int(name.removeprefix(FEEDS))), None
    elif part == region:
        yield line.render_region_year(region, int(name)), None
    else:
        yield line.render_body_year(part, int(name)), None
