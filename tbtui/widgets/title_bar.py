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


class Tab(NamedTuple):
    """A screen as the title bar shows it."""

    name: str
    title: str
    key: str
    """The digit that opens it; "" where it has none."""
    active: bool


def status_of(snapshot: Snapshot) -> str:
    """How loading goes, or what was loaded: bytes of bytes, runs, points, problems."""
    counts = f"{many_label(len(snapshot.runs), 'run')} · {many_label(snapshot.points, 'point')}"
    progress = snapshot.progress
    if progress.loading:
        if not progress.total:
            return "looking for event files"
        done = min(_BAR_WIDTH, progress.read * _BAR_WIDTH // progress.total)
        bar = "█" * done + "░" * (_BAR_WIDTH - done)
        counts = f"{bar} {bytes_label(progress.read)} of {bytes_label(progress.total)} · {counts}"
    if snapshot.problems:
        counts += f" · {many_label(len(snapshot.problems), 'problem')}"
    return counts


class TitleBar(Lines):
    """Tabs at the left, the state of loading at the right."""

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; background: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._tabs: Sequence[Tab] = ()
        self._status = ""

    def show(self, tabs: Sequence[Tab], status: str) -> None:
        """Show these tabs and this state."""
        if (tabs, status) != (self._tabs, self._status):
            self._tabs, self._status = tabs, status
            self.repaint()

    def _labels(self) -> list[tuple[Tab, str]]:
        """The tabs that have room: the active one with its title, the others with theirs or only their digit."""
        room = self.size.width - cell_len(self._status) - 2
        long = [(tab, f" {tab.key} {tab.title} " if tab.key else f" {tab.title} ") for tab in self._tabs]
        if sum(cell_len(text) for _, text in long) <= room:
            return long
        short = [(tab, text if tab.active else f" {tab.key} ") for tab, text in long if tab.key or tab.active]
        while len(short) > 1 and sum(cell_len(text) for _, text in short) > self.size.width:
            short.pop(-2 if short[-1][0].active else -1)
        return short

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """Tabs and state."""
        labels = self._labels()
        pieces = [Piece(text, bold=tab.active, reverse=tab.active, dim=not tab.active) for tab, text in labels]
        used = sum(cell_len(text) for _, text in labels)
        left = width - used
        status = self._status if cell_len(self._status) + 1 < left else self._status.partition(" · ")[0]
        if cell_len(status) + 1 < left:
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
