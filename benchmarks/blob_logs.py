"""Logs of what is no scalar: images and histograms too large to be read, histograms that must be checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.scalar_logs import write_file
from tbtui.parsing.event_writer import frame, metadata, string_value, summary_event, tensor_value
from tbtui.parsing.protos import message_class

_Value = message_class("Value")
_START = 1.7e9


def blobs(directory: Path, total: int) -> None:
    """Images and histograms of 64 KiB to 1 MiB, really written: ``total`` bytes of them."""
    write_file(directory / "pictures", *_large_records(total))


def _large_records(total: int) -> Iterator[bytes]:
    rng = np.random.default_rng(5)
    noise = rng.bytes(1 << 20)
    written = step = 0
    while written < total:
        size = int(rng.integers(1 << 16, 1 << 20))
        begin = int(rng.integers(0, (1 << 20) - size + 1))
        blob = noise[begin : begin + size]
        record = frame(summary_event(step, _START + step, [_large_value(step, blob)]).SerializeToString())
        written, step = written + len(record), step + 1
        yield record


def _large_value(step: int, blob: bytes) -> object:
    """In turn an image as torch writes it, one as TF2 does, and a histogram of many buckets."""
    if step % 3 == 0:
        value = _Value(tag=b"camera")
        value.image.height, value.image.width, value.image.colorspace = 512, 512, 3
        value.image.encoded_image_string = blob
        return value
    if step % 3 == 1:
        return string_value("samples", [b"512", b"512", blob], metadata("images"))
    return tensor_value(
        "weights", np.frombuffer(blob[: len(blob) // 24 * 24], "<f8").reshape(-1, 3), metadata("histograms")
    )


def histograms(directory: Path, total: int, runs: int = 4) -> None:
    """Runs with histograms of 1-10 KB as torch writes them, for every layer at every step: ``total`` bytes."""
    for run in range(runs):
        _write_histograms(directory / f"run_{run}", total // runs, 40, np.random.default_rng(run))


def _write_histograms(directory: Path, total: int, tags: int, rng: np.random.Generator) -> None:
    limits = np.sort(rng.normal(size=640))
    records: list[bytes] = []
    written = step = 0
    while written < total:
        for tag in range(tags):
            record = _histogram(f"layer{tag}/weights", step, limits[: 60 + 14 * tag], rng)
            written += len(record)
            records.append(record)
        step += 1
    write_file(directory, *records)


def _histogram(tag: str, step: int, limits: np.ndarray, rng: np.random.Generator) -> bytes:
    value = _Value(tag=tag.encode())
    counts = rng.integers(0, 1000, len(limits))
    value.histo.min, value.histo.max, value.histo.num = limits[0], limits[-1], counts.sum()
    value.histo.sum, value.histo.sum_squares = rng.normal(), rng.random()
    value.histo.bucket_limit.extend(limits.tolist())
    value.histo.bucket.extend(counts.tolist())
    return frame(summary_event(step, _START + step, [value]).SerializeToString())
