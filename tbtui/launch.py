"""Starts the app in this terminal: what it can show, which driver, which theme."""

from __future__ import annotations

import io
import logging
import sys

from textual.driver import Driver

from tbtui.app import TbtuiApp
from tbtui.model.config import Config


def run(config: Config) -> int:
    """Run the app until it is quit; the exit status."""
    if config.log_file:
        logging.basicConfig(filename=config.log_file, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    app = TbtuiApp(config, driver_class=_driver_class())
    if config.theme and config.theme not in app.available_themes:
        sys.stderr.write(f"tbtui: no theme {config.theme!r}; there are {', '.join(sorted(app.available_themes))}\n")
        return 2
    if config.images != "blocks" and not _graphics_at_hand(config.images):
        sys.stderr.write(f"tbtui: --images {config.images} needs textual-image: pip install 'tbtui[graphics]'\n")
        return 2
    app.theme = config.theme or _usual_theme(app)
    _prepare_output(app, ascii_only=config.ascii)
    status = app.run(mouse=config.mouse)
    return app.return_code or status or 0


def _driver_class() -> type[Driver] | None:
    """The driver that says the same in fewer bytes, where there is one for the system."""
    if sys.platform == "win32":
        return None
    from tbtui.widgets.terse_driver import TerseDriver

    return TerseDriver


def _graphics_at_hand(kind: str) -> bool:
    """Load what draws graphics: it asks the terminal for its abilities, which cannot be done while Textual reads."""
    from tbtui.widgets.graphics import load

    try:
        load(kind)
    except ImportError:
        return False
    return True


def _usual_theme(app: TbtuiApp) -> str:
    """Where there are sixteen colours, the terminal's own: others would be forced into them."""
    return "ansi-dark" if app.console.color_system in (None, "standard", "windows") else app.theme


def _prepare_output(app: TbtuiApp, *, ascii_only: bool) -> None:
    """Draw with what the terminal can show: an output that is no UTF-8 gets ASCII."""
    stream = sys.__stderr__
    utf8 = stream is not None and (stream.encoding or "").lower().replace("-", "") == "utf8"
    if ascii_only or not utf8:
        from tbtui.widgets.strips import draw_with_ascii

        draw_with_ascii()
        app.add_class("ascii")
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
