"""A pane: a border with a title, something inside, and a filter that opens at its foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input

from tbtui.charts.cells import WORD_GAP, whole_words
from tbtui.model.display import safe_text
from tbtui.widgets.strips import drawable, fit

if TYPE_CHECKING:
    from typing_extensions import Self

_BESIDE_LABEL: Final = 4
"""Cells of a border that its text leaves free between the corners."""


class FilterInput(Input):
    """One line for a regular expression; Enter keeps it, Esc takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Take back"),
        Binding("enter", "keep", "Keep"),
    ]
    DEFAULT_CSS = """
    FilterInput { height: 1; border: none; padding: 0; display: none; background: $boost; }
    FilterInput:focus { border: none; }
    FilterInput.-open { display: block; }
    """

    def action_leave(self) -> None:
        """Close and take back what was typed."""
        self.query_ancestor(Pane).close_filter(keep=False)

    def action_keep(self) -> None:
        """Close and keep what was typed."""
        self.query_ancestor(Pane).close_filter(keep=True)


class Pane(Vertical):
    """What lies inside is given by its user; ``on_filter`` is called with each change of the filter's text.

    ``on_keep`` is called when Enter has closed the filter: the row that is left under a cursor can be chosen then.
    """

    DEFAULT_CSS = """
    Pane {
        border: round $panel-lighten-2; border-title-color: $text-muted; padding: 0;
        border-subtitle-color: $text-muted;
    }
    Pane:focus-within { border: round $primary; border-title-color: $text; border-title-style: bold; }
    Pane:ansi { border: round ansi_bright_black; }
    Pane:ansi:focus-within { border: round ansi_bright_blue; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "filter", "Filter", key_display="/")]

    def __init__(
        self,
        *children: Widget,
        title: str = "",
        on_filter: Callable[[str], None] | None = None,
        on_keep: Callable[[], None] | None = None,
        filter_hint: str = "regular expression",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._border_alone = False
        super().__init__(id=id, classes=classes)
        self._inside = children
        self._on_filter, self._on_keep = on_filter, on_keep
        self._filter_hint = filter_hint
        self._before = ""
        self._head = (title, "")
        self.title = title
        """What the pane is called in the help."""
        self.border_title = title

    def compose(self) -> ComposeResult:
        """What lies inside, and below it the filter."""
        yield from self._inside
        if self._on_filter:
            yield FilterInput(placeholder=self._filter_hint, id="filter")

    def head(self, title: str, subtitle: str = "") -> None:
        """Set the texts in the border; they may come from a log. Words of the subtitle are parted by " · "."""
        if (title, subtitle) != self._head:
            self._head = (title, subtitle)
            self._border_alone = True
            self._show_head()
            self._border_alone = False

    def _show_head(self) -> None:
        """As much as has room; words of the subtitle whole, as a number that is cut would be another number."""
        title, subtitle = map(safe_text, self._head)
        if self.size:
            room = self.size.width - _BESIDE_LABEL
            title = fit(title, room, "begin") if cell_len(title) > room else title
            subtitle = whole_words(subtitle.split(WORD_GAP), room, cell_len)
            subtitle = fit(subtitle, room, "begin") if cell_len(subtitle) > room else subtitle
        self.border_title, self.border_subtitle = Content(drawable(title)), Content(drawable(subtitle))

    def on_resize(self) -> None:
        """There may be more room, or less."""
        self._show_head()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint anew; where only a text in the border changed, without all that lies inside."""
        if self._border_alone and not regions and self.size:
            width, height = self.size
            regions = (Region(-1, -1, width + 2, 1), Region(-1, height, width + 2, 1))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to filter in some panes."""
        return self.filters if action == "filter" else True

    @property
    def filters(self) -> bool:
        """Whether there is something to filter in it."""
        return self._on_filter is not None

    def action_filter(self) -> None:
        """Open the filter."""
        box = self.query_one(FilterInput)
        self._before = box.value
        box.add_class("-open")
        box.focus()

    def set_filter(self, text: str) -> None:
        """Put a text into the filter without telling of it."""
        box = self.query_one(FilterInput)
        with box.prevent(Input.Changed):
            box.value = text

    def close_filter(self, *, keep: bool) -> None:
        """Close the filter and go back to what is filtered."""
        box = self.query_one(FilterInput)
        box.remove_class("-open")
        if not keep:
            box.value = self._before
        self._inside[0].focus()
        if keep and self._on_keep:
            self._on_keep()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while it is typed."""
        event.stop()
        if self._on_filter:
            self._on_filter(event.value)


def filtered_title(title: str, pattern: str) -> str:
    """A pane's title, with the filter where there is one."""
    return f"{title} /{pattern}/" if pattern else title
