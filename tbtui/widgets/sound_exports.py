"""Sounds as files: as they stand in the log, or the part that is seen as WAV."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import EntryError
from tbtui.parsing.wav import encode_wav
from tbtui.widgets.clip_list import ListedClip
from tbtui.widgets.exports import Export, ExportError, file_name


def sound_exports(clip: ListedClip, tag: str, part: NDArray[np.float32] | None, rate: int) -> Sequence[Export]:
    """The forms in which a clip can be written; ``part`` (n, channels) is what is seen, where that is not all."""
    stem = f"{clip.one.run}-{tag}-{clip.one.step}" + (f"-{clip.number}" if clip.count > 1 else "")
    known = clip.head is not None and clip.head.header is not None
    name = "WAV" if known else "bytes"
    found = [Export(f"{name} as in the log", file_name(stem, ".wav" if known else ".bin"), lambda: encoded_clip(clip))]
    if part is not None:
        found.append(
            Export("what is seen, as WAV of 16 bit", file_name(f"{stem}-part", ".wav"), lambda: encode_wav(part, rate))
        )
    return found


def encoded_clip(clip: ListedClip) -> bytes:
    """The bytes of a clip as they stand in the log; ExportError where they cannot be read."""
    try:
        return bytes(clip.one.entries[clip.one.index].clips[clip.number].data)
    except EntryError as error:
        raise ExportError(str(error)) from error
