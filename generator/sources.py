"""Everything a site is made from on one day: editors' files, the law, git's testimony, and what follows from them.

Regions are read and judged one by one, so that a country need not be in memory. What was read of a region on an earlier
day is kept as a `RegionState`; of it, whatever rests on the same bytes is taken again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from generator.history.basis import Basis, gather_bases
from generator.history.chronicle import History
from generator.history.read import find_last_change, read_history
from generator.history.removed import judge_removals, read_removals
from generator.keeping import digest_of
from generator.law.case import Facts, Law
from generator.law.judgement import Judgement, gather_facts, join, judge_body
from generator.law.reading import read_law
from generator.model.collect import Collected, Readings
from generator.model.ids import period_of, period_of_subject, region_of
from generator.model.project import (
    Head,
    count_records,
    find_sources,
    is_sound,
    once_each,
    read_head,
    read_region,
    settle,
)
from generator.model.register import Register, link_register
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.views.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Sources:
    """What pages, calendars and reports are made from.

    today: the day everything is told as of.
    register: the editors' records, of one region or of all.
    accounts: the law, its judgement on that day, and the history.
    warnings: what is wrong in the files and does not stand in the way.
    """

    today: date
    register: Register
    accounts: Accounts
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a project's folder gave.

    sources: absent while there is an error.
    diagnostics: every fault of every file, by file and line.
    files: how many files of editors were read.
    """

    sources: Sources | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Common:
    """What the reading of every region needs; small, and can be pickled.

    root: the project's folder.
    today: the day asked.
    head: the site's settings, the regions' own records, what the privacy gate lets pass.
    law: absent when a file of it cannot be read.
    faults: what is wrong with the law's files.
    key: digest of the files all this was read from; empty when nobody asked.
    """

    root: Path
    today: date
    head: Head
    law: Law | None
    faults: tuple[Diagnostic, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A police body as it was judged; it can be pickled.

    key: of everything its judgement and its pages rest on, but for the day's theme and words.
    judgement: what the law says of it.
    ground: of what all its periods share: settings, law, registry, who witnessed; not of the day.
    periods: by period, a key of its files, of their past and of what is said of them.
    """

    key: str
    judgement: Judgement
    ground: str
    periods: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RegionState:
    """A region as it was read and judged; it can be pickled.

    region: its id.
    readings: of its files.
    diagnostics: what is wrong with its files, before allowances.
    faults: what is wrong with its history.
    tip: the last commit that touched it.
    sources: absent while there is an error in it.
    judged: the judgement, by police body.
    """

    region: str
    readings: Readings = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    tip: str = ""
    sources: Sources | None = None
    judged: dict[str, Judged] = field(default_factory=dict)
    records: int = 0


def read_common(root: Path, today: date, files: Iterable[str], key: str = "") -> Common:
    """What all regions share.

    files: editors' files outside of regions' folders.
    """
    law, faults = read_law(root)
    return Common(root, today, read_head(root, files), law, tuple(faults), key)


def read_region_state(
    common: Common, region: str, files: Mapping[str, str], kept: RegionState | None = None
) -> RegionState:
    """Read, witness and judge one region.

    files: its files with the digests of their bytes.
    kept: the state of an earlier day, made by the same programs.
    """
    part = read_region(common.root, common.head, files, kept.readings if kept is not None else None)
    state = RegionState(region, part.readings, part.diagnostics, records=count_records(part.collected))
    state.records -= len(part.collected.regions)
    site = common.head.site
    if site is None or not is_sound(common.head, part):
        return state
    register = link_register(site, part.collected)
    history = _witness(common, register, state, kept)
    state.faults = history.diagnostics
    if common.law is None or has_errors(state.faults):
        return state
    judgement = _judge_region(common, register, common.law, history, state, kept)
    accounts = Accounts(common.law, judgement, history)
    warnings = sorted((*settle(common.head, part.diagnostics), *state.faults), key=Diagnostic.sort_key)
    state.sources = Sources(common.today, register, accounts, tuple(warnings))
    return state


def read_sources(root: Path, today: date) -> Reading:
    """Read everything below `root`, and hold it against the law on one day; all faults at once."""
    files = find_sources(root)
    common = read_common(root, today, files.pop("", ()))
    states = [read_region_state(common, region, dict.fromkeys(each, "")) for region, each in files.items()]
    found = all_faults(common, states)
    count = len(common.head.collected.regions) + sum(each.records for each in states)
    sources = None if has_errors(found) else join_sources(common, states, found)
    return Reading(sources, found, count)


class Told(Protocol):
    """What a region that was read tells of its faults."""

    @property
    def region(self) -> str:
        """Its id."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with its files, before allowances."""

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with its history."""


def all_faults(common: Common, states: Iterable[Told]) -> tuple[Diagnostic, ...]:
    """What is wrong with the whole project, by file and line."""
    several = list(states)
    found = [*settle(common.head, (each for state in several for each in state.diagnostics)), *common.faults]
    found += (each for state in several for each in state.faults)
    found += _idle_removals(common, {each.region for each in several})
    return tuple(sorted(once_each(found), key=Diagnostic.sort_key))


def join_sources(
    common: Common, states: Iterable[RegionState], found: tuple[Diagnostic, ...]
) -> Sources | None:
    """Several regions as one; absent when one of them has an error."""
    several = [each.sources for each in states]
    together = Collected(regions=dict(common.head.collected.regions))
    sound = [each for each in several if each is not None]
    if common.head.site is None or common.law is None or len(sound) < len(several):
        return None
    for each in sound:
        together.bodies.update(each.register.bodies)
        together.precincts.update(each.register.precincts)
        together.schedules.update(each.register.schedules)
        together.protocols.update(each.register.protocols)
    register = link_register(common.head.site, together)
    judgement = join(register, (each.accounts.judgement for each in sound), common.today)
    history = _join_histories(common, register, [each.accounts.history for each in sound])
    return Sources(common.today, register, Accounts(common.law, judgement, history), found)


def _witness(common: Common, register: Register, state: RegionState, kept: RegionState | None) -> History:
    """The history of a region; that of an earlier day where neither its commits nor its files have changed."""
    last = find_last_change(common.root, state.region)
    state.tip = last.sha if last is not None else ""
    former = kept.sources.accounts.history if kept is not None and kept.sources is not None else None
    if former is not None and kept is not None and kept.tip == state.tip and _same_files(kept, state):
        return replace(former, register=register)
    return read_history(common.root, register.site, register, region=state.region)


def _same_files(kept: RegionState, state: RegionState) -> bool:
    before = {file: each.digest for file, each in kept.readings.items()}
    return (
        bool(state.tip)
        and before == {file: each.digest for file, each in state.readings.items()}
        and all(before.values())
    )


def _judge_region(
    common: Common,
    register: Register,
    law: Law,
    history: History,
    state: RegionState,
    kept: RegionState | None,
) -> Judgement:
    """The Judgement of a region; a police body whose records, past and region say the same is not judged again."""
    facts = gather_facts(
        register,
        law,
        common.today,
        history.published(),
        history.protocols_published(),
        history.timed(),
    )
    former = kept.judged if kept is not None and common.key else {}
    bases = gather_bases(history, state.readings)
    for body_id in sorted(register.bodies):
        basis = bases.get(body_id, Basis())
        key = _body_key(common, facts, history, basis, body_id)
        known = former.get(body_id)
        if known is None or known.key != key:
            judgement = judge_body(facts, body_id)
            ground = digest_of(common.key, history.witness, sorted(history.silent), basis.registry)
            known = Judged(key, judgement, ground, _period_keys(basis, judgement, key, common.today))
        state.judged[body_id] = known
    return join(register, (each.judgement for each in state.judged.values()), common.today)


def _period_keys(basis: Basis, judgement: Judgement, key: str, today: date) -> dict[str, str]:
    """A key of each period of a police body: its files, their past and what is said of them.

    key: of the body itself; it stands for the periods of a year that is not over, of which something changes every day.
    """
    said: dict[str, list[object]] = {}
    for subject, findings in judgement.findings.items():
        said.setdefault(period_of_subject(subject), []).append(findings)
    for entry in judgement.ledger.values():
        said.setdefault(period_of(entry.identifier), []).append(entry)
    return {
        each: digest_of(basis.files.get(each, ()), basis.pasts.get(each, ()), said.get(each, ()))
        if int(each[:4]) < today.year
        else key
        for each in sorted({*basis.files, *said})
    }


def _body_key(common: Common, facts: Facts, history: History, basis: Basis, body_id: str) -> str:
    """What the judgement and the pages of a police body rest on, but for the day's theme and words."""
    return digest_of(
        common.key,
        common.today,
        basis,
        history.witness,
        sorted(history.silent),
        history.touched.get(body_id),
        facts.periods.get(region_of(body_id), ()),
    )


def _idle_removals(common: Common, regions: set[str]) -> list[Diagnostic]:
    """Warnings about rows of `content/removed.yaml` that name no region with files."""
    removals, faults = read_removals(common.root)
    strange = {each: row for each, row in removals.items() if region_of(each) not in regions}
    if common.head.site is None:
        return faults
    nothing = link_register(common.head.site, common.head.collected)
    return [*faults, *judge_removals(common.root, nothing, strange, ())]


def _join_histories(common: Common, register: Register, several: Iterable[History | None]) -> History:
    """The histories of regions as one, which ends with the last commit of all."""
    known = [each for each in several if each is not None]
    if not known:
        return read_history(common.root, register.site, register)
    pasts = {entry: past for each in known for entry, past in each.pasts.items()}
    return History(
        register,
        known[0].witness,
        find_last_change(common.root),
        pasts,
        frozenset(one for each in known for one in each.silent),
        touched={body: commit for each in known for body, commit in each.touched.items()},
    )
