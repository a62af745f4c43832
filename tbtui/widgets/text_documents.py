"""The rows of texts: made at once where that is quick, else in the background, and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Final

from tbtui.analysis.text_document import Rows
from tbtui.widgets.background import Background

# About what is laid out within two milliseconds.
_AT_ONCE: Final = 2_000
_MOST_ROWS: Final = 200_000


class TextDocuments:
    """Rows by what they were made of."""

    def __init__(self, background: Background, name: str, changed: Callable[[], None]) -> None:
        """``changed`` is called when rows were made in the background."""
        self._background, self._name, self._changed = background, name, changed
        self._kept: OrderedDict[Hashable, Rows] = OrderedDict()
        self._making: Hashable = None
        self._ahead: frozenset[Hashable] = frozenset()
        """What is being made, so that it is asked for once only."""

    def rows(self, key: Hashable, size: int, make: Callable[[], Rows]) -> Rows | None:
        """The rows, of ``size`` characters or so; None while they are being made."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if size <= _AT_ONCE:
            self._keep(key, made := make())
            return made
        if key != self._making:
            self._making = key
            self._background.run(self._name, make, partial(self._take, key))
        return None

    def make_ahead(self, wanted: Mapping[Hashable, Callable[[], Rows]]) -> None:
        """Make rows in the background that the next key may ask for."""
        missing = {key: make for key, make in wanted.items() if key not in self._kept}
        if missing and missing.keys() != self._ahead:
            self._ahead = frozenset(missing)
            self._background.run(
                f"{self._name} ahead", lambda: {key: make() for key, make in missing.items()}, self._take_ahead
            )

    def _take_ahead(self, made: Mapping[Hashable, Rows]) -> None:
        self._ahead = frozenset()
        for key, rows in made.items():
            self._keep(key, rows)

    def _take(self, key: Hashable, rows: Rows) -> None:
        self._making = None if key == self._making else self._making
        self._keep(key, rows)
        self._changed()

    def _keep(self, key: Hashable, rows: Rows) -> None:
        self._kept[key] = rows
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > _MOST_ROWS:
            self._kept.popitem(last=False)
