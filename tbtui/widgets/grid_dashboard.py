"""One chart or a grid of them: how many there are, and what the mouse does on them."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.zoom import within
from tbtui.charts.scalar_charts import ChartGrid
from tbtui.widgets.chart import Box
from tbtui.widgets.tag_choices import TagChoices

_GRID_SIZES: Final = (1, 2, 4, 6, 9, 12, 16, 20, 25, 30, 36)


class GridDashboard(TagChoices):
    """Curves that are drawn by ``chart``, alone or as tiles of a grid."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "grid", "Grid", tooltip="All tags of the group side by side"),
        Binding("G", "grid_size", "Grid size", show=False, tooltip="More charts at once, up to 36"),
    ]

    def grid_seen(self) -> ChartGrid | None:
        """All charts, where there are several."""
        raise NotImplementedError

    @property
    def chart_size(self) -> tuple[int, int]:
        """Columns and lines."""
        return self.chart.size.width, self.chart.size.height

    def action_grid(self) -> None:
        """All tags of the group, or one."""
        self.tbtui.select(grid=not self.selection.grid)

    def action_grid_size(self) -> None:
        """Show more charts at once; behind the most, one."""
        larger = [size for size in _GRID_SIZES if size > self.selection.grid_size]
        self.tbtui.select(grid=True, grid_size=larger[0] if larger else _GRID_SIZES[0])

    def clicked(self, x: int, y: int) -> None:
        """A click puts the cursor, or chooses a chart of the grid."""
        grid, chart = self.grid_seen(), self.chart_seen()
        if grid is not None:
            place = grid.at(x, y, *self.chart_size)
            if place is not None:
                self.tbtui.select(tag=grid.places[place].title)
        elif chart is not None:
            self.put_cursor(chart.x_at(x, *self.chart_size))

    def wheel(self, x: int, direction: int) -> None:
        """The wheel zooms to where the mouse is; all charts of a grid at once, as the keys do."""
        chart = self.chart_seen()
        if self.grid_seen() is not None:
            self.action_zoom(direction)
        elif chart is not None:
            self.zoom_at(chart.x_at(x, *self.chart_size), direction)

    def zoom_to_box(self, box: Box) -> None:
        """See what lies in the box: its part of x, and where it has some height its part of y."""
        ranges, chart = self.seen_x(), self.chart_seen()
        if chart is None or ranges is None or self.grid_seen() is not None:
            return
        (low, high), whole = chart.x_between(box.left, box.right, *self.chart_size), ranges[1]
        self.see(within((low, high), whole), whole)
        if box.bottom - box.top > 1:
            self.tbtui.select(y_range=chart.y_between(box.top, box.bottom, *self.chart_size))
