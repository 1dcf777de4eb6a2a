"""What the peers have in common: a folder for each, its command, and one page more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.pages import LANGUAGES, Page

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$])")


class Missing(Exception):
    """A peer is not on this machine: its name and how to get it."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A builder that is compared.

    name: as the table calls it.
    find_command: the command line that builds; raises Missing.
    write_settings: writes its settings and template into an empty folder.
    write_pages: writes the source of pages, given the number of the first.
    output: the folder it builds into, below its own.
    largest: the most precincts it is measured with; 0 is no limit.
    """

    name: str
    find_command: Callable[[], list[str]]
    write_settings: Callable[[Path], None]
    write_pages: Callable[[Path, Iterable[Page]], None]
    output: str
    largest: int = 0


def to_markdown(page: Page, language: str) -> str:
    """The facts of a page as a list."""
    place = 1 + LANGUAGES.index(language)
    return "".join(f"- **{_plain(fact[0])}** {_plain(fact[place])}\n" for fact in page.facts)


def _plain(text: str) -> str:
    """Text whose marks mean nothing in Markdown."""
    return _MARKS.sub(r"\\\1", text)
