"""The base of all dashboards: a screen that is shown a snapshot and a selection, and how it describes itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from tbtui.analysis.listing import listed_runs
from tbtui.charts.palette import Palette
from tbtui.model.config import Config
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.background import Background
from tbtui.widgets.key_bar import KeyBar
from tbtui.widgets.title_bar import Tab, TitleBar

NARROW = 60
"""Below so many columns lists collapse."""


@dataclass(frozen=True)
class Descriptor:
    """What the registry must know of a dashboard."""

    name: str
    """One word, unique; the name of its mode."""
    title: str
    order: int
    """Dashboards are numbered in this order."""
    has_data: Callable[[Snapshot], bool]
    """Whether the log holds anything for it: it is greyed out otherwise."""
    about: str
    """One sentence for the help."""


class Host(Protocol):
    """What a dashboard needs of the app."""

    config: Config
    snapshot: Snapshot
    selection: Selection

    @property
    def palette(self) -> Palette:
        """The colours that this terminal and theme allow."""

    @property
    def background(self) -> Background:
        """Where work goes that must not be done on the UI thread."""

    def select(self, **changes: Any) -> None:
        """Replace parts of the selection and show what follows from it."""

    def title_of(self, dashboard: Dashboard) -> tuple[Sequence[Tab], str]:
        """The tabs, and how loading goes."""


class Dashboard(Screen[None]):
    """A screen of the app. ``show`` is called whenever the snapshot or the selection changed while it is seen."""

    DESCRIPTOR: ClassVar[Descriptor]
    AUTO_FOCUS = ""
    composed = False
    DEFAULT_CSS = """
    Dashboard { layout: vertical; }
    Dashboard #body { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        """The title bar, the dashboard's own widgets, and the keys."""
        yield TitleBar()
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> Iterable[Widget]:
        """The dashboard's own widgets."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show what these hold. Called on the UI thread: no I/O and no long work."""
        raise NotImplementedError

    @property
    def tbtui(self) -> Host:
        """The app, as far as a dashboard knows it."""
        return cast(Host, self.app)

    @property
    def snapshot(self) -> Snapshot:
        """The latest snapshot."""
        return self.tbtui.snapshot

    @property
    def selection(self) -> Selection:
        """The present selection."""
        return self.tbtui.selection

    @property
    def background(self) -> Background:
        """Where work goes that must not be done on the UI thread: reading and decoding of entries above all."""
        return self.tbtui.background

    @property
    def palette(self) -> Palette:
        """The colours for this terminal and theme."""
        return self.tbtui.palette

    def on_mount(self) -> None:
        """Show what there is, now that there are widgets to show it."""
        self.composed = True
        self.update()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was seen."""
        self.update()

    def update(self) -> None:
        """Show the present snapshot and selection."""
        if not self.composed:
            return
        self.query_one(TitleBar).show(*self.tbtui.title_of(self))
        self.show(self.snapshot, self.selection)

    def toggle(self, run: str) -> None:
        """Show a run in every chart, or hide it."""
        self.tbtui.select(hidden_runs=self.selection.hidden_runs ^ {run})

    def only(self, run: str) -> None:
        """Show only this run of those that are listed; all of them where it is the only one already."""
        others = {one.name for one in listed_runs(self.snapshot, self.selection)} - {run}
        hidden = self.selection.hidden_runs
        alone = run not in hidden and others <= hidden
        self.tbtui.select(hidden_runs=hidden - others if alone else (hidden | others) - {run})

    def all(self) -> None:
        """Show all runs that are listed; none of them where all are shown already."""
        listed = {one.name for one in listed_runs(self.snapshot, self.selection)}
        hidden = self.selection.hidden_runs
        self.tbtui.select(hidden_runs=hidden - listed if hidden & listed else hidden | listed)

    def on_resize(self) -> None:
        """Let style sheets know when there is little room."""
        self.set_class(self.size.width < NARROW, "narrow")
