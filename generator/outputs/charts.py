"""Charts as inline SVG: plain functions of numbers, readable in greyscale; the page has the same numbers in a table.

Parts of a bar differ by pattern, cells of a grid by shape, so that no meaning rests on colour.
Colours follow the classes of `outcomes.css`; nothing is inline, as the pages' policy forbids it.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from generator.outputs.escaping import html
from generator.views.figures import ChartView

WIDTH = 400
_TEXT, _BAR, _ROW = 16, 12, 36  # heights of a name, of a bar, and of both with the space below

# The pattern of each part: all of `outcomes.css`'s classes `esep-fill--...`.
FILLS = {
    "in_time": "solid",
    "late": "stripes",
    "redirected": "dots",
    "waiting": "light",
    "overdue": "dark",
    "unregistered": "cross",
    "held": "solid",
    "late_notice": "stripes",
    "awaited": "light",
    "missed": "dark",
    "vacant": "dots",
    "met": "solid",
    "broken": "dark",
    "not_enough_data": "light",
    "not_applicable": "dots",
}

# Shapes drawn in a box of 16 by 16.
SHAPES = {
    "held": '<circle cx="8" cy="8" r="6" class="esep-ink"/>',
    "joint": '<circle cx="5.5" cy="8" r="4.5" class="esep-ink"/><circle cx="11" cy="8" r="4" class="esep-line"/>',
    "late_notice": '<circle cx="8" cy="8" r="6" class="esep-line"/><path d="M8 2a6 6 0 0 1 0 12z" class="esep-ink"/>',
    "awaited": '<circle cx="8" cy="8" r="6" class="esep-line esep-dashed"/>',
    "missed": '<path d="M3 3l10 10M13 3L3 13" class="esep-line esep-thick"/>',
    "cancelled": '<circle cx="8" cy="8" r="6" class="esep-line"/><path d="M4 12L12 4" class="esep-line"/>',
    "vacant": '<path d="M3 8h10" class="esep-line esep-thick"/>',
    "planned": '<circle cx="8" cy="8" r="6" class="esep-line"/><path d="M8 4.5V8l2.5 2" class="esep-line"/>',
    "unscheduled": '<rect x="2.5" y="2.5" width="11" height="11" class="esep-line esep-dashed"/>',
}


def symbol(state: str) -> Markup:
    """The shape of a grid's cell; the word stands beside it, so readers of the screen skip it."""
    shape = SHAPES[state]
    svg = f'<svg class="esep-symbol" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>'
    return Markup(svg)  # noqa: S704 - of constants only


def sample(series: str) -> Markup:
    """A patch of the pattern of one series, for the legend."""
    fill = FILLS[series]
    svg = (
        '<svg class="esep-symbol" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f'<rect x="1" y="1" width="14" height="14" class="esep-fill--{fill}"/>{_hatch(fill, 1, 1, 14, 14)}</svg>'
    )
    return Markup(svg)  # noqa: S704 - of constants only


def stacked_bars(view: ChartView) -> Markup:
    """One bar a row, its parts as long as their counts, each bar's total behind its name."""
    longest = max((row.total for row in view.rows), default=0) or 1
    height = len(view.rows) * _ROW
    parts = [
        f'<svg class="esep-bars" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html(view.title)}">'
    ]
    for place, row in enumerate(view.rows):
        top = place * _ROW
        parts.append(f'<text x="0" y="{top + _TEXT - 4}">{html(row.name)}: {row.total}</text>')
        parts.extend(_bar(row.counts, [key for key, _ in view.series], longest, top + _TEXT))
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - names are escaped


def _bar(counts: Iterable[int], keys: list[str], longest: int, top: int) -> Iterable[str]:
    left = 0.0
    for key, count in zip(keys, counts, strict=True):
        width = WIDTH * count / longest
        if count:
            fill = FILLS[key]
            yield f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" class="esep-fill--{fill}"/>'
            yield _hatch(fill, left, top, width, _BAR)
        left += width


def _hatch(fill: str, left: float, top: float, width: float, height: float) -> str:
    """The lines or dots that tell one part from another in greyscale, as one path within its rectangle."""
    if fill == "stripes":
        steps = _slants(left, top, width, height)
    elif fill == "cross":
        steps = [*_slants(left, top, width, height), *_slants(left, top, width, height, back=True)]
    elif fill == "dots":
        steps = _dots(left, top, int(width), int(height))
    else:
        return ""
    return f'<path d="{"".join(steps)}" class="esep-hatch"/>' if steps else ""


def _dots(left: float, top: float, width: int, height: int) -> list[str]:
    """Dots in rows, every other row shifted."""
    rows = [[f"M{left + x:.1f} " for x in range(first, width - 2, 6)] for first in (3, 6)]
    return [
        f"{begun}{down}h2"
        for y in range(3, height - 1, 5)
        for down in (f"{top + y:.1f}",)
        for begun in rows[y % 2]
    ]


def _slants(left: float, top: float, width: float, height: float, *, back: bool = False) -> list[str]:
    """Slanted lines that stay within the rectangle."""
    lines = []
    offset = -height + 4.0
    while offset < width:
        first, last = max(0.0, offset), min(width, offset + height)
        if last > first:
            high, low = top + height - (first - offset), top + height - (last - offset)
            if back:
                high, low = top + (first - offset), top + (last - offset)
            lines.append(f"M{left + first:.1f} {high:.1f}L{left + last:.1f} {low:.1f}")
        offset += 6
    return lines
