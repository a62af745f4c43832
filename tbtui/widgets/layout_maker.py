"""Has layouts of embeddings made by t-SNE and UMAP, one at a time, and keeps them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeAlias

from textual.app import App

from tbtui.analysis.layout_process import Layout
from tbtui.analysis.manifold import (
    FloatArray,
    Input,
    ManifoldError,
    Method,
    layout_input,
    missing_library,
)
from tbtui.analysis.placed_points import PlacedPoints, placed
from tbtui.widgets.background import Background


@dataclass(frozen=True, slots=True)
class _Made:
    key: Hashable
    result: PlacedPoints | ManifoldError


Answer: TypeAlias = "PlacedPoints | ManifoldError | str"


class LayoutMaker:
    """Layouts by a key. Everything but the work happens on the UI thread."""

    def __init__(self, app: App[Any], background: Background, changed: Callable[[], None]) -> None:
        """``changed`` is called when there is something new to show."""
        self._app, self._background, self._changed = app, background, changed
        self._made: list[_Made] = []
        self._layout: Layout | None = None
        self._key: Hashable = None
        self._progress = ""

    def get(self, key: Hashable, method: Method, points: Callable[[], FloatArray], dimensions: int) -> Answer:
        """The layout, why there is none, or how far it is; asking for one ends the making of another."""
        for made in self._made:
            if made.key == key:
                return made.result
        if key != self._key:
            self.cancel()
            self._key, self._progress = key, "starting"
            self._background.run(
                "projector-layout",
                lambda: self._start(key, method, points, dimensions),
                lambda started: self._take_started(key, started),
            )
        return self._progress

    def _start(
        self, key: Hashable, method: Method, points: Callable[[], FloatArray], dimensions: int
    ) -> Layout | ManifoldError:
        """In the background: choose the points, and start the process."""
        missing = missing_library(method)
        if missing:
            return ManifoldError(missing)
        try:
            chosen = layout_input(points(), method)
        except ManifoldError as error:
            return error

        def said(progress: str) -> None:
            self._app.call_later(self._tell, key, progress)

        def done(result: FloatArray | ManifoldError) -> None:
            self._app.call_later(self._finish, key, _placed(result, chosen, method))

        return Layout(method, chosen.points, dimensions, said, done)

    def _take_started(self, key: Hashable, started: Layout | ManifoldError) -> None:
        if isinstance(started, ManifoldError):
            self._finish(key, started)
        elif key == self._key:
            self._layout = started
        else:
            started.cancel()

    def _tell(self, key: Hashable, progress: str) -> None:
        if key == self._key:
            self._progress = progress
            self._changed()

    def _finish(self, key: Hashable, result: PlacedPoints | ManifoldError) -> None:
        if key == self._key:
            self._key, self._layout = None, None
            self._made = [*self._made[-5:], _Made(key, result)]
            self._changed()

    def cancel(self) -> None:
        """End what is being made."""
        if self._layout:
            self._layout.cancel()
        self._key, self._layout = None, None


def _placed(result: FloatArray | ManifoldError, chosen: Input, method: Method) -> PlacedPoints | ManifoldError:
    if isinstance(result, ManifoldError):
        return result
    names = tuple(f"{method.value} {number + 1}" for number in range(result.shape[1]))
    return placed(result, chosen.indexes, names)
