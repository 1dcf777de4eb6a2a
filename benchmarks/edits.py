"""The small changes a merge brings: a protocol, an officer, a label, a style."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.country import TODAY
from benchmarks.emit import to_yaml
from benchmarks.meetings import Meeting
from benchmarks.phrases import read_phrases
from benchmarks.protocols import Earlier, as_known_on, make_protocol
from benchmarks.registry import make_officer

LABEL = "Reception hours"
_ENTRY = re.compile(r'(?m)^  "?([\w-]+)"?:\n((?:    .*\n)+)')
_LAST_OFFICER = re.compile(r'(?m)^  "?([\w-]+-\d{3})"?:\n    name: .*\n    rank: .*\n    since: .*\n')


def add_protocol(project: Path) -> None:
    """Write the protocol of a past meeting that has none yet."""
    path, meeting = next(_find_unrecorded(project), (None, None))
    if path is None or meeting is None:
        raise LookupError("no meeting without protocol")
    record = make_protocol(meeting, read_phrases(), Random(0), Earlier())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_yaml({**as_known_on(record, TODAY), "published": TODAY}), encoding="utf-8")


def _find_unrecorded(project: Path) -> Iterator[tuple[Path, Meeting]]:
    """Meetings of this quarter that were held and have no protocol yet, and where the protocol belongs."""
    for file in sorted((project / "schedules").rglob(f"{TODAY.year}-q4.yaml")):
        place = project / "content" / "protocols" / file.relative_to(project / "schedules").with_suffix("")
        for key, entry in _ENTRY.findall(file.read_text(encoding="utf-8")):
            path = place / f"{key}.yaml"
            if not path.exists() and "starts: " in entry and "status: cancelled" not in entry:
                starts, ends = (_read_time(entry, name) for name in ("starts", "ends"))
                if starts.date() >= TODAY:
                    continue
                precincts = re.findall(r'"(\d{3})"', entry.partition("precincts: ")[2].partition("\n")[0])
                record = {"starts": starts, "ends": ends}
                yield path, Meeting(key, precincts, record, record)


def _read_time(entry: str, name: str) -> datetime:
    found = re.search(rf"(?m)^    {name}: (.*)$", entry)
    if found is None:
        raise LookupError(name)
    return datetime.fromisoformat(found[1])


def replace_officer(project: Path) -> None:
    """End the spell of an inspector yesterday and begin another's today."""
    for file in sorted((project / "content" / "registry").glob("*/*/*.yaml")):
        text = file.read_text(encoding="utf-8")
        found = _LAST_OFFICER.search(text)
        if found is not None and not any(word in text for word in ("vacant:", "until:", "assistant")):
            number = found[1].rpartition("-")[2]
            surname, officer = make_officer(read_phrases(), Random(0), "+7 710 000-00-99", TODAY.year)
            text = f"{text[: found.end()]}    until: {TODAY - timedelta(days=1)}\n{text[found.end() :]}"
            added = to_yaml({"officers": {f"{surname}-{number}-r": {**officer, "since": TODAY}}})
            file.write_text(text + added.partition("\n")[2], encoding="utf-8")
            return
    raise LookupError("no precinct with one inspector")


def change_label(project: Path) -> None:
    """Word one label of every precinct's Russian page anew."""
    file = project / "site_config" / "locale" / "ru.po"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(rf'(msgid "{LABEL}"\nmsgstr ")(.)', r"\1* \2", text, count=1)
    if changed == text:
        raise LookupError(LABEL)
    file.write_text(changed, encoding="utf-8")


def change_theme(project: Path) -> None:
    """Add a rule to the theme's style sheet."""
    file = project / "site_config" / "theme" / "assets" / "stylesheets" / "theme.css"
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n.esep-bench { color: inherit; }\n")


def commit(project: Path) -> None:
    """Commit what changed on a branch and merge it, as a merge request is."""
    moment = f"{TODAY.isoformat()}T15:00:00+05:00"
    people = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "editor"), ("EMAIL", "editors@esep.example"), ("DATE", moment))
    }
    for command in (
        ("checkout", "-q", "-b", "change"),
        ("add", "-A"),
        ("commit", "-q", "-m", "A change"),
        ("checkout", "-q", "main"),
        ("merge", "-q", "--no-ff", "-m", "Merge a change", "change"),
        ("branch", "-q", "-D", "change"),
    ):
        subprocess.run(["git", "-C", str(project), *command], env={**os.environ, **people}, check=True)


def restore(project: Path, tip: str) -> None:
    """The project as it was at a commit."""
    subprocess.run(["git", "-C", str(project), "reset", "-q", "--hard", tip], check=True)
    subprocess.run(["git", "-C", str(project), "clean", "-q", "-fd"], check=True)
