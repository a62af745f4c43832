"""Text: rendered as markdown or as it was written; all steps listed, differences, and a search through all texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tbtui.analysis.entry_list import entry_list, step_place
from tbtui.analysis.entry_steps import ChosenEntry, entry_beside
from tbtui.analysis.text_difference import difference_rows
from tbtui.analysis.text_document import Rows, Setting, document, laid_out, note
from tbtui.analysis.text_files import difference_lines
from tbtui.analysis.text_rows import row_of_source
from tbtui.analysis.text_search import Hit
from tbtui.analysis.text_source import first_words, source_lines
from tbtui.model.entries import Entries, EntryError
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.model.texts import Text
from tbtui.widgets.comparing_dashboard import ComparingDashboard, same_entry, side_label
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.searching_dashboard import SearchPane
from tbtui.widgets.strips import Piece
from tbtui.widgets.text_documents import TextDocuments
from tbtui.widgets.text_exports import text_exports
from tbtui.widgets.text_list import TextList
from tbtui.widgets.text_view import TextView

# More of a text than this is not kept; it can still be written to a file.
_MOST_CHARACTERS: Final = 16_000_000
# The first words of longer texts are shown only once these were looked at: a list must not read megabytes.
_LONGEST_READ_FOR_WORDS: Final = 100_000
# Longer texts are laid out once they are gone to: a key held down must not cost seconds.
_LONGEST_AHEAD: Final = 20_000
# What terminals take by OSC 52, about.
_MOST_COPIED: Final = 100_000
# Of longer texts the difference takes longer than a key may.
_MOST_COMPARED: Final = 20_000


@dataclass(frozen=True)
class TextOptions:
    """How texts are shown."""

    plain: bool = False
    """As they were written, not rendered."""
    wrap: bool = True


class TextScreen(ComparingDashboard):
    """Texts of a tag."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "text",
        "Text",
        50,
        lambda snapshot: any(run.entries.get("text") for run in snapshot.runs.values()),
        "Texts that a job has logged, all steps of them; HTML and links are shown and never opened.",
    )
    PLUGIN = "text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "plain", "Plain", tooltip="As it was written, or rendered as markdown"),
        Binding("w", "wrap", "Wrap", show=False, tooltip="Break long lines, or not"),
        Binding("M", "whole", "All of it", show=False, tooltip="Show a long text to its end"),
    ]
    CSS = """
    TextScreen #text-pane { height: 1fr; }
    TextScreen #list-pane { height: 10; }
    TextScreen.low #list-pane { height: 7; }
    TextScreen.narrow #list-pane { display: none; }
    TextScreen.narrow.searching #list-pane { display: block; height: 5; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._listed = entry_list([])
        self._documents: TextDocuments | None = None
        self._title = self.DESCRIPTOR.title
        self._shown_of: object = None
        """What must stay the same for a text to stay scrolled where it is."""
        self._goal: Hit | None = None
        """A hit that is scrolled to once its text is there."""
        self._whole: ChosenEntry | None = None
        """The long text that is shown to its end."""

    def compose_main(self) -> Iterable[Widget]:
        """The text, and below it all steps or what was found."""
        self.view = TextView(on_width=self.update, id="text")
        self.list = TextList(on_move=self._chose_row, on_choose=self._look, on_view=self.update, id="list")
        self.text_pane = SearchPane(
            self.view, title=self._title, on_filter=self._search, on_keep=self.go_to_first_hit, id="text-pane"
        )
        self.list_pane = SearchPane(
            self.list, title="Steps", on_filter=self._search, on_keep=self.go_to_first_hit, id="list-pane"
        )
        yield self.text_pane
        yield self.list_pane

    def convert(self, value: Text, entries: Entries) -> Text:
        """Not more of a text than can be looked at."""
        return value.cut(_MOST_CHARACTERS)

    # What is shown

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the text of the chosen run or a difference, and all steps of all runs or what was found."""
        self.continue_search()
        self._show_list(snapshot, selection)
        sides = self.sides()
        self.values.want([(one.entries, one.index) for one in sides] + self._wanted_words())
        if not sides:
            self._put(None, self._said(self.why_nothing(snapshot)), self.DESCRIPTOR.title)
        elif self.compares and len(sides) == 1:
            self._put(None, self._said(self.why_no_base()), "Difference")
        elif self.view.text_width:
            self._show_text(sides)

    def _show_text(self, sides: Sequence[ChosenEntry]) -> None:
        one, setting = sides[-1], self._setting()
        rows = self._rows_of(sides, setting)
        if rows is None:
            self.text_pane.head(self._title, f"reading · {self.step_line()}")
        elif len(sides) == 2:
            title = f"Difference: - {side_label(sides[0], one)}  + {side_label(one, sides[0])}"
            self._put((self.compares, one.run, one.entries.tag), rows, title)
        else:
            self._put((one.run, one.entries.tag, setting.plain), rows, f"{one.entries.tag} · {one.run}")

    def _rows_of(self, sides: Sequence[ChosenEntry], setting: Setting) -> Rows | None:
        """The rows of a text or of a difference; None while they are not at hand."""
        texts = [self.values.get(one.entries, one.index) for one in sides]
        if None in texts:
            return None
        wrong = next((text for text in texts if isinstance(text, EntryError)), None)
        if wrong is not None:
            return self._said(str(wrong))
        key = (*(one.entries.place(one.index) for one in sides), setting)
        if len(sides) == 2:
            make = partial(difference_rows, texts[0], texts[1], setting)
        else:
            make = partial(document, texts[0], setting)
            self._make_ahead(sides[0], setting)
        return self.documents.rows(key, sum(text.nbytes for text in texts), make)

    @property
    def documents(self) -> TextDocuments:
        """The rows of texts."""
        if self._documents is None:
            self._documents = TextDocuments(self.background, "text rows", self.update)
        return self._documents

    def _make_ahead(self, one: ChosenEntry, setting: Setting) -> None:
        """Have the rows of the texts beside this one made, as far as these are at hand."""
        beside = [other for by in (1, -1) if (other := entry_beside(one, by))]
        texts = [(other, self.values.get(other.entries, other.index)) for other in beside]
        self.documents.make_ahead(
            {
                (other.entries.place(other.index), setting): partial(document, text, setting)
                for other, text in texts
                if isinstance(text, Text) and text.nbytes <= _LONGEST_AHEAD
            }
        )

    def _setting(self) -> Setting:
        options = self.options(TextOptions())
        pattern = self.search.pattern if self.search else ""
        whole = bool(self.chosen) and same_entry(self._whole, self.chosen[0])
        return Setting(self.view.text_width if options.wrap else 0, options.plain, pattern, whole)

    def _said(self, message: str) -> Rows:
        return laid_out([note(line) for line in message.split("\n")], Setting(self.view.text_width))

    def _put(self, shown_of: object, rows: Rows, title: str) -> None:
        """Show rows: from the top where they are of something else, at the hit where one was asked for."""
        self._title = title
        self.text_pane.head(title, self._state())
        top = None if shown_of == self._shown_of else 0
        marked = None
        if self.hit is not None and self.chosen and self.hit.lies_in(self.chosen[0]) and not self.compares:
            marked = row_of_source(rows, self.hit.source)
            if self._goal is not None:
                top = max(0, marked - self.view.size.height // 3)
            self._goal = None
        self._shown_of = shown_of
        self.view.show(rows, self.palette, top=top, marked=marked)

    def _state(self) -> str:
        options = self.options(TextOptions())
        words = ["plain"] if options.plain and not self.compares else []
        return " · ".join([*words, *([] if options.wrap else ["not wrapped"]), self.step_line()])

    def _show_list(self, snapshot: Snapshot, selection: Selection) -> None:
        self.set_class(self.search is not None, "searching")
        found = self.listed_entries(snapshot, selection)
        if found != list(self._listed.entries):
            self._listed = entry_list(found)
        if self.search is not None:
            hits = self.hits()
            cursor = hits.index(self.hit) if self.hit in hits else None
            empty = "nothing found" if self.search.done else "searching"
            self.list.show_hits(hits, selection, self.palette, cursor, empty)
            self.list_pane.head(f"Found /{self.search.pattern}/", self.search_state())
        else:
            cursor = self._listed.row_of(self.chosen[0]) if self.chosen else None
            self.list.show_steps(self._listed, self._words, selection, self.palette, cursor)
            self.list_pane.head("Steps", f"{len(self._listed):,}")

    def _wanted_words(self) -> list[tuple[Entries, int]]:
        """What must be read for the list: rows in sight, then those that the next keys may bring."""
        if self.search is not None:
            return []
        seen = self.list.seen
        near = [*seen, *range(seen.stop, seen.stop + len(seen)), *range(seen.start - len(seen), seen.start)]
        wanted = [self._listed.at(row) for row in near if 0 <= row < len(self._listed)]
        return [(entries, index) for entries, index in wanted if entries.lengths[index] <= _LONGEST_READ_FOR_WORDS]

    def _words(self, entries: Entries, index: int) -> Piece:
        """The first words of an entry, as far as they are at hand."""
        text = self.values.get(entries, index)
        if isinstance(text, EntryError):
            return Piece(str(text), self.palette.warning)
        words = "" if text is None else first_words(text)
        return Piece(words) if words or text is None else Piece("empty", dim=True)

    # What is chosen

    def _chose_row(self, row: int) -> None:
        if self.search is not None:
            self.go_to_hit(self.hits()[row])
            return
        entries, _ = self._listed.at(row)
        newest = row == len(self._listed) - 1
        self._go(entries, *((None, 0) if newest else self._listed.step_place(row)))

    def _go(self, entries: Entries, step: int | None, repeat: int) -> None:
        changes: dict[str, Any] = {**self.tag_choice(self.selection, entries.tag), **self.step_choice(step, repeat)}
        self.tbtui.select(run=entries.run, **changes)

    def _look(self, row: int) -> None:
        """Read the text of a row."""
        self._chose_row(row)
        self.view.focus()

    def show_hit(self, hit: Hit) -> None:
        """Show the text of a hit, scrolled to its line."""
        self._goal, self.compares = hit, ""
        before = self.selection
        self._go(hit.entries, *step_place(hit.entries, hit.place))
        if self.selection is before:
            self.update()

    def _search(self, pattern: str) -> None:
        for pane in (self.text_pane, self.list_pane):
            pane.set_filter(pattern)
        self.begin_search(pattern)

    def step_back(self) -> bool:
        """Take back the difference, then the search, then the filters."""
        if self.compares or self.search is None:
            return super().step_back()
        self._search("")
        return True

    def action_plain(self) -> None:
        """Show texts as they were written, or rendered."""
        options = self.options(TextOptions())
        self.choose(options, plain=not options.plain)

    def action_wrap(self) -> None:
        """Break long lines, or not."""
        options = self.options(TextOptions())
        self.choose(options, wrap=not options.wrap)

    def action_whole(self) -> None:
        """Show a long text to its end."""
        self._whole = self.chosen[0] if self.chosen else None
        self.update()

    # What can be taken along

    def copied_text(self) -> str:
        """The text, or the difference, as far as terminals take it."""
        texts = [self.values.get(one.entries, one.index) for one in self.sides()]
        if not texts or not all(isinstance(text, Text) for text in texts):
            return ""
        if len(texts) == 2:
            return "\n".join(difference_lines(*(text.cut(_MOST_COMPARED) for text in texts)))
        return "\n".join(source_lines(texts[0].cut(_MOST_COPIED)))

    def exports(self) -> Sequence[Export]:
        """The text and all steps of it as files, and the difference where one is shown."""
        return text_exports(self.chosen[0], self.base()) if self.chosen else ()
