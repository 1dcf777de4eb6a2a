"""Tables of one region and year: meetings, protocols, decisions, submissions and findings."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from generator.law.finding import Finding
from generator.law.ledger import Entry
from generator.model.ids import parent, period_of, region_of
from generator.model.memory import Memory
from generator.model.register import Register
from generator.views.accounts import Accounts
from generator.views.findings import say_verdict, what_is_said
from generator.views.tables import (
    Piece,
    Row,
    Scalar,
    Table,
    base_row,
    columns_of,
    data_year,
    flat,
    lay_row,
    whole,
)
from generator.words.catalogue import Words

MEETINGS = columns_of(
    "id region body period level status starts:datetime ends:datetime moved_from:datetime precincts officers "
    "place.name.* place.address.* place.landmark.* place.location.latitude:number place.location.longitude:number "
    "place.capacity:integer place.step_free:boolean online.kind online.url online.alone:boolean gathering convened_by "
    "languages agenda.* expected:integer reason.* replaced_by note.* first_published:date declared:boolean "
    "changes:integer has_protocol:boolean page.*"
)
PROTOCOLS = columns_of(
    "id region body held.starts:datetime held.ends:datetime drawn_up:date participants:integer place.* "
    "first_published:date declared:boolean secretary.of signed_by sealed:boolean present sources topics control "
    "decisions:integer submissions:integer awards:integer kept.by kept.number kept.on:date page.*"
)
DECISIONS = columns_of(
    "id region body meeting text.* responsible.* due:date done.on:date done.text.* state overdue_days:integer page.*"
)
SUBMISSIONS = columns_of(
    "id region body meeting kind text.* answered answer.* follow_up.registered:date follow_up.procedure "
    "follow_up.extended.until:date follow_up.closed.on:date follow_up.closed.outcome follow_up.closed.text.* "
    "redirected.to.* redirected.on:date continues withheld state term_ends:date overdue_days:integer page.*"
)
_SUBJECT = columns_of("id region body")
_FOUND = columns_of(
    "rule rulebook verdict reason weight benchmark:boolean standing:boolean lenient:boolean sentence.*"
)
_PAGES = columns_of("page.*")
FINDINGS = (*_SUBJECT, *_FOUND, *_PAGES)


def yearly_tables(
    register: Register, accounts: Accounts, words: Mapping[str, Words], region: str, year: str
) -> tuple[Table, ...]:
    """The five tables of one region and year."""
    meetings = [each for each in register.meetings_of_region(region) if data_year(each) == year]
    held = [each for each in meetings if each in register.protocols]
    subjects = _subjects(accounts, region, year)
    return (
        Table("meetings", MEETINGS, ("id",), whole(_meeting(register, accounts, each) for each in meetings)),
        Table("protocols", PROTOCOLS, ("id",), whole(_protocol(register, accounts, each) for each in held)),
        Table("decisions", DECISIONS, ("id",), whole(_decisions(register, accounts, held))),
        Table("submissions", SUBMISSIONS, ("id",), whole(_submissions(register, accounts, held))),
        Table("findings", FINDINGS, ("id", "rule"), _findings(register, accounts, words, subjects)),
    )


def years_of_region(register: Register, accounts: Accounts, region: str) -> tuple[str, ...]:
    """The years a region has tables for."""
    years = {data_year(each) for each in register.meetings_of_region(region)}
    years |= {
        data_year(each) for each in accounts.judgement.findings if region_of(each).partition("@")[0] == region
    }
    return tuple(sorted(years))


def _subjects(accounts: Accounts, region: str, year: str) -> list[str]:
    found = accounts.judgement.findings
    return sorted(each for each in found if region_of(each) == region and data_year(each) == year)


def first_publication(accounts: Accounts, meeting_id: str, *, protocol: bool = False) -> dict[str, Scalar]:
    """Day of first publication, whether it is declared and not witnessed, and how often the record changed since."""
    history = accounts.history
    story = history and (history.protocol(meeting_id) if protocol else history.story(meeting_id))
    if history is None or not story:
        return {"first_published": None, "declared": None, "changes": None}
    day, _ = history.protocol_published_on(meeting_id) if protocol else history.published_on(meeting_id)
    return {"first_published": flat(day), "declared": story.declared, "changes": story.sequence}


def _meeting(register: Register, accounts: Accounts, meeting_id: str) -> Row:
    meeting = register.meetings[meeting_id]
    derived = {
        **base_row(register, meeting_id),
        **first_publication(accounts, meeting_id),
        "period": period_of(meeting_id),
        "precincts": flat(register.precinct_ids(meeting_id)),
        "officers": flat([each.key for each in register.reporters(meeting_id)]),
        "has_protocol": meeting_id in register.protocols,
    }
    return lay_row(MEETINGS, meeting, derived, register.time_zone(region_of(meeting_id)))


def _protocol(register: Register, accounts: Accounts, meeting_id: str) -> Row:
    protocol = register.protocols[meeting_id]
    derived = {
        **base_row(register, meeting_id),
        **first_publication(accounts, meeting_id, protocol=True),
        "topics": flat(tuple(protocol.report)),
        "decisions": None if protocol.decisions is None else len(protocol.decisions),
        "submissions": None if protocol.submissions is None else len(protocol.submissions),
        "awards": len(protocol.awards),
    }
    return lay_row(PROTOCOLS, protocol, derived, register.time_zone(region_of(meeting_id)))


def _fate(accounts: Accounts, identifier: str) -> dict[str, Scalar]:
    entry: Entry | None = accounts.judgement.ledger.get(identifier)
    if entry is None:
        return {"state": None, "term_ends": None, "overdue_days": None}
    return {"state": flat(entry.state), "term_ends": flat(entry.due), "overdue_days": entry.overdue_days}


def _item(register: Register, accounts: Accounts, identifier: str) -> dict[str, Scalar]:
    meeting = parent(identifier)
    row = {**base_row(register, identifier, meeting), **_fate(accounts, identifier), "meeting": meeting}
    key = identifier.rpartition("/")[2]
    return {**row, "page_kk": f"{row['page_kk']}#{key}", "page_ru": f"{row['page_ru']}#{key}"}


def _decisions(register: Register, accounts: Accounts, held: list[str]) -> Iterator[Row]:
    for meeting_id in held:
        for key, decision in (register.protocols[meeting_id].decisions or {}).items():
            yield lay_row(DECISIONS, decision, _item(register, accounts, f"{meeting_id}/{key}"))


def _submissions(register: Register, accounts: Accounts, held: list[str]) -> Iterator[Row]:
    for meeting_id in held:
        for key, submission in (register.protocols[meeting_id].submissions or {}).items():
            yield lay_row(SUBMISSIONS, submission, _item(register, accounts, f"{meeting_id}/{key}"))


def _findings(
    register: Register, accounts: Accounts, words: Mapping[str, Words], subjects: Iterable[str]
) -> Iterator[tuple[Piece, ...]]:
    """Findings subject by subject; those that say the same share a piece."""
    known: Memory[Hashable, Piece] = Memory()
    for subject in subjects:
        place, _, period = subject.partition("@")
        base = {**base_row(register, place, f"{place}/compliance" if period else place), "id": subject}
        about, pages = Piece(lay_row(_SUBJECT, None, base)), Piece(lay_row(_PAGES, None, base))
        for finding in accounts.judgement.of(subject):
            said = what_is_said(finding)
            yield about, known.get(said) or known.keep(said, _found(words, finding)), pages


def _found(words: Mapping[str, Words], finding: Finding) -> Piece:
    verdict = finding.verdict
    derived: dict[str, Scalar] = {
        "verdict": flat(finding.answer),
        "reason": verdict.reason,
        "lenient": verdict.lenient,
        **{f"sentence_{language}": say_verdict(each, verdict) for language, each in words.items()},
    }
    return Piece(lay_row(_FOUND, finding, derived))
