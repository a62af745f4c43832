"""The base of all dashboards: a screen that is shown a snapshot and a selection, and how it describes itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from tbtui.analysis.listing import listed_runs
from tbtui.charts.cells import cut
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_lines, safe_text
from tbtui.model.saved_view import from_json, to_json
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.background import Background
from tbtui.widgets.exports import MOST_TOLD, Export, ExportError, export_work
from tbtui.widgets.host import Descriptor, Host
from tbtui.widgets.key_bar import KeyBar
from tbtui.widgets.pane import Pane
from tbtui.widgets.prompt import Choice, Prompt
from tbtui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Options = TypeVar("Options", bound="DataclassInstance")

NARROW = 60
"""Below so many columns lists collapse."""


class Command(NamedTuple):
    """Something that the palette offers by its name."""

    name: str
    about: str
    run: Callable[[], None]


class Dashboard(Screen[None]):
    """A screen of the app. ``show`` is called whenever the snapshot or the selection changed while it is seen."""

    DESCRIPTOR: ClassVar[Descriptor]
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next pane", show=False),
        Binding("shift+tab", "app.focus_previous", "Pane before", show=False),
        Binding("slash", "filter_first", "Filter", show=False, key_display="/", tooltip="The first list of the screen"),
        Binding("escape", "back", "Back", show=False, tooltip="One step back; never quits"),
        Binding("e", "export", "Export", show=False, tooltip="Write what is shown to a file"),
        Binding("Y", "copy", "Copy", show=False, tooltip="What is under the cursor, to the clipboard (OSC 52)"),
    ]
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

    # What is chosen on this screen alone

    def options(self, usual: Options) -> Options:
        """The options of this screen, a frozen dataclass, as they were chosen; ``usual`` has the defaults."""
        return from_json(self.selection.options.get(self.DESCRIPTOR.name, {}), usual)

    def choose(self, options: Options, **changes: Any) -> None:
        """Replace some of the options of this screen; they are kept with the view of the logdir."""
        chosen = to_json(replace(options, **changes))
        self.tbtui.select(options={**self.selection.options, self.DESCRIPTOR.name: chosen})

    @classmethod
    def tag_choice(cls, selection: Selection, tag: str) -> dict[str, Any]:
        """What to change in the selection so that this screen shows a tag."""
        return {}

    def commands(self) -> Iterable[Command]:
        """What the palette offers for this screen beside its keys."""
        return ()

    @classmethod
    def shows_plugin(cls, plugin: str) -> bool:
        """Whether this screen is the one for tags of a plugin."""
        return plugin == cls.DESCRIPTOR.name

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The forms in which what is shown can be written; none where nothing is."""
        return ()

    def copied_text(self) -> str:
        """What goes to the clipboard; "" for nothing."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to export or to copy on some screens."""
        if action == "export":
            return type(self).exports is not Dashboard.exports
        if action == "copy":
            return type(self).copied_text is not Dashboard.copied_text
        return super().check_action(action, parameters)

    def action_filter_first(self) -> None:
        """Filter the first list, where the pane of the focus holds none."""
        for pane in self.query(Pane):
            if pane.is_on_screen and pane.filters:
                pane.action_filter()
                return
        self.notify("There is no list to filter here.", timeout=3)

    def action_export(self) -> None:
        """Ask in which form and where to write what is shown."""
        offered = self.exports()
        if not offered:
            self.notify("There is nothing to write yet.", timeout=3)
        elif len(offered) == 1:
            self._ask_path(offered[0])
        else:
            options = [(one.title, one.name) for one in offered]
            self.app.push_screen(
                Choice("Export", options), lambda place: None if place is None else self._ask_path(offered[place])
            )

    def _ask_path(self, one: Export) -> None:
        hint = "A file that is not there yet, relative to the directory that tbtui was started in"
        self.app.push_screen(Prompt(f"Write {one.title} to", hint, one.name), lambda path: self._write(path, one))

    def _write(self, path: str | None, one: Export) -> None:
        if path:
            self.background.run("export", export_work(path, one, list(self.tbtui.config.roots.values())), self._told)

    def _told(self, result: str | ExportError) -> None:
        wrong = isinstance(result, ExportError)
        self.notify(safe_text(str(result)), severity="error" if wrong else "information", markup=False)

    def action_copy(self) -> None:
        """Copy through the terminal, which must allow it; tmux needs "set -s set-clipboard on"."""
        text = self.copied_text()
        if text:
            self.app.copy_to_clipboard(safe_lines(text))
            self.notify(f"Copied: {cut(safe_text(text), MOST_TOLD)}", markup=False, timeout=3)
        else:
            self.notify("There is nothing to copy here.", timeout=3)

    # Back

    def step_back(self) -> bool:
        """Take back what was done last on this screen; False where there is nothing to take back."""
        return False

    def action_back(self) -> None:
        """One step back on this screen, or to the one from which it was opened."""
        if not self.step_back():
            self.tbtui.go_back()

    # Which runs are drawn

    def toggle(self, *runs: str) -> None:
        """Show these runs in every chart, or hide them where any of them is shown."""
        hidden = self.selection.hidden_runs
        self.tbtui.select(hidden_runs=hidden - set(runs) if hidden >= set(runs) else hidden | set(runs))

    def only(self, *runs: str) -> None:
        """Show only these runs of those that are listed; all of them where these are the only ones already."""
        others = {one.name for one in listed_runs(self.snapshot, self.selection)} - set(runs)
        hidden = self.selection.hidden_runs
        alone = not hidden & set(runs) and others <= hidden
        self.tbtui.select(hidden_runs=hidden - others if alone else (hidden | others) - set(runs))

    def expand_group(self, group: str) -> None:
        """Draw and list the runs of a group one by one, or together again."""
        self.tbtui.select(expanded_groups=self.selection.expanded_groups ^ {group})

    def all(self) -> None:
        """Show all runs that are listed; none of them where all are shown already."""
        listed = {one.name for one in listed_runs(self.snapshot, self.selection)}
        hidden = self.selection.hidden_runs
        self.tbtui.select(hidden_runs=hidden - listed if hidden & listed else hidden | listed)

    def on_resize(self) -> None:
        """Let style sheets know when there is little room."""
        self.set_class(self.size.width < NARROW, "narrow")
