"""Grids of quarters and years: what became of each report that was due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.law.grid import Cell, GridState
from generator.model.register import Register
from generator.model.schedule import Status
from generator.views.page import page_url
from generator.views.plain import plain
from generator.views.states import StateView
from generator.words.catalogue import Words
from generator.words.dates import period_name


@plain
class CellView:
    """One cell.

    period: such as `2026-q4`.
    name: of the period, in words.
    state: in words.
    url: the meeting behind it, or empty.
    """

    period: str
    name: str
    state: StateView
    url: str


@plain
class GridRow:
    """The cells of one place; None where it was not judged."""

    name: str
    url: str
    cells: tuple[CellView | None, ...]


@plain
class GridView:
    """Places by periods.

    periods: name of each column.
    rows: one a place.
    legend: states that occur, in words with their meaning.
    """

    periods: tuple[str, ...]
    rows: tuple[GridRow, ...]
    legend: tuple[tuple[StateView, str], ...]


def view_cells(
    register: Register, words: Words, cells: Mapping[str, Cell], periods: Iterable[str]
) -> tuple[CellView | None, ...]:
    """The cells of `periods`, in that order."""
    return tuple(_cell(register, words, each, cells[each]) if each in cells else None for each in periods)


def view_legend(words: Words, cells: Iterable[CellView | None]) -> tuple[tuple[StateView, str], ...]:
    """Each state that occurs, in the fixed order, with what it means."""
    present = {cell.state.key: cell.state for cell in cells if cell is not None}
    return tuple(
        (present[state], words.one_of("grid meaning", state)) for state in GridState if state in present
    )


def _cell(register: Register, words: Words, period: str, cell: Cell) -> CellView:
    url = page_url(words.language, chosen) if (chosen := _meeting_behind(register, cell)) else ""
    return CellView(
        period, period_name(words, period), StateView(cell.state, words.one_of("grid", cell.state)), url
    )


def _meeting_behind(register: Register, cell: Cell) -> str:
    """The meeting that made the cell what it is: one with a protocol, else one not cancelled, else the last."""
    held = [each for each in cell.meetings if each in register.protocols]
    valid = [each for each in cell.meetings if register.meetings[each].status is not Status.CANCELLED]
    chosen = held or valid or list(cell.meetings)
    return chosen[-1] if chosen else ""
