"""The Judgement: the Register held against the law on one day, one police body at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator.law.case import (
    BodyYear,
    Case,
    Facts,
    Law,
    MeetingCase,
    PrecinctQuarter,
    next_quarter,
    quarter_days,
)
from generator.law.checks import CHECKS, Of
from generator.law.figures import Counter, Figures, Tally, add_figures, add_tallies, count_figures
from generator.law.finding import Finding, Verdict, Weight
from generator.law.grid import Cell, quarter_state, year_state
from generator.law.ledger import Entry, keep_body_ledger
from generator.law.rulebook import Rule, Rulebook, Standing, rulebook_on
from generator.model.ids import body_of, is_quarter, parent, period_of, quarter_of, region_of
from generator.model.register import Register
from generator.model.schedule import Level

EVERYWHERE = ""
Findings = dict[str, tuple[Finding, ...]]
_Demand = tuple[str, Rule, Callable[[Any, Rule], Verdict]]


@dataclass(frozen=True)
class Judgement:
    """What the law says of the records on one day; it can be pickled.

    today: the day asked.
    findings: by subject, in the order of rules.
    ledger: every submission and decision by id.
    grids: by precinct and calendar quarter.
    years: by police body and reporting year.
    figures: by precinct, police body and region; `EVERYWHERE` is the whole site.
    tallies: by police body, region or `EVERYWHERE`, then by rule and rulebook.
    entries: ids of the ledger by precinct, police body, region or `EVERYWHERE`, the latest meeting first.
    """

    today: date
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    ledger: Mapping[str, Entry] = field(default_factory=dict)
    grids: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    years: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    figures: Mapping[str, Figures] = field(default_factory=dict)
    tallies: Mapping[str, Mapping[tuple[str, str], Tally]] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, subject: str) -> tuple[Finding, ...]:
        """The findings of a meeting, a precinct's quarter or a police body's year; none when it is not judged."""
        return self.findings.get(subject, ())

    def entries_of(self, place: str) -> tuple[Entry, ...]:
        """The ledger of a precinct, a police body or a region."""
        return tuple(self.ledger[each] for each in self.entries.get(place, ()))


def judge(facts: Facts) -> Judgement:
    """Hold every police body against the law."""
    bodies = sorted(facts.register.bodies)
    return join(facts.register, [judge_body(facts, each) for each in bodies], facts.today)


def gather_facts(
    register: Register,
    law: Law,
    today: date,
    published: Mapping[str, date] | None = None,
    protocol_published: Mapping[str, date] | None = None,
    timed: Mapping[str, date] | None = None,
) -> Facts:
    """What all cases share; it can be pickled and sent to workers.

    published: day each meeting was first published; without git the declared one.
    protocol_published: the same of protocols.
    timed: day the present date of a moved meeting was published, where git has witnessed it.
    """
    if published is None:
        declared = ((each, register.published_on(each)) for each in register.meetings)
        published = {each: day for each, day in declared if day is not None}
    if protocol_published is None:
        told = ((each, protocol.published) for each, protocol in register.protocols.items())
        protocol_published = {each: day for each, day in told if day is not None}
    return Facts(register, law, today, published, protocol_published, timed or {}, _periods(register))


def judge_body(facts: Facts, body_id: str) -> Judgement:
    """The Judgement of one police body alone."""
    law = facts.law
    facts = replace(
        facts, ledger=keep_body_ledger(facts.register, law.days, law.appeals, facts.today, body_id)
    )
    demands = {(key, of): _demands(book, of) for key, book in law.rulebooks.items() for of in Of}
    findings: Findings = {}
    for key, meeting in _meeting_cases(facts, body_id):
        findings[meeting.subject] = tuple(_judge_case(key, meeting, demands[key, Of.MEETING]))
    grids: dict[str, dict[str, Cell]] = {each: {} for each in facts.register.precincts_of(body_id)}
    for key, quarter in _quarter_cases(facts, body_id):
        findings[quarter.subject] = tuple(_judge_case(key, quarter, demands[key, Of.QUARTER]))
        grids[quarter.precinct_id][quarter.quarter] = Cell(
            quarter_state(quarter, findings), quarter.meetings, key
        )
    years: dict[str, Cell] = {}
    for key, year in _year_cases(facts, body_id):
        findings[year.subject] = tuple(_judge_case(key, year, demands[key, Of.YEAR]))
        years[str(year.year)] = Cell(year_state(year, findings), year.meetings, key)
    return _sum_up(facts, body_id, findings, grids, years)


def _demands(rulebook: Rulebook, of: Of) -> list[_Demand]:
    """The requirements of a rulebook on meetings, quarters or years, each with its check."""
    rules = sorted(rulebook.rules.items())
    checks = ((identifier, rule, CHECKS[rule.check]) for identifier, rule in rules)
    return [(identifier, rule, check.judge) for identifier, rule, check in checks if check.of is of]


def _judge_case(key: str, case: Case, demands: Iterable[_Demand]) -> Iterator[Finding]:
    is_benchmark, subject, say = case.rulebook.benchmark, case.subject, case.facts.say
    for identifier, rule, judge_by in demands:
        verdict = say(judge_by(case, rule))
        standing = rule.standing is not None and _stands(case, rule.standing, verdict.reason)
        weight = rule.weight
        benchmark = is_benchmark and not standing
        if benchmark and weight is Weight.ERROR:
            weight = Weight.WARNING
        yield Finding(identifier, key, subject, verdict, weight, benchmark, standing)


def _stands(case: Case, standing: Standing, reason: str) -> bool:
    """Whether a norm in force demands of this meeting what was broken."""
    if not isinstance(case, MeetingCase) or reason not in standing.reasons:
        return False
    level = case.facts.register.bodies[body_of(case.meeting_id)].level
    return level in standing.bodies and case.meeting.gathering in standing.gatherings


def _meeting_cases(facts: Facts, body_id: str) -> Iterator[tuple[str, MeetingCase]]:
    for meeting_id in facts.register.meetings_of_body(body_id):
        meeting = facts.register.meetings[meeting_id]
        key = rulebook_on(facts.law.rulebooks, meeting.level, meeting.starts.date())
        if key is not None:
            yield key, MeetingCase(facts, facts.law.rulebooks[key], meeting_id)


def _quarter_cases(facts: Facts, body_id: str) -> Iterator[tuple[str, PrecinctQuarter]]:
    """The quarters of each precinct; one that ended in a quarter answers for it only if a meeting was set there."""
    register = facts.register
    first, last = _span(facts, body_id, Level.INSPECTOR)
    for precinct_id in register.precincts_of(body_id):
        by_quarter: dict[str, list[str]] = {}
        for each in register.meetings_of_precinct(precinct_id):
            if register.meetings[each].level is Level.INSPECTOR:
                by_quarter.setdefault(quarter_of(register.meetings[each].starts.date()), []).append(each)
        quarter = first
        while quarter <= last:
            until, meetings = quarter_days(quarter)[1], tuple(by_quarter.get(quarter, ()))
            key = rulebook_on(facts.law.rulebooks, Level.INSPECTOR, until)
            if key is not None and (meetings or register.precincts[precinct_id].serves_on(until)):
                yield key, PrecinctQuarter(facts, facts.law.rulebooks[key], precinct_id, quarter, meetings)
            quarter = next_quarter(quarter)


def _year_cases(facts: Facts, body_id: str) -> Iterator[tuple[str, BodyYear]]:
    register = facts.register
    first, last = _span(facts, body_id, Level.CHIEF)
    by_year: dict[int, list[str]] = {}
    for each in register.meetings_of_body(body_id):
        if register.meetings[each].level is Level.CHIEF and not is_quarter(period_of(each)):
            by_year.setdefault(int(period_of(each)), []).append(each)
    for year in range(int(first), int(last) + 1):
        key = rulebook_on(facts.law.rulebooks, Level.CHIEF, date(year + 1, 1, 1))
        if key is not None:
            yield key, BodyYear(facts, facts.law.rulebooks[key], body_id, year, tuple(by_year.get(year, ())))


def _span(facts: Facts, body_id: str, level: Level) -> tuple[str, str]:
    """First and last quarter or reporting year a police body is judged for.

    It begins with the first schedule of its region, so that a body that never published one is seen, and ends with the
    running time or its last schedule or meeting.
    """
    quarters = level is Level.INSPECTOR
    now = quarter_of(facts.today) if quarters else str(facts.today.year - 1)
    own = [each for each in facts.periods.get(body_id, ()) if is_quarter(each) is quarters]
    region = [each for each in facts.periods.get(region_of(body_id), ()) if is_quarter(each) is quarters]
    meetings = facts.register.meetings_of_body(body_id)
    latest = (
        [quarter_of(facts.register.meetings[meetings[-1]].starts.date())] if meetings and quarters else []
    )
    return min((now, *region)), max((now, *own, *latest))


def _periods(register: Register) -> dict[str, tuple[str, ...]]:
    """The periods of all schedules by police body and by region, ascending."""
    found: dict[str, set[str]] = {}
    for schedule_id in register.schedules:
        body_id, _, period = schedule_id.rpartition("/")
        for place in (body_id, region_of(schedule_id)):
            found.setdefault(place, set()).add(period)
    return {place: tuple(sorted(each)) for place, each in found.items()}


def _sum_up(
    facts: Facts,
    body_id: str,
    findings: Findings,
    grids: dict[str, dict[str, Cell]],
    years: dict[str, Cell],
) -> Judgement:
    """Findings, grids, figures and tallies of one police body."""
    register, ledger = facts.register, facts.ledger
    counter = Counter()
    for each in findings.values():
        counter.add(each)
    entries = _entries(register, body_id, ledger)
    figures = {
        place: count_figures(
            facts,
            register.meetings_of_precinct(place),
            cells.values(),
            (ledger[each] for each in entries.get(place, ())),
        )
        for place, cells in grids.items()
    }
    cells = [cell for row in grids.values() for cell in row.values()]
    figures[body_id] = count_figures(facts, register.meetings_of_body(body_id), cells, ledger.values())
    tallies = {body_id: counter.result()}
    return Judgement(facts.today, findings, ledger, grids, {body_id: years}, figures, tallies, entries)


def _entries(register: Register, body_id: str, ledger: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Ids by place, the latest meeting first and each meeting's own in their order."""
    by_meeting: dict[str, list[str]] = {}
    for each in ledger:
        by_meeting.setdefault(parent(each), []).append(each)
    under: dict[str, list[str]] = {}
    for meeting_id in reversed(register.meetings_of_body(body_id)):
        for place in (body_id, *register.precinct_ids(meeting_id)):
            under.setdefault(place, []).extend(by_meeting.get(meeting_id, ()))
    return {place: tuple(ids) for place, ids in under.items()}


