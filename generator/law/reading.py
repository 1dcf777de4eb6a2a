"""The law's own files below `site_config` -> rulebooks, terms and working days, with every fault at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from generator.law.case import Law
from generator.law.checks import CHECKS
from generator.law.days import DaysOff, count_working_days
from generator.law.deadlines import Appeals
from generator.law.rulebook import Rulebook
from generator.reading.decode import Document, decode
from generator.reading.diagnostics import Diagnostic, has_errors
from generator.reading.files import find_files, read_file
from generator.reading.nodes import Node, find_node
from generator.reading.nodes import Path as NodePath

FOLDER = "site_config/rulebooks"
APPEALS_FILE = f"{FOLDER}/appeals.yaml"
DAYS_FILE = "site_config/days_off.yaml"
Record = TypeVar("Record")


def read_law(root: Path) -> tuple[Law | None, list[Diagnostic]]:
    """The law below `root`; absent when a file of it cannot be read."""
    diagnostics: list[Diagnostic] = []
    rulebooks = {}
    for file in find_files(root, FOLDER):
        if file == APPEALS_FILE:
            continue
        book, node = _read(root, file, Rulebook, diagnostics)
        if book is not None and node is not None:
            rulebooks[file.rpartition("/")[2].removesuffix(".yaml")] = book
            diagnostics += _judge_rulebook(file, book, node)
    appeals, _ = _read(root, APPEALS_FILE, Appeals, diagnostics)
    days_off, node = _read(root, DAYS_FILE, DaysOff, diagnostics)
    if days_off is not None and node is not None:
        diagnostics += _judge_sources(days_off, node)
    if appeals is None or days_off is None or has_errors(diagnostics):
        return None, diagnostics
    return Law(rulebooks, count_working_days(days_off), appeals), diagnostics


def _read(
    root: Path, file: str, kind: type[Record], diagnostics: list[Diagnostic]
) -> tuple[Record | None, Node | None]:
    node, faults = read_file(root, file)
    diagnostics += faults
    if node is None:
        return None, None
    document = Document(file)
    record = decode(kind, node, document)
    diagnostics += document.diagnostics
    return (record if isinstance(record, kind) else None), node


def _judge_rulebook(file: str, book: Rulebook, node: Node) -> list[Diagnostic]:
    """Rules whose check does not exist."""
    allowed = ", ".join(CHECKS)
    return [
        _at(file, node, ("rules", key, "check"), field="check", found=rule.check, allowed=allowed)
        for key, rule in book.rules.items()
        if rule.check not in CHECKS
    ]


def _judge_sources(days_off: DaysOff, node: Node) -> list[Diagnostic]:
    """Rows whose source is not listed."""
    allowed = ", ".join(days_off.sources)
    return [
        _at(
            DAYS_FILE,
            node,
            ("days", day.isoformat(), "source"),
            field="source",
            found=row.source,
            allowed=allowed,
        )
        for day, row in days_off.days.items()
        if row.source not in days_off.sources
    ]


def _at(file: str, node: Node, path: NodePath, **values: str) -> Diagnostic:
    place = find_node(node, path)
    return Diagnostic("E208", file, place.line, place.column, {"nearest": "", **values})
