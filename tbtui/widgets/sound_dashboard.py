"""How sounds are looked at, by keys and mouse: which part of the time, how high, which channel; and playing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from textual.binding import Binding, BindingType
from textual.timer import Timer

from tbtui.analysis.clips import ClipSound
from tbtui.analysis.ranges import Range
from tbtui.analysis.zoom import within
from tbtui.parsing.wav import encode_wav
from tbtui.widgets.chart import Chart
from tbtui.widgets.player import Player, PlayError
from tbtui.widgets.zooming_dashboard import ZoomingDashboard

_STILL_PLAYING: Final = 0.25
"""Seconds between looks at whether the player has ended."""
_USUAL_RATE: Final = 44100
ALL: Final = -1


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """What is kept of the way in which sounds are looked at."""

    mel: bool = True
    fit: bool = False
    """The loudest value that is seen takes the full height, not full scale."""
    channel: int = ALL


class SoundChart(Chart):
    """The waveform or the spectrogram."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.move_cursor(-1)", "Cursor left", show=False),
        Binding("right,l", "screen.move_cursor(1)", "Cursor right", show=False),
        Binding("shift+left,H", "screen.move_cursor(-10)", "Cursor left by 10", show=False),
        Binding("shift+right,L", "screen.move_cursor(10)", "Cursor right by 10", show=False),
        Binding("up,k", "screen.next_clip(-1)", "Clip above", show=False, tooltip="In the table below"),
        Binding("down,j", "screen.next_clip(1)", "Clip below", show=False),
        Binding("space", "screen.play", "Play", show=False),
    ]


class SoundDashboard(ZoomingDashboard):
    """One sound that is looked at closely. A subclass says which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "play", "Play", tooltip="Play what is seen, on the machine where tbtui runs; again: stop"),
        Binding("c", "cursor", "Cursor", tooltip="Read off a moment; the arrows of the chart move it"),
        Binding("y", "fit", "Height", show=False, tooltip="As high as full scale, or as the loudest value"),
        Binding("m", "mel", "Mel", show=False, tooltip="Frequencies even to the ear (mel), or in Hz"),
        Binding("n", "channel", "Channel", tooltip="All channels, or one after the other"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.cursor: float | None = None
        """The moment that is read off."""
        self._player = Player()
        self._listening: Timer | None = None

    @property
    def sound(self) -> ClipSound | None:
        """The sound that is looked at; None while there is none."""
        raise NotImplementedError

    @property
    def sound_options(self) -> SoundOptions:
        """How sounds are looked at."""
        return self.options(SoundOptions())

    @property
    def seen(self) -> Range:
        """What of the time axis is seen."""
        whole = self.whole_x() or (0.0, 1.0)
        return (within(self.x_range, whole) if self.x_range else None) or whole

    def whole_x(self) -> Range | None:
        """All of the sound."""
        return (0.0, self.sound.length) if self.sound and self.sound.length > 0 else None

    def centre_x(self) -> float | None:
        """The cursor."""
        return self.cursor

    def sound_columns(self) -> int:
        """How many cells wide the charts are."""
        raise NotImplementedError

    def action_fit(self) -> None:
        """Draw as high as full scale, or as the loudest value."""
        self.choose(self.sound_options, fit=not self.sound_options.fit)

    def action_mel(self) -> None:
        """Divide the frequencies as the ear does, or evenly."""
        self.choose(self.sound_options, mel=not self.sound_options.mel)

    def action_channel(self) -> None:
        """Go from all channels to the first, to the next, and behind the last to all."""
        count = len(self.sound.channels) if self.sound else 1
        after = self.sound_options.channel + 1
        self.choose(self.sound_options, channel=after if after < count and count > 1 else ALL)

    def action_cursor(self) -> None:
        """Put the cursor in the middle of what is seen, or take it away."""
        self.put_cursor(sum(self.seen) / 2 if self.cursor is None and self.sound else None)

    def put_cursor(self, moment: float | None) -> None:
        """Put the cursor on a moment."""
        self.cursor = moment
        self.update()

    def action_move_cursor(self, cells: int) -> None:
        """Move the cursor by so many cells."""
        low, high = self.seen
        now = (low + high) / 2 if self.cursor is None else self.cursor
        step = (high - low) / max(1, self.sound_columns() - 1)
        self.put_cursor(min(max(now + cells * step, low), high))

    # Playing

    def seen_samples(self, sound: ClipSound) -> NDArray[np.float32]:
        """(n, channels): the part of a sound that is seen."""
        low, high = (round(end * sound.rate) for end in self.seen)
        part, channel = sound.sound.samples[low:high], self.sound_options.channel
        return part[:, channel : channel + 1] if 0 <= channel < part.shape[1] else part

    def playable_rate(self) -> int:
        """Samples a second; where the rate is not known, the one that is met most."""
        return (self.sound.header.rate if self.sound else 0) or _USUAL_RATE

    def action_play(self) -> None:
        """Play what is seen, or stop."""
        if self._listening is not None:
            self._stop()
            self.update()
        elif self.sound is not None:
            part, rate = self.seen_samples(self.sound), self.playable_rate()

            def work() -> str:
                try:
                    self._player.play(encode_wav(part, rate))
                except PlayError as error:
                    return str(error)
                return ""

            self.background.run("play", work, self._began)

    def _began(self, trouble: str) -> None:
        if trouble:
            self.notify(trouble, severity="warning", markup=False)
        elif not self.is_current:
            self._player.stop()
        else:
            self._listening = self.set_interval(_STILL_PLAYING, self._listen)
            self.update()

    @property
    def playing(self) -> bool:
        """Whether a sound is being played."""
        return self._listening is not None

    def _listen(self) -> None:
        """See whether the player has come to the end."""
        if not self._player.playing:
            self._stop()
            if self._player.trouble:
                self.notify(self._player.trouble, severity="warning", markup=False)
            self.update()

    def _stop(self) -> None:
        self._player.stop()
        if self._listening is not None:
            self._listening.stop()
            self._listening = None

    def on_screen_suspend(self) -> None:
        """Nothing is heard of a screen that is not seen."""
        self._stop()

    def on_unmount(self) -> None:
        """Nothing is heard of an app that has ended."""
        self._stop()
        self._player.close()

    def step_back(self) -> bool:
        """Stop playing, take back the cursor, then the zoom."""
        if self.playing:
            self.action_play()
        elif self.cursor is not None:
            self.put_cursor(None)
        else:
            return super().step_back()
        return True
