"""What the command line asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Config:
    """The options of one start; None where the saved view or the default decides."""

    roots: Mapping[str, str] = field(default_factory=lambda: {"": "."})
    """The name before the runs of each logdir ("" for none) and its path."""
    runs: str | None = None
    """Show only runs that this regular expression matches."""
    tags: str | None = None
    """Show only tags that this regular expression matches."""
    smoothing: float | None = None
    """Weight from 0 up to 0.99999."""
    x_axis: str | None = None
    """step, relative or wall."""
    screen: str | None = None
    """The dashboard to open first, by its name."""
    reload_interval: float = 1.0
    """Seconds between looks at files that grow; 0 reads once."""
    mouse: bool = True
    ascii: bool = False
    """Draw with ASCII characters only."""
    theme: str | None = None
    images: str = "blocks"
    """How one picture is drawn: with half blocks, or as "sixel" or "kitty" graphics."""
    log_file: str | None = None
    keep_view: bool = True
    """Whether what is chosen is kept for the next start."""
