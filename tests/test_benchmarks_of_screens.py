"""The benchmarks of charts and keys draw what they say, and count what a key sends."""

from __future__ import annotations

import sys

import pytest

from benchmarks import frames, pressed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs a POSIX system")


def test_both_draw_the_same_series() -> None:
    values = frames.series(2, 300)
    for draw in (lambda: frames.own_frame(frames.own_lines(values)), lambda: frames.plotext_frame(values)):
        assert frames.median_ms(draw, 1) > 0


def test_a_key_of_the_bare_app_is_timed_and_counted() -> None:
    found = pressed.press(pressed.bare_command(), (40, 12), lambda: True, 2, 4)
    assert len(found.seconds) == len(found.sizes) > 0
    assert max(found.sizes) >= 40 * 12, "all letters are others after each key"
    assert found.median <= found.slowest_twentieth
