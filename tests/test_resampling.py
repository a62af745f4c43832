"""Pictures made smaller and larger: means over areas, so that nothing thin is lost."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.resampling import Window, resampled

RANDOM = np.random.default_rng(3)


def levels_of(pixels: np.ndarray) -> list[np.ndarray]:
    """Levels of a picture whose sides are powers of two."""
    levels = [pixels]
    while min(levels[-1].shape[:2]) > 8:
        height, width = levels[-1].shape[:2]
        means = levels[-1].reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
        levels.append(np.rint(means).astype(np.uint8))
    return levels


def test_each_pixel_is_the_mean_of_its_area() -> None:
    pixels = RANDOM.integers(0, 256, (256, 512, 3), np.uint8)
    expected = pixels.reshape(32, 8, 64, 8, 3).mean(axis=(1, 3))
    found = resampled(levels_of(pixels), Window(0, 0, 512, 256), 64, 32)
    assert np.abs(found - expected).max() < 1.5
    exact = resampled([pixels], Window(0, 0, 512, 256), 64, 32)
    assert np.abs(exact - expected).max() < 1e-3


def test_a_thin_line_fades_and_does_not_vanish() -> None:
    pixels = np.zeros((512, 512, 3), np.uint8)
    pixels[:, 333] = 255
    found = resampled(levels_of(pixels), Window(0, 0, 512, 512), 40, 40)
    assert (found[..., 0].sum(axis=1) > 15).all()
    assert resampled([pixels], Window(0, 0, 512, 512), 40, 40, nearest=True).max() == 0


def test_a_part_between_pixels_is_weighed() -> None:
    pixels = np.array([[[0] * 3, [100] * 3]], np.uint8)
    assert resampled([pixels], Window(0.5, 0, 1.5, 1), 1, 1)[0, 0, 0] == pytest.approx(50)
    assert resampled([pixels], Window(0.9, 0, 1.9, 1), 1, 1)[0, 0, 0] == pytest.approx(90)


def test_larger_pictures_have_sharp_pixels() -> None:
    pixels = RANDOM.integers(0, 256, (4, 5, 3), np.uint8)
    found = resampled([pixels], Window(0, 0, 5, 4), 20, 16)
    assert np.allclose(found, np.repeat(np.repeat(pixels, 4, axis=0), 4, axis=1), atol=1e-3)


@pytest.mark.parametrize("size", [(1, 2000), (2000, 1), (1, 1)])
def test_odd_shapes_are_drawn_too(size: tuple[int, int]) -> None:
    pixels = np.full((*size, 3), 7, np.uint8)
    assert np.allclose(resampled([pixels], Window(0, 0, size[1], size[0]), 9, 11), 7)