def join(register: Register, parts: Iterable[Judgement], today: date) -> Judgement:
    """The Judgement of several police bodies, with the sums of their regions and of the site."""
    bodies = list(parts)
    figures = {place: each for part in bodies for place, each in part.figures.items()}
    tallies = {place: each for part in bodies for place, each in part.tallies.items()}
    entries = {place: each for part in bodies for place, each in part.entries.items()}
    for region in sorted(register.regions):
        own = [each for each in register.bodies_of(region) if each in figures]
        figures[region] = add_figures(figures[each] for each in own)
        tallies[region] = add_tallies(tallies[each] for each in own)
        entries[region] = _latest_first(register, (entries.get(each, ()) for each in own))
    regions = sorted(register.regions)
    figures[EVERYWHERE] = add_figures(figures[each] for each in regions)
    tallies[EVERYWHERE] = add_tallies(tallies[each] for each in regions)
    entries[EVERYWHERE] = _latest_first(register, (entries[each] for each in regions))
    return Judgement(
        today,
        {subject: each for part in bodies for subject, each in part.findings.items()},
        {entry: each for part in bodies for entry, each in part.ledger.items()},
        {place: each for part in bodies for place, each in part.grids.items()},
        {place: each for part in bodies for place, each in part.years.items()},
        figures,
        tallies,
        entries,
    )


def _latest_first(register: Register, many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    ids = [each for some in many for each in some]
    return tuple(sorted(ids, key=lambda each: register.meetings[parent(each)].starts, reverse=True))


__all__ = ["EVERYWHERE", "Judgement", "gather_facts", "join", "judge", "judge_body"]
