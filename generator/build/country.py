"""Reading a country: every region that has changed is read by the crew, the others are known already."""

from __future__ import annotations

from collections.abc import Mapping

from generator.build.crew import Crew, results_of
from generator.build.plan import Plan
from generator.build.tasks import Headline, headline_key, known_headline, read_task
from generator.history.read import find_last_commit, find_touched
from generator.keeping import keep, kept
from generator.sources import Common, read_common


def read_country(plan: Plan, crew: Crew | None = None) -> tuple[Common, list[Headline]]:
    """Read every region that has changed, in the order of names; those that have not are known already.

    crew: who reads; this process alone if absent.
    """
    common = read_common(plan.root, plan.today, plan.files.get("", {}), plan.key)
    tip = find_last_commit(plan.root)
    head = tip.sha if tip is not None else ""
    before = kept(plan.states / "tip") if plan.trusted else None
    touched = find_touched(plan.root, before, head) if isinstance(before, str) and before else None
    headlines: dict[str, Headline] = {}
    waiting: dict[str, Mapping[str, str]] = {}
    for region, files in plan.files.items():
        if not region:
            continue
        known = known_headline(plan.states, region) if plan.trusted and touched is not None else None
        if known is None or touched is None or region in touched or known.key != headline_key(common, files):
            waiting[region] = files
        else:
            headlines[region] = known
    by_size = sorted(waiting, key=lambda each: (-len(waiting[each]), each))
    if crew is None or len(by_size) == 1 or crew.is_elsewhere:
        done = ((each, read_task(common, plan.states, each, waiting[each])) for each in by_size)
    else:
        futures = {
            crew.executor.submit(read_task, common, plan.states, each, waiting[each]): each
            for each in by_size
        }
        done = ((futures[each], result) for each, result in results_of(futures))
    headlines |= dict(done)
    if head:
        keep(plan.states / "tip", head)
    return common, [headlines[each] for each in sorted(headlines)]
