"""One event whole, over the screen: its fields as a tree that folds, or byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tbtui.analysis.event_content import EventContent, FieldLine, field_lines, hex_line, value_text
from tbtui.analysis.labels import bytes_label
from tbtui.charts.cells import cut
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_text
from tbtui.widgets.exports import MOST_TOLD
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_FIELDS: Final = (
    Column("Field", 0, keep=3, least=16, share=2),
    Column("Type", 16, keep=1),
    Column("Value", 0, "begin", keep=2, least=20, share=3),
)
_WIDE_DUMP: Final = 16
_NARROW_DUMP: Final = 8
_ROOM_FOR_WIDE: Final = 82
_EVENT = Binding.Group("Event", compact=True)


class EventSheet(ModalScreen[None]):
    """Shows what ``show`` is given; ``on_step(by)`` is called to have a neighbour shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close"),
        Binding("x", "dump", "Bytes", tooltip="Byte by byte, or field by field"),
        Binding("comma", "step(-1)", "Event before", group=_EVENT, key_display=","),
        Binding("full_stop", "step(1)", "Next event", group=_EVENT, key_display="."),
        Binding("left,h", "turn(0)", "Close field", show=False),
        Binding("right,l,space", "turn(1)", "Open field", show=False),
        Binding("Y", "copy", "Copy", show=False),
    ]
    DEFAULT_CSS = """
    EventSheet { align: center middle; }
    EventSheet Vertical {
        width: 94%; max-width: 140; height: 92%; border: round $primary; background: $surface; padding: 0 1;
    }
    EventSheet .note { height: auto; color: $warning; }
    EventSheet.narrow Vertical { width: 100%; height: 100%; padding: 0; }
    """

    def __init__(self, content: EventContent, palette: Palette, on_step: Callable[[int], None]) -> None:
        super().__init__()
        self._content, self._palette, self._on_step = content, palette, on_step
        self._turned: frozenset[int] = frozenset()
        self._lines: Sequence[FieldLine] = ()
        self._wants_dump = False

    def compose(self) -> ComposeResult:
        """A table of fields, or of bytes."""
        self.table = VirtualTable(on_choose=self._chose)
        self.note = Static(classes="note")
        self.box = Vertical(self.note, self.table)
        yield self.box

    def on_mount(self) -> None:
        """Show what there is."""
        self.table.focus()
        self.show(self._content)

    def on_resize(self) -> None:
        """Take all the room where there is little; a dump has as many bytes a line as there is room for."""
        self.set_class(self.size.width < 80, "narrow")
        self.call_after_refresh(self._update)

    @property
    def _dump(self) -> bool:
        """Whether bytes are shown: what is no record has nothing else."""
        return self._wants_dump or not self._content.fields

    def show(self, content: EventContent) -> None:
        """Show another event."""
        self._content, self._turned = content, frozenset()
        row = content.row
        self.box.border_title = Content(safe_text(f"{row.file[0]} · {row.file_name}"))
        where = f"byte {row.offset:,}, {bytes_label(row.length)}" if row.offset >= 0 else ""
        checked = f"checksum {content.checked.value}" if content.checked else ""
        hint = ("x fields" if self._dump else "x bytes") if content.fields else ""
        self.note.display = bool(content.problem)
        self.note.update(Content(safe_text(content.problem)))
        self.box.border_subtitle = Content(" · ".join(filter(None, (where, checked, hint, "Esc closes"))))
        self._update(0)

    def _update(self, cursor: int | None = None) -> None:
        content = self._content
        if self._dump:
            self._show_dump(content, cursor)
            return
        self._lines = list(field_lines(content.fields, self._turned))
        empty = "" if content.problem else "This event holds nothing."
        self.table.show(TableContent(_FIELDS, len(self._lines), self._field_row, empty=empty), cursor)

    def _show_dump(self, content: EventContent, cursor: int | None) -> None:
        width = _WIDE_DUMP if self.table.size.width >= _ROOM_FOR_WIDE else _NARROW_DUMP
        offset = max(0, content.row.offset)
        place = max(10, len(f"{offset + len(content.raw):,}"))
        columns = (
            Column("Offset", place, "right", keep=1),
            Column("Bytes", 3 * width - 2 + width // 8, keep=3),
            Column("", width, keep=2),
        )

        def line(number: int) -> Sequence[Piece]:
            at, octets, letters = hex_line(content.raw, offset, number, width)
            return Piece(at, self._palette.muted), Piece(octets), Piece(letters, self._palette.muted)

        count = -(-len(content.raw) // width)
        empty = "" if content.problem else "There are no bytes."
        self.table.show(TableContent(columns, count, line, empty=empty), cursor)

    def _field_row(self, number: int) -> Sequence[Piece]:
        line = self._lines[number]
        mark = ("▾ " if line.open else "▸ ") if line.field.fields else "  "
        colour = self._palette.warning if line.field.wrong else -1
        muted = self._palette.muted if line.field.fields else colour
        return (
            Piece(self._indent() * line.depth + mark + line.field.name, bold=bool(line.field.fields)),
            Piece(line.field.kind, self._palette.muted),
            Piece(value_text(line.field), muted),
        )

    def _indent(self) -> str:
        """By how much a field stands further right than what holds it."""
        return "  " if self.table.size.width >= _ROOM_FOR_WIDE else " "

    def _chose(self, number: int) -> None:
        if not self._dump and self._lines[number].field.fields:
            self._turn(number)

    def _turn(self, number: int) -> None:
        self._turned ^= {id(self._lines[number].field)}
        self._update()

    def action_turn(self, opened: int) -> None:
        """Open or close the field under the cursor; to close one that cannot be, go to what holds it."""
        if self._dump or not self._lines:
            return
        line = self._lines[self.table.cursor]
        if line.field.fields and line.open != bool(opened):
            self._turn(self.table.cursor)
        elif not opened:
            above = [at for at in range(self.table.cursor) if self._lines[at].depth < line.depth]
            self.table.go_to(above[-1] if above else 0)

    def action_dump(self) -> None:
        """Bytes, or fields again."""
        self._wants_dump = not self._wants_dump
        self.table.top = 0
        self.show(self._content)

    def action_step(self, by: int) -> None:
        """Show the event before or behind."""
        self._on_step(by)

    def action_copy(self) -> None:
        """Copy the value under the cursor through the terminal."""
        if not self._dump and self._lines:
            text = self._lines[self.table.cursor].field.text
            self.app.copy_to_clipboard(safe_text(text))
            self.notify(f"Copied: {cut(safe_text(text), MOST_TOLD)}", markup=False, timeout=3)
