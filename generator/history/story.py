"""Stories: when something was first published, and every change since, each with the commit that witnesses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from generator.model.text import Bilingual


class Witness(StrEnum):
    """Who vouches for the dates of a history."""

    GIT = "git"
    DECLARED = "declared"
    SHALLOW = "shallow"


class ChangeKind(StrEnum):
    """What changed. The order is the order in which the changes of one commit are told."""

    PUBLISHED = "published"
    PROTOCOL_PUBLISHED = "protocol_published"
    OFFICER_JOINED = "officer_joined"
    RESTORED = "restored"
    RENAMED = "renamed"
    # meetings
    STATUS = "status"
    REASON = "reason"
    REPLACED_BY = "replaced_by"
    TIME = "time"
    PLACE = "place"
    HALL = "hall"
    ONLINE = "online"
    PRECINCTS = "precincts"
    OFFICERS = "officers"
    FORM = "form"
    CANDIDATE = "candidate"
    LANGUAGES = "languages"
    AGENDA = "agenda"
    INVITED = "invited"
    QUESTIONS = "questions"
    # protocols
    HELD = "held"
    DRAWN_UP = "drawn_up"
    ATTENDANCE = "attendance"
    SECRETARY = "secretary"
    SIGNATURES = "signatures"
    STATED = "stated"
    TOPICS = "topics"
    DECISION_ADDED = "decision_added"
    DECISION_REMOVED = "decision_removed"
    DECISION_CHANGED = "decision_changed"
    DECISION_RESPONSIBLE = "decision_responsible"
    DECISION_DUE = "decision_due"
    DECISION_DONE = "decision_done"
    SUBMISSION_ADDED = "submission_added"
    SUBMISSION_REMOVED = "submission_removed"
    SUBMISSION_KIND = "submission_kind"
    SUBMISSION_CHANGED = "submission_changed"
    SUBMISSION_ANSWERED = "submission_answered"
    SUBMISSION_ANSWER = "submission_answer"
    SUBMISSION_REGISTERED = "submission_registered"
    SUBMISSION_EXTENDED = "submission_extended"
    SUBMISSION_REDIRECTED = "submission_redirected"
    SUBMISSION_CLOSED = "submission_closed"
    SUBMISSION_CONTINUES = "submission_continues"
    AWARDS = "awards"
    DOCUMENTS = "documents"
    KEPT = "kept"
    # officers
    OFFICER_LEFT = "officer_left"
    SPELL = "spell"
    POST = "post"
    RANK = "rank"
    OFFICER_NAME = "officer_name"
    CONTACTS = "contacts"
    RECEPTION = "reception"
    PHOTO = "photo"
    # any
    DECLARED = "declared"
    TEXT = "text"
    REMOVED = "removed"


LISTED_ONLY = frozenset(
    {
        ChangeKind.TEXT,
        ChangeKind.AGENDA,
        ChangeKind.INVITED,
        ChangeKind.LANGUAGES,
        ChangeKind.QUESTIONS,
        ChangeKind.DECLARED,
        ChangeKind.FORM,
        ChangeKind.CANDIDATE,
        ChangeKind.PHOTO,
        ChangeKind.TOPICS,
        ChangeKind.AWARDS,
        ChangeKind.DOCUMENTS,
        ChangeKind.SECRETARY,
        ChangeKind.SIGNATURES,
        ChangeKind.KEPT,
        ChangeKind.DRAWN_UP,
        ChangeKind.STATED,
    }
)

Value = str | Bilingual


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit on the first-parent line of the published branch.

    sha: its full name.
    on: when it was committed (the committer's date), in UTC.
    """

    sha: str
    on: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as the commit shows it.

    commit: the commit that brought it.
    kind: what changed.
    before, after: codes, keys or ISO dates as text, a text in both languages, or nothing.
    key: which submission, decision or field, where there are several.
    """

    commit: Commit
    kind: ChangeKind
    before: Value = ""
    after: Value = ""
    key: str = ""

    @property
    def material(self) -> bool:
        """Whether it changes what residents rely on; others are told and not counted."""
        return self.kind not in LISTED_ONLY


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of the past of one meeting, protocol or officer.

    first_published: the commit that published it; of a declared one the day the files name, where they name one.
    last_changed: the commit of the latest change; else the same as `first_published`.
    changes: what git witnessed, oldest first; of a declared one only what came after the history began.
    declared: whether `first_published` is only declared, not witnessed.
    sequence: number of commits with a material change after the first publication (RFC 5545 SEQUENCE).
    """

    first_published: Commit | date | None = None
    last_changed: Commit | date | None = None
    changes: tuple[Change, ...] = ()
    declared: bool = False
    sequence: int = 0

    @property
    def is_published(self) -> bool:
        """Whether it is published at all; work not yet committed is not."""
        return self.declared or self.first_published is not None
