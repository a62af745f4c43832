"""The base of widgets that make their own lines: what did not change is not sent to the terminal again."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Lines(Widget):
    """Holds its lines, and paints those anew that are different.

    Textual sends every line of a region that is refreshed, equal or not; over SSH each of them costs.
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self.painted = 0
        """How often the lines were made anew: who may have done so already need not do it again."""
        self._lines_size = (-1, -1)
        self._base: Style | None = None

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """All lines of the widget, ``height`` strips of ``width`` cells."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Make the lines anew and paint those that changed."""
        self.painted += 1
        width, height = self.size
        if self._lines_size != (width, height):
            self.refresh()
            return
        before, self._lines = self._lines, self.make_lines(width, height)
        changed = [y for y, line in enumerate(self._lines) if line != before[y]]
        regions: list[Region] = []
        for y in changed:
            if regions and regions[-1].bottom == y:
                regions[-1] = Region(0, regions[-1].y, width, regions[-1].height + 1)
            else:
                regions.append(Region(0, y, width, 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One line in the widget's own colours."""
        return self.made_line(y).apply_style(self._base_style())

    def made_line(self, y: int) -> Strip:
        """One line as it was made; all are made when the size is another than before."""
        size = (self.size.width, self.size.height)
        if self._lines_size != size:
            self._lines, self._lines_size = self.make_lines(*size), size
        return self._lines[y] if y < len(self._lines) else Strip.blank(size[0])

    def _base_style(self) -> Style:
        """What holds where a piece says nothing: the colours of the theme, not those that the terminal may have."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def notify_style_update(self) -> None:
        """Colours may have changed: nothing that was made holds."""
        super().notify_style_update()
        self._lines_size = (-1, -1)
        self._base = None

    def on_focus(self) -> None:
        """The focus may be shown."""
        self.repaint()

    def on_blur(self) -> None:
        """The focus may be shown."""
        self.repaint()
