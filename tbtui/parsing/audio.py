"""A value of the audio plugin (plugins/audio/metadata.py of TensorBoard) -> its clips, with their labels."""

from __future__ import annotations

import math
from typing import Any, Final

from tbtui.model.sounds import EncodedClip, EncodedSounds
from tbtui.parsing.data_compat import text
from tbtui.parsing.tensors import STRING, TensorError, dtype_name, dtype_of, shape_of, string_elements

_PAIR: Final = 2


def parse_audio(value: Any) -> EncodedSounds:
    """The clips of a value, in the old form or as a tensor; TensorError where they are no strings.

    A tensor of shape [k, 2] has a label beside each clip; the plugin's other writers leave them out.
    """
    form = value.WhichOneof("what")
    if form == "audio":
        audio = value.audio
        known = math.isfinite(audio.sample_rate) and audio.sample_rate >= 1
        rate = float(audio.sample_rate) if known else 0.0
        clip = EncodedClip(audio.encoded_audio_string, "", text(audio.content_type), rate)
        return EncodedSounds((clip,))
    if form != "tensor" or dtype_of(value.tensor) != STRING:
        kind = dtype_name(dtype_of(value.tensor)) if form == "tensor" else form or "nothing"
        raise TensorError(f"sounds are strings, not {kind}")
    strings, shape = string_elements(value.tensor), shape_of(value.tensor)
    if len(shape) == _PAIR and shape[1] == _PAIR:
        pairs = zip(strings[::2], strings[1::2], strict=False)
        return EncodedSounds(tuple(EncodedClip(data, text(label)) for data, label in pairs))
    return EncodedSounds(tuple(map(EncodedClip, strings)))
