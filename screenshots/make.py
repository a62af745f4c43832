"""Makes the pictures of this directory: the real app on the log of ``tbtui demo``, one picture a screen.

python screenshots/make.py [NAME ...]
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.commands.demo_log import write_log
from tbtui.loader import Loader
from tbtui.model.config import Config
from tbtui.screens import dashboards

_SIZE: Final = (120, 36)
_HERE: Final = Path(__file__).resolve().parent
# What is pressed on a screen before its picture is taken; nothing on those that are not named here.
_KEYS: Final[dict[str, Sequence[str]]] = {
    "scalars": ("end", "up", "up", "up", "c", *["shift+left"] * 4),
    "images": ("end",),
    "projector": ("right", "down"),
    "text": ("down",),
}
_SECONDS: Final = 20


async def take(name: str, logdir: str) -> None:
    """Open the app on one screen and keep its picture."""
    app = TbtuiApp(Config(roots={"": logdir}, screen=name, reload_interval=0))
    async with app.run_test(size=_SIZE) as pilot:
        await _settled(app, pilot)
        for key in _KEYS.get(name, ()):
            await pilot.press(key)
        await _settled(app, pilot)
        (_HERE / f"{name}.svg").write_text(app.export_screenshot(title=f"tbtui: {name}"), "utf-8")


async def _settled(app: TbtuiApp, pilot: Pilot[int]) -> None:
    """Wait until everything is loaded and drawn."""
    for _ in range(_SECONDS * 20):
        await pilot.pause(0.05)
        loader: Loader | None = app.loader
        if loader and not app.snapshot.progress.loading and app.background.busy == 0:
            break
    else:
        raise SystemExit("the app did not come to rest")
    await pilot.pause(0.2)


def main(names: Sequence[str]) -> None:
    """Take the pictures of these screens, or of all."""
    platform.node = lambda: "login-node"
    with tempfile.TemporaryDirectory(prefix="tbtui-") as directory:
        os.environ |= {
            "XDG_STATE_HOME": os.path.join(directory, "state"),
            "COLORTERM": "truecolor",
            "TERM": "xterm-256color",
        }
        os.chdir(directory)
        write_log("logs")
        for name in names or [one.DESCRIPTOR.name for one in dashboards()]:
            asyncio.run(take(name, "logs"))
            print(f"{name}.svg")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
