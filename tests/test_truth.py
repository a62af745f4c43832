"""Every tag of the corpus holds what the reference readers say, or a reason is named why it does not."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tbtui.analysis.digest import run_digest
from tbtui.parsing.logdir import open_logdir

KEYS = ("n", "first_step", "last_step", "min_step", "max_step", "sum_finite", "last", "nan", "inf", "bytes")
HASHES = ("values_sha256", "steps_sha256", "wall_sha256")

# (logdir, run, tag) where the reference stops at damage and we read on: what we hold of the tag.
READ_ON: dict[tuple[str, str, str], dict[str, Any]] = {
    **{
        ("bitflip", run, "loss"): {"n": 9, "last_step": 9, "sum_finite": 20.5}
        for run in (
            "length_crc", "length_high_bit", "length_low_bit", "length_plus_2048", "payload_all_ff",
            "payload_all_ff_valid_crc", "payload_crc", "payload_tagbyte_maybe_unparsable", "payload_value_bit_parses",
        )
    },
    ("proto_oddities", "eleven_byte_varint_invalid", "ok"): {"n": 2, "last_step": 1, "sum_finite": 2.0},
    # Behind a length that is absurd but has a right checksum a good record stands.
    **{
        ("huge_length_valid_crc", run, "after"): {"n": 1, "first_step": 9, "sum_finite": 1.0}
        for run in ("two_31", "two_40", "two_63_minus_1", "two_64_minus_1")
    },
    # Behind the three bytes of a byte order mark a whole file stands.
    ("not_event_files", "utf8_bom", "loss"): {"n": 10, "sum_finite": 22.5},
    # A tag that is no UTF-8 ends the reference's run.
    ("tag_invalid_utf8", ".", "after"): {"n": 1, "first_step": 2},
    ("tag_invalid_utf8", ".", "bad��utf8"): {"n": 1, "first_step": 1},
    # A directory name that is no UTF-8: the reference cannot write it into its own report.
    ("run_names", "bad\udcff\udcfebytes", "loss"): {"n": 3, "sum_finite": 3.0},
}  # fmt: skip

# (logdir, run, tag) where the reference errs or counts otherwise: what we hold, and why.
QUIRKS: dict[tuple[str, str, str], dict[str, Any]] = {
    # The reference cannot decode bfloat16, nor uint32 and uint64 outside tensor_content, and hashes nothing.
    ("tensorflow/tf2_raw_tensors", ".", "scalar_as_bfloat16"): {"n": 5, "sum_finite": 10.0, "last": 4.0},
    ("tensor_dtypes", "all", "content/BFLOAT16"): {"n": 2, "sum_finite": 14.0, "last": 7.0},
    ("tensor_dtypes", "all", "val/BFLOAT16"): {"n": 2, "sum_finite": 14.0, "last": 7.0},
    ("tensor_dtypes", "all", "inf/BFLOAT16"): {"n": 2, "inf": 2, "last": math.inf},
    ("tensor_dtypes", "all", "val/UINT32"): {"n": 2, "sum_finite": 14.0, "last": 7.0},
    ("tensor_dtypes", "all", "val/UINT64"): {"n": 2, "sum_finite": 14.0, "last": 7.0},
    # A tag that was a scalar holds a histogram in between: the reference counts its six numbers as scalar values.
    ("kind_conflict", "e", "x"): {"n": 3, "sum_finite": 4.0, "last": 3.0},
}

# What the quirk above moves to where it belongs.
EXTRA = {("kind_conflict", "e", "histograms", "x")}


def _same(key: str, expected: Any, found: Any) -> bool:
    if key in ("sum_finite", "last"):
        expected = float(expected)
        return found is not None and (expected == found or (math.isnan(expected) and math.isnan(found)))
    return bool(expected == found)


def _truth(corpus: Path, part: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"].items()


def _path(corpus: Path, part: str, logdir: str, scratch: Path) -> Path:
    """Names that do not travel well are made anew by the corpus' own script."""
    if logdir != "run_names":
        return corpus / part / logdir
    script = corpus / "scripts" / "gen_odd.py"
    subprocess.run([sys.executable, str(script), str(scratch), logdir], check=True, capture_output=True)
    return scratch / logdir


def _compare(key: tuple[str, str, str], expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    named = READ_ON.get(key) or QUIRKS.get(key)
    if named is not None:
        return [f"{key}: {name} is {found.get(name)}" for name, value in named.items() if found.get(name) != value]
    names = [name for name in (*KEYS, *HASHES) if name in expected]
    return [
        f"{key}: {name} is {found.get(name)}, not {expected[name]}"
        for name in names
        if not _same(name, expected[name], found.get(name))
    ]


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_every_tag_is_as_the_reference_reads_it(corpus: Path, part: str, tmp_path: Path) -> None:
    wrong: list[str] = []
    compared = 0
    for name, logdir_truth in _truth(corpus, part):
        logdir = open_logdir(str(_path(corpus, part, name, tmp_path)))
        expected_runs = logdir_truth["runs"]
        wrong += [f"{name}: run {run!r} is missing" for run in expected_runs.keys() - logdir.runs.keys()]
        wrong += [f"{name}: run {run!r} is no run" for run in logdir.runs.keys() - expected_runs.keys()]
        for run, run_truth in expected_runs.items():
            digest = run_digest(logdir.runs[run], logdir.elements, [], hashes=True)
            for plugin, tags in run_truth["raw"].items():
                for tag, expected in tags.items():
                    compared += 1
                    found = digest.get(plugin, {}).get(tag, {})
                    wrong += _compare((name, run, tag), expected, dict(found))
    assert not wrong
    assert compared > 300


def test_what_the_reference_does_not_hold_is_named(corpus: Path, tmp_path: Path) -> None:
    surplus = set()
    for part in "abc":
        for name, logdir_truth in _truth(corpus, part):
            logdir = open_logdir(str(_path(corpus, part, name, tmp_path)))
            for run, run_truth in logdir_truth["runs"].items():
                digest = run_digest(logdir.runs[run], logdir.elements, [])
                for plugin, tags in digest.items():
                    for tag, found in tags.items():
                        if tag in run_truth["raw"].get(plugin, {}):
                            continue
                        if (name, run, plugin, tag) in EXTRA:
                            continue
                        surplus.add((name, run, tag))
                        assert not _compare((name, run, tag), {}, dict(found))
    assert surplus == {key for key in READ_ON if key in surplus}
    assert ("huge_length_valid_crc", "two_40", "after") in surplus


def test_a_tag_of_two_kinds_keeps_both(corpus: Path) -> None:
    run = open_logdir(str(corpus / "c" / "kind_conflict")).runs["e"]
    assert run.scalars["x"].steps.tolist() == [0, 1, 3]
    assert run.histograms["x"][0].shape == (2, 3)
