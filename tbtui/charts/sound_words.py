"""What is said of a sound: how long and how loud it is, what is read off it, and what is odd about it."""

from __future__ import annotations

from tbtui.analysis.clips import ClipSound
from tbtui.analysis.labels import value_label
from tbtui.analysis.ranges import Range
from tbtui.analysis.sounds import ClipHead, channels_label, length_label, level_label, rate_label
from tbtui.analysis.spectra import Spectrogram
from tbtui.charts.sound_charts import frequency_label

_MOST_CHANNELS = 4
_USUAL_TYPES = ("", "audio/wav", "audio/x-wav", "audio/wave")


def moment_words(moment: float, *, seconds: bool) -> str:
    """A place on the time axis."""
    return f"{moment:.6g} s" if seconds else f"sample {moment:,.0f}"


def clip_words(sound: ClipSound, seen: Range | None) -> list[str]:
    """The facts of a clip, the most important first; ``seen`` where it is not seen whole."""
    header = sound.header
    words = [length_label(header.seconds, header.frames)]
    if seen is not None:
        words.append(
            f"{seen[0]:.4g} to {seen[1]:.4g} s" if header.rate else f"samples {seen[0]:,.0f} to {seen[1]:,.0f}"
        )
    words += [f"peak {level_label(sound.loudness.peak)}", f"rms {level_label(sound.loudness.rms)}"]
    return [*words, rate_label(header.rate), channels_label(header.channels), header.encoding]


def cursor_words(sound: ClipSound, cursor: float) -> str:
    """The values of the channels at the cursor."""
    place = round(cursor * sound.rate)
    at = moment_words(cursor, seconds=bool(sound.header.rate))
    if not 0 <= place < len(sound.sound.samples):
        return at
    values = sound.sound.samples[place, :_MOST_CHANNELS].tolist()
    return f"{at}: {' '.join(value_label(value, 3) for value in values)}"


def spectrum_words(found: Spectrogram, sound: ClipSound, cursor: float | None) -> str:
    """How the frequencies are divided; at the cursor, the loudest of them."""
    scale = f"{'mel' if found.mel else 'Hz'} · colours in dB"
    loudest = None if cursor is None else found.loudest(cursor * sound.rate)
    if loudest is None or not sound.header.rate:
        return scale
    return f"loudest {frequency_label(found, loudest[0])}, {round(loudest[1])} dB · {scale}"


def clip_notes(head: ClipHead, sound: ClipSound | None) -> str:
    """What is odd about a clip, in a few words; "" for nothing."""
    notes = [head.header.note] if head.header and head.header.note else []
    if head.content_type not in _USUAL_TYPES:
        notes.append(f"the log calls it {head.content_type}")
    if sound is not None:
        if sound.header.frames > len(sound.sound.samples):
            notes.append(f"only the first {length_label(sound.length, len(sound.sound.samples))} are shown")
        notes += [f"{sound.loudness.clipped:,} values at full scale"] if sound.loudness.clipped else []
        notes += [f"{sound.loudness.lost:,} values are NaN or Inf"] if sound.loudness.lost else []
    return " · ".join(notes)
