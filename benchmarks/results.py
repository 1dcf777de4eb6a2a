"""Measurements -> tables in Markdown: what each scenario took, how it grew, and how peers compare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.measure import Measurement, middle

COLD, ADDED = "cold build", "one protocol added"
ESEP = "Esep"
_MEGABYTE = 1_000_000
_MEBIBYTE = 1 << 20


@dataclass(slots=True)
class Results:
    """Every measurement of one run.

    taken: by builder, scenario and number of precincts.
    pages: HTML pages of the site by number of precincts.
    notes: what a reader has to know, such as a peer that is missing.
    """

    taken: dict[tuple[str, str, int], list[Measurement]] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, builder: str, scenario: str, size: int, measurement: Measurement) -> None:
        """Keep one measurement."""
        self.taken.setdefault((builder, scenario, size), []).append(measurement)

    def median(self, builder: str, scenario: str, size: int) -> Measurement | None:
        """The median of each number, absent when it was not measured."""
        found = self.taken.get((builder, scenario, size))
        return middle(found) if found else None

    def sizes(self) -> list[int]:
        """The numbers of precincts measured, smallest first."""
        return sorted({size for _, _, size in self.taken})

    def scenarios(self, builder: str) -> list[str]:
        """The scenarios of a builder in the order they were measured."""
        return list(dict.fromkeys(scenario for each, scenario, _ in self.taken if each == builder))

    def builders(self) -> list[str]:
        """Esep, then its peers."""
        return list(dict.fromkeys(builder for builder, _, _ in self.taken))


def find_exponent(points: Sequence[tuple[int, float]]) -> float | None:
    """The `k` of `wall = c * size ** k` by least squares over the logarithms; absent for fewer than two points."""
    if len(points) < 2:
        return None
    logs = [(math.log(size), math.log(wall)) for size, wall in points]
    mean_x, mean_y = (sum(each) / len(logs) for each in zip(*logs, strict=True))
    spread = math.fsum((x - mean_x) ** 2 for x, _ in logs)
    return math.fsum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def render_results(results: Results, heading: Sequence[str]) -> str:
    """The whole page."""
    parts = [
        "# Results",
        "Written by `python -m benchmarks run`; what is measured and how: [README.md](README.md).",
        "\n".join(f"* {line}" for line in [*heading, *results.notes]),
    ]
    for size in results.sizes():
        pages = results.pages.get(size, 0)
        parts += [f"## {size:,} precincts, {pages:,} pages", _table(_HEAD, _rows(results, size))]
    parts += ["## Growth of wall time", _table(_growth_head(results), _growth_rows(results))]
    if len(results.builders()) > 1:
        parts += [
            "## Esep against others",
            _RATIOS,
            _table(_ratio_head(results), _ratio_rows(results)),
        ]
        estimate = list(_estimates(results))
        parts += ["\n".join(f"* {line}" for line in estimate)] if estimate else []
    return "\n\n".join(parts) + "\n"


_RATIOS = (
    "Esep's time divided by the other's: below 1 Esep is faster. The others make pages only. Wall time is what people "
    "wait for; CPU time is the steadier number on a machine that does other things too."
)
_HEAD = ("builder", "scenario", "wall, s", "CPU, s", "peak, MiB", "files written", "MB written")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] + ["---:"] * (len(titles) - 1), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _rows(results: Results, size: int) -> Iterator[tuple[str, ...]]:
    for builder in results.builders():
        for scenario in results.scenarios(builder):
            taken = results.median(builder, scenario, size)
            if taken is not None:
                yield (
                    builder,
                    scenario,
                    f"{taken.wall:.2f}",
                    f"{taken.cpu:.2f}",
                    f"{taken.memory / _MEBIBYTE:.0f}",
                    f"{taken.files:,}",
                    f"{taken.size / _MEGABYTE:,.1f}",
                )


def _pairs(results: Results) -> list[tuple[int, int]]:
    sizes = results.sizes()
    return list(zip(sizes, sizes[1:], strict=False))


def _growth_head(results: Results) -> list[str]:
    pairs = [f"{smaller:,} to {larger:,}" for smaller, larger in _pairs(results)]
    return ["builder", "scenario", *pairs, "all, least squares"]


def _growth_rows(results: Results) -> Iterator[list[str]]:
    for builder in results.builders():
        for scenario in results.scenarios(builder):
            walls = {size: results.median(builder, scenario, size) for size in results.sizes()}
            points = [(size, taken.wall) for size, taken in walls.items() if taken is not None]
            cells = [
                find_exponent([point for point in points if point[0] in pair]) for pair in _pairs(results)
            ]
            yield [builder, scenario, *map(_exponent, [*cells, find_exponent(points)])]


def _exponent(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _ratio_head(results: Results) -> list[str]:
    return ["against", "scenario", "time", *(f"{size:,}" for size in results.sizes())]


def _ratio_rows(results: Results) -> Iterator[list[str]]:
    for builder in results.builders()[1:]:
        for scenario in (COLD, ADDED):
            for time in ("wall", "cpu"):
                cells = [_ratio(results, builder, scenario, size, time) for size in results.sizes()]
                yield [builder, scenario, time, *("" if each is None else f"{each:.3f}" for each in cells)]


def _ratio(results: Results, builder: str, scenario: str, size: int, time: str) -> float | None:
    ours, theirs = (results.median(each, scenario, size) for each in (ESEP, builder))
    if ours is None or theirs is None:
        return None
    return ours.wall / theirs.wall if time == "wall" else ours.cpu / theirs.cpu


def _estimates(results: Results) -> Iterator[str]:
    """For a peer that was not measured at the largest size: its time there, if it goes on growing as it did."""
    largest = results.sizes()[-1]
    ours = results.median(ESEP, COLD, largest)
    for builder in results.builders()[1:]:
        walls = {size: results.median(builder, COLD, size) for size in results.sizes()}
        points = [(size, taken.wall) for size, taken in walls.items() if taken is not None]
        exponent = find_exponent(points)
        if exponent is None or points[-1][0] == largest or ours is None:
            continue
        size, wall = points[-1]
        expected = wall * (largest / size) ** exponent
        yield (
            f"Estimated, not measured: {builder} at {largest:,} precincts would take {expected:.0f} s for a cold build "
            f"(growth {exponent:.2f} from its measured sizes); Esep against it: {ours.wall / expected:.3f}."
        )
