"""Lines of details of a graph's item; long ones go on in the next line, and some lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType

from tbtui.analysis.graph_details import GraphDetail
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_lines
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_WIDEST_NAME: Final = 18
_LEAST_TEXT: Final = 20
_MOST_WRAPPED: Final = 40
LEADS: Final = "→"


class _Line(NamedTuple):
    detail: GraphDetail
    text: str
    first: bool
    """It is the first line of its detail."""


class DetailList(VirtualTable):
    """``on_follow`` is told of the line that Enter is pressed on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Follow", tooltip="Go where the line leads; where it leads nowhere, open the menu"),
    ]

    def __init__(self, *, on_follow: Callable[[GraphDetail], None], id: str) -> None:
        super().__init__(on_choose=self._entered, id=id)
        self._follow = on_follow
        self._texts: Sequence[_Line] = ()
        self._shown: object = None

    def show_details(self, details: Sequence[GraphDetail], palette: Palette, of: object) -> None:
        """Show these lines; the cursor goes to the first where they are ``of`` something else than before."""
        width = min(_WIDEST_NAME, max((len(one.name) for one in details if not one.heading), default=0))
        room = max(_LEAST_TEXT, self.size.width - width - 5)
        self._texts = [line for one in details for line in _wrapped(one, room)]

        def row(number: int) -> Sequence[Piece]:
            one, text, first = self._texts[number]
            if one.heading:
                return Piece(""), Piece(""), Piece(one.name, bold=True)
            colour = palette.warning if one.warning else DEFAULT
            return (
                Piece(one.name if first else "", palette.muted),
                Piece(LEADS if first and leads(one) else "", palette.runs[0]),
                Piece(text, colour),
            )

        columns = (Column("", max(1, width), keep=2), Column("", 1, keep=1), Column("", 0, keep=3))
        cursor = 0 if of != self._shown else None
        self._shown = of
        self.show(TableContent(columns, len(self._texts), row), cursor)

    def _entered(self, number: int) -> None:
        self._follow(self._texts[number].detail)


def leads(detail: GraphDetail) -> bool:
    """Whether a line leads to another item or screen."""
    return detail.target is not None or detail.tag is not None


def _wrapped(detail: GraphDetail, room: int) -> list[_Line]:
    """The text of a detail on lines of that many characters."""
    pieces = [piece for line in safe_lines(detail.text).split("\n") for piece in broken(line, room)]
    if len(pieces) > _MOST_WRAPPED:
        pieces[_MOST_WRAPPED:] = ["..."]
    return [_Line(detail, piece, place == 0) for place, piece in enumerate(pieces)]


def broken(text: str, room: int) -> list[str]:
    """The text in pieces of at most so many characters, broken behind spaces and slashes where there are any."""
    pieces = []
    while len(text) > room:
        end = max(text.rfind(" ", 0, room), text.rfind("/", 0, room)) + 1
        end = end if end > room // 2 else room
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]
