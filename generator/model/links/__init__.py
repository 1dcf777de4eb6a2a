"""Checks across records: does everything referred to exist, and does it agree with itself?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.model.collect import Collected
from generator.model.links.protocols import judge_protocols
from generator.model.links.registry import judge_bodies, judge_precincts
from generator.model.links.schedules import judge_schedules
from generator.reading.diagnostics import Diagnostic, Fault
from generator.reading.files import read_file
from generator.reading.nodes import Node, find_exactly, find_node, walk_places


def judge_records(collected: Collected) -> Iterator[Fault]:
    """The faults between the records of a region, or of several: no reference leads from one into another.

    A reference to a record that could not be read is passed over.
    """
    yield from judge_bodies(collected)
    for part in collected.by_body().values():
        yield from judge_precincts(part)
        yield from judge_schedules(part, collected)
        yield from judge_protocols(part, collected)


def locate_faults(root: Path, faults: Iterator[Fault], known: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Faults with their lines and columns; a file is read again only when it has one.

    A fault that only follows from one already `known`, such as a missing reason where a reason could not be read, is
    passed over.
    """
    trees: dict[str, Node | None] = {}
    places = {(each.file, each.line, each.column) for each in known}
    located = []
    for fault in faults:
        if fault.file not in trees:
            trees[fault.file] = read_file(root, fault.file)[0]
        tree = trees[fault.file]
        if tree is not None and fault.lacks and _is_reported(tree, fault, places):
            continue
        place = find_node(tree, fault.path) if tree is not None else None
        line, column = (place.line, place.column) if place is not None else (1, 1)
        located.append(Diagnostic(fault.code, fault.file, line, column, fault.values))
    return located


def _is_reported(tree: Node, fault: Fault, places: set[tuple[str, int, int]]) -> bool:
    """Whether what the fault says is missing is written, and was found unreadable."""
    written = find_exactly(tree, fault.lacks)
    return written is not None and any((fault.file, *place) in places for place in walk_places(written))
