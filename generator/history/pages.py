"""Editorial pages that differ from a base revision, with the title each gives itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.history.differences import Course
from generator.history.sides import Base
from generator.privacy.gate import find_sightings
from generator.privacy.kinds import Kind
from generator.privacy.known import Known
from generator.reading.nodes import Scalar, find_exactly
from generator.reading.parse import MAXIMUM_BYTES, read_nodes

PAGES = "content/pages"
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class EditorialPage:
    """A page that is not as it was.

    file: its Markdown file.
    path: of the page, from the site's root: `kk/law/`.
    title: as its front matter gives it; empty where that cannot be read, or holds personal data.
    """

    file: str
    path: str
    title: str
    course: Course


def find_pages(root: Path, base: Base) -> tuple[EditorialPage, ...]:
    """Editorial pages that came, went or changed, by file."""
    return tuple(_find_pages(root, base))


def _find_pages(root: Path, base: Base) -> Iterator[EditorialPage]:
    for each in base.files:
        for file, before, after in _versions(each.old_path, each.path, each.before, each.after):
            if file.startswith(f"{PAGES}/") and file.endswith(".md"):
                course = Course.CAME if not before else (Course.CHANGED if after else Course.WENT)
                content = _read(root / file) if after else base.read_text(file)
                yield EditorialPage(file, _path_of(file), _title_of(content or b""), course)


def _versions(old: str, new: str, before: str, after: str) -> list[tuple[str, str, str]]:
    """A page that was renamed went from one address and came to another."""
    return [(new, before, after)] if old == new else [(old, before, ""), (new, "", after)]


def _path_of(file: str) -> str:
    return file.removeprefix(f"{PAGES}/").removesuffix(".md").removesuffix("index").rstrip("/") + "/"


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink() or path.stat().st_size > MAXIMUM_BYTES:
            return b""
        return path.read_bytes()
    except OSError:
        return b""


def _title_of(content: bytes) -> str:
    """The title in the front matter, on one line."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    opening, _, rest = text.partition("\n")
    front, fence, _ = rest.partition(f"\n{_FENCE}")
    if opening.strip() != _FENCE or not fence:
        return ""
    node, _ = read_nodes(front + "\n", "")
    title = find_exactly(node, ("title",)) if node is not None else None
    if not isinstance(title, Scalar) or is_personal(title.text):
        return ""
    return " ".join(title.text.split())


def is_personal(text: str) -> bool:
    """Whether a text outside of the editors' records may hold personal data."""
    return next(find_sightings(text, frozenset(Kind) - {Kind.NAME}, Known()), None) is not None
