"""Pictures are decoded as they are, reduced where they are large, and refused with a reason where they are none."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tbtui.analysis.pictures import MOST_PIXELS, PictureError, encode_png, open_picture, picture_head
from tbtui.commands.demo_log.images import gif_file, png_file

RANDOM = np.random.default_rng(0)
COLOURS = RANDOM.integers(0, 256, (30, 40, 3), np.uint8)


def saved(pixels: Any, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form, **options)
    return file.getvalue()


def first_level(data: bytes, frame: int = 0) -> np.ndarray:
    return open_picture(data).decode(frame, MOST_PIXELS).levels[0]


@pytest.mark.parametrize("data", [saved(COLOURS, "PNG"), saved(COLOURS, "BMP"), png_file(COLOURS), encode_png(COLOURS)])
def test_colours_are_as_in_the_file(data: bytes) -> None:
    assert np.array_equal(first_level(data), COLOURS)


def test_a_jpeg_is_nearly_as_it_was() -> None:
    smooth = np.repeat(np.linspace(0, 255, 40, dtype=np.uint8)[None, :, None], 30, axis=0).repeat(3, axis=2)
    assert np.abs(first_level(saved(smooth, "JPEG", quality=95)).astype(int) - smooth).max() < 8


def test_grey_of_sixteen_bits_keeps_its_high_byte() -> None:
    grey = (np.arange(1200, dtype=np.uint16).reshape(30, 40) * 54).astype(np.uint16)
    assert np.array_equal(first_level(saved(grey, "PNG"))[..., 0], grey >> 8)


def test_what_is_transparent_lies_on_white() -> None:
    pixels = np.zeros((2, 3, 4), np.uint8)
    pixels[0, :, 3] = 255
    assert first_level(saved(pixels, "PNG"))[:, 0, 0].tolist() == [0, 255]


def test_every_frame_of_a_video_is_found_forward_and_back() -> None:
    frames = [np.full((12, 20), shade, np.uint8) for shade in range(0, 128, 16)]
    found = open_picture(gif_file(frames, 25))
    for place in (0, 1, 5, 2, 7, 8):
        picture = found.decode(place, MOST_PIXELS)
        assert picture.levels[0][0, 0].tolist() == [2 * 16 * (place % 8)] * 3
        assert (picture.frames, picture.frame, picture.seconds) == (8, place % 8, 0.25)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_large_pictures_are_reduced_by_averaging(form: str) -> None:
    pixels = np.repeat(np.repeat(RANDOM.integers(0, 256, (20, 30, 3), np.uint8), 8, axis=0), 8, axis=1)
    picture = open_picture(saved(pixels, form)).decode(0, 3000)
    level = picture.levels[0]
    assert level.shape[0] * level.shape[1] <= 3000
    assert (picture.width, picture.height) == (240, 160)
    assert picture.reduction == -(-240 // level.shape[1])
    assert abs(float(level.mean()) - float(pixels.mean())) < 3


def test_each_level_is_half_of_the_one_before() -> None:
    sizes = [
        level.shape[:2] for level in open_picture(encode_png(np.zeros((300, 100, 3), np.uint8))).decode(0, 10**6).levels
    ]
    assert sizes == [(300, 100), (150, 50), (75, 25), (38, 13)]


def test_a_pixel_is_read_off_where_it_lies() -> None:
    picture = open_picture(png_file(COLOURS)).decode(0, 10**6)
    assert picture.pixel(7, 20) == tuple(COLOURS[20, 7])
    assert picture.pixel(40, 0) is None


def declared(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds one byte of pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0")
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (header, data)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(6325, 6325), (12000, 12000), (30000, 30000), (2**31 - 1, 2**31 - 1)])
def test_size_is_looked_at_before_anything_is_decoded(size: tuple[int, int]) -> None:
    head = picture_head(declared(*size))
    assert f"{size[0]:,} x {size[1]:,}" in head.problem
    assert "40,000,000" in head.problem


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no bytes"),
        (b"hello", "5 bytes that are no picture"),
        (b"RIFF0000WEBP", "WebP"),
        (b"<svg/>", "SVG"),
        (b"\x89PNG\r\n\x1a\n", "too early"),
        (png_file(COLOURS)[:200], "PNG that cannot be decoded"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
    ],
)
def test_no_picture_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        open_picture(data).decode(0, 10**6)


@pytest.mark.parametrize(
    "data",
    [saved(COLOURS, "PNG"), saved(COLOURS, "JPEG"), saved(COLOURS, "BMP"), gif_file([COLOURS[..., 0] // 2] * 3)],
)
def test_damage_is_told_and_never_worse(data: bytes) -> None:
    rng = random.Random(1)
    for _ in range(150):
        damaged = bytearray(data[: rng.randrange(8, len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randrange(1, 5)):
            damaged[rng.randrange(6, len(damaged))] = rng.randrange(256)
        with suppress(PictureError):
            assert open_picture(bytes(damaged)).decode(rng.randrange(3), 10**5).levels
