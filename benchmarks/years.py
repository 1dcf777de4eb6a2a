"""How a merge grows with the archive: the same edit in countries of one size that differ in their years alone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import median

import click

from benchmarks.country import Country, make_country
from benchmarks.esep import find_subject, measure_esep
from benchmarks.measure import Measurement

SCENARIO = "one protocol added"


def _numbers(_context: click.Context, _option: click.Parameter, value: str) -> list[int]:
    try:
        return sorted({int(each) for each in value.split(",")})
    except ValueError:
        raise click.BadParameter("numbers of years with commas between, such as 1,5") from None


@click.command()
@click.option("--precincts", type=click.IntRange(40), default=100, show_default=True, help="How many.")
@click.option("--years", default="1,5", show_default=True, callback=_numbers, help="Years of reports.")
@click.option(
    "--runs", type=click.IntRange(1, 99), default=3, show_default=True, help="The median of how many."
)
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), help="Where to work.")
def years(precincts: int, years: list[int], runs: int, work: Path | None) -> None:
    """Measure one merged protocol in countries of several years."""
    first: float | None = None
    top = Path(tempfile.mkdtemp(prefix="esep-years-", dir=work))
    try:
        for each in years:
            cpu, taken = measure_years(top / str(each), precincts, each, runs)
            first = first or cpu
            click.echo(
                f"{each} years: CPU {cpu:.2f} s, {cpu / first:.2f} x; wall {taken.wall:.2f} s, "
                f"{taken.memory >> 20} MiB, {taken.files} files, {taken.size / 1e6:.1f} MB"
            )
    finally:
        shutil.rmtree(top, ignore_errors=True)


def measure_years(folder: Path, precincts: int, years: int, runs: int) -> tuple[float, Measurement]:
    """The merge of one protocol: the median of its CPU time in seconds, and the last run."""
    make_country(Country(precincts, years=years), folder / "country")
    subject = find_subject(folder / "country", folder / "site")
    subject.build()
    taken = [each for _, each in measure_esep(subject, runs, (SCENARIO,))]
    return median(each.cpu for each in taken), taken[-1]
