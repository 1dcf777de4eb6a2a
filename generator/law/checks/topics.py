"""What a report must speak about: a chief's ten topics, an inspector's six (R23, R28)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.law.case import MeetingCase, before_protocol, broken, met, not_enough_data
from generator.law.finding import Verdict
from generator.law.ledger import Entry, EntryKind
from generator.law.rulebook import Rule
from generator.model.ids import key_of
from generator.model.protocol import Protocol


def judge_chief_topics(case: MeetingCase, rule: Rule) -> Verdict:
    """A chief speaks of ten topics; nine of them (`topics`) must have a summary, the tenth is "other matters".

    A summary in one language only is "not enough data" for readers of the other.

    Why: the list keeps an uncomfortable topic from being left out.

    Wrong: broken

        report:
          crime_situation: {summary: {kk: ..., ru: ...}}
          legislation: {summary: {kk: ..., ru: ...}}

    Right: met

        report:
          crime_situation: {summary: {kk: ..., ru: ...}}
          programmes: {summary: {kk: ..., ru: ...}}
          # results, order_and_roads, anti_corruption, appeals, public_opinion, legislation, local_problems

    Answers: met; broken (a topic lacks); not enough data (no protocol, no report in it, one language);
    not applicable (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("topics.unsaid")
    return _judge_topics(case.protocol, rule.words["topics"])


def judge_inspector_topics(case: MeetingCase, rule: Rule) -> Verdict:
    """An inspector speaks of six topics, the last being what became of earlier complaints.

    Every submission still open on the day of the report that was raised at the previous report of the
    same precinct is taken up with `continues`. One raised at a joint meeting may be taken up by the next
    report of any of its precincts.

    Why: it closes the loop; a complaint cannot be forgotten by not speaking of it.

    Wrong: broken, `almaty/alatau/2026-q3/012/s1` is open and nobody mentions it

        report: {crime_situation: ...}      # and the five other topics
        submissions: {}

    Right: met

        submissions:
          s1: {kind: complaint, answered: fully, continues: almaty/alatau/2026-q3/012/s1, text: {kk: ..., ru: ...}}

    Answers: met; broken (an item forgotten, a topic lacks); not enough data (no protocol, no report in
    it, one language, or it does not tell what was submitted while earlier items are open); not applicable
    (ahead, cancelled).
    """
    if (early := before_protocol(case)) is not None or case.protocol is None:
        return early or not_enough_data("topics.unsaid")
    forgotten = list(_forgotten(case))
    if forgotten and case.protocol.submissions is None:
        return not_enough_data("topics.earlier_unsaid", items=forgotten, count=len(forgotten))
    if forgotten:
        return broken("topics.forgotten", items=forgotten, count=len(forgotten))
    return _judge_topics(case.protocol, rule.words["topics"])


def _judge_topics(protocol: Protocol, topics: Iterable[str]) -> Verdict:
    wanted = list(topics)
    reported = {topic: each.summary for topic, each in protocol.report.items()}
    if not reported:
        return not_enough_data("topics.unsaid")
    lacking = [each for each in wanted if each not in reported]
    if lacking:
        return broken("topics.lacking", topics=lacking, count=len(lacking), of=len(wanted))
    halved = [t.value for t, text in reported.items() if t in wanted and not (text.kk and text.ru)]
    if halved:
        return not_enough_data("topics.one_language", topics=halved, count=len(halved))
    return met("topics.all", of=len(wanted))


def _forgotten(case: MeetingCase) -> Iterable[str]:
    """Ids of earlier entries this report should have taken up, as the ledger has found them."""
    register = case.facts.register
    earlier: dict[str, None] = {}
    for precinct in register.precinct_ids(case.meeting_id):
        ids = register.meetings_of_precinct(precinct)
        for meeting_id in ids[: ids.index(case.meeting_id)][::-1]:
            if meeting_id in register.protocols:
                earlier[meeting_id] = None
                break
    for meeting_id in earlier:
        protocol = register.protocols[meeting_id]
        for key in protocol.submissions or {}:
            entry: Entry = case.facts.ledger[f"{meeting_id}/{key}"]
            if entry.forgotten_by == case.meeting_id and entry.kind is not EntryKind.DECISION:
                yield f"{meeting_id}/{key_of(entry.identifier)}"
