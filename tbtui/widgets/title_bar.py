"""The first line: which screens there are, which one is shown, and how loading goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from tbtui.analysis.labels import bytes_label, many_label
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.lines import Lines
from tbtui.widgets.strips import Piece, line

_BAR_WIDTH = 10
_MORE = " …"
_DIGIT = len(" 1 ")
_LEAST_STATUS = 9
"""Cells that tabs leave for how loading goes, unless they are digits."""


class Tab(NamedTuple):
    """A screen as the title bar shows it."""

    name: str
    title: str
    key: str
    """The digit that opens it; "" where it has none."""
    active: bool
    short: str = ""
    """The title where there is little room; "" for the title itself."""


def _label(tab: Tab, *, short: bool = False) -> str:
    """A tab with its digit and its title."""
    title = tab.short if short and tab.short else tab.title
    return f" {tab.key} {title} " if tab.key else f" {title} "


def status_of(snapshot: Snapshot) -> tuple[str, ...]:
    """How loading goes, or what was loaded, in several lengths: bytes of bytes, runs, points, problems.

    The last one is "" where nothing goes on that must be told.
    """
    runs, points = many_label(len(snapshot.runs), "run"), many_label(snapshot.points, "point")
    problems = (many_label(len(snapshot.problems), "problem"),) if snapshot.problems else ()
    progress = snapshot.progress
    if not progress.loading:
        quiet = () if problems else ("",)
        return " · ".join((runs, points, *problems)), " · ".join((runs, *problems)), runs, *quiet
    if not progress.total:
        return ("looking for event files",)
    done = min(_BAR_WIDTH, progress.read * _BAR_WIDTH // progress.total)
    bar = "█" * done + "░" * (_BAR_WIDTH - done)
    loaded = f"{bar} {bytes_label(progress.read)} of {bytes_label(progress.total)}"
    return " · ".join((loaded, runs, points, *problems)), loaded, bar


class TitleBar(Lines):
    """Tabs at the left, the state of loading at the right."""

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; background: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._tabs: Sequence[Tab] = ()
        self._status: Sequence[str] = ("",)

    def show(self, tabs: Sequence[Tab], status: Sequence[str]) -> None:
        """Show these tabs, and the longest of these words on the state that has room."""
        if (tabs, status) != (self._tabs, self._status):
            self._tabs, self._status = tabs, status
            self.repaint()

    def _labels(self) -> list[tuple[Tab, str]]:
        """The tabs that have room: with their titles, with short ones, those with a digit, or no more than digits."""
        width = self.size.width
        for short in (False, True):
            labels = [(tab, _label(tab, short=short and not tab.active)) for tab in self._tabs]
            if sum(cell_len(text) for _, text in labels) <= width - _LEAST_STATUS:
                return labels
        named = [(tab, text) for tab, text in labels if tab.key or tab.active]
        if sum(cell_len(text) for _, text in named) + len(_MORE) <= width - (_LEAST_STATUS if self._status[-1] else 0):
            return named
        digits = [(tab, _label(tab) if tab.active else f" {tab.key} ") for tab in self._tabs if tab.key or tab.active]
        while len(digits) > 1 and sum(cell_len(text) for _, text in digits) > width:
            digits.pop(-2 if digits[-1][0].active else -1)
        return digits

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """Tabs and state."""
        labels = self._labels()
        pieces = [Piece(text, bold=tab.active, reverse=tab.active, dim=not tab.active) for tab, text in labels]
        if len(labels) < len(self._tabs) and cell_len(labels[-1][1]) > _DIGIT:
            pieces.append(Piece(_MORE, dim=True))
        left = width - sum(cell_len(piece.text) for piece in pieces)
        status = next((text for text in self._status if cell_len(text) + 1 < left), None)
        if status is not None:
            pieces.append(Piece(" " * (left - cell_len(status) - 1) + status + " "))
        return [line(pieces, width)] * height

    def on_click(self, event: events.Click) -> None:
        """A click on a tab opens its screen."""
        left = 0
        for tab, text in self._labels():
            left += cell_len(text)
            if event.x < left:
                self.app.switch_mode(tab.name)
                return
