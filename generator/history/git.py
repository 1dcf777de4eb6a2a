"""Git, through its plumbing; the only module that starts it.

Every name passes NUL-terminated and every pathspec is taken literally, so a path may hold anything. The language, the
configuration that changes output, replaced objects and grafts are set aside; a variable of the surroundings such as
GIT_DIR, which a hook leaves behind, is not handed on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from generator.history.story import Commit
from generator.model.ids import FOLDERS
from generator.reading.parse import MAXIMUM_BYTES

_SETTINGS = (
    "core.fsmonitor=false",
    "core.quotePath=false",
    "diff.renameLimit=4000",
    "log.showSignature=false",
)
_RAW = (
    "--raw",
    "-z",
    "-M",
    "--no-abbrev",
    "--no-color",
    "--relative",
    "--no-ext-diff",
    "--ignore-submodules",
)
_REGULAR = frozenset({"100644", "100755"})
_AT_ONCE = 64
_LAST_SECOND = 253_402_300_799


class GitFailed(Exception):
    """Git refused; its own words."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one commit did to one file, or what differs between a revision and the files.

    path: from the project's root, with `/`; where the file was, when it is gone.
    before: the blob it had, empty when there was no regular file.
    after: the blob it has, empty when there is none.
    came_from: its path before a rename, empty otherwise.
    """

    path: str
    before: str
    after: str
    came_from: str = ""

    @property
    def old_path(self) -> str:
        """The path before the change."""
        return self.came_from or self.path


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit with the editors' files it changed against its first parent."""

    commit: Commit
    files: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree with at least one commit.

    root: the project's folder, the top of the work tree or a folder in it.
    program: path of git.
    """

    root: Path
    program: str

    def is_shallow(self) -> bool:
        """Whether the clone lacks the beginning of its history."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def find_commit(self, revision: str) -> Commit | None:
        """The commit a revision names, absent when there is none yet."""
        try:
            found = self._ask("log", "-1", "--format=%H %ct", "--end-of-options", revision, "--")
        except GitFailed:
            return None
        return _commit(found.decode()) if found.strip() else None

    def find_fork(self, base: str, revision: str) -> str:
        """The commit both revisions grew from, else `base` itself. Raises GitFailed for an unknown base."""
        named = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        try:
            return self._ask("merge-base", named.decode().strip(), revision).decode().strip()
        except GitFailed:
            return named.decode().strip()

    def find_last(self, revision: str, paths: Iterable[str] = FOLDERS) -> Commit | None:
        """The latest commit of the first-parent history that touched any of `paths`, absent when none did."""
        options = ("-1", "--first-parent", "--no-patch", "--format=%H %ct")
        found = self._ask("log", *options, "--end-of-options", revision, "--", *paths)
        return _commit(found.decode()) if found.strip() else None

    def touched(self, old: str, new: str, paths: Iterable[str] = FOLDERS) -> list[str] | None:
        """Paths the commits after `old` touched on the first-parent way to `new`; absent where `old` is not on it."""
        try:
            self._ask("merge-base", "--is-ancestor", old, new)
            names = ("--name-only", "--no-renames", "-z", "--relative")
            options = ("--first-parent", "--diff-merges=first-parent", *names)
            told = self._ask("log", *options, "--format=", "--end-of-options", f"{old}..{new}", "--", *paths)
            first = self._ask("rev-list", "--first-parent", "--end-of-options", f"{old}..{new}").split()
        except GitFailed:
            return None
        parent = (
            self._ask("rev-parse", "--verify", f"{first[-1].decode()}^1").strip().decode() if first else old
        )
        return [_path(each) for each in told.split(b"\0") if each.strip()] if parent == old else None

    def read_log(self, revision: str, paths: Iterable[str] = FOLDERS) -> Iterator[LoggedCommit]:
        """The first-parent history of the editors' files below `paths`, the oldest commit first.

        A merge is compared with its first parent only: what it brought in was published on the day of the merge.
        """
        options = ("--first-parent", "--reverse", "--diff-merges=first-parent", *_RAW, "--format=%H %ct")
        yield from _log(self._ask("log", *options, "--end-of-options", revision, "--", *paths))

    def read_differences(self, revision: str, paths: Iterable[str] = FOLDERS) -> list[FileChange]:
        """How the files on disk differ from a revision; files git was never told of are not among them."""
        told = self._ask("diff", *_RAW, "--end-of-options", revision, "--", *paths)
        words = iter(told.split(b"\0")[:-1])
        return [_file(word, words) for word in words]

    def find_untold(self, folders: Iterable[str] = FOLDERS) -> list[str]:
        """Files on disk git was never told of, by path; what it is told to ignore is among them."""
        told = self._ask("ls-files", "--others", "-z", "--", *folders)
        return sorted(_path(each) for each in told.split(b"\0")[:-1])

    def find_blob(self, revision: str, path: str) -> str:
        """The blob of a regular file at a revision; empty when there is none."""
        told = self._ask("ls-tree", "-z", "--end-of-options", revision, "--", path).partition(b"\0")[0]
        mode, _, rest = told.decode("utf-8", "surrogateescape").partition(" ")
        return rest.split(" ")[1].partition("\t")[0] if mode in _REGULAR else ""

    def copy_at(self, revision: str, folder: Path) -> Path:
        """Another work tree of a commit, with its whole history, below the empty `folder`; the project's folder in it.

        Its objects are those of this repository, which is not touched: no hook, filter or template of it is run.
        """
        top, prefix = (
            _path(self._ask("rev-parse", each).removesuffix(b"\n"))
            for each in ("--show-toplevel", "--show-prefix")
        )
        silent = ("--quiet", "--template=", "--config", f"core.hooksPath={os.devnull}")
        self._ask("clone", "--shared", "--no-checkout", *silent, "--", top, str(folder))
        copy = replace(self, root=folder)
        copy._ask("checkout", "--quiet", "--detach", revision, "--")  # noqa: SLF001 - another of ours
        return folder / prefix.rstrip("/")

    def read_blobs(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The content of each blob, absent when it is larger than a file may be. Raises GitFailed for a missing one."""
        wanted = list(blobs)
        if not wanted:
            return
        with subprocess.Popen(  # noqa: S603 - no shell; the program is git, what is asked are names of blobs
            self._command("cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(self.program),
        ) as running:
            yield from _converse(running, wanted)

    def _ask(self, *arguments: str) -> bytes:
        done = subprocess.run(  # noqa: S603 - no shell; a revision stands behind --end-of-options
            self._command(*arguments), capture_output=True, check=False, env=_surroundings(self.program)
        )
        if done.returncode != 0:
            raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _command(self, *arguments: str) -> list[str]:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        switches = ("--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs")
        return [self.program, "-C", str(self.root), *switches, *settings, *arguments]


def find_repository(root: Path) -> Repository | None:
    """The work tree `root` lies in; absent without git or outside of one. Raises GitFailed when git refuses it."""
    program = shutil.which("git")
    if program is None:
        return None
    repository = Repository(root.resolve(), program)
    try:
        inside = repository._ask("rev-parse", "--is-inside-work-tree")  # noqa: SLF001 - the class is ours
    except GitFailed:
        if any((folder / ".git").exists() for folder in (repository.root, *repository.root.parents)):
            raise
        return None
    return repository if inside.strip() == b"true" else None


def _surroundings(program: str) -> dict[str, str]:
    """The whole environment git gets: a home for its safe.directory, and nothing that bends history."""
    folders = (str(Path(program).parent), os.defpath)
    try:
        home = str(Path.home())
    except RuntimeError:
        home = os.devnull
    return {
        "HOME": home,
        "PATH": os.pathsep.join(folders),
        "LC_ALL": "C",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
    }


def _log(told: bytes) -> Iterator[LoggedCommit]:
    """Commits of `git log --raw -z`: a line `sha seconds`, then its files."""
    commit: Commit | None = None
    files: list[FileChange] = []
    words = iter(told.split(b"\0")[:-1])
    for word in words:
        if word.lstrip(b"\n").startswith(b":"):
            files.append(_file(word, words))
            continue
        if commit is not None:
            yield LoggedCommit(commit, tuple(files))
        commit, files = _commit(word.decode()), []
    if commit is not None:
        yield LoggedCommit(commit, tuple(files))


def _file(word: bytes, words: Iterator[bytes]) -> FileChange:
    """One file: `:mode mode blob blob status`, then its path, before that its old one when it was renamed."""
    old_mode, mode, before, after, status = word.decode().strip().removeprefix(":").split(" ")
    path = _path(next(words))
    came_from = ""
    if status.startswith(("R", "C")):
        came_from, path = path, _path(next(words))
    return FileChange(
        path,
        before if old_mode in _REGULAR else "",
        after if mode in _REGULAR else "",
        came_from if status.startswith("R") else "",
    )


def _path(word: bytes) -> str:
    return word.decode("utf-8", "surrogateescape")


def _commit(told: str) -> Commit:
    """`sha seconds`; a date beyond the calendar is the calendar's last."""
    sha, _, seconds = told.strip().partition(" ")
    moment = min(int(seconds) if seconds.isdigit() else 0, _LAST_SECOND)
    return Commit(sha, datetime.fromtimestamp(moment, UTC))


def _converse(running: subprocess.Popen[bytes], wanted: list[str]) -> Iterator[tuple[str, bytes | None]]:
    """Ask `git cat-file --batch` for a few blobs at a time: few enough that neither side waits with a full pipe."""
    asking, telling = running.stdin, running.stdout
    if asking is None or telling is None:
        raise GitFailed("no pipe")
    for begin in range(0, len(wanted), _AT_ONCE):
        asked = wanted[begin : begin + _AT_ONCE]
        try:
            asking.write("".join(f"{blob}\n" for blob in asked).encode())
            asking.flush()
        except OSError as error:
            raise GitFailed(str(error)) from error
        for blob in asked:
            yield blob, _content(telling, blob)


def _content(stream: IO[bytes], blob: str) -> bytes | None:
    """One answer of `git cat-file --batch`: `sha type size`, the content and a line end; or `sha missing`."""
    head = stream.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise GitFailed(f"blob {blob} is missing")
    size = int(head[2])
    content = stream.read(size)
    if len(content) != size or not stream.read(1):
        raise GitFailed(f"blob {blob} is cut short")
    return content if size <= MAXIMUM_BYTES else None
