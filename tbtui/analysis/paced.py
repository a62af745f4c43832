"""Loops of plain Python on a background thread: they let the UI thread have its turn."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def paced(items: Iterable[Item], every: int = 32) -> Iterator[Item]:
    """The items, with a pause of no length after every so many: a thread that waits for the interpreter gets it."""
    for number, item in enumerate(items, 1):
        yield item
        if number % every == 0:
            time.sleep(0)
