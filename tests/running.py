"""Runs the app without a terminal on a log that was read at once: what a screen's test needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.model.config import Config
from tbtui.parsing.logdir import Logdir

_PATIENCE = 400


class StillLoader:
    """Reads when it is told to, on the test's own thread."""

    def __init__(self, app: TbtuiApp) -> None:
        self.app = app
        self.logdir = Logdir(app.config.roots)
        self.reload_now()

    def reload_now(self) -> None:
        self.app.take(self.logdir.reload())

    def stop(self) -> None:
        pass


@asynccontextmanager
async def running(
    logdir: Path | str, size: tuple[int, int] = (120, 36), config: Config | None = None
) -> AsyncIterator[tuple[TbtuiApp, Pilot[int]]]:
    """The app on ``logdir`` with everything read, on its first screen."""
    app = TbtuiApp(config or Config(roots={"": str(logdir)}), start_loader=StillLoader)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.loader is not None and bool(app.dashboards))
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Let the app go on until the condition holds; AssertionError where it never does."""
    for _ in range(_PATIENCE):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("the app never came to where the test waited for it")


async def open_screen(app: TbtuiApp, pilot: Pilot[int], name: str) -> None:
    """Go to a dashboard by its name."""
    app.switch_mode(name)
    await until(pilot, lambda: app.current_mode == name)
    await pilot.pause()


def screen_text(app: TbtuiApp) -> str:
    """What the screen shows, as plain text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())
