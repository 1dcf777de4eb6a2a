"""Reading a country: every region that has changed is read by the crew, the others are known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.build.crew import Crew
from generator.build.plan import Intake
from generator.build.tasks import Headline, headline_key, known_headline, read_task
from generator.build.work import Task
from generator.history.read import find_last_commit, find_touched
from generator.keeping import keep, kept
from generator.sources import Common, read_common

_FILES_A_PART = 120  # of editors, in a police body and year


def read_country(intake: Intake, crew: Crew | None = None) -> tuple[Common, list[Headline]]:
    """Read every region that has changed, in the order of names; those that have not are known already.

    crew: who reads; this process alone if absent.
    """
    common = read_common(intake.root, intake.today, intake.files.get("", {}), intake.key)
    tip = find_last_commit(intake.root)
    head = tip.sha if tip is not None else ""
    before = kept(intake.states / "tip") if intake.trusted else None
    touched = find_touched(intake.root, before, head) if isinstance(before, str) else None
    headlines: dict[str, Headline] = {}
    waiting: dict[str, Mapping[str, str]] = {}
    for region, files in intake.files.items():
        if not region:
            continue
        known = known_headline(intake.states, region) if intake.trusted and touched is not None else None
        if known is None or touched is None or region in touched or known.key != headline_key(common, files):
            waiting[region] = files
        else:
            headlines[region] = known
    by_size = sorted(waiting, key=lambda each: (-len(waiting[each]), each))
    if crew is None or len(by_size) == 1:
        headlines |= {each: read_task(common, intake.states, each, waiting[each]) for each in by_size}
    else:
        tasks = (
            Task(
                each,
                len(waiting[each]) // _FILES_A_PART,
                read_task,
                (common, intake.states, each, waiting[each]),
            )
            for each in by_size
        )
        headlines |= dict(crew.do(tasks))
    if head != before:
        keep(intake.states / "tip", head)
    return common, [headlines[each] for each in sorted(headlines)]


def count_files(common: Common, headlines: Iterable[Headline]) -> int:
    """How many of the editors' files could be read."""
    return len(common.head.collected.regions) + sum(each.records for each in headlines)
