"""Schedules: the approved document and the meetings it announces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from generator.model.contact import Online, Place, QuestionChannel
from generator.model.registry import Post
from generator.model.text import Bilingual, Prose
from generator.reading.scalars import Count, HttpsUrl, MeetingId, Slug, Text


class Level(StrEnum):
    """Who answers to residents at a meeting."""

    INSPECTOR = "inspector"
    CHIEF = "chief"
    CANDIDATE = "candidate"


class Gathering(StrEnum):
    """The form of a meeting (723-2018 pp. 24-26); an open meeting has no form in law."""

    SKHOD = "skhod"
    SOBRANIE = "sobranie"
    OPEN = "open"


class Convener(StrEnum):
    """Who calls the meeting (723-2018 pp. 7(3), 25)."""

    AKIM = "akim"
    AKIMAT = "akimat"
    MEMBERS = "members"
    POLICE = "police"


class Status(StrEnum):
    """What the editor says of a meeting; whether it is past follows from its date."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """The two sides the acts give duties to."""

    AKIMAT = "akimat"
    POLICE = "police"


class MediaKind(StrEnum):
    """The regional media that 723-2018 p. 7(2) and 608-2023 p. 8(2) name."""

    PRESS = "press"
    TV = "tv"
    RADIO = "radio"
    SITE = "site"


class Party(StrEnum):
    """Groups invited to or present at a report (723-2018 p. 10, 608-2023 p. 11)."""

    AKIMAT = "akimat"
    POLICE_LEADERSHIP = "police_leadership"
    MASLIKHAT = "maslikhat"
    PUBLIC = "public"
    HEALTH = "health"
    SOCIAL_PROTECTION = "social_protection"
    EDUCATION = "education"
    UTILITIES = "utilities"
    ORGANISATIONS = "organisations"
    MEDIA = "media"


class MeetingLanguage(StrEnum):
    """The languages spoken at a meeting."""

    KK = "kk"
    RU = "ru"


@dataclass(frozen=True, slots=True)
class Approval:
    """The document that approves the schedule (723-2018 p. 7(1), 608-2023 p. 8(1)).

    by: who approved it.
    document: its number.
    on: its date.
    agreed_on: when the police agreed to it (723-2018).
    copy_sent_on: when a copy went to the police (723-2018).
    """

    by: Side
    document: Text
    on: date
    agreed_on: date | None = None
    copy_sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication of the schedule in regional media, beside this site.

    kind: the medium.
    title: its name.
    on: day of publication.
    url: link to it.
    """

    kind: MediaKind
    title: Bilingual
    on: date
    url: HttpsUrl | None = None


@dataclass(frozen=True, slots=True)
class Initiators:
    """Members of an assembly who asked for it (723-2018 p. 25: at least ten per cent).

    count: those who asked.
    total: all members delegated by the gathering.
    """

    count: Count
    total: Count


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody presented to residents before being appointed inspector.

    post: the post.
    name: published with the candidate's consent only.
    consent: whether the candidate agreed to the name being published.
    """

    post: Post = Post.INSPECTOR
    name: Bilingual | None = None
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One dated meeting with residents.

    level: who answers.
    starts: local date and time.
    ends: local date and time.
    place: where.
    precincts: keys of the precincts it serves; several make a joint meeting (723-2018 p. 26).
    officers: keys of those who report; absent means those in office on the day.
    gathering: its form.
    convened_by: who calls it.
    initiators: the members who asked for an assembly.
    candidate: who is presented, at a candidate's presentation.
    online: the online part, if any.
    languages: languages spoken.
    agenda: topics; absent means those the law names.
    invited: groups invited; absent means those of the schedule.
    expected: participants expected.
    announced: day this meeting was first published, when later than the schedule.
    status: planned, moved or cancelled.
    reason: why it was moved or cancelled.
    moved_from: the date and time it had before it was moved.
    replaced_by: the meeting held instead of a cancelled one.
    note: anything else residents should know.
    """

    level: Level
    starts: datetime
    ends: datetime
    place: Place
    precincts: tuple[Slug, ...] = ()
    officers: tuple[Slug, ...] = ()
    gathering: Gathering = Gathering.OPEN
    convened_by: Convener | None = None
    initiators: Initiators | None = None
    candidate: Candidate | None = None
    online: Online | None = None
    languages: tuple[MeetingLanguage, ...] = (MeetingLanguage.KK, MeetingLanguage.RU)
    agenda: tuple[Bilingual, ...] = ()
    invited: tuple[Party, ...] | None = None
    expected: Count | None = None
    announced: date | None = None
    status: Status = Status.PLANNED
    reason: Bilingual | None = None
    moved_from: datetime | None = None
    replaced_by: MeetingId | None = None
    note: Prose | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """An approved schedule of one police body for one period.

    approved: the document that approves it.
    meetings: the meetings, each under a key that never changes.
    published: where it was published, beside this site.
    questions: how residents send questions beforehand.
    invited: groups invited to every meeting that does not say otherwise.
    """

    approved: Approval
    meetings: Mapping[Slug, Meeting]
    published: tuple[Publication, ...] = ()
    questions: tuple[QuestionChannel, ...] = ()
    invited: tuple[Party, ...] | None = None
