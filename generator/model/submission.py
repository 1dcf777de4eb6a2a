"""Submissions: what residents raised, how it was answered, and its course after the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model.text import Bilingual, Prose
from generator.reading.scalars import SubmissionId


class SubmissionKind(StrEnum):
    """What residents raise at a report (723-2018 p. 12, 608-2023 p. 13)."""

    COMPLAINT = "complaint"
    PROPOSAL = "proposal"
    REMARK = "remark"
    QUESTION = "question"


class Answered(StrEnum):
    """How far a submission was answered at the meeting (723-2018 p. 15, 608-2023 p. 16)."""

    FULLY = "fully"
    PARTLY = "partly"
    NO = "no"


class Procedure(StrEnum):
    """The procedure of the Administrative Procedural-Process Code that sets the term.

    An appeal and the simplified procedure have 15 working days (art. 76), a formal complaint 20 (art. 99).
    """

    APPEAL = "appeal"
    SIMPLIFIED = "simplified"
    COMPLAINT = "complaint"


class Outcome(StrEnum):
    """How a submission was closed (APPC art. 84, 89)."""

    SATISFIED = "satisfied"
    PARTLY_SATISFIED = "partly_satisfied"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TAKEN_NOTE = "taken_note"
    TERMINATED = "terminated"


class Withheld(StrEnum):
    """Why a part of the text is not published (access law art. 5(3): only that part)."""

    PERSONAL_DATA = "personal_data"
    STATE_SECRETS = "state_secrets"


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension of the term by a reasoned decision (APPC art. 76(3)).

    decided: day of the decision.
    until: last day of the extended term.
    notified: day the author was told.
    """

    decided: date
    until: date
    notified: date | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How a submission was closed.

    on: the day.
    outcome: the result.
    text: the answer's substance.
    """

    on: date
    outcome: Outcome
    text: Prose


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What happens to a submission not fully answered at the meeting.

    registered: day of registration (APPC art. 64).
    procedure: the procedure that sets the term.
    extended: an extension of the term.
    closed: how it ended; absent while it is open.
    """

    registered: date
    procedure: Procedure = Procedure.APPEAL
    extended: Extension | None = None
    closed: Closing | None = None


@dataclass(frozen=True, slots=True)
class Redirection:
    """A matter outside police competence passed on (723-2018 p. 16, 608-2023 p. 17, APPC art. 65).

    to: the competent body.
    on: the day.
    initiator_notified: day the author was told.
    """

    to: Bilingual
    on: date
    initiator_notified: date | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A complaint, proposal, remark or question of residents: its substance, never the person.

    kind: which of the four.
    text: the substance.
    answered: how far it was answered at the meeting.
    answer: what was answered there.
    follow_up: its course after the meeting.
    redirected: where it was passed on.
    continues: the earlier submission whose fate is reported here.
    withheld: why a part is not published.
    """

    kind: SubmissionKind
    text: Prose
    answered: Answered
    answer: Prose | None = None
    follow_up: FollowUp | None = None
    redirected: Redirection | None = None
    continues: SubmissionId | None = None
    withheld: Withheld | None = None
