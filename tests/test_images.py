"""What entries of images hold, against the truth of the corpus, odd ones included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis.pictures import open_picture, picture_head
from tbtui.model.entries import Entries, EntryError
from tbtui.parsing.images import parse_images
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.tensors import TensorError

ODD = "c/images"


def image_tags(corpus: Path, part: str) -> Iterator[tuple[str, Entries, dict[str, object]]]:
    truth = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    for logdir, found in truth.items():
        expected = {run: one["raw"].get("images", {}) for run, one in found["runs"].items()}
        if any(expected.values()):
            runs = open_logdir(str(corpus / part / logdir)).runs
            for run, tags in expected.items():
                for tag, one in tags.items():
                    yield f"{part}/{logdir}", runs[run].entries["images"][tag], one


def test_every_picture_of_real_writers_is_decoded(corpus: Path) -> None:
    tags = 0
    for _, entries, truth in image_tags(corpus, "a"):
        tags += 1
        steps = entries.steps.tolist()
        assert (len(entries), steps[0], steps[-1]) == (truth["n"], truth["first_step"], truth["last_step"])
        held = 0
        for images in entries:
            held += len(str(images.width)) + len(str(images.height)) + images.nbytes
            for data in images.pictures:
                picture = open_picture(data).decode(0, 10**7)
                assert (picture.width, picture.height) == (images.width, images.height)
                assert picture.levels[0].shape == (images.height, images.width, 3)
        assert held == truth["bytes"]
    assert tags > 30


def test_odd_images_show_what_can_be_shown(corpus: Path) -> None:
    said = {}
    for logdir, entries, truth in image_tags(corpus, "c"):
        assert len(entries) == truth["n"]
        if logdir == ODD:
            try:
                said[entries.tag] = [picture_head(data) for data in entries[0].pictures]
            except EntryError as error:
                said[entries.tag] = str(error)
    sizes = {
        tag: [(head.width, head.height) for head in heads] for tag, heads in said.items() if isinstance(heads, list)
    }
    assert sizes["t/batch3"] == [(6, 4)] * 3
    assert sizes["im/size_mismatch"] == sizes["im/negative_size"] == sizes["t/size_not_numeric"] == [(6, 4)]
    assert sizes["t/two_elements_no_image"] == []
    assert "30,000 x 30,000" in said["im/bomb_30000x30000"][0].problem
    assert "no bytes" in said["im/empty_bytes"][0].problem
    assert "SVG" in said["im/svg"][0].problem
    assert "5 bytes" in said["im/text_not_image"][0].problem
    for tag, reason in (("t/rank0", "one string"), ("t/empty", "no string"), ("t/float_tensor", "not numbers")):
        assert reason in said[tag]
        assert f"{ODD}/events" in said[tag]
        assert "at byte" in said[tag]


def test_a_size_that_is_no_number_is_unknown() -> None:
    assert parse_images([b"6.0", b"nan", b"x"]).width == 6
    assert parse_images([b"6.0", b"nan", b"x"]).height is None
    assert parse_images([b"six", b"\xff"]).pictures == ()


def test_numbers_are_no_images() -> None:
    with pytest.raises(TensorError, match="not numbers"):
        parse_images(np.zeros(3))
