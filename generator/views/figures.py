"""Figures with their definition and their denominator; percentages only where there are cases enough."""

from __future__ import annotations

from generator.law.figures import Figures, Share
from generator.views.plain import plain
from generator.words.catalogue import Words
from generator.words.numbers import grouped

FEWEST_CASES = 10
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@plain
class FigureView:
    """A figure as the page prints it.

    name: what is measured.
    value: the number, with its denominator where it is a share.
    definition: what is counted, and of what.
    """

    name: str
    value: str
    definition: str


@plain
class ChartRow:
    """One bar of a chart and one row of the table beside it.

    name: of the bar.
    url: a page that shows the cases, or empty.
    counts: one for each series of the chart.
    """

    name: str
    url: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All cases of the bar."""
        return sum(self.counts)


@plain
class ChartView:
    """A chart of stacked bars; the page prints the same numbers in a table.

    title: what it shows.
    first: heading of the column of names.
    series: key for the look, and the name, of each part of a bar.
    rows: the bars.
    note: why the bars must not be added up, where a case may stand in several; else empty.
    """

    title: str
    first: str
    series: tuple[tuple[str, str], ...]
    rows: tuple[ChartRow, ...]
    note: str = ""

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each series over all bars."""
        return tuple(sum(row.counts[place] for row in self.rows) for place in range(len(self.series)))


def share_text(words: Words, share: Share) -> str:
    """A share as a count of cases; with a percentage from ten cases on."""
    if not share.of:
        return words.text("no cases yet")
    counts = words.text("{count} of {total}", count=grouped(share.count), total=grouped(share.of))
    if share.of < FEWEST_CASES or share.percent is None:
        return counts
    return f"{counts} ({share.percent}{_NO_BREAK_SPACE}%)"


def view_compliance_figures(words: Words, figures: Figures) -> tuple[FigureView, ...]:
    """How regularly reports were announced, given and minuted."""
    return (
        _figure(words, "coverage", share_text(words, figures.coverage)),
        _figure(words, "notice", _median(words, figures)),
        _figure(words, "protocols", share_text(words, figures.protocols_on_time)),
        _figure(words, "protocols missing", grouped(figures.protocols_missing)),
        _figure(words, "participants", grouped(figures.participants)),
    )


def view_answer_figures(words: Words, figures: Figures) -> tuple[FigureView, ...]:
    """What became of what residents raised."""
    return (
        _figure(words, "answers", share_text(words, figures.answers_on_time)),
        _figure(words, "open", grouped(figures.open)),
        _figure(words, "overdue", grouped(figures.overdue)),
        _figure(words, "unregistered", grouped(figures.unregistered)),
        _figure(words, "decisions", share_text(words, figures.decisions_on_time)),
        _figure(words, "decisions overdue", grouped(figures.decisions_overdue)),
        _figure(words, "protocols missing", grouped(figures.protocols_missing)),
    )


def _figure(words: Words, code: str, value: str) -> FigureView:
    return FigureView(words.one_of("figure", code), value, words.one_of("figure definition", code))


def _median(words: Words, figures: Figures) -> str:
    median, number = figures.median_notice, len(figures.notice_days)
    if median is None:
        return words.text("no cases yet")
    days = f"{median:g}".replace(".", words.one_of("number", "decimal mark"))
    meetings = words.count("{n} meeting", "{n} meetings", number)
    return words.text("{days} days ({meetings})", days=days, meetings=meetings)
