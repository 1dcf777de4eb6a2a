"""The measurements, one after the other: countries of several sizes, Esep's scenarios, and peers on the same pages."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from benchmarks.country import PROJECT, TODAY, Country, make_country
from benchmarks.esep import FEW, SCENARIOS, find_subject, measure_esep
from benchmarks.measure import Failed, Measurement
from benchmarks.peers.pages import find_pages
from benchmarks.peers.running import PEERS, Holes, measure_peer
from benchmarks.peers.writing import Missing
from benchmarks.results import ESEP, Results, render_results
from generator import __version__

RESULTS = Path(__file__).parent / "results.md"
_SEED, _YEARS = 1, 1


def _sizes(_context: click.Context, _option: click.Parameter, value: str) -> list[int]:
    try:
        sizes = sorted({int(each) for each in value.split(",")})
    except ValueError:
        raise click.BadParameter("numbers of precincts with commas between, such as 100,500") from None
    if sizes[0] < 40:
        raise click.BadParameter("a country smaller than 40 precincts has not every kind of meeting")
    return sizes


def _peers(_context: click.Context, _option: click.Parameter, value: str) -> list[str]:
    names = [each for each in value.split(",") if each]
    if unknown := set(names) - set(PEERS):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}: not among {', '.join(PEERS)}")
    return names


@click.command()
@click.option("--sizes", default="100,500,2000,6000", show_default=True, callback=_sizes, help="Precincts.")
@click.option(
    "--runs", type=click.IntRange(1, 99), default=3, show_default=True, help="The median of how many."
)
@click.option(
    "--peers", default=",".join(PEERS), show_default=True, callback=_peers, help="Others beside Esep."
)
@click.option("--mkdocs-largest", type=int, default=PEERS["mkdocs"].largest, show_default=True)
@click.option(
    "--few-from",
    type=int,
    default=1_000_000,
    help=f"From this size on only: {', '.join(FEW)}; the others render every page twice.",
)
@click.option(
    "--work", type=click.Path(path_type=Path, file_okay=False), help="Where to work; else a temporary folder."
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=RESULTS, help="Where results go."
)
def run(  # noqa: PLR0913, PLR0917 - one parameter an option, as click has it
    sizes: list[int],
    runs: int,
    peers: list[str],
    mkdocs_largest: int,
    few_from: int,
    work: Path | None,
    output: Path,
) -> None:
    """Measure Esep and others, and write the results."""
    results = Results()
    top = Path(tempfile.mkdtemp(prefix="esep-bench-", dir=work))
    try:
        for size in sizes:
            _measure_size(
                results,
                size,
                runs,
                [each for each in peers if each != "mkdocs" or size <= mkdocs_largest],
                FEW if size >= few_from else tuple(SCENARIOS),
                top,
            )
            output.write_text(render_results(results, _describe(runs)), encoding="utf-8")
    finally:
        shutil.rmtree(top, ignore_errors=True)
    click.echo(f"{output} written")


def _measure_size(
    results: Results, size: int, runs: int, peers: list[str], scenarios: Iterable[str], top: Path
) -> None:
    project, site = top / f"country-{size}", top / f"site-{size}"
    click.echo(f"{size} precincts: making the country", err=True)
    make_country(Country(size, _SEED, _YEARS), project)
    for scenario, taken in measure_esep(find_subject(project, site), runs, scenarios):
        _note(results, ESEP, scenario, size, taken)
    pages = list(find_pages(project, site))
    results.pages[size] = 2 * len(pages)
    shutil.rmtree(site)
    for name in peers:
        peer = PEERS[name]
        try:
            for scenario, taken in measure_peer(peer, pages, top / "peer", runs):
                _note(results, peer.name, scenario, size, taken)
        except (Missing, Failed, Holes) as fault:
            results.notes.append(
                f"{peer.name} at {size:,} precincts was not measured. {str(fault).splitlines()[0]}"
            )
            click.echo(str(fault), err=True)
    shutil.rmtree(project)


def _note(results: Results, builder: str, scenario: str, size: int, taken: Measurement) -> None:
    results.add(builder, scenario, size, taken)
    click.echo(
        f"{size} {builder}, {scenario}: {taken.wall:.2f} s, CPU {taken.cpu:.2f} s, {taken.memory >> 20} MiB, "
        f"{taken.files} files, {taken.size / 1e6:.1f} MB",
        err=True,
    )


def _describe(runs: int) -> list[str]:
    """The machine and the programs."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    versions = [f"{name} {_version(name)}" for name in ("mkdocs", "mkdocs-material", "hugo")]
    machine = (
        f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {', '.join(versions)}"
    )
    return [
        f"Esep {__version__}, commit {_find_commit()}",
        machine,
        f"seed {_SEED}, {_YEARS} year of reports, built for {TODAY}; each number is the median of {runs}",
    ]


def _find_commit() -> str:
    """The commit of the program, with a mark when files differ from it."""
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
