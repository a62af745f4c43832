"""The content of one tensor: how its numbers are distributed, or its strings; or a chart of numbers over steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from textual.containers import Vertical
from textual.widget import Widget

from tbtui.analysis.labels import count_label, shape_label
from tbtui.analysis.tensor_summary import TensorSummary
from tbtui.charts.palette import Palette
from tbtui.charts.picture import Picture
from tbtui.charts.value_bars import ValueBars
from tbtui.widgets.chart import Chart
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_COLUMNS: Final = (Column("", 6, "right", keep=1), Column("", 0, "begin", keep=2))


def content_title(found: TensorSummary) -> str:
    """How much a tensor holds, and the first of its numbers: "3 values, [3]: 1, 2, 4"."""
    what = "string" if found.is_text else "value"
    title = f"{count_label(found.count)} {what}{'' if found.count == 1 else 's'}, {shape_label(found.shape)}"
    more = ", …" if found.count > len(found.first) else ""
    return f"{title}: {', '.join(found.first)}{more}" if found.first else title


def content_counts(found: TensorSummary) -> Sequence[str]:
    """How many of its numbers are special."""
    counts = ((found.zeros, "zero" if found.zeros == 1 else "zeros"), (found.nan, "NaN"), (found.infinite, "Inf"))
    return [f"{count_label(count)} {word}" for count, word in counts if count]


class TensorContent(Vertical):
    """Shows a chart, a list of strings, or a message."""

    DEFAULT_CSS = """
    TensorContent > VirtualTable { display: none; }
    TensorContent.texts > VirtualTable { display: block; }
    TensorContent.texts > Chart { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.chart = Chart()
        self.texts = VirtualTable()
        self._drawn_from: object = None
        self._bars: ValueBars | None = None

    def compose(self) -> Iterable[Widget]:
        """Both, of which one is seen."""
        yield self.chart
        yield self.texts

    def show_drawable(self, drawn: Picture | None, palette: Palette, message: str = "") -> None:
        """Show a chart, or a message where there is none."""
        self.remove_class("texts")
        self.chart.show(drawn, palette, message)

    def show_summary(self, found: TensorSummary, slot: int, palette: Palette) -> None:
        """Show what a tensor holds, in the colour of its run."""
        if found.strings:
            self._show_texts(found.strings)
        elif found.distribution is None:
            self.show_drawable(None, palette, "There are no finite numbers in it." if found.count else "It is empty.")
        else:
            drawn_from = (found, slot, palette)
            if drawn_from != self._drawn_from:
                self._drawn_from = drawn_from
                spread = found.distribution
                self._bars = ValueBars(spread.edges, spread.counts, palette.stroke(slot).colour)
            self.show_drawable(self._bars, palette)

    def _show_texts(self, texts: Sequence[str]) -> None:
        self.add_class("texts")
        lines = [(number, line) for number, text in enumerate(texts) for line in text.split("\n")]

        def row(place: int) -> Sequence[Piece]:
            number, text = lines[place]
            begins = not place or lines[place - 1][0] != number
            return Piece(f"{number:,}" if begins else "", dim=True), Piece(text)

        self.texts.show(TableContent(_COLUMNS, len(lines), row))
