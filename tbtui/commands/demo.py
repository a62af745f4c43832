"""``tbtui demo``: write a small log to a temporary directory, go on writing it, and open it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace

from tbtui.commands.demo_log import BackgroundWriter, write_log
from tbtui.model.config import Config


def run(config: Config, open_app: Callable[[Config], int]) -> int:
    """Open the demo with ``open_app`` until it is quit; the log is removed then."""
    with tempfile.TemporaryDirectory(prefix="tbtui-demo-") as directory:
        write_log(directory)
        writer = BackgroundWriter(directory)
        writer.start()
        try:
            return open_app(replace(config, roots={"": directory}))
        finally:
            writer.stop()
