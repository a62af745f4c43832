"""A buffer that each thread keeps: a new one for every read would be paid in page faults."""

from __future__ import annotations

import threading
from typing import Final

_threads: Final = threading.local()


def thread_buffer(size: int) -> bytearray:
    """A buffer of at least so many bytes, this thread's own; what it held before is still in it."""
    kept: bytearray | None = getattr(_threads, "buffer", None)
    if kept is None or len(kept) < size:
        kept = _threads.buffer = bytearray(size)
    return kept
