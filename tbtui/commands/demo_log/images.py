"""Pictures of the demo: reconstructions that become clear, a confusion matrix, a ball that learns to bounce."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import image_value, images_value

_EVERY: Final = 50
_VIDEO_EVERY: Final = 100
_WIDTH, _HEIGHT = 48, 36
_CLASSES: Final = 10
_FRAMES: Final = 16
_GREYS: Final = 128


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The pictures of one step."""
    if step % _EVERY:
        return
    random = np.random.default_rng(zlib.crc32(f"{run.name} {step}".encode()))
    learnt = run.quality * (1 - np.exp(-step / 90))
    pictures = [png_file(_reconstruction(number, learnt, random)) for number in range(3)]
    yield images_value("validation/reconstructions", _WIDTH, _HEIGHT, pictures)
    yield image_value("validation/confusion", 8 * _CLASSES, 8 * _CLASSES, png_file(_confusion(learnt, random)))
    if step % _VIDEO_EVERY == 0:
        yield image_value("rollout/ball", _WIDTH, _HEIGHT, gif_file(_video(learnt)))


def _reconstruction(number: int, learnt: float, random: np.random.Generator) -> NDArray[np.uint8]:
    """(h, w, 3): rings, stripes or a slope in colours, under noise that learning takes away."""
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH] / _HEIGHT
    shapes = (np.hypot(x - 0.66, y - 0.5) * 12, (x + y) * 9, x * y * 14)
    phases = np.array([0.0, 2.1, 4.2]) + number
    clear = 127 + 110 * np.sin(shapes[number][..., None] + phases)
    noise = random.normal(127, 70, clear.shape)
    return np.asarray(np.clip(learnt * clear + (1 - learnt) * noise, 0, 255), np.uint8)


def _confusion(learnt: float, random: np.random.Generator) -> NDArray[np.uint8]:
    """(80, 80, 3): ten classes, white where they are told apart."""
    counts = random.random((_CLASSES, _CLASSES)) * (1 - learnt) + np.eye(_CLASSES) * learnt * 1.4
    shades = np.clip(counts / counts.sum(axis=1, keepdims=True) ** 0.8 * 255, 0, 255).astype(np.uint8)
    return np.repeat(np.kron(shades, np.ones((8, 8), np.uint8))[..., None], 3, axis=2)


def _video(learnt: float) -> list[NDArray[np.uint8]]:
    """Frames of (h, w) greys below 128: a ball that falls at first, and bounces later."""
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    frames = []
    for time in np.linspace(0, 1, _FRAMES):
        height = abs(np.cos(time * 3 * np.pi)) * learnt * (1 - 0.4 * time)
        distance = np.hypot(x - 5 - time * 38, y - (_HEIGHT - 6 - height * (_HEIGHT - 12)))
        frames.append(np.clip(_GREYS - 1 - np.maximum(0, distance - 3) * 40, 12, _GREYS - 1).astype(np.uint8))
    return frames


def png_file(pixels: NDArray[np.uint8]) -> bytes:
    """(h, w, 3) uint8 -> a PNG file."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 1)
    return b"\x89PNG\r\n\x1a\n" + _png_chunk(b"IHDR", header) + _png_chunk(b"IDAT", data) + _png_chunk(b"IEND", b"")


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def gif_file(frames: Sequence[NDArray[np.uint8]], hundredths: int = 10) -> bytes:
    """(h, w) uint8 greys below 128 each -> a GIF file that is not compressed.

    Every pixel is a code of eight bits: the table of codes is thrown away before one of them would need nine.
    """
    height, width = frames[0].shape
    greys = bytes(value for grey in range(_GREYS) for value in (grey * 2,) * 3)
    found = [b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF6, 0, 0) + greys]
    for frame in frames:
        codes = frame.tobytes()
        cleared = b"".join(b"\x80" + codes[low : low + 126] for low in range(0, len(codes), 126)) + b"\x81"
        blocks = [cleared[low : low + 255] for low in range(0, len(cleared), 255)]
        found.append(struct.pack("<BBBBHBB", 0x21, 0xF9, 4, 4, hundredths, 0, 0))
        found.append(struct.pack("<BHHHHB", 0x2C, 0, 0, width, height, 0) + b"\x07")
        found += [bytes([len(block)]) + block for block in blocks]
        found.append(b"\0")
    return b"".join(found) + b";"
