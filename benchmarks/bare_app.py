"""The least that a Textual app can do for a key: one widget over the whole screen, whose text changes."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.strip import Strip
from textual.widget import Widget


class Page(Widget):
    """Lines of letters."""

    number = 0

    def render_line(self, y: int) -> Strip:
        """A line that is another one after each key."""
        letter = chr(ord("a") + (self.number + y) % 26)
        return Strip([Segment(letter * self.size.width)])


class BareApp(App[None]):
    """Paints its page anew at each key."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """One page."""
        yield Page()

    def on_key(self, _: Key) -> None:
        """Turn the page."""
        page = self.query_one(Page)
        page.number += 1
        page.refresh()


if __name__ == "__main__":
    BareApp().run()
