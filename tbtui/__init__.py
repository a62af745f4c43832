"""tbtui: the TensorBoard of the terminal.

``tbtui.open_logdir(path)`` reads a logdir; see ``tbtui.parsing.logdir.Logdir``. Importing this package loads nothing
else until that is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tbtui.parsing.logdir import Logdir, open_logdir

__version__ = "0.1.0"
__all__ = ["Logdir", "__version__", "open_logdir"]


def __getattr__(name: str) -> Any:
    """Load the reader at the first use of one of its names (PEP 562): ``tbtui --help`` must not wait for numpy."""
    if name in ("Logdir", "open_logdir"):
        from tbtui.parsing import logdir

        return getattr(logdir, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
