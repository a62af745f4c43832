"""Computes several things side by side where that is worth it: numpy lets other threads run meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

_WORKERS: Final = 2
# Handing work to another thread costs about as much as going through so many points.
_WORTH_IT: Final = 1 << 18


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix="tbtui-compute")


def side_by_side(calls: Iterable[Callable[[], object]], points: int) -> None:
    """Make all calls, which go through so many points together; on several threads where these are many.

    What they compute must be remembered somewhere: nothing is returned. An exception of any is raised here.
    """
    if points < _WORTH_IT:
        for call in calls:
            call()
    else:
        for _ in _pool().map(lambda call: call(), calls):
            pass
