"""A dashboard whose texts can be searched: through all tags, runs and steps, in the background, hit by hit."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.labels import count_label
from tbtui.analysis.text_search import Hit, Portion, TextSearch, search_portion, searched_entries
from tbtui.widgets.entry_dashboard import EntryDashboard
from tbtui.widgets.pane import Pane

# The thread reads the texts that are looked at as well: these must not wait.
_SECONDS_AT_ONCE: Final = 0.05
_HIT: Final = Binding.Group("Find", compact=True)


class SearchPane(Pane):
    """A pane whose filter is a search."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Search", key_display="/", tooltip="In all tags and steps of the shown runs")
    ]


class SearchingDashboard(EntryDashboard):
    """Entries that are texts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "hit(1)", "Next", group=_HIT, show=False, tooltip="The next line that the search has found"),
        Binding("N", "hit(-1)", "Before", group=_HIT, show=False, tooltip="The line found before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.search: TextSearch | None = None
        """What is looked for; None for nothing."""
        self.hit: Hit | None = None
        """The hit that was gone to last."""
        self._under_way: object = None
        """The part of the search that is being gone through."""

    def show_hit(self, hit: Hit) -> None:
        """Show the line of a hit."""
        raise NotImplementedError

    def begin_search(self, pattern: str) -> None:
        """Look for another pattern; for nothing where it is empty."""
        if pattern == (self.search.pattern if self.search else ""):
            return
        self.search = TextSearch(pattern) if pattern else None
        self.hit = None
        self.update()

    def continue_search(self) -> None:
        """Go on looking, also through what came since."""
        search = self.search
        if search is None:
            return
        search.extend(searched_entries(self.snapshot, self.selection, self.PLUGIN))
        portion = (id(search), search.at)
        if not search.done and self._under_way != portion:
            self._under_way = portion
            work = partial(search_portion, search.tasks, search.at, search.pattern, _SECONDS_AT_ONCE)
            self.background.run(f"search {self.DESCRIPTOR.name}", work, partial(self._take_portion, search))

    def _take_portion(self, search: TextSearch, portion: Portion) -> None:
        if search is self.search:
            search.take(portion)
            self.update()

    def hits(self) -> list[Hit]:
        """What was found in the runs that are drawn."""
        shows = self.selection.shows
        return [hit for hit in self.search.hits if shows(hit.entries.run)] if self.search else []

    def search_state(self) -> str:
        """How the search goes, in a few words."""
        search = self.search
        if search is None:
            return ""
        found = f"{count_label(len(search.hits))}{'+' if search.full else ''} lines"
        unread = f" · {count_label(search.unread)} unreadable" if search.unread else ""
        if search.done:
            return f"{found}{unread}"
        return f"{found} · {count_label(search.searched)} of {count_label(search.total)} texts{unread}"

    def action_hit(self, by: int) -> None:
        """Go to the next hit, or the one before; round at the ends."""
        found = self.hits()
        if found:
            now = found.index(self.hit) if self.hit in found else -1 if by > 0 else 0
            self.go_to_hit(found[(now + by) % len(found)])
        elif self.search is None:
            self.notify("Type / in the text to search all texts.", timeout=3)
        else:
            self.notify("Nothing found yet." if not self.search.done else "Nothing found.", timeout=3)

    def go_to_first_hit(self) -> None:
        """Show the first hit where none was gone to yet."""
        if self.hit is None and self.hits():
            self.go_to_hit(self.hits()[0])

    def go_to_hit(self, hit: Hit) -> None:
        """Show a hit."""
        self.hit = hit
        self.show_hit(hit)
