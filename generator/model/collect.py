"""All files of a project -> records by id, with every fault of every file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from generator.model.ids import body_of
from generator.model.layout import FOLDERS, Kind, Misplaced, Placed, place_file
from generator.model.protocol import Protocol
from generator.model.registry import Body, Precinct, Region
from generator.model.schedule import Schedule
from generator.model.site import Site
from generator.privacy.gate import find_personal
from generator.privacy.known import Known
from generator.reading.decode import Document, decode
from generator.reading.diagnostics import Diagnostic
from generator.reading.files import find_files, read_file

SITE_FILE = "site_config/site.yaml"
Record = TypeVar("Record")


@dataclass(slots=True)
class Collected:
    """Records by id, not linked yet.

    regions, bodies, precincts, schedules, protocols: by the id their path gives.
    broken: ids that exist but could not be read; a reference to one of them is not a second fault.
    unread: those of them whose whole file could not be read, so that nobody knows which ids it holds.
    diagnostics: what is wrong in single files.
    known: streets and officers of the registry, which the privacy gate does not take for citizens.
    """

    regions: dict[str, Region] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    precincts: dict[str, Precinct] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    protocols: dict[str, Protocol] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    known: Known = field(default_factory=Known)

    def by_body(self) -> dict[str, Collected]:
        """The records of each police body apart, so that no check looks through the country; regions and bodies whole.

        A folder without a file of its police body has a part too.
        """
        parts: dict[str, Collected] = {}

        def part(identifier: str) -> Collected:
            return parts.setdefault(body_of(identifier), Collected(self.regions, self.bodies))

        for precinct_id, precinct in self.precincts.items():
            part(precinct_id).precincts[precinct_id] = precinct
        for schedule_id, schedule in self.schedules.items():
            part(schedule_id).schedules[schedule_id] = schedule
        for meeting_id, protocol in self.protocols.items():
            part(meeting_id).protocols[meeting_id] = protocol
        for identifier in self.broken:
            part(identifier).broken.add(identifier)
        for identifier in self.unread:
            part(identifier).unread.add(identifier)
        return parts


def collect_records(root: Path) -> Collected:
    """Read every editors' file below `root`; never stops at a fault."""
    collected = Collected()
    for folder in FOLDERS:
        for file in find_files(root, folder):
            _collect_file(root, file, collected)
    return collected


def read_site(root: Path) -> tuple[Site | None, list[Diagnostic]]:
    """The site's settings, absent when they cannot be read, and what is wrong with them."""
    document = Document(SITE_FILE)
    site = _read_record(root, SITE_FILE, Site, document, Known())
    return site, document.diagnostics


def _collect_file(root: Path, file: str, collected: Collected) -> None:
    try:
        placed = place_file(file)
    except Misplaced as misplaced:
        collected.diagnostics.append(Diagnostic(misplaced.code, file, values=misplaced.values))
        if misplaced.meant:
            collected.broken.add(misplaced.meant)
            collected.unread.add(misplaced.meant)
        return
    document = Document(file)
    record = _read_record(root, file, placed.kind, document, collected.known)
    _keep(placed, record, collected)
    collected.broken.update(f"{placed.identifier}/{key}" for key in document.broken)
    collected.diagnostics.extend(document.diagnostics)


def _read_record(
    root: Path, file: str, kind: type[Record], document: Document, known: Known
) -> Record | None:
    node, diagnostics = read_file(root, file)
    document.diagnostics.extend(diagnostics)
    if node is None:
        return None
    record = decode(kind, node, document)
    if issubclass(kind, Body | Precinct):
        known.add(node)
    document.diagnostics.extend(find_personal(file, node, known))
    return record if isinstance(record, kind) else None


def _keep(placed: Placed, record: object, collected: Collected) -> None:
    if record is None:
        collected.broken.add(placed.identifier)
        collected.unread.add(placed.identifier)
    elif isinstance(record, Region):
        collected.regions[placed.identifier] = record
    elif isinstance(record, Body):
        collected.bodies[placed.identifier] = record
    elif isinstance(record, Precinct):
        collected.precincts[placed.identifier] = record
    elif isinstance(record, Schedule):
        collected.schedules[placed.identifier] = record
    elif isinstance(record, Protocol):
        collected.protocols[placed.identifier] = record


__all__ = ["SITE_FILE", "Collected", "Kind", "collect_records", "read_site"]
