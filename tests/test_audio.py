"""What entries of audio hold, against the truth of the corpus, odd ones included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis.sounds import clip_heads
from tbtui.model.entries import Entries
from tbtui.parsing.audio import parse_audio
from tbtui.parsing.event_writer import sounds_value, tensor_value
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.tensors import TensorError
from tbtui.parsing.wav import decode_wav


def audio_tags(corpus: Path, part: str) -> Iterator[tuple[Entries, dict[str, object]]]:
    truth = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    for logdir, found in truth.items():
        for run, one in found["runs"].items():
            tags = one["raw"].get("audio", {})
            runs = open_logdir(str(corpus / part / logdir)).runs if tags else {}
            yield from ((runs[run].entries["audio"][tag], expected) for tag, expected in tags.items())


@pytest.mark.parametrize(("part", "least"), [("a", 3), ("c", 7)])
def test_every_clip_is_there(corpus: Path, part: str, least: int) -> None:
    tags = 0
    for entries, truth in audio_tags(corpus, part):
        tags += 1
        steps = entries.steps.tolist()
        assert (len(entries), steps[0], steps[-1]) == (truth["n"], truth["first_step"], truth["last_step"])
        held = sum(len(clip.data) + len(clip.label.encode()) for sounds in entries for clip in sounds.clips)
        assert held == truth["bytes"]
        if part == "a":
            for sounds in entries:
                sound = decode_wav(sounds.clips[0].data)
                assert sound.header.rate == sounds.clips[0].rate == 8000
                assert 0.5 < np.abs(sound.samples).max() <= 1
    assert tags >= least


def test_odd_audio_shows_what_can_be_shown(corpus: Path) -> None:
    heads = {entries.tag: clip_heads(entries[0]).clips[0] for entries, _ in audio_tags(corpus, "c")}
    assert "no bytes" in heads["a/no_bytes"].problem
    assert "2 bytes" in heads["a/odd_type"].problem
    assert "\x1b" in heads["a/odd_type"].content_type
    assert heads["a/tensor_labels"].label == "label *md*"
    for tag in ("a/ok", "a/rate0", "a/rate_nan", "a/tensor_labels", "a/tensor_no_labels"):
        header = heads[tag].header
        assert header is not None
        assert (header.frames, header.rate, header.channels) == (4, 8000, 1)


def test_clips_have_their_labels() -> None:
    clips = parse_audio(sounds_value("tag", [(b"one", "first"), (b"two", "second")])).clips
    assert [(clip.data, clip.label) for clip in clips] == [(b"one", "first"), (b"two", "second")]


def test_numbers_are_no_sounds() -> None:
    with pytest.raises(TensorError, match="not float32"):
        parse_audio(tensor_value("tag", np.zeros(3, np.float32)))
