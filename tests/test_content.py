"""The demonstration content: every state a resident may meet stands in it at least once, and nobody can be called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, TODAY

from generator.law.finding import Answer
from generator.law.grid import GridState
from generator.law.ledger import EntryKind, State
from generator.model.registry import Post
from generator.model.schedule import Convener, Gathering, Level, Status
from generator.sources import Sources, read_sources

PHONE = re.compile(r"\+7[\s\-()]*\d{3}[\s\-()]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}")


@pytest.fixture(scope="module")
def sources() -> Sources:
    found = read_sources(ROOT, TODAY).sources
    assert found is not None
    return found


def editors_files() -> list[Path]:
    return sorted(path for folder in ("content", "schedules") for path in (ROOT / folder).rglob("*.yaml"))


def test_it_is_almaty_with_its_eight_districts_and_the_department(sources: Sources) -> None:
    register = sources.register
    assert len(register.bodies_of("almaty")) == 9
    assert len(register.precincts) >= 40
    assert len(register.meetings) >= 150
    assert len(register.protocols) >= 100
    districts = {body.kato for key, body in register.bodies.items() if key != "almaty/department"}
    assert districts == {f"75{number}10000" for number in (11, 12, 13, 14, 15, 17, 18, 19)}


def test_every_kind_of_meeting_is_shown(sources: Sources) -> None:
    meetings = sources.register.meetings.values()
    assert {each.level for each in meetings} == set(Level)
    assert {each.status for each in meetings} == set(Status)
    assert {each.gathering for each in meetings} == set(Gathering)
    assert {each.convened_by for each in meetings} >= set(Convener)
    assert any(each.online is not None for each in meetings)
    assert any(len(each.precincts) > 1 for each in meetings)


def test_every_state_of_a_quarter_and_of_a_submission_is_shown(sources: Sources) -> None:
    judgement = sources.accounts.judgement
    assert {cell.state for grid in judgement.grids.values() for cell in grid.values()} == set(GridState)
    assert {entry.state for entry in judgement.ledger.values()} == set(State)
    assert {entry.kind for entry in judgement.ledger.values()} == set(EntryKind)
    assert any(entry.forgotten_by for entry in judgement.ledger.values())
    assert {each.answer for found in judgement.findings.values() for each in found} == set(Answer)


def test_a_complaint_can_be_followed_across_two_quarters(sources: Sources) -> None:
    register = sources.register
    later = [
        identifier
        for meeting_id, protocol in register.protocols.items()
        for key in protocol.submissions or {}
        for identifier in register.continued_by(f"{meeting_id}/{key}")
    ]
    assert any(register.continued_by(each) for each in later)


def test_a_vacant_precinct_an_assistant_and_a_former_officer_are_shown(sources: Sources) -> None:
    register = sources.register
    assert any(
        register.is_vacant_on(each, TODAY) and register.acting_on(each, TODAY) for each in register.precincts
    )
    officers = [each for precinct in register.precincts.values() for each in precinct.officers.values()]
    assert any(each.post is Post.ASSISTANT for each in officers)
    assert any(each.until is not None and each.until < TODAY for each in officers)


def test_no_record_is_copied(sources: Sources) -> None:
    texts: dict[str, str] = {}
    for meeting_id, protocol in sources.register.protocols.items():
        for key, each in (protocol.submissions or {}).items():
            if each.text.ru:
                assert texts.setdefault(each.text.ru, f"{meeting_id}/{key}") == f"{meeting_id}/{key}", (
                    each.text.ru
                )


@pytest.mark.parametrize("file", editors_files(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_phone_can_ring_and_no_address_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for phone in PHONE.findall(text):
        assert re.sub(r"\D", "", phone).startswith("7727000"), f"{file}: {phone}"
    for host in re.findall(r"https?://([^/\s\"'}]+)", text):
        assert host.endswith(".example") or host in ("wa.me", "t.me"), f"{file}: {host}"
    assert all(each.startswith("7727000") for each in re.findall(r"wa\.me/(\d+)", text)), file
    assert all(each.startswith("esep_demo") for each in re.findall(r"t\.me/(\w+)", text)), file
    assert all(each.endswith(".example") for each in re.findall(r"@([\w.\-]+)", text)), file
