"""The forms in which a chart of curves can be written: its points as CSV or JSON, itself as SVG or text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tbtui.analysis.curve_export import curves_csv, curves_json
from tbtui.analysis.plotted import Plotted
from tbtui.charts.line_svg import line_svg
from tbtui.charts.palette import LIGHT, Palette
from tbtui.charts.picture import Picture
from tbtui.charts.scalar_charts import scalar_chart
from tbtui.model.selection import Selection
from tbtui.widgets.exports import Export, file_name

_SVG_CELLS = (200, 50)


def curve_exports(
    plots: Sequence[Plotted], title: str, selection: Selection, drawn: Picture, size: tuple[int, int], palette: Palette
) -> list[Export]:
    """What is offered for these curves; ``drawn`` is what the screen shows of them, at ``size`` cells."""

    def as_text() -> bytes:
        cells = drawn.draw(*size, palette)
        return "".join(line.rstrip() + "\n" for line in cells.lines()).encode()

    def as_svg() -> bytes:
        return line_svg(scalar_chart(plots, selection, LIGHT, _SVG_CELLS), title)

    # Text is drawn by plotext, which is not safe in threads: at once, not when it is written.
    text = as_text()
    return [
        Export("CSV: every point that is drawn", file_name(title, ".csv"), partial(curves_csv, plots)),
        Export("JSON: the same by curve", file_name(title, ".json"), partial(curves_json, plots)),
        Export("SVG: the chart", file_name(title, ".svg"), as_svg),
        Export("text: the chart in characters", file_name(title, ".txt"), lambda: text),
    ]
