"""Memory that is used again and again: a new piece for every read would be paid in page faults, a third of a load."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np

_threads: Final = threading.local()
# glibc gives memory of this size or less back to the system at once, until it has seen a block of it freed: then it
# keeps what is freed. More it never learns. Elsewhere this claims some address space for a moment.
_COMES_AND_GOES: Final = (1 << 25) - (1 << 16)


def thread_buffer(size: int) -> bytearray:
    """A buffer of at least so many bytes, this thread's own; what it held before is still in it."""
    kept: bytearray | None = getattr(_threads, "buffer", None)
    if kept is None:
        np.empty(_COMES_AND_GOES, np.uint8)
    if kept is None or len(kept) < size:
        kept = _threads.buffer = bytearray(size)
    return kept
