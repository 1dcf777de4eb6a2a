"""Whether a release is whole, before anybody sees it.

What the live release has too, the same file under two names, was read when it was published and is not read again; only
where something went away that others may lead to, the pages that did not change are asked for links to it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.build.tree import BUILD_FILE
from generator.publishing.links import Address, Page, Target, Unreadable, read_document, read_page
from generator.publishing.work import share_out
from generator.words.catalogue import LANGUAGES

_KINDS = {
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/csv": ".csv",
    "application/geo+json": ".geojson",
}
_RECORDS = ("precincts", "meetings", "protocols")
_SOURCES = {"precincts": "content/registry/*/*/*.yaml", "protocols": "content/protocols/*/*/*/*.yaml"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a release is not whole.

    kind: the last part of the name of a phrase of `messages.yaml`, such as `link`.
    file: where, from the site's root.
    found: what stands there; may be empty.
    """

    kind: str
    file: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release that may become live.

    folder: the site.
    files: inodes by path.
    expected: how many files the build says it has.
    live: the folder of the live release, absent before the first.
    old: its inodes by path.
    address: of the site.
    root: the project the site was made from.
    """

    folder: Path
    files: Mapping[str, int]
    expected: int
    live: Path | None
    old: Mapping[str, int]
    address: Address
    root: Path

    def fresh(self) -> list[str]:
        """Files that the live release has not, or has with another content."""
        return sorted(file for file, inode in self.files.items() if self.old.get(file) != inode)


@dataclass(slots=True)
class _Found:
    """What reading some files gave.

    faults: what is wrong in each by itself.
    wanted: places on other pages that links lead to, with a file that leads there.
    lost: places the live release's page has and this one has not.
    """

    faults: list[Fault] = field(default_factory=list)
    wanted: dict[Target, str] = field(default_factory=dict)
    lost: set[Target] = field(default_factory=set)


def find_faults(candidate: Candidate, workers: int) -> list[Fault]:
    """Everything that is wrong, by file; none when the release may go live."""
    fresh = candidate.fresh()
    faults = [*_judge_names(candidate, fresh), *_judge_languages(candidate), *_judge_counts(candidate)]
    wanted: dict[Target, str] = {}
    lost = {Target(file, "") for file in candidate.old if file not in candidate.files}
    for found in share_out(_read_all, candidate, fresh, workers):
        faults += found.faults
        wanted.update(found.wanted)
        lost |= found.lost
    faults += _judge_anchors(candidate, wanted, workers)
    if lost:
        faults += _judge_kept(candidate, frozenset(lost), workers)
    return sorted(set(faults), key=lambda each: (each.kind, each.file, each.found))


def _judge_names(candidate: Candidate, fresh: Iterable[str]) -> Iterator[Fault]:
    """Nothing empty, nothing half written, nothing but files."""
    for file in candidate.files:
        if file.rpartition("/")[2].startswith(".") or file.endswith((".new", ".tmp", "~")):
            yield Fault("leftover", file)
    for file in fresh:
        path = candidate.folder / file
        if path.is_symlink() or not path.is_file():
            yield Fault("leftover", file)
        elif path.stat().st_size == 0:
            yield Fault("empty", file)


def _judge_languages(candidate: Candidate) -> Iterator[Fault]:
    """A home page in each language, the door between them, and every page in all languages."""
    needed = ("index.html", *(f"{language}/index.html" for language in LANGUAGES))
    yield from (Fault("missing", file) for file in needed if file not in candidate.files)
    for file in candidate.files:
        language, _, rest = file.partition("/")
        if language in LANGUAGES and file.endswith(".html"):
            for other in LANGUAGES:
                if f"{other}/{rest}" not in candidate.files:
                    yield Fault("missing", f"{other}/{rest}")


def _judge_counts(candidate: Candidate) -> Iterator[Fault]:
    """build.json tells what there is: so many files of each kind, so many records in tables and editors' files."""
    if len(candidate.files) != candidate.expected:
        yield Fault("count", ".", f"{len(candidate.files)} != {candidate.expected}")
    try:
        counts = json.loads((candidate.folder / BUILD_FILE).read_bytes())["counts"]
        told = {name: int(counts[name]) for name in _RECORDS}
        kinds = {kind: int(number) for kind, number in counts["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        yield Fault("unreadable", BUILD_FILE, f"{type(error).__name__}: {error}"[:200])
        return
    for kind, suffix in _KINDS.items():
        found = sum(file.endswith(suffix) for file in candidate.files)
        if found != kinds.get(kind, 0):
            yield Fault("count", f"*{suffix}", f"{found} != {kinds.get(kind, 0)}")
    for name in _RECORDS:
        rows = sum(_rows(candidate.folder / file) for file in candidate.files if _is_table(file, name))
        if rows != told[name]:
            yield Fault("count", f"data/**/{name}.csv", f"{rows} != {told[name]}")
    for name, pattern in _SOURCES.items():
        files = sum(1 for _ in candidate.root.glob(pattern))
        if files != told[name]:
            yield Fault("count", pattern, f"{files} != {told[name]}")


def _is_table(file: str, name: str) -> bool:
    return file.startswith("data/") and file.endswith(f"/{name}.csv")


def _rows(table: Path) -> int:
    """Rows below the head of a table."""
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for row in csv.reader(lines) if row) - 1


def _read_all(candidate: Candidate, files: list[str]) -> _Found:
    found = _Found()
    for file in files:
        try:
            _read(candidate, file, found)
        except Unreadable as error:
            found.faults.append(Fault("unreadable", file, str(error)))
    return found


def _read(candidate: Candidate, file: str, found: _Found) -> None:
    """Read one file as its readers will, and follow its links."""
    content = (candidate.folder / file).read_bytes()
    if file.endswith(".html"):
        page = read_page(content)
        links: Iterable[str] = page.links
        anchors = page.anchors
        if candidate.live is not None and file in candidate.old:
            before = read_page((candidate.live / file).read_bytes())
            found.lost |= {Target(file, anchor) for anchor in before.anchors - page.anchors}
    else:
        links, anchors = read_document(file, content, candidate.address.base_url), frozenset()
    for link in dict.fromkeys(links):
        target = candidate.address.find_target(file, link)
        if target is None:
            continue
        if target.file not in candidate.files or (
            target.file == file and target.anchor not in anchors | {""}
        ):
            found.faults.append(Fault("link", file, link))
        elif target.anchor and target.file != file:
            found.wanted.setdefault(target, file)


def _judge_anchors(candidate: Candidate, wanted: Mapping[Target, str], workers: int) -> Iterator[Fault]:
    """Every place on a page that a link leads to is there."""
    pages = sorted({target.file for target in wanted if target.file.endswith(".html")})
    anchors: dict[str, frozenset[str]] = {}
    for found in share_out(_anchors_of, str(candidate.folder), pages, workers):
        anchors.update(found)
    for target, file in wanted.items():
        if target.file in anchors and target.anchor not in anchors[target.file]:
            yield Fault("link", file, f"{target.file}#{target.anchor}")


def _anchors_of(folder: str, pages: list[str]) -> dict[str, frozenset[str]]:
    return {page: read_page(Path(folder, page).read_bytes()).anchors for page in pages}


def _judge_kept(candidate: Candidate, lost: frozenset[Target], workers: int) -> Iterator[Fault]:
    """Files that did not change lead to nothing that went away."""
    kept = [file for file, inode in candidate.files.items() if candidate.old.get(file) == inode]
    for found in share_out(_links_to_lost, (candidate, lost), kept, workers):
        yield from found


def _links_to_lost(given: tuple[Candidate, frozenset[Target]], files: list[str]) -> list[Fault]:
    candidate, lost = given
    faults = []
    for file in files:
        content = (candidate.folder / file).read_bytes()
        links = _links_of(file, content, candidate.address.base_url)
        for link in dict.fromkeys(links):
            target = candidate.address.find_target(file, link)
            if target is not None and (target in lost or Target(target.file, "") in lost):
                faults.append(Fault("link", file, link))
    return faults


def _links_of(file: str, content: bytes, base_url: str) -> Iterable[str]:
    page: Page | None = read_page(content) if file.endswith(".html") else None
    return page.links if page is not None else read_document(file, content, base_url)
