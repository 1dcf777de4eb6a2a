"""All files of a project -> records by id, with every fault of every file.

Files are read region by region, each into a `FileReading` that can be kept: a file whose bytes and known names are the
same need not be read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
from generator.reading.nodes import Node

REGISTRY = "content/registry"
SITE_FILE = "site_config/site.yaml"
Record = TypeVar("Record")


@dataclass(slots=True)
class Collected:
    """Records by id, not linked yet.

    regions, bodies, precincts, schedules, protocols: by the id their path gives.
    broken: ids that exist but could not be read; a reference to one of them is not a second fault.
    unread: those of them whose whole file could not be read, so that nobody knows which ids it holds.
    diagnostics: what is wrong in single files.
    """

    regions: dict[str, Region] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    precincts: dict[str, Precinct] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    protocols: dict[str, Protocol] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)

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


@dataclass(slots=True)
class FileReading:
    """What reading one file gave; it can be pickled.

    digest: of the file's bytes, as the caller knows it; empty when nobody asked.
    placed: what the file is; absent when it stands where no file belongs.
    record: absent when it could not be read whole.
    broken: ids that exist but could not be read.
    diagnostics: what is wrong with it, personal data excepted.
    names: what it adds to the known names, if it is of the registry.
    known: digest of the known names the privacy gate went by.
    personal: what the gate found.
    """

    digest: str
    placed: Placed | None = None
    record: object = None
    broken: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    names: Known | None = None
    known: str = ""
    personal: tuple[Diagnostic, ...] = ()


Readings = dict[str, FileReading]


def collect_records(root: Path, beside: Known | None = None) -> Collected:
    """Read every editors' file below `root`; never stops at a fault.

    beside: known names besides those found there, where `root` holds only a part of the files.
    """
    readings: Readings = {}
    for files in by_region(each for folder in FOLDERS for each in find_files(root, folder)).values():
        readings |= read_files(root, dict.fromkeys(files, ""), beside=beside)
    return gather(readings)


def collect_known(root: Path) -> Known:
    """Streets and officers as the registry below `root` names them."""
    known = Known()
    for file in find_files(root, REGISTRY):
        node, _ = read_file(root, file)
        if node is not None:
            known.add(node)
    return known


def by_region(files: Iterable[str]) -> dict[str, list[str]]:
    """Files by the region whose folder they lie in; those in none, as regions' own files, under an empty name."""
    found: dict[str, list[str]] = {}
    for file in files:
        below = file.removeprefix("content/").split("/")[1:]
        found.setdefault(below[0] if len(below) > 1 else "", []).append(file)
    return found


def read_files(
    root: Path,
    files: Mapping[str, str],
    kept: Mapping[str, FileReading] | None = None,
    beside: Known | None = None,
) -> Readings:
    """Read the files of one region, given with the digests of their bytes.

    kept: readings of an earlier day; one is taken again where the bytes and the known names are the same.

    Names the privacy gate knows: of the region's police bodies, and of the precincts of the same police body; and those
    given as `beside`.
    """
    reader = _Reader(root, files, kept or {})
    groups = _by_body(files)
    heads = {file: reader.read(file) for file in files if _kind_of(file) is Body}
    shared = [beside, *(each.names for each, _ in heads.values())]
    readings: Readings = {}
    for group in groups.values():
        registry = {
            file: heads.get(file) or reader.read(file) for file in group if _kind_of(file) in (Body, Precinct)
        }
        own = [each.names for file, (each, _) in registry.items() if file not in heads]
        known = Known.of(each for each in (*shared, *own) if each is not None)
        key = known.digest()
        for file in group:
            reading, node = registry.pop(file) if file in registry else reader.read(file)
            reader.look_for_personal(file, reading, node, known, key)
            readings[file] = reading
    return dict(sorted(readings.items()))


class _Reader:
    """Reads files, or takes the readings kept of them."""

    def __init__(self, root: Path, files: Mapping[str, str], kept: Mapping[str, FileReading]) -> None:
        self._root, self._files, self._kept = root, files, kept

    def read(self, file: str) -> tuple[FileReading, Node | None]:
        """A file's reading, the gate apart, and its nodes where it had to be read."""
        digest, former = self._files[file], self._kept.get(file)
        if former is not None and digest and former.digest == digest:
            return former, None
        return _read_file(self._root, file, digest)

    def look_for_personal(
        self, file: str, reading: FileReading, node: Node | None, known: Known, key: str
    ) -> None:
        """Let the privacy gate look through a file, unless it has done so by the same names."""
        if reading.known == key or reading.placed is None:
            return
        found = node if node is not None else read_file(self._root, file)[0]
        reading.personal = tuple(find_personal(file, found, known)) if found is not None else ()
        reading.known = key


def gather(readings: Mapping[str, FileReading]) -> Collected:
    """The records of files that were read, by id."""
    collected = Collected()
    for reading in readings.values():
        collected.diagnostics.extend((*reading.diagnostics, *reading.personal))
        collected.broken.update(reading.broken)
        if reading.placed is not None:
            _keep(reading.placed, reading.record, collected)
        else:
            collected.unread.update(reading.broken)
    return collected


def read_site(root: Path) -> tuple[Site | None, list[Diagnostic]]:
    """The site's settings, absent when they cannot be read, and what is wrong with them."""
    document = Document(SITE_FILE)
    record, node = _read_record(root, SITE_FILE, Site, document)
    if node is not None:
        document.diagnostics.extend(find_personal(SITE_FILE, node))
    return record, document.diagnostics


def _by_body(files: Iterable[str]) -> dict[str, list[str]]:
    """Files by police body; those that stand where no file belongs, and regions' own, by themselves."""
    groups: dict[str, list[str]] = {}
    for file in files:
        placed = _place(file)
        groups.setdefault(body_of(placed.identifier) if placed else file, []).append(file)
    return groups


def _kind_of(file: str) -> Kind | None:
    placed = _place(file)
    return placed.kind if placed else None


@lru_cache(maxsize=4096)
def _place(file: str) -> Placed | None:
    try:
        return place_file(file)
    except Misplaced:
        return None


def _read_file(root: Path, file: str, digest: str) -> tuple[FileReading, Node | None]:
    """A file before the privacy gate, and its nodes."""
    try:
        placed = place_file(file)
    except Misplaced as misplaced:
        fault = Diagnostic(misplaced.code, file, values=misplaced.values)
        return FileReading(
            digest, broken=(misplaced.meant,) if misplaced.meant else (), diagnostics=(fault,)
        ), None
    document = Document(file)
    record, node = _read_record(root, file, placed.kind, document)
    names = None
    if node is not None and placed.kind in (Body, Precinct):
        names = Known()
        names.add(node)
    broken = tuple(f"{placed.identifier}/{key}" for key in document.broken)
    return FileReading(digest, placed, record, broken, tuple(document.diagnostics), names), node


def _read_record(
    root: Path, file: str, kind: type[Record], document: Document
) -> tuple[Record | None, Node | None]:
    node, diagnostics = read_file(root, file)
    document.diagnostics.extend(diagnostics)
    if node is None:
        return None, None
    record = decode(kind, node, document)
    return (record if isinstance(record, kind) else None), node


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
