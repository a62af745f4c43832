"""Text entries of the corpus are what was written: counts, steps, shapes, bytes; what is no text says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tbtui.model.entries import EntryError
from tbtui.model.texts import Text
from tbtui.parsing.event_writer import metadata, string_value, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes


def text_truth(corpus: Path, part: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    logdirs = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    return [
        (logdir, run, tag, expected)
        for logdir, found in logdirs.items()
        for run, of_run in found["runs"].items()
        for tag, expected in of_run["raw"].get("text", {}).items()
    ]


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_texts_are_as_the_reference_reads_them(corpus: Path, part: str) -> None:
    compared = 0
    for logdir, run, tag, expected in text_truth(corpus, part):
        if expected["dtype"] != "DT_STRING":
            continue
        entries = open_logdir(str(corpus / part / logdir)).runs[run].entries["text"][tag]
        texts: list[Text] = list(entries)
        assert (len(texts), int(entries.steps[0]), int(entries.steps[-1])) == (
            expected["n"], expected["first_step"], expected["last_step"],
        ), (logdir, run, tag)  # fmt: skip
        assert sum(text.size for text in texts) == expected["bytes"], (logdir, run, tag)
        assert {str(list(text.shape)) for text in texts} == {str(shape) for shape in expected["shape"]}
        compared += 1
    assert compared > 10


def test_one_string_stands_for_a_whole_shape(corpus: Path) -> None:
    entries = open_logdir(str(corpus / "c" / "texts")).runs["."].entries["text"]
    assert entries["shape_says_3_but_1"][0].repeated == 3
    assert entries["rank1"][0].repeated == 1


def test_invalid_utf8_becomes_replacement_characters(corpus: Path) -> None:
    entries = open_logdir(str(corpus / "c" / "texts")).runs["."].entries["text"]
    assert entries["invalid_utf8"][0].strings == ("���abc",)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (tensor_value("t", [1.0], metadata("text")), "this one holds float64"),
        (string_value("t", [b"a", b"b"], metadata("text"), (3,)), r"2 strings do not fill the shape \[3\]"),
        (string_value("t", [b"a", b"b"], metadata("text"), (-1, -2)), "do not fill"),
    ],
)
def test_what_is_no_text_names_file_and_offset(tmp_path: Path, value: Any, wrong: str) -> None:
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(summary_event(1, 1.7e9, [value])))
    entries = open_logdir(str(tmp_path)).runs["."].entries["text"]["t"]
    with pytest.raises(EntryError, match=rf"tfevents\.1 at byte \d+: .*{wrong}"):
        _ = entries[0]


def test_a_text_is_cut_at_its_end() -> None:
    text = Text((2,), ("abc", "defgh"), 8)
    assert text.cut(8) is text
    assert text.cut(4) == Text((2,), ("abc", "d"), 8, 4)
