"""Frames of videos, by keys: the next, the one before, and playing them, which nothing but a key begins."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.timer import Timer

from tbtui.widgets.picture_dashboard import PictureDashboard

_FRAME: Final = Binding.Group("Frame", compact=True)
_LEAST_SECONDS: Final = 0.05
"""Between two frames that are played: more of them a link would hardly carry."""


class VideoDashboard(PictureDashboard):
    """Pictures that may have frames. A subclass says how many, and whether those that are to be seen are at hand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "frame(-1)", "Frame before", group=_FRAME, key_display="["),
        Binding("right_square_bracket", "frame(1)", "Next frame", group=_FRAME, key_display="]"),
        Binding("P", "play", "Play", tooltip="Play the frames, or stop"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.frame = 0
        """Which frame of each video is shown; those that have fewer begin again."""
        self.at_hand = False
        """Whether all that is to be seen has been read."""
        self._playing: Timer | None = None
        self._moves = False

    def most_frames(self) -> int:
        """How many frames the longest video has; 1 where there is none."""
        raise NotImplementedError

    def frame_seconds(self) -> float:
        """How long the present frame is to be seen."""
        raise NotImplementedError

    @property
    def playing(self) -> bool:
        """Whether frame follows frame."""
        return self._playing is not None

    def show_frame_keys(self) -> None:
        """Offer the keys of frames where there are some."""
        if self._moves != (self.most_frames() > 1):
            self._moves = not self._moves
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only videos can be played."""
        return self._moves if action in ("frame", "play") else super().check_action(action, parameters)

    def action_frame(self, by: int) -> None:
        """Go to the next frame, or the one before."""
        self._stop()
        self.frame = (self.frame + by) % self.most_frames()
        self.update()

    def action_play(self) -> None:
        """Show frame after frame until told to stop."""
        if self._playing is None:
            self._go_on()
        else:
            self._stop()
        self.update()

    def _go_on(self) -> None:
        self._playing = self.set_timer(max(_LEAST_SECONDS, self.frame_seconds()), self._next_frame)

    def _next_frame(self) -> None:
        """The next frame, once the one before it has been seen."""
        self._go_on()
        if self.at_hand:
            self.frame = (self.frame + 1) % self.most_frames()
            self.update()

    def _stop(self) -> None:
        if self._playing is not None:
            self._playing.stop()
            self._playing = None

    def on_screen_suspend(self) -> None:
        """Nothing is played where nobody looks."""
        self._stop()

    def step_back(self) -> bool:
        """Stop playing."""
        if self._playing is None:
            return super().step_back()
        self.action_play()
        return True
