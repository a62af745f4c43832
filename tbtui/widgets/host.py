"""What the app and its dashboards know of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tbtui.charts.palette import Palette
from tbtui.model.config import Config
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.background import Background
from tbtui.widgets.title_bar import Tab

if TYPE_CHECKING:
    from tbtui.widgets.dashboard import Dashboard


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
    short: str = ""
    """The title where there is little room; "" for the title itself."""


class Host(Protocol):
    """What a dashboard needs of the app."""

    config: Config
    snapshot: Snapshot
    selection: Selection
    dashboards: Sequence[type[Dashboard]]
    """All dashboards that there are, in their order."""

    @property
    def palette(self) -> Palette:
        """The colours that this terminal and theme allow."""

    @property
    def background(self) -> Background:
        """Where work goes that must not be done on the UI thread."""

    def select(self, **changes: Any) -> None:
        """Replace parts of the selection and show what follows from it."""

    def go(self, name: str, *, tag: str | None = None, **changes: Any) -> None:
        """Open another dashboard, on a tag of its own kind; ``back`` returns from there."""

    def screen_of(self, plugin: str) -> str | None:
        """The name of the dashboard that shows tags of a plugin; None for none."""

    def go_back(self) -> None:
        """Return to the dashboard from which this one was opened by ``go``."""

    def title_of(self, dashboard: Dashboard) -> tuple[Sequence[Tab], Sequence[str]]:
        """The tabs, and how loading goes."""
