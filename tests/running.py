"""Runs the app without a terminal on a log that was read at once: what a screen's test needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.model.config import Config
from tbtui.parsing.logdir import Logdir

_PATIENCE = 3000
# A message may be on its way to where it is not counted: quiet is what stays quiet.
_QUIET_ROUNDS = 3


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


async def settled(app: TbtuiApp, pilot: Pilot[int]) -> None:
    """Let everything be done and shown that the app has begun, also what this begins in turn."""
    quiet = 0
    for _ in range(_PATIENCE):
        await pilot.pause(0 if quiet else 0.01)
        quiet = quiet + 1 if _is_quiet(app) else 0
        if quiet == _QUIET_ROUNDS:
            return
    raise AssertionError("the app never came to rest")


def _is_quiet(app: TbtuiApp) -> bool:
    """Nothing in the background, no message on its way, no layout or painting that waits."""
    nodes = [app, *app.screen.walk_children(with_self=True)]
    return not app.background.busy and not any(node.message_queue_size or node._next_callbacks for node in nodes)


async def open_screen(app: TbtuiApp, pilot: Pilot[int], name: str) -> None:
    """Go to a dashboard by its name."""
    app.switch_mode(name)
    await until(pilot, lambda: app.current_mode == name)
    await settled(app, pilot)


def screen_text(app: TbtuiApp) -> str:
    """What the screen shows, as plain text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def seen(app: TbtuiApp, pilot: Pilot[int]) -> str:
    """What the screen shows once all is done."""
    await settled(app, pilot)
    return screen_text(app)


async def press(app: TbtuiApp, pilot: Pilot[int], *keys: str) -> str:
    """Press keys; what the screen shows once all is done."""
    await pilot.press(*keys)
    return await seen(app, pilot)
