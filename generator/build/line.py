"""The line itself: read every region, hold back while an error stands, then render."""

from __future__ import annotations

from generator.build.country import count_files, read_country
from generator.build.crew import crew_of
from generator.build.plan import Outcome, Plan, Say
from generator.build.rendering import Rendering
from generator.build.tree import ForeignFolder
from generator.build.writing import Clock
from generator.reading.diagnostics import has_errors
from generator.sources import all_faults


def build_site(plan: Plan, say: Say | None = None, clock: Clock | None = None) -> Outcome:
    """Build a site. Raises ForeignFolder, BuildFault.

    say: told how many parts are done, and of how many.
    """
    if not plan.in_place and plan.tree.is_foreign():
        raise ForeignFolder
    begun = clock() if clock is not None else 0.0
    with crew_of(plan.workers, plan.theme) as crew:  # on this machine: reading asks git
        common, headlines = read_country(plan.intake, crew)
    diagnostics = all_faults(common, headlines)
    count = count_files(common, headlines)
    site = common.head.site
    if has_errors(diagnostics) or site is None:
        return Outcome(None, diagnostics, count)
    spent = clock() - begun if clock is not None else 0.0
    listed = [each for each in headlines if each.region in site.regions]
    with crew_of(plan.workers, plan.theme, plan.scheduler) as crew:  # anew: what reading needed is let go
        rendering = Rendering(plan, crew, common, site, listed)
        if clock is not None:
            rendering.seconds["reading"] = spent
        return Outcome(rendering.render(say, clock), diagnostics, count)
