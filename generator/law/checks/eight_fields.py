"""A protocol holds eight mandatory fields (R13)."""

from __future__ import annotations

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Answer, Verdict
from generator.law.rulebook import Rule
from generator.model.protocol import Protocol


def judge_eight_fields(case: MeetingCase, rule: Rule) -> Verdict:
    """A protocol tells time, date, place, number of participants, decisions, complaints, proposals and remarks.

    Absent is not empty: `submissions: []` says that nobody complained, a protocol without the key says
    nothing. Time, date and place are always there, for a protocol cannot be read without them. Where a
    norm in force demands that protocols be published (`unpublished: [broken]`), a missing one is broken
    after `wait` days; that number is this site's own, the norm gives none. Elsewhere a missing protocol
    is "not enough data".

    Why: eight fields are what a reader can hold the next report against.

    Wrong: broken, decisions and the three kinds of submissions are not there

        held: {starts: 2026-08-20 18:35, ends: 2026-08-20 20:10}
        drawn_up: 2026-08-20
        participants: 64

    Right: met

        held: {starts: 2026-08-20 18:35, ends: 2026-08-20 20:10}
        drawn_up: 2026-08-20
        participants: 64
        decisions: {}
        submissions: {}

    Answers: met; broken; not enough data (no protocol); not applicable (ahead, cancelled).
    """
    early = before_protocol(case)
    if early is not None or case.protocol is None:
        late = (case.facts.today - case.day).days
        demanded = "broken" in rule.words.get("unpublished", ()) and late > rule.numbers["wait"]
        if early is not None and early.answer is Answer.NOT_ENOUGH_DATA and demanded:
            return broken("protocol.missing", days=late)
        return early or not_enough_data("protocol.unpublished")
    absent = _absent(case.protocol)
    if absent:
        return broken("fields.absent", fields=absent, count=len(absent), of=8)
    if case.protocol.participants == 0:
        return broken("fields.nobody_came")
    return met("fields.complete", of=8)


def _absent(protocol: Protocol) -> list[str]:
    absent = []
    if protocol.participants is None:
        absent.append("participants")
    if protocol.decisions is None:
        absent.append("decisions")
    if protocol.submissions is None:
        absent += ["complaints", "proposals", "remarks"]
    return absent
