"""The base of widgets that make their own lines: what did not change is not sent to the terminal again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

# So many equal cells between two that changed are sent with them, as going there costs about as much.
_GAP = 8


def changed_regions(before: Sequence[Strip], after: Sequence[Strip]) -> list[Region]:
    """The parts of the lines that are different: stretches of cells, one above the other where they are as wide."""
    regions: dict[tuple[int, int], list[Region]] = {}
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        for left, right in changed_stretches(old, new):
            stack = regions.setdefault((left, right), [])
            if stack and stack[-1].bottom == y:
                stack[-1] = Region(left, stack[-1].y, right - left, stack[-1].height + 1)
            else:
                stack.append(Region(left, y, right - left, 1))
    return [region for stack in regions.values() for region in stack]


def changed_stretches(before: Strip, after: Strip) -> list[tuple[int, int]]:
    """Where a line is different: the first cell of each stretch and the one behind it."""
    old, new = _cells(before), _cells(after)
    if len(old) != len(new) or len(new) != after.cell_length:
        # Wide characters: a cell is no character.
        return [(0, after.cell_length)]
    found: list[tuple[int, int]] = []
    for place, (one, other) in enumerate(zip(old, new, strict=True)):
        if one != other:
            if found and place - found[-1][1] <= _GAP:
                found[-1] = (found[-1][0], place + 1)
            else:
                found.append((place, place + 1))
    return found


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(letter, segment.style) for segment in strip for letter in segment.text]


class _FreeStrip(Strip):
    """A strip that does not keep itself alive.

    Textual keeps each cut of a strip with it, also the one that is the whole strip: a circle that only the garbage
    collector breaks, which would stop everything for 30 ms now and then.
    """

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """The parts between the cuts."""
        places = list(cuts)
        return [self] if places == [self.cell_length] else super().divide(places)


@lru_cache(maxsize=8192)
def _over(base: Style, style: Style | None) -> Style:
    return base if style is None else base + style


class Lines(Widget):
    """Holds its lines, and paints those cells anew that are different.

    Textual sends every cell of a region that is refreshed, equal or not; over SSH each of them costs.
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
        before, self._lines = self._lines, self.grounded_lines(width, height)
        regions = changed_regions(before, self._lines)
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One line; all are made when the size is another than before."""
        size = (self.size.width, self.size.height)
        if self._lines_size != size:
            self._lines, self._lines_size = self.grounded_lines(*size), size
        return self._lines[y] if y < len(self._lines) else Strip.blank(size[0], self.base_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, for the compositor, which divides them."""
        return [_FreeStrip(list(strip), strip.cell_length) for strip in super().render_lines(crop)]

    @property
    def base_style(self) -> Style:
        """What holds where a piece names no colour: the theme's colours, as the terminal's own may be others."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    def grounded_lines(self, width: int, height: int) -> list[Strip]:
        """The lines of ``make_lines`` in the colours of the theme where they name none."""
        base = self.base_style
        return [
            Strip([Segment(text, _over(base, style)) for text, style, _ in strip], strip.cell_length)
            for strip in self.make_lines(width, height)
        ]

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
