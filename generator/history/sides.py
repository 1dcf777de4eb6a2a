"""The two sides of a change asked for: the records where the work forked from a base revision, and those on disk.

What stands in a file with personal data is not compared, nor quoted, on either side; nor is an entry that cannot be
read on one of them: it is taken to be as the other side has it, and its file is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from generator.history.git import FileChange, GitFailed, Repository, find_repository
from generator.history.records import Found, Records, drop_dangling, find_record, is_editors, settle
from generator.history.removed import read_removals
from generator.history.story import Commit
from generator.history.versions import find_faulty
from generator.model.collect import (
    REGISTRY,
    SITE_FILE,
    Collected,
    collect_known,
    collect_records,
    read_site,
)
from generator.model.layout import Placed, file_of
from generator.model.register import Register, link_register
from generator.model.schedule import Schedule
from generator.model.site import Site
from generator.privacy.allowances import let_pass, read_allowances
from generator.privacy.kinds import CODES, UNCERTAIN_NUMBER
from generator.privacy.known import Known
from generator.reading.diagnostics import Diagnostic, Severity
from generator.reading.files import read_file
from generator.reading.parse import MAXIMUM_BYTES

WATCHED = ("content", "schedules", "site_config", "mkdocs.yml", "generator")
_PERSONAL = frozenset({*CODES.values(), UNCERTAIN_NUMBER})
_OF_HISTORY = "5"
_NEW = "0" * 40
_TOO_LARGE = b"\n" * (MAXIMUM_BYTES + 1)
_OWN = ("content", "schedules", "site_config")


class Incomparable(Exception):
    """A base cannot be compared with; the text is why: `no_git`, `unknown_base` or `shallow_base`."""


class Untold(StrEnum):
    """Why what changed in a file is not told."""

    PERSONAL = "personal"
    UNREADABLE = "unreadable"
    WAS_PERSONAL = "was_personal"
    WAS_UNREADABLE = "was_unreadable"


_BEFORE = {Untold.PERSONAL: Untold.WAS_PERSONAL, Untold.UNREADABLE: Untold.WAS_UNREADABLE}


@dataclass(frozen=True, slots=True)
class Base:
    """A base revision to compare with.

    repository: the work tree.
    commit: where the work on disk forked from the base.
    files: how the files on disk differ from that commit, those git was never told of among them.
    """

    repository: Repository
    commit: Commit
    files: tuple[FileChange, ...]

    def read_text(self, path: str) -> bytes | None:
        """The content of a file at that commit; absent when there was none, or a huge one."""
        blob = self.repository.find_blob(self.commit.sha, path)
        return dict(self.repository.read_blobs([blob]))[blob] if blob else None


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides, as far as they can be read.

    base: what is compared with.
    before, after: the records; one that did not change is the same object in both.
    came_from: by the place of a renamed file's record now, the place it had.
    untold: files of which not everything is told, with the reason.
    silent: ids whose former values are not told, as `content/removed.yaml` names them.
    """

    base: Base
    before: Register
    after: Register
    came_from: Mapping[Placed, Placed] = field(default_factory=dict)
    untold: Mapping[str, Untold] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()


def find_base(root: Path, revision: str) -> Base:
    """The base a revision names for the project at `root`. Raises Incomparable."""
    repository = None
    try:
        repository = find_repository(root)
        if repository is None:
            raise Incomparable("no_git")
        fork = repository.find_commit(repository.find_fork(revision, "HEAD"))
        if repository.is_shallow():
            raise Incomparable("shallow_base")
        if fork is None:
            raise Incomparable("unknown_base")
        return Base(repository, fork, _find_changes(repository, fork.sha))
    except GitFailed as failed:
        raise Incomparable(_why(repository)) from failed


def _why(repository: Repository | None) -> str:
    """A base that a shallow clone does not have may well be known elsewhere."""
    return "shallow_base" if repository is not None and repository.is_shallow() else "unknown_base"


