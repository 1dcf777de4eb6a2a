"""Peers under measure: a cold build, and a build after one meeting's page more, over what was built before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Measurement, measure
from benchmarks.peers.hugo import HUGO
from benchmarks.peers.material import MATERIAL
from benchmarks.peers.pages import Page
from benchmarks.peers.writing import Peer
from benchmarks.peers.zola import ZOLA

PEERS: dict[str, Peer] = {"hugo": HUGO, "zola": ZOLA, "mkdocs": MATERIAL}


class Holes(Exception):
    """A peer made another number of pages than it was given."""


def measure_peer(
    peer: Peer, pages: Sequence[Page], folder: Path, runs: int
) -> Iterator[tuple[str, Measurement]]:
    """Both scenarios so many times, in a new folder that is removed afterwards. Raises Missing, Failed, Holes."""
    command = peer.find_command()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    peer.write_settings(folder)
    peer.write_pages(folder, pages)
    output = folder / peer.output
    for run in range(runs):
        shutil.rmtree(output, ignore_errors=True)
        yield "cold build", measure(command, folder, output)
        _count(output, pages[0], 2 * (len(pages) + run))
        peer.write_pages(folder, [_another(pages, run)])
        yield "one protocol added", measure(command, folder, output)
        _count(output, pages[0], 2 * (len(pages) + run + 1))
    shutil.rmtree(folder)


def _another(pages: Sequence[Page], number: int) -> Page:
    """One page more, like the longest one there is."""
    longest = max(pages, key=lambda each: len(each.facts))
    return replace(longest, path=f"{longest.path}-more-{number}")


def _count(output: Path, example: Page, expected: int) -> None:
    """Every page was made, each in a folder of its language."""
    found = sum(1 for language in ("kk", "ru") for _ in (output / language).rglob("index.html"))
    if found != expected:
        raise Holes(f"{output} has {found} pages, not {expected}; for example {example.address('kk')}")
