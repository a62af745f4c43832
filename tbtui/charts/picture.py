"""What can be drawn, and words where there is nothing to draw."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Protocol

from tbtui.charts.cells import Cells, cell_text
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_lines


class Picture(Protocol):
    """A chart model."""

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The picture as ``width`` x ``height`` cells."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Words in place of a picture; they may come from a log."""

    text: str
    warning: bool = False

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The words in the middle, broken into lines."""
        cells = Cells.blank(width, height)
        room = max(8, width - 4)
        parts = map(cell_text, safe_lines(self.text).split("\n"))
        lines = [line for part in parts for line in textwrap.wrap(part, room) or [""]]
        top = max(0, (height - len(lines)) // 2)
        for row, line in enumerate(lines, top):
            cells.write(row, max(0, (width - len(line)) // 2), line, palette.warning if self.warning else palette.muted)
        return cells
