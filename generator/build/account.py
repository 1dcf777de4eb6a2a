"""The account of a build, `build.json`: for monitors, and for whoever wants to know what a site was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from generator import __version__
from generator.build.tasks import Headline
from generator.build.tree import BUILD_FILE
from generator.history.story import Commit
from generator.law.case import Law
from generator.outputs.artifact import Artifact


def render_account(
    today: date,
    commits: tuple[Commit | None, Commit | None],
    law: Law,
    headlines: Iterable[Headline],
    media: Mapping[str, int],
) -> Artifact:
    """The account of the build: of which day and commit, by which programs and rulebooks, and how much there is.

    commits: the last of all, and the last that touched the data; absent without git.
    """
    tip, change = commits
    counts = [each.counts for each in headlines]
    content = {
        "esep": __version__,
        "today": today.isoformat(),
        "commit": tip.sha if tip is not None else None,
        "committed": tip.on.isoformat() if tip is not None else None,
        "data": {
            "commit": change.sha if change is not None else None,
            "committed": change.on.isoformat() if change is not None else None,
        },
        "rulebooks": {
            key: {
                "since": book.since.isoformat(),
                "until": book.until.isoformat() if book.until is not None else None,
                "verified": book.verified,
            }
            for key, book in sorted(law.rulebooks.items())
        },
        "counts": {
            "precincts": sum(each[0] for each in counts),
            "meetings": sum(each[1] for each in counts),
            "protocols": sum(each[2] for each in counts),
            "files": dict(sorted(media.items())),
        },
    }
    return Artifact(BUILD_FILE, (json.dumps(content, indent=2) + "\n").encode(), "application/json")
