"""Diagnostics as reports: text for people, annotations for GitHub, Code Quality for GitLab, JSON for programs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence

from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.messages import explain, word

Report = Callable[[Sequence[Diagnostic], str], str]


def render_text(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """For people: place first, then what was found, the rule, and a line to copy."""
    blocks = []
    for each in diagnostics:
        wording = explain(each, language)
        blocks.append(
            f"{each.file}:{each.line}:{each.column}: {word(each.severity, language)} {each.code}: {wording.found}\n"
            f"    {word('rule', language)}: {wording.rule}\n"
            f"    {word('write', language)}: {wording.fix}\n"
        )
    return "\n".join(blocks)


def render_github(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """Workflow commands that GitHub shows at the line of a pull request."""
    lines = []
    for each in diagnostics:
        wording = explain(each, language)
        message = f"{wording.found} {wording.rule}\n{word('write', language)}: {wording.fix}"
        place = f"file={_property(each.file)},line={each.line},col={each.column},title={each.code}"
        lines.append(f"::{each.severity} {place}::{_message(message)}\n")
    return "".join(lines)


def render_json(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """For programs: one object a diagnostic, its words in the language asked for."""
    rows = []
    for each in diagnostics:
        wording = explain(each, language)
        rows.append(
            {
                "code": each.code,
                "severity": each.severity.value,
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "found": wording.found,
                "rule": wording.rule,
                "fix": wording.fix,
                "values": dict(sorted(each.values.items())),
            }
        )
    return json.dumps({"language": language, "diagnostics": rows}, ensure_ascii=False, indent=2) + "\n"


def render_gitlab(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """A Code Quality report, as GitLab shows it beside a merge request.

    A fingerprint says which fault it is by its file, code and values, never by its line: one that moves stays the same.
    """
    seen: Counter[str] = Counter()
    rows = []
    for each in diagnostics:
        wording = explain(each, language)
        named = "\0".join(
            (each.file, each.code, *(f"{key}={each.values[key]}" for key in sorted(each.values)))
        )
        seen[named] += 1
        rows.append(
            {
                "description": f"{wording.found} {wording.rule} {word('write', language)}: {wording.fix}",
                "check_name": each.code,
                "fingerprint": hashlib.sha256(f"{named}\0{seen[named]}".encode()).hexdigest(),
                "severity": "major" if each.severity is Severity.ERROR else "minor",
                "location": {"path": each.file, "lines": {"begin": each.line}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


REPORTS: dict[str, Report] = {
    "text": render_text,
    "github": render_github,
    "gitlab": render_gitlab,
    "json": render_json,
}


def count_severities(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    return errors, len(diagnostics) - errors


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
