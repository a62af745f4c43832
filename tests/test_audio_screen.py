"""The Audio screen: charts of the chosen clip, the table of all, zoom and cursor, and playing only when told to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.charts.heatmap import Heatmap
from tbtui.charts.sound_charts import Waveform
from tbtui.parsing.event_writer import audio_value, sounds_value, summary_event
from tbtui.parsing.wav import decode_wav, encode_wav
from tbtui.screens.audio import AudioScreen
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text, settled, until

RATE = 8000


def tone(size: float, channels: int = 1) -> bytes:
    wave = size * np.sin(2 * np.pi * 440 * np.arange(RATE // 2) / RATE)
    return encode_wav(np.repeat(wave[:, None], channels, axis=1).astype(np.float32), RATE)


def written(write: Callable[..., Path], *values: list[Any], run: str = "run") -> Path:
    events = [summary_event(10 * step, 1.7e9 + step, found) for step, found in enumerate(values)]
    return write(f"logs/{run}/events.out.tfevents.1", event_bytes(*events)).parents[1]


async def shown(app: TbtuiApp, pilot: Pilot[int]) -> AudioScreen:
    if app.current_mode != "audio":
        await open_screen(app, pilot, "audio")
    await settled(app, pilot)
    assert isinstance(app.screen, AudioScreen)
    return app.screen


async def test_the_charts_follow_the_step(write: Callable[..., Path]) -> None:
    logdir = written(write, *([audio_value("a", RATE, tone(size))] for size in (0.1, 0.5)))
    async with running(logdir) as (app, pilot):
        screen = await shown(app, pilot)
        assert isinstance(screen.wave.model, Waveform)
        assert isinstance(screen.spectrum.model, Heatmap)
        assert "peak -6.0 dB" in screen_text(app)
        assert "500 ms" in screen_text(app)
        await pilot.press("comma")
        await shown(app, pilot)
        assert "peak -20.0 dB" in screen_text(app)


async def test_all_runs_and_labels_are_in_the_table(write: Callable[..., Path]) -> None:
    written(write, [sounds_value("a", [(tone(0.5, 2), "*one*"), (tone(0.25), "two")])], run="b")
    logdir = written(write, [audio_value("a", RATE, b"no sound")], run="a")
    async with running(logdir, (160, 40)) as (app, pilot):
        screen = await shown(app, pilot)
        text = screen_text(app)
        assert "1/2 one" in text
        assert "stereo" in text
        assert "8 bytes that are no WAV" in text
        assert len(screen.clips.rows) == 3
        screen.clips.go_to(2)
        screen = await shown(app, pilot)
        assert (app.selection.run, screen.wave_pane.border_title) == ("b", "a: 2/2 two")


async def test_keys_zoom_and_read_off_and_esc_takes_it_back(write: Callable[..., Path]) -> None:
    async with running(written(write, [audio_value("a", RATE, tone(0.5, 2))])) as (app, pilot):
        screen = await shown(app, pilot)
        await pilot.press("c", "plus", "plus", "n")
        screen = await shown(app, pilot)
        low, high = screen.seen
        assert low < 0.25 < high
        assert high - low == pytest.approx(0.18)
        assert isinstance(screen.wave.model, Waveform)
        assert screen.wave.model.names == ("left",)
        assert "loudest 4" in screen_text(app)
        exported = decode_wav(screen.exports()[1].make())
        assert exported.samples.shape == (1440, 1)
        await pilot.press("escape", "escape")
        assert (screen.cursor, screen.seen) == (None, (0.0, 0.5))
        await pilot.press("right_square_bracket")
        assert any("All of it is seen" in str(one.message) for one in app._notifications)


async def test_what_is_written_is_what_the_log_holds(write: Callable[..., Path]) -> None:
    async with running(written(write, [audio_value("a", RATE, tone(0.5))])) as (app, pilot):
        (export,) = (await shown(app, pilot)).exports()
        assert (export.name, export.make()) == ("run-a-0.wav", tone(0.5))


async def test_a_sound_is_played_until_one_leaves(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    player = write("bin/aplay", f'#!/bin/sh\ncp "$2" {heard}.part && mv {heard}.part {heard}\nexec sleep 60\n'.encode())
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{player.parent}{os.pathsep}{os.environ['PATH']}")
    async with running(written(write, [audio_value("a", RATE, tone(0.5))])) as (app, pilot):
        screen = await shown(app, pilot)
        assert not heard.exists()
        await pilot.press("P")
        await until(pilot, lambda: screen.playing and heard.exists())
        assert np.allclose(decode_wav(heard.read_bytes()).samples, decode_wav(tone(0.5)).samples, atol=1e-3)
        await open_screen(app, pilot, "runs")
        assert not screen._player.playing
        assert not screen.playing


async def test_without_a_player_it_says_so(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    said: list[str] = []
    monkeypatch.setattr(AudioScreen, "notify", lambda _, text, **options: said.append(text))
    async with running(written(write, [audio_value("a", RATE, tone(0.5))])) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("P")
        await until(pilot, lambda: bool(said))
        assert "No player on this machine" in said[0]


async def test_a_clip_without_samples_is_no_error(write: Callable[..., Path]) -> None:
    empty = encode_wav(np.zeros((0, 1), np.float32), RATE)
    async with running(written(write, [audio_value("a", RATE, empty)])) as (app, pilot):
        await shown(app, pilot)
        assert "holds no samples" in screen_text(app)
