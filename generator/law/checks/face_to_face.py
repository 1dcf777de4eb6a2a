"""A report is a face-to-face address (R02)."""

from __future__ import annotations

from generator.law.case import MeetingCase, broken, met, not_applicable
from generator.law.finding import Verdict
from generator.law.rulebook import Rule


def judge_face_to_face(case: MeetingCase, rule: Rule) -> Verdict:  # noqa: ARG001
    """A report is given face to face; a broadcast may go with it and cannot stand for it.

    Why: residents may ask, and be seen to be answered. Online meetings of the pandemic rest on neither
    act.

    Wrong: broken

        online: {kind: zoom, url: https://..., alone: yes}

    Right: met

        place: {name: {kk: ..., ru: ...}, address: {kk: ..., ru: ...}}
        online: {kind: zoom, url: https://...}

    Answers: met; broken; not applicable (cancelled).
    """
    online = case.meeting.online
    if case.is_cancelled:
        return not_applicable("meeting.cancelled")
    if online is not None and online.alone:
        return broken("face.online_alone")
    return met("face.in_person" if online is None else "face.hybrid")
