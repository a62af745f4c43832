"""The table below PR curves: each run at the threshold, or all steps of all runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tbtui.analysis.labels import value_label
from tbtui.analysis.pr_rows import PrRow, number_of
from tbtui.analysis.run_rows import RunRow
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import RunList, run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent


class _Number(NamedTuple):
    """A column of numbers."""

    title: str
    key: str
    """What rows are sorted by: a field of a reading or of a summary."""
    keep: int
    width: int
    label: Callable[[float], str]


def _share_label(value: float) -> str:
    """A number from 0 to 1 with four places, so that columns can be compared down the line."""
    return f"{value:.4f}" if 0 <= value <= 1 else value_label(value, 2)


def _count_label(value: float) -> str:
    label = value_label(value, 4)
    return label if len(label) <= _COUNT_WIDTH else value_label(value, 2)


_COUNT_WIDTH: Final = 6
_SUMMARY: Final = (
    _Number("Avg prec", "average_precision", 10, 8, _share_label),
    _Number("Best F1", "best_f1", 9, 7, _share_label),
    _Number("at", "best_threshold", 6, 6, _share_label),
    _Number("Positive", "positive_rate", 7, 8, _share_label),
)
AT_THRESHOLD: Final = (
    _Number("Prec", "precision", 16, 6, _share_label),
    _Number("Recall", "recall", 15, 6, _share_label),
    _Number("F1", "f1", 14, 6, _share_label),
    _Number("TP", "true_positives", 13, _COUNT_WIDTH, _count_label),
    _Number("FP", "false_positives", 12, _COUNT_WIDTH, _count_label),
    _Number("TN", "true_negatives", 11, _COUNT_WIDTH, _count_label),
    _Number("FN", "false_negatives", 11, _COUNT_WIDTH, _count_label),
    *_SUMMARY,
    _Number("Threshold", "threshold", 3, 9, _share_label),
)
OVER_STEPS: Final = (
    *_SUMMARY,
    _Number("Examples", "examples", 4, 8, _count_label),
    _Number("Thresholds", "thresholds", 3, 10, _count_label),
)


class PrList(RunList):
    """Rows of numbers; each belongs to a run, and the keys of runs work on it."""

    def show_rows(
        self,
        count: int,
        row: Callable[[int], PrRow],
        numbers: Sequence[_Number],
        selection: Selection,
        palette: Palette,
        *,
        cursor: int | None,
        sort: tuple[str, bool] = ("", False),
        wrong: bool = False,
        empty: str = "",
    ) -> None:
        """Show rows; with a column for what is wrong with some of them where ``wrong`` says so."""
        sortable = bool(sort[0])
        columns = [
            Column("", 1, keep=20),
            Column("Run", 0, sort="run" if sortable else "", keep=19, least=14),
            Column("Step", 8, "right", "step" if sortable else "", keep=5 if sortable else 18),
            *(Column(one.title, one.width, "right", one.key if sortable else "", one.keep) for one in numbers),
        ]
        if wrong:
            columns.append(Column("Wrong", 0, keep=17, least=32))

        def pieces(place: int) -> Sequence[Piece]:
            one = row(place)
            cells = [
                run_mark(selection.slots.get(one.run, 0), True, palette),
                Piece(one.run),
                Piece(f"{one.step:,}"),
                *(Piece(_label(number_of(one, number.key), number)) for number in numbers),
            ]
            return [*cells, Piece(short_reason(one.wrong), palette.warning)] if wrong else cells

        self.rows = _Runs(count, row)
        self.show(TableContent(tuple(columns), count, pieces, *sort, empty), cursor)


class _Runs(Sequence[RunRow]):
    """The run of each row, made when it is asked for."""

    def __init__(self, count: int, row: Callable[[int], PrRow]) -> None:
        self._count, self._row = count, row

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> RunRow:  # type: ignore[override]
        run = self._row(place).run
        return RunRow(run, 0, True, runs=(run,))


def _label(value: float | None, number: _Number) -> str:
    if value is None:
        return ""
    return "–" if value != value else number.label(value)


def short_reason(wrong: str) -> str:
    """Why a curve cannot be read, without the directories of its file."""
    return wrong.rpartition("/")[2]
