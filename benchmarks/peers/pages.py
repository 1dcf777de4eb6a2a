"""The pages peers make: the addresses Esep's site has, each with the facts of the record it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.reading.files import read_file
from generator.reading.nodes import Mapping, Node, Scalar

LANGUAGES = ("kk", "ru")
Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in both languages.

    path: its address below the language, `almaty/alatau/012`; empty for the home page.
    title: in Kazakh and in Russian.
    facts: name, and value in Kazakh and in Russian.
    """

    path: str
    title: tuple[str, str]
    facts: tuple[Fact, ...]

    def address(self, language: str) -> str:
        """Its address from the site's root, without slashes at its ends."""
        return f"{language}/{self.path}".rstrip("/")


def find_pages(project: Path, site: Path) -> Iterator[Page]:
    """Every page of a built site, except the two at its root; a page about no record has that of the one above it."""
    for path in sorted(_find_addresses(site)):
        facts = next(filter(None, (_read_facts(project, each) for each in _lineage(path))), ())
        name = path or "esep"
        yield Page(path, (name, name), facts)


def _find_addresses(site: Path) -> Iterator[str]:
    for file in (site / LANGUAGES[0]).rglob("index.html"):
        address = file.parent.relative_to(site / LANGUAGES[0]).as_posix()
        yield "" if address == "." else address


def _lineage(path: str) -> Iterator[str]:
    """A path and every path above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


@lru_cache(maxsize=512)
def _read_facts(project: Path, identifier: str) -> tuple[Fact, ...]:
    """The facts of the record with this id: a meeting with its protocol, a precinct, a police body or a region."""
    parts = identifier.split("/")
    if len(parts) == 4:
        return _read_meeting(project, identifier)
    file = f"content/registry/{identifier}.yaml"
    if len(parts) < 4 and (project / file).is_file():
        return tuple(_flatten(read_file(project, file)[0], ""))
    return ()


def _read_meeting(project: Path, identifier: str) -> tuple[Fact, ...]:
    schedule, _, key = identifier.rpartition("/")
    announced = _read_schedule(project, schedule).get(key)
    if announced is None:
        return ()
    facts = list(_flatten(announced, ""))
    file = f"content/protocols/{identifier}.yaml"
    if (project / file).is_file():
        facts += _flatten(read_file(project, file)[0], "")
    return tuple(facts)


@lru_cache(maxsize=64)
def _read_schedule(project: Path, schedule: str) -> dict[str, Node]:
    """The meetings of a schedule by key, empty when there is no such schedule."""
    file = f"schedules/{schedule}.yaml"
    tree = read_file(project, file)[0] if (project / file).is_file() else None
    meetings = tree.entries["meetings"][1] if isinstance(tree, Mapping) else None
    return {key: node for key, (_, node) in meetings.entries.items()} if isinstance(meetings, Mapping) else {}


def _flatten(node: Node | None, name: str) -> Iterator[Fact]:
    """Every value below a node, named by its keys."""
    if isinstance(node, Scalar):
        yield name, node.text, node.text
    elif isinstance(node, Mapping):
        if set(node.entries) == set(LANGUAGES):
            kk, ru = (value.text for _, value in node.entries.values() if isinstance(value, Scalar))
            yield name, kk, ru
        else:
            for key, (_, value) in node.entries.items():
                yield from _flatten(value, f"{name} {key}".lstrip())
    elif node is not None:
        for item in node.items:
            yield from _flatten(item, name)
