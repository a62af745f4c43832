"""Textual's driver for terminals of POSIX systems, saying the same in fewer bytes."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from tbtui.widgets.terse_output import terse


class TerseDriver(LinuxDriver):
    """Passes everything that is written through ``terse``."""

    def write(self, data: str) -> None:
        """Write data to the terminal; each call begins and ends in a plain style."""
        super().write(terse(data))
