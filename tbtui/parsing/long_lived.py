"""While many objects are made that stay, the garbage collector looks for cycles seldom: it took a third of a load."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_OBJECTS: Final = 50_000
# So many of these collections come before one that looks through what they left.
_COLLECTIONS: Final = 100


@contextmanager
def long_lived_objects() -> Iterator[None]:
    """Within it, collections come after very many new objects; afterwards as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _OBJECTS) if before[0] else 0, max(before[1], _COLLECTIONS), *before[2:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
