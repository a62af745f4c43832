"""The scatter matrix: each hparam against each metric as a small plot, its points coloured by one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.rank_association import Association, association_label
from tbtui.charts.cells import Cells
from tbtui.charts.hparam_axis import ValueAxis
from tbtui.charts.palette import Palette
from tbtui.charts.scatter_plot import scatter_plot
from tbtui.charts.session_colours import SessionColours

_LEAST_WIDTH: Final = 29
_LEAST_HEIGHT: Final = 9
_FIGURES: Final = {"ρ": "rank correlation", "ε²": "share of variance", "n": "rows"}


class PlotPlace(NamedTuple):
    """Where one plot lies in the matrix and on the screen."""

    metric: int
    hparam: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class ScatterMatrix:
    """Plots of metrics (rows) over hparams (columns); the one of the cursor is always seen."""

    hparams: tuple[ValueAxis, ...]
    metrics: tuple[ValueAxis, ...]
    associations: Sequence[Sequence[Association]]
    """[metric][hparam]"""
    colours: SessionColours
    passes: NDArray[np.bool_]
    """(n,) bool: points that the filter does not let pass are faint."""
    focus: tuple[int, int] = (0, 0)
    """(metric, hparam) of the cursor."""
    chosen: int | None = None
    """The row whose point is marked."""
    single: bool = False
    """Only the plot of the cursor is shown, large."""

    def places(self, width: int, height: int) -> list[PlotPlace]:
        """The plots that have room above the scale of colours."""
        room = height - 1
        rows = 1 if self.single else max(1, min(len(self.metrics), room // _LEAST_HEIGHT))
        columns = 1 if self.single else max(1, min(len(self.hparams), width // _LEAST_WIDTH))
        first_row = _first_seen(self.focus[0], rows, len(self.metrics))
        first_column = _first_seen(self.focus[1], columns, len(self.hparams))
        wide, high = width // columns, max(1, room // rows)
        return [
            PlotPlace(first_row + row, first_column + column, column * wide, row * high, wide, high)
            for row in range(rows)
            for column in range(columns)
        ]

    def at(self, x: int, y: int, width: int, height: int) -> PlotPlace | None:
        """The plot under a cell."""
        inside = (
            place
            for place in self.places(width, height)
            if place.left <= x < place.left + place.width and place.top <= y < place.top + place.height
        )
        return next(inside, None)

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The plots as cells."""
        cells = Cells.blank(width, height)
        for place in self.places(width, height):
            self._draw_plot(cells, place, palette)
        self.colours.draw_bar(cells, height - 1, palette, self._words())
        return cells

    def _words(self) -> str:
        """The figures of the plot of the cursor, with what they are."""
        metric, hparam = self.focus
        figures = association_label(self.associations[metric][hparam])
        meanings = [meaning for sign, meaning in _FIGURES.items() if f"{sign} " in figures]
        return f"{figures}: {', '.join(meanings)}" if meanings else ""

    def _draw_plot(self, cells: Cells, place: PlotPlace, palette: Palette) -> None:
        hparam, metric = self.hparams[place.hparam], self.metrics[place.metric]
        if not place.left:
            cells.write(place.top, 1, metric.title, palette.text if place.metric == self.focus[0] else palette.axis)
        focused = (place.metric, place.hparam) == self.focus
        figure = association_label(self.associations[place.metric][place.hparam], rows=self.single)
        title = _cut(hparam.title, max(4, place.width - len(figure) - 4))
        colour = palette.text if focused else palette.axis
        cells.write(place.top + 1, place.left, f"{'▸' if focused else ' '}{title}  {figure}"[: place.width - 1], colour)
        width, height = place.width - 1, place.height - 2
        if height < 1 or width < 1:
            return
        plot = scatter_plot(hparam, metric, self.colours, self.passes.tobytes(), (width, height), palette)
        cells.put(place.top + 2, place.left, plot.cells)
        if self.chosen is not None and plot.known[self.chosen]:
            left, top = int(plot.columns[self.chosen]), int(plot.rows[self.chosen])
            cells.write(place.top + 2 + top, place.left + left, "◆", palette.text)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def _first_seen(focus: int, seen: int, count: int) -> int:
    return max(0, min(focus - seen // 2, count - seen))
