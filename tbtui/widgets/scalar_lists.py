"""The lists beside the charts of scalars: what is done with a tag, and what moves the cursor of the chart."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.widgets.chart import Chart
from tbtui.widgets.tag_tree import TagTree


class ScalarTagTree(TagTree):
    """The tree of scalar tags."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.mark_tag", "Overlay", tooltip="Lay the tag over the chart of the chosen one"),
        Binding("p", "screen.pin_tag", "Pin", tooltip="Keep the tag in the pinned group above the tree"),
        Binding("w", "screen.right_axis", "Right axis", show=False, tooltip="Measure the tag by a second y axis"),
        Binding("delete", "screen.drop_tag", "Drop", show=False, tooltip="Take a derived tag away"),
    ]


class ScalarChart(Chart):
    """The chart of scalars."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.move_cursor(-1)", "Cursor left", show=False),
        Binding("right,l", "screen.move_cursor(1)", "Cursor right", show=False),
        Binding("shift+left,H", "screen.move_cursor(-10)", "Cursor left by 10", show=False),
        Binding("shift+right,L", "screen.move_cursor(10)", "Cursor right by 10", show=False),
        Binding("up,k", "screen.next_row(-1)", "Run above", show=False, tooltip="In the table below the chart"),
        Binding("down,j", "screen.next_row(1)", "Run below", show=False),
    ]
