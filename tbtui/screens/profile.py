"""Profile: what a profiler left beside the event files, what each file is, and how to open it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tbtui.analysis.labels import bytes_label, moment_label
from tbtui.analysis.profiles import Profile, command_of, how_to_open, profiles_of
from tbtui.model.display import safe_text
from tbtui.model.selection import Selection
from tbtui.model.side_file import SideKind
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_COLUMNS: Final = (
    Column("Run", 0, keep=7, least=16),
    Column("Session", 20, keep=6),
    Column("Host", 12, keep=5),
    Column("What", 0, "begin", keep=8, least=16),
    Column("Opens with", 10, keep=3),
    Column("Size", 8, "right", keep=4),
    Column("Written", 19, keep=2),
)
_NO_PROFILES: Final = (
    "No profiles beside the event files.\n"
    "Looking for plugins/profile/*/ and for *.xplane.pb and *.pt.trace.json below the logdir."
)


class ProfileScreen(Dashboard):
    """A list of files; they are not read."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "profile",
        "Profile",
        130,
        lambda snapshot: bool(snapshot.beside(SideKind.PROFILE)),
        "Recordings of profilers beside the event files: what each file is, and how to open it.",
        short="Prof",
    )
    AUTO_FOCUS = "VirtualTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy", "Copy command", tooltip="The command that opens the profile, to the clipboard (OSC 52)"),
    ]
    CSS = """
    ProfileScreen #files { height: 1fr; }
    ProfileScreen #details { height: auto; max-height: 60%; }
    ProfileScreen VerticalScroll { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._profiles: list[Profile] = []

    def compose_body(self) -> Iterable[Widget]:
        """The files, and below them how to open the one under the cursor."""
        self.table = VirtualTable(on_move=lambda _: self._show_details(), on_choose=lambda _: self.action_copy())
        self.details = Static()
        self.files_pane = Pane(self.table, title="Profiles", id="files")
        self.details_pane = Pane(VerticalScroll(self.details), title="How to open it", id="details")
        yield Vertical(self.files_pane, self.details_pane, id="body")

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """List the files, with the cursor on the one that it was on."""
        before = self.profile
        self._profiles = profiles_of(snapshot.beside(SideKind.PROFILE))
        paths = [one.file.path for one in self._profiles]
        cursor = paths.index(before.file.path) if before and before.file.path in paths else None
        content = TableContent(_COLUMNS, len(paths), self._row, empty=_NO_PROFILES)
        self.table.show(content, cursor)
        self.files_pane.head("Profiles", f"{len(paths):,} file{'' if len(paths) == 1 else 's'}")
        self._show_details()

    @property
    def profile(self) -> Profile | None:
        """The file under the cursor."""
        return self._profiles[self.table.cursor] if self._profiles else None

    def _row(self, number: int) -> Sequence[Piece]:
        one = self._profiles[number]
        muted = self.palette.muted
        return (
            Piece(one.run),
            Piece(one.session or one.file.name),
            Piece(one.host, muted),
            Piece(one.what),
            Piece(one.opener, muted),
            Piece(bytes_label(one.file.size)),
            Piece(moment_label(one.file.modified), muted),
        )

    def _show_details(self) -> None:
        one = self.profile
        self.details_pane.display = one is not None
        if one is not None:
            self.details.update(_details(one))
            self.details_pane.head("How to open it", f"{one.file.size:,} bytes · {one.what}")

    def copied_text(self) -> str:
        """The command that opens the profile."""
        one = self.profile
        return command_of(one, platform.node()) if one else ""


def _details(one: Profile) -> Content:
    """The command first: it must be seen where there is little room. Long lines go on below."""
    words = [one.file.path, *how_to_open(one)]
    return Content.assemble(
        (safe_text(command_of(one, platform.node())), "bold"), *("\n" + safe_text(text) for text in words)
    )
