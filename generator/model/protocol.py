"""Protocols: what was said and decided at a meeting, and what became of every submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from generator.model.schedule import Party, Side
from generator.model.submission import Submission
from generator.model.text import Bilingual, Prose
from generator.reading.scalars import Count, HttpsUrl, RelativePath, Sha256, Slug, Text


class Signatory(StrEnum):
    """Who signed the protocol (723-2018 p. 14, 608-2023 p. 15)."""

    SECRETARY = "secretary"
    OFFICERS = "officers"
    CHIEF = "chief"


class Topic(StrEnum):
    """The topics of an inspector's report (723-2018 p. 27) and of a chief's (723-2018 p. 22, 608-2023 p. 6)."""

    CRIME_SITUATION = "crime_situation"
    STABILISATION = "stabilisation"
    PREVENTION = "prevention"
    CITIZENS = "citizens"
    LEGISLATION = "legislation"
    APPEALS = "appeals"
    PROGRAMMES = "programmes"
    RESULTS = "results"
    ORDER_AND_ROADS = "order_and_roads"
    ANTI_CORRUPTION = "anti_corruption"
    PUBLIC_OPINION = "public_opinion"
    LOCAL_PROBLEMS = "local_problems"
    OTHER = "other"


INSPECTOR_TOPICS = (
    Topic.CRIME_SITUATION,
    Topic.STABILISATION,
    Topic.PREVENTION,
    Topic.CITIZENS,
    Topic.LEGISLATION,
    Topic.APPEALS,
)


CHIEF_TOPICS = (
    Topic.CRIME_SITUATION,
    Topic.PROGRAMMES,
    Topic.RESULTS,
    Topic.ORDER_AND_ROADS,
    Topic.ANTI_CORRUPTION,
    Topic.APPEALS,
    Topic.PUBLIC_OPINION,
    Topic.LEGISLATION,
    Topic.LOCAL_PROBLEMS,
    Topic.OTHER,
)


class Source(StrEnum):
    """The seven sources of a report (723-2018 p. 9, 608-2023 p. 10)."""

    STATISTICS = "statistics"
    PROGRAMMES = "programmes"
    APPEALS = "appeals"
    PUBLIC_OPINION = "public_opinion"
    MEDIA = "media"
    RESOURCES = "resources"
    OTHER = "other"


class Recipient(StrEnum):
    """Who may be awarded at a report (723-2018 p. 19, 608-2023 p. 20)."""

    CITIZEN = "citizen"
    ASSOCIATION = "association"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Held:
    """When the meeting really began and ended, in local time."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Secretary:
    """Who kept the minutes (723-2018 p. 11: the akimat; 608-2023 p. 12: the police).

    name: the official's name.
    of: the side the secretary comes from.
    """

    name: Bilingual
    of: Side


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a report, with the same number a year before where there is one.

    name: what is counted.
    value: the number of this period.
    previous: the number of the same period a year before.
    unit: unit of measure; absent means pieces.
    """

    name: Bilingual
    value: Text
    previous: Text | None = None
    unit: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class TopicReport:
    """What was reported on one topic.

    summary: in plain words.
    figures: numbers named in the report.
    """

    summary: Prose
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """How a decision was carried out.

    on: the day.
    text: what was done.
    """

    on: date
    text: Prose


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision taken at the meeting.

    text: what is to be done.
    responsible: the post or body that answers for it.
    due: last day.
    done: how it was carried out; absent while it is open.
    """

    text: Prose
    responsible: Bilingual | None = None
    due: date | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """An award for helping to keep public order.

    recipient: citizen, association or organisation.
    award: what was given.
    name: the recipient; a citizen's only with consent.
    consent: whether the citizen agreed to be named.
    """

    recipient: Recipient
    award: Bilingual
    name: Bilingual | None = None
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document to download, such as the signed protocol.

    title: its name.
    file: path among the site's files.
    url: link, when it lies elsewhere.
    sha256: checksum of the file.
    """

    title: Bilingual
    file: RelativePath | None = None
    url: HttpsUrl | None = None
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviews before publication (723-2018 p. 4, 608-2023 p. 3).

    secrets_on: day it was checked for state secrets.
    personal_data_on: day it was checked for personal data.
    """

    secrets_on: date | None = None
    personal_data_on: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the protocol is registered and kept (723-2018 p. 17, 608-2023 p. 18).

    by: the keeper.
    number: registration number.
    on: day of registration.
    copy_sent_on: when a copy went to the police (723-2018).
    """

    by: Side
    number: Text | None = None
    on: date | None = None
    copy_sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """The published summary of the minutes of one meeting (723-2018 pp. 11-18, 608-2023 pp. 12-19).

    held: when the meeting really began and ended.
    drawn_up: day the protocol was drawn up.
    participants: how many came; a number, never a list.
    decisions: decisions taken; `[]` when there were none, absent when the protocol does not say.
    submissions: complaints, proposals, remarks and questions; `[]` when there were none.
    place: where it was really held, when not at the announced place.
    published: day this summary was first published.
    secretary: who kept the minutes.
    signed_by: who signed.
    sealed: whether the akimat's seal is on it (723-2018).
    present: groups present.
    sources: sources the report used.
    report: what was reported, topic by topic.
    control: who controls the execution.
    awards: awards given.
    documents: documents to download.
    reviewed: reviews before publication.
    kept: where the original is kept.
    """

    held: Held
    drawn_up: date
    participants: Count | None = None
    decisions: Mapping[Slug, Decision] | None = None
    submissions: Mapping[Slug, Submission] | None = None
    place: Bilingual | None = None
    published: date | None = None
    secretary: Secretary | None = None
    signed_by: tuple[Signatory, ...] = ()
    sealed: bool | None = None
    present: tuple[Party, ...] = ()
    sources: tuple[Source, ...] = ()
    report: Mapping[Topic, TopicReport] = field(default_factory=dict)
    control: tuple[Side, ...] = ()
    awards: tuple[Award, ...] = ()
    documents: tuple[Document, ...] = ()
    reviewed: Reviewed | None = None
    kept: Kept | None = None