def read_sides(
    root: Path, base: Base, register: Register | None, diagnostics: Iterable[Diagnostic]
) -> Sides | None:
    """Both sides; None when neither has settings of the site that can be read.

    register: the records on disk, absent while they have errors.
    diagnostics: what is wrong with them.
    """
    now = _records_now(root, register)
    with tempfile.TemporaryDirectory(prefix="esep-base-") as name:
        past = Path(name)
        _write_past(base, past)
        site = register.site if register is not None else _find_site(root, base, past)
        then = collect_records(past, _known(root, base.files))
        faults = tuple(let_pass(then.diagnostics, read_allowances(root)))
        wrong_then = _find_wrong(past, faults, {each.old_path for each in base.files})
    wrong_now = _find_wrong(root, diagnostics, {each.path for each in base.files})
    if site is None:
        return None
    after = Records.of(now)
    before = after.with_files((each.path for each in base.files), Records.of(then))
    settle(before, after, wrong_then, wrong_now)
    lost = drop_dangling(before, after)
    untold = {each.file: _BEFORE[each.reason] for each in wrong_then}
    untold |= {each.file: each.reason for each in wrong_now}
    changed = {each.path for each in base.files}
    for found in lost:
        file = file_of(found.kind, found.identifier)
        if file in changed:
            untold.setdefault(file, Untold.UNREADABLE)
    removals, _ = read_removals(root)
    return Sides(
        base,
        link_register(site, before.collected()),
        link_register(site, after.collected()),
        _find_renamed(base.files),
        dict(sorted(untold.items())),
        frozenset(removals),
    )


@dataclass(frozen=True, slots=True)
class _Wrong(Found):
    """A record, or an entry of a schedule, that may not be compared.

    file: where it stands.
    reason: why not.
    """

    file: str = ""
    reason: Untold = Untold.UNREADABLE


def _find_changes(repository: Repository, revision: str) -> tuple[FileChange, ...]:
    """Every file of the project that differs, by path."""
    changes = {each.path: each for each in repository.read_differences(revision, WATCHED)}
    for path in repository.find_untold(_OWN):
        known = changes.get(path)
        changes[path] = FileChange(path, known.before if known else "", _NEW)
    return tuple(changes[path] for path in sorted(changes))


def _records_now(root: Path, register: Register | None) -> Collected:
    if register is None:
        return collect_records(root)
    tables = (register.regions, register.bodies, register.precincts, register.schedules, register.protocols)
    return Collected(*(dict(each) for each in tables))  # type: ignore[arg-type]


def _known(root: Path, files: Iterable[FileChange]) -> Known:
    """The registry's names, where a file outside of it is to be judged."""
    others = any(each.before and not each.old_path.startswith(f"{REGISTRY}/") for each in files)
    return collect_known(root) if others else Known()


def _write_past(base: Base, folder: Path) -> None:
    """The editors' files that changed as they were, below `folder`."""
    wanted = {each.old_path: each.before for each in base.files if each.before and is_editors(each.old_path)}
    contents = dict(base.repository.read_blobs(dict.fromkeys(wanted.values())))
    for path, blob in wanted.items():
        if ".." not in PurePosixPath(path).parts:
            content = contents[blob]
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(_TOO_LARGE if content is None else content)


def _find_site(root: Path, base: Base, past: Path) -> Site | None:
    """The settings on disk, else those of the base."""
    site, _ = read_site(root)
    content = base.read_text(SITE_FILE) if site is None else None
    if content is not None:
        (past / SITE_FILE).parent.mkdir(parents=True, exist_ok=True)
        (past / SITE_FILE).write_bytes(content)
        site, _ = read_site(past)
    return site


def _find_wrong(root: Path, diagnostics: Iterable[Diagnostic], changed: set[str]) -> list[_Wrong]:
    """What of the changed files may not be compared: all of a file with personal data, and what has an error."""
    by_file: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        if each.file in changed and not each.code[1:].startswith(_OF_HISTORY):
            by_file.setdefault(each.file, []).append(each)
    return [wrong for file, found in by_file.items() for wrong in _judge(root, file, found)]


def _judge(root: Path, file: str, found: list[Diagnostic]) -> list[_Wrong]:
    placed = find_record(file)
    if placed is None:
        return []
    if any(each.code in _PERSONAL for each in found):
        return [_Wrong(placed.kind, placed.identifier, "", file, Untold.PERSONAL)]
    lines = [each.line for each in found if each.severity is Severity.ERROR]
    if not lines:
        return []
    tree = read_file(root, file)[0] if placed.kind is Schedule else None
    keys = find_faulty(Schedule, tree, lines) if tree is not None else {""}
    return [_Wrong(placed.kind, placed.identifier, key, file) for key in sorted(keys)]


def _find_renamed(files: Iterable[FileChange]) -> dict[Placed, Placed]:
    renamed: dict[Placed, Placed] = {}
    for each in files:
        now, then = find_record(each.path), find_record(each.came_from)
        if now is not None and then is not None and now.kind is then.kind:
            renamed[now] = then
    return renamed
