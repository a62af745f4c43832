"""One file, one dashboard: every class here that is a Dashboard with a descriptor is found and becomes a mode."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tbtui.widgets.dashboard import Dashboard


@cache
def dashboards() -> tuple[type[Dashboard], ...]:
    """All dashboards, in their order."""
    found: set[type[Dashboard]] = set()
    for module in pkgutil.iter_modules(__path__):
        contents = vars(importlib.import_module(f"{__name__}.{module.name}"))
        found |= {
            thing
            for thing in contents.values()
            if isinstance(thing, type) and issubclass(thing, Dashboard) and "DESCRIPTOR" in vars(thing)
        }
    return tuple(sorted(found, key=lambda dashboard: dashboard.DESCRIPTOR.order))
