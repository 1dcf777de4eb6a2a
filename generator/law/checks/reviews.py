"""State secrets and personal data are looked for before a protocol is published (R04)."""

from __future__ import annotations

from datetime import date

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_reviews(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """A protocol is looked through for state secrets and for personal data before it is published.

    Why: the reporting officer is bound by the law on state secrets, and a citizen's name in git stays in
    git. The acts do not say how this is shown: a review that is not recorded is "not enough data", one
    later than publication is broken.

    Wrong: broken

        published: 2026-08-21
        reviewed: {secrets_on: 2026-08-21, personal_data_on: 2026-08-25}

    Right: met

        published: 2026-08-21
        reviewed: {secrets_on: 2026-08-21, personal_data_on: 2026-08-21}

    Answers: met; broken; not enough data (no protocol, a review not recorded); not applicable (ahead,
    cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("reviews.unrecorded")
    reviewed = case.protocol.reviewed
    done: list[date | None] = [reviewed.secrets_on, reviewed.personal_data_on] if reviewed is not None else []
    known = [each for each in done if each is not None]
    published = case.facts.protocol_published.get(case.meeting_id)
    late = [each for each in known if published is not None and each > published]
    if late and published is not None:
        return broken("reviews.late", review=max(late), published=published)
    if len(known) < 2:
        return not_enough_data("reviews.unrecorded")
    return met("reviews.done", review=max(known))
