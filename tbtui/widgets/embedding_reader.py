"""Reads embeddings in the background, a fifth of a second at a time, and keeps the last ones."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Generator
from typing import Final, TypeAlias

from tbtui.analysis.embedding_entries import Source
from tbtui.analysis.point_columns import colouring
from tbtui.model.embedding import Embedding, ProjectorError
from tbtui.parsing.embedding import read_embedding, signature_of
from tbtui.parsing.projector import Open
from tbtui.widgets.background import Background

_SECONDS_AT_ONCE: Final = 0.2
_MOST_KEPT: Final = 8
_MOST_BYTES: Final = 256 << 20

Read: TypeAlias = "Embedding | ProjectorError"
_Step: TypeAlias = "tuple[Read | float, object]"


class EmbeddingReader:
    """Embeddings by where they come from. Everything but the reading happens on the UI thread."""

    def __init__(self, background: Background, changed: Callable[[], None]) -> None:
        """``changed`` is called when reading has come further."""
        self._background, self._changed = background, changed
        self._kept: OrderedDict[Source, tuple[Read, object]] = OrderedDict()
        self._reading: Source | None = None
        self._looked_at: object = None
        self.progress = 0.0
        """The share of the embedding last asked for that has been read."""

    def get(self, source: Source, open_file: Open, roots: Collection[str]) -> Read | None:
        """The embedding, or why there is none; None while it is being read."""
        if source in self._kept:
            self._kept.move_to_end(source)
            return self._kept[source][0]
        if self._reading != source:
            self._reading, self.progress = source, 0.0
            reading = read_embedding(open_file, source.config_path, source.info, source.checkpoint, roots)
            signature = lambda: signature_of(open_file, source.config_path, source.info, roots)  # noqa: E731
            self._go_on(source, reading, signature)
        return None

    def _go_on(
        self, source: Source, reading: Generator[float, None, Embedding], signature: Callable[[], object]
    ) -> None:
        def take(step: _Step) -> None:
            found, looks = step
            if isinstance(found, float):
                if self._reading == source:
                    self.progress = found
                    self._go_on(source, reading, signature)
            else:
                self._keep(source, found, looks)
            self._changed()

        self._background.run("projector-read", lambda: _advance(reading, signature), take)

    def _keep(self, source: Source, found: Read, looks: object) -> None:
        self._kept[source] = found, looks
        if self._reading == source:
            self._reading = None
        while len(self._kept) > 1 and (len(self._kept) > _MOST_KEPT or self._bytes() > _MOST_BYTES):
            self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(read.points.nbytes for read, _ in self._kept.values() if isinstance(read, Embedding))

    def look_again(self, source: Source, at: object, open_file: Open, roots: Collection[str]) -> None:
        """Read it anew if its files changed; once for each ``at``."""
        if source not in self._kept or at == self._looked_at:
            return
        self._looked_at = at

        def take(looks: object) -> None:
            if source in self._kept and self._kept[source][1] != looks:
                del self._kept[source]
                self._changed()

        self._background.run(
            "projector-look", lambda: signature_of(open_file, source.config_path, source.info, roots), take
        )


def _advance(reading: Generator[float, None, Embedding], signature: Callable[[], object]) -> _Step:
    """Read on for a while: the share that is done, or the result and how its files looked then."""
    until = time.monotonic() + _SECONDS_AT_ONCE
    share = 0.0
    try:
        while time.monotonic() < until:
            share = float(next(reading))
            time.sleep(0)
    except StopIteration as end:
        found: Embedding = end.value
        for column in found.columns:
            # Remembered here, so that it costs nothing where it is asked for.
            colouring(column)
            time.sleep(0)
        return found, signature()
    except ProjectorError as error:
        return error, signature()
    return share, None
