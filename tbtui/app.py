"""The app: its modes and keys come from the registry of screens; it owns the snapshot and the selection."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Static

from tbtui.model.config import Config
from tbtui.model.snapshot import EMPTY_SNAPSHOT, Snapshot
from tbtui.state import first_view, save_view

if TYPE_CHECKING:
    from tbtui.charts.palette import Palette
    from tbtui.loader import Loader
    from tbtui.widgets.background import Background
    from tbtui.widgets.dashboard import Dashboard
    from tbtui.widgets.title_bar import Tab


_KEEP_SECONDS = 3.0
"""How often a view that changed is kept."""


class SnapshotReady(Message):
    """The loader has published; several in one frame become one."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot

    def can_replace(self, message: Message) -> bool:
        """Only the latest snapshot counts."""
        return isinstance(message, SnapshotReady)


class TbtuiApp(App[int]):
    """tbtui. Its first frame needs nothing but Textual; numpy and the screens are imported behind it."""

    TITLE = "tbtui"
    ENABLE_COMMAND_PALETTE = True
    CSS = """
    .ascii Pane, .ascii Pane:focus-within, .ascii ModalScreen Vertical { border: ascii $foreground; }
    #opening { width: 100%; height: 100%; content-align: center middle; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"dashboard({digit})", "Screen", show=False, tooltip="The one of this number")
            for digit in range(1, 10)
        ),
        Binding("right_parenthesis", "next_dashboard(1)", "Next screen", key_display=")", show=False),
        Binding("left_parenthesis", "next_dashboard(-1)", "Previous screen", key_display="(", show=False),
        Binding("r", "reload", "Reload", tooltip="Look at all files and directories now", show=False),
        Binding("colon", "command_palette", "Commands", key_display=":", tooltip="Every command by name"),
        Binding("ctrl+p", "command_palette", "Commands", show=False),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="All keys of this screen"),
        Binding("f1", "help", "Help", show=False),
        Binding("q", "quit", "Quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "To the shell", show=False, tooltip="fg brings tbtui back"),
    ]

    def __init__(
        self,
        config: Config,
        *,
        start_loader: Callable[[TbtuiApp], Loader] | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.config = config
        self.snapshot: Snapshot = EMPTY_SNAPSHOT
        self.selection = first_view(config)
        self._saved = self.selection
        self.loader: Loader | None = None
        self._background: Background | None = None
        self.dashboards: Sequence[type[Dashboard]] = ()
        self._with_data: tuple[Snapshot, Sequence[type[Dashboard]]] = (EMPTY_SNAPSHOT, ())
        self._palette: Palette | None = None
        self._start_loader = start_loader or _start_loader
        self._came_from: list[str] = []

    def compose(self) -> ComposeResult:
        """The first frame."""
        yield Static("opening " + ", ".join(self.config.roots.values()), id="opening", markup=False)

    def on_mount(self) -> None:
        """Import the rest once the first frame is painted; leave the terminal well when told to end from outside."""
        self.call_after_refresh(self._import_screens)
        self.set_interval(_KEEP_SECONDS, self._keep_view)
        self.theme_changed_signal.subscribe(self, lambda _: self._change_colours())
        # Textual comes back from ctrl+z without painting what the shell wrote over.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self._heed_signals()

    def _heed_signals(self) -> None:
        """SIGTERM and SIGHUP end the app as q does; Textual alone lets them leave the terminal in its own mode."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.end, 128 + number)

    def _change_colours(self) -> None:
        self._palette = None
        self._update()

    def _import_screens(self) -> None:
        threading.Thread(target=self._importing, name="tbtui-import", daemon=True).start()

    def _importing(self) -> None:
        from tbtui.screens import dashboards

        found = dashboards()
        self.call_from_thread(self._open, found)

    def _open(self, found: Sequence[type[Dashboard]]) -> None:
        self.dashboards = found
        for dashboard in found:
            self.add_mode(dashboard.DESCRIPTOR.name, dashboard)
        names = [dashboard.DESCRIPTOR.name for dashboard in found]
        self.switch_mode(self.selection.screen if self.selection.screen in names else names[0])
        self.loader = self._start_loader(self)

    def switch_mode(self, mode: str) -> AwaitMount:
        """Open a dashboard; the next start opens it again."""
        self.selection = replace(self.selection, screen=mode)
        return super().switch_mode(mode)

    def publish(self, snapshot: Snapshot) -> None:
        """Told of a snapshot by the loader's thread."""
        self.post_message(SnapshotReady(snapshot))

    def on_snapshot_ready(self, message: SnapshotReady) -> None:
        """Take in what the loader published."""
        loaded = self.snapshot.progress.loading and not message.snapshot.progress.loading
        self.take(message.snapshot)
        if loaded:
            # What was loaded stays, as does the screen: collections of garbage need not look at it again.
            self.call_after_refresh(gc.freeze)

    def take(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self.snapshot = snapshot
        self._give_colours()
        self._update()

    def select(self, **changes: Any) -> None:
        """Replace parts of the selection and show what follows from it."""
        selection = replace(self.selection, **changes)
        if selection != self.selection:
            self.selection = selection
            self._update()

    def go(self, name: str, *, tag: str | None = None, **changes: Any) -> None:
        """Open another dashboard, on a tag of its own kind; Esc returns from there."""
        dashboard = next(one for one in self.dashboards if one.DESCRIPTOR.name == name)
        if tag is not None:
            changes |= dashboard.tag_choice(self.selection, tag)
        if name == self.current_mode:
            self.select(**changes)
            return
        self.selection = replace(self.selection, **changes)
        self._came_from.append(self.current_mode)
        self.switch_mode(name)

    def screen_of(self, plugin: str) -> str | None:
        """The name of the dashboard that shows tags of a plugin; None for none."""
        return next((one.DESCRIPTOR.name for one in self.dashboards if one.shows_plugin(plugin)), None)

    def go_back(self) -> None:
        """Return to the dashboard from which this one was opened by ``go``."""
        if self._came_from:
            self.switch_mode(self._came_from.pop())

    def _give_colours(self) -> None:
        """A colour slot for every run that has none yet, in the order in which they appear."""
        slots = dict(self.selection.slots)
        fresh = [run for run in self.snapshot.runs if run not in slots]
        if fresh:
            from tbtui.analysis.listing import natural_key

            fresh.sort(key=natural_key)
            taken = set(slots.values())
            free = (slot for slot in range(len(taken) + len(fresh)) if slot not in taken)
            slots.update(zip(fresh, free, strict=False))
            self.selection = replace(self.selection, slots=slots)

    def _update(self) -> None:
        from tbtui.widgets.dashboard import Dashboard

        if isinstance(self.screen, Dashboard):
            self.screen.update()

    @property
    def palette(self) -> Palette:
        """The colours that this terminal and theme allow."""
        from tbtui.charts.palette import palette_for

        if self._palette is None:
            colours = {None: 16, "standard": 16, "windows": 16, "256": 256}.get(self.console.color_system, 1 << 24)
            theme = self.current_theme
            ground = Color.parse(self.get_css_variables()["background"])
            shade = ground.rgb[0] << 16 | ground.rgb[1] << 8 | ground.rgb[2]
            count, ascii_only = 16 if theme.ansi else colours, self.has_class("ascii")
            found = palette_for(colours=count, dark=theme.dark, ground=shade, ascii=ascii_only)
            self._palette = replace(found, colours=2) if self.no_color else found
        return self._palette

    @property
    def background(self) -> Background:
        """Where work goes that must not be done on the UI thread."""
        from tbtui.widgets.background import Background

        if self._background is None:
            self._background = Background(self)
        return self._background

    def with_data(self) -> list[type[Dashboard]]:
        """The dashboards for which the log holds something."""
        snapshot, shown = self._with_data
        if snapshot is not self.snapshot or not shown:
            shown = tuple(one for one in self.dashboards if one.DESCRIPTOR.has_data(self.snapshot))
            self._with_data = self.snapshot, shown
        return list(shown)

    def title_of(self, dashboard: Dashboard) -> tuple[tuple[Tab, ...], tuple[str, ...]]:
        """The tabs, and how loading goes."""
        from tbtui.widgets.title_bar import Tab, status_of

        shown = self.with_data()
        if type(dashboard) not in shown:
            shown.append(type(dashboard))
        tabs = tuple(
            Tab(said.name, said.title, str(place) if place < 10 else "", one is type(dashboard), said.short)
            for place, one in enumerate(shown, 1)
            for said in (one.DESCRIPTOR,)
        )
        return tabs, status_of(self.snapshot)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The palette has nothing to lie over before there is a screen."""
        return bool(self.dashboards) if action == "command_palette" else super().check_action(action, parameters)

    def action_dashboard(self, digit: int) -> None:
        """Open one of the first nine dashboards that have data."""
        shown = self.with_data()
        if digit <= len(shown):
            self.switch_mode(shown[digit - 1].DESCRIPTOR.name)
        else:
            self.notify(f"The log holds nothing for a screen {digit} so far.", timeout=3)

    def action_next_dashboard(self, by: int) -> None:
        """Open the next of the dashboards that have data, or the one before."""
        names = [one.DESCRIPTOR.name for one in self.with_data()]
        place = names.index(self.current_mode) if self.current_mode in names else 0
        self.switch_mode(names[(place + by) % len(names)])

    def action_reload(self) -> None:
        """Look at all files and directories now."""
        if self.loader:
            self.loader.reload_now()

    def action_help(self) -> None:
        """Show all keys of the screen that is seen."""
        from tbtui.widgets.dashboard import Dashboard
        from tbtui.widgets.help_screen import HelpScreen, help_lines

        if isinstance(self.screen, Dashboard):
            descriptor = self.screen.DESCRIPTOR
            self.push_screen(HelpScreen(descriptor.title, help_lines(self.screen, descriptor.about)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers: every screen, every key of the one that is seen, the themes."""
        from tbtui.widgets.dashboard import Dashboard
        from tbtui.widgets.key_bar import is_own, keys_of

        shown = self.with_data()
        for one in self.dashboards:
            name, title = one.DESCRIPTOR.name, one.DESCRIPTOR.title
            about = one.DESCRIPTOR.about if one in shown else "This log holds nothing for it."
            yield SystemCommand(f"Go to {title}", about, partial(self.switch_mode, name))
        for key in keys_of(screen):
            action, node = key.active.binding.action, key.active.node
            named = key.active.binding.show or key.tooltip
            if named and is_own(key.active) and not action.startswith("command_palette"):
                about = f"{key.tooltip or key.description} (key {key.display})"
                yield SystemCommand(key.description, about, partial(self.run_action, action, node))
        if isinstance(screen, Dashboard):
            for command in screen.commands():
                yield SystemCommand(command.name, command.about, command.run)
        yield SystemCommand("Theme", "Change the colours of the app", self.action_change_theme)

    def fail(self, error: BaseException) -> None:
        """Told by the loader's thread that it ended with an error: end with a traceback, as for one of our own."""
        self.call_later(self._raise, error)

    def _raise(self, error: BaseException) -> None:
        raise error

    async def action_quit(self) -> None:
        """End, whatever is being loaded."""
        self.end(0)

    def end(self, status: int) -> None:
        """Keep the view, stop what goes on in the background, and leave the terminal as it was."""
        if self.loader:
            self.loader.stop()
        self.background.stop()
        if self.config.keep_view and self.selection != self._saved:
            save_view(self.config.roots, self.selection)
        self.exit(status, return_code=status)

    def _keep_view(self) -> None:
        """Write the view to the state directory, on another thread."""
        if self.config.keep_view and self.selection != self._saved:
            self._saved = self.selection
            self.background.run("state", partial(save_view, self.config.roots, self.selection))


def _start_loader(app: TbtuiApp) -> Loader:
    from tbtui.loader import Loader
    from tbtui.parsing.logdir import Logdir

    loader = Loader(
        Logdir(app.config.roots),
        app.publish,
        app.fail,
        interval=app.config.reload_interval,
    )
    # All that was imported stays for good: without looking at it a full collection of garbage takes 2 ms, not 50.
    gc.freeze()
    loader.start()
    return loader
