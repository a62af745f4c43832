"""The table of clips: whose each is, how long, how it is written, and how loud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.labels import bytes_label
from tbtui.analysis.run_rows import RunRow
from tbtui.analysis.sounds import ClipHead, Loudness, channels_label, length_label, level_label, rate_label
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import RunList, run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent

# Labels are markdown; on one line its emphasis says nothing.
_NO_MARKUP: Final = dict.fromkeys(map(ord, "*`#"))


@dataclass(frozen=True, slots=True)
class ListedClip:
    """One row."""

    one: ChosenEntry
    number: int
    count: int
    """How many clips the entry holds."""
    head: ClipHead | None
    """None until the entry was read."""
    loudness: Loudness | None = None
    problem: str = ""
    """Why the clip cannot be heard or seen."""

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same from step to step."""
        return self.one.run, self.number

    def name(self) -> str:
        """Which clip of the entry it is, and its label."""
        number = f"{self.number + 1}/{self.count}" if self.count > 1 else ""
        label = " ".join(self.head.label.translate(_NO_MARKUP).split()) if self.head else ""
        return " ".join(filter(None, (number, label)))


def _of_header(text: Callable[[ClipHead], str]) -> Callable[[ListedClip], str]:
    return lambda clip: text(clip.head) if clip.head and clip.head.header else ""


def _length(head: ClipHead) -> str:
    return length_label(head.header.seconds, head.header.frames) if head.header else ""


# title, width, how much it is kept, text
_COLUMNS: Final[tuple[tuple[str, int, int, Callable[[ListedClip], str]], ...]] = (
    ("Step", 8, 6, lambda clip: f"{clip.one.step:,}"),
    ("Length", 9, 9, _of_header(_length)),
    ("Rate", 9, 4, _of_header(lambda head: rate_label(head.header.rate) if head.header else "")),
    ("Channels", 10, 3, _of_header(lambda head: channels_label(head.header.channels) if head.header else "")),
    ("Encoding", 12, 2, _of_header(lambda head: head.header.encoding if head.header else "")),
    ("Peak", 8, 8, lambda clip: level_label(clip.loudness.peak) if clip.loudness else ""),
    ("RMS", 8, 7, lambda clip: level_label(clip.loudness.rms) if clip.loudness else ""),
    ("Size", 8, 1, lambda clip: bytes_label(clip.head.encoded) if clip.head else ""),
)


class ClipList(RunList):
    """Clips of the runs that are drawn; the keys of runs work on them."""

    def show_clips(self, clips: Sequence[ListedClip], selection: Selection, palette: Palette, cursor: int) -> None:
        """Show these clips."""
        self.rows = [RunRow(clip.one.run, 0, True, runs=(clip.one.run,)) for clip in clips]
        named = any(clip.name() for clip in clips)
        columns = [Column("", 1, keep=20), Column("Run", 0, keep=19, least=14)]
        if named:
            columns.append(Column("Clip", 16, keep=10))
        columns += [Column(title, width, "right", keep=keep) for title, width, keep, _ in _COLUMNS]

        def row(number: int) -> Sequence[Piece]:
            clip = clips[number]
            pieces = [run_mark(selection.slots.get(clip.one.run, 0), True, palette), Piece(clip.one.run)]
            pieces += [Piece(clip.name(), palette.muted)] if named else []
            broken = "broken" if clip.problem else ""
            texts = [text(clip) for *_, text in _COLUMNS]
            return [*pieces, Piece(texts[0]), Piece(broken or texts[1]), *map(Piece, texts[2:])]

        self.show(TableContent(tuple(columns), len(clips), row), cursor)
