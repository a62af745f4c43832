"""Projector configurations, and the files that they name."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.model.embedding import Embedding, EmbeddingInfo, ProjectorError
from tbtui.parsing.embedding import read_embedding, signature_of
from tbtui.parsing.embedding_files import read_metadata
from tbtui.parsing.files import LocalFiles
from tbtui.parsing.number_lines import LineNumbers, numbers_of_lines
from tbtui.parsing.projector import file_of, parse_projector_config, read_projector_config

OPEN = LocalFiles().open
Result = TypeVar("Result")


def finished(reading: Generator[float, None, Result]) -> Result:
    shares = [0.0]
    while True:
        try:
            shares.append(next(reading))
        except StopIteration as end:
            assert shares == sorted(shares)
            assert shares[-1] <= 1
            result: Result = end.value
            return result


def read(
    directory: Path, tensor: bytes, metadata: bytes | None = None, shape: tuple[int, ...] = (), checkpoint: str = ""
) -> Embedding:
    (directory / "t").write_bytes(tensor)
    if metadata is not None:
        (directory / "m").write_bytes(metadata)
    info = EmbeddingInfo("e", "t", "m" if metadata is not None else "", shape)
    return finished(read_embedding(OPEN, str(directory / "projector_config.pbtxt"), info, checkpoint, [str(directory)]))


def test_the_corpus_is_read_whole(corpus: Path) -> None:
    path = corpus / "a/torch/embedding/projector_config.pbtxt"
    config = read_projector_config(OPEN, str(path))
    assert [(one.name, bool(one.metadata_path)) for one in config.embeddings] == [
        ("emb:00000", True), ("default:00001", False),
    ]  # fmt: skip
    first, second = (
        finished(read_embedding(OPEN, str(path), info, "", [str(corpus / "a/torch")])) for info in config.embeddings
    )
    assert (first.points.shape, second.points.shape) == ((30, 5), (10, 4))
    assert [(column.name, column.values[-1]) for column in first.columns] == [("label", "lab29")]
    assert first.points[0, 0] == np.float32(0.9367182850837708)
    assert first.notes == ("sprite image 00000/emb/sprite.png: not shown",)
    assert (second.columns, second.notes) == ((), ())


def test_fields_that_are_not_known_are_stepped_over() -> None:
    text = (
        b'embeddings { tensor_name: "a\\303\\266:0" tensor_path: "t" later: 3 more { x: "y" } }'
        b'model_checkpoint_path: "c"'
    )
    config = parse_projector_config(text, "p")
    assert (config.embeddings[0].name, config.checkpoint) == ("aö", "c")


@pytest.mark.parametrize("text", [b"embeddings {", b"\xff\xfe", b"embeddings { tensor_shape: -1 }", b"a { " * 9000])
def test_what_is_no_configuration_says_where(text: bytes) -> None:
    with pytest.raises(ProjectorError, match="p is no projector configuration: "):
        parse_projector_config(text, "p")


def test_nothing_outside_of_the_logdir_is_read(tmp_path: Path) -> None:
    logs, run = tmp_path / "logs", tmp_path / "logs" / "run"
    run.mkdir(parents=True)
    (tmp_path / "secret").write_text("1\t2\n")
    (run / "link").symlink_to(tmp_path / "secret")
    (logs / "inside").write_text("1\t2\n")
    config = str(run / "projector_config.pbtxt")
    for named in ("../../secret", str(tmp_path / "secret"), "link", "../../absent", "/etc/passwd"):
        with pytest.raises(ProjectorError, match="leads out of the logdir"):
            file_of(named, config, [str(logs)])
    for named in ("../inside", "inside", str(logs / "inside")):
        assert Path(file_of(named, config, [str(logs)])).read_text()
    with pytest.raises(ProjectorError, match="is not there"):
        file_of("absent", config, [str(logs)])


def test_a_run_that_a_link_leads_to_has_its_files(tmp_path: Path) -> None:
    logs, elsewhere = tmp_path / "logs", tmp_path / "elsewhere"
    logs.mkdir()
    elsewhere.mkdir()
    (elsewhere / "t").write_text("1\t2\n")
    (logs / "run").symlink_to(elsewhere)
    assert file_of("t", str(logs / "run" / "projector_config.pbtxt"), [str(logs)]) == str(logs / "run" / "t")


def test_binary_needs_a_shape_and_is_as_long_as_it_is(tmp_path: Path) -> None:
    numbers = np.linspace(-1, 1, 12, dtype="<f4").reshape(4, 3)
    found = read(tmp_path, numbers.tobytes() + b"\x00", shape=(9, 3))
    assert np.array_equal(found.points, numbers)
    assert found.notes == ("the file holds 4 of 9 points",)
    with pytest.raises(ProjectorError, match="does not tell its shape"):
        read(tmp_path, numbers.tobytes())
    with pytest.raises(ProjectorError, match="not one row of 99 numbers"):
        read(tmp_path, numbers.tobytes(), shape=(4, 99))
    assert len(read(tmp_path, numbers.tobytes(), shape=(1 << 40, 3)).points) == 4


def test_rows_that_are_none_are_left_out_with_their_metadata(tmp_path: Path) -> None:
    tensor = b"a\tb\n1\t2\n\n3\t4\t5\n6\tnan\r\n7\t8\nx\ty\n9\t1e1"
    found = read(tmp_path, tensor, b"label\tkind\n" + b"".join(b"l%d\tk\n" % n for n in range(7)))
    assert found.points.tolist() == [[1, 2], [7, 8], [9, 10]]
    assert found.columns[0].values == ("l1", "l4", "l6")
    assert found.notes == (
        "row 1 holds something that is no number: left out",
        "row 3 has 3 numbers and not 2: left out",
        "row 6 holds something that is no number: left out",
        "1 of 4 points hold NaN or Inf and are left out",
    )


@pytest.mark.parametrize(
    ("tensor", "why"),
    [(b"", "is empty"), (b"a\nb\n", "no row of numbers"), (b"nan\tnan\n", "no row without NaN")],
)
def test_files_without_a_point_say_so(tmp_path: Path, tensor: bytes, why: str) -> None:
    with pytest.raises(ProjectorError, match=why):
        read(tmp_path, tensor)


def test_a_tensor_in_a_checkpoint_is_not_read_and_it_is_said(tmp_path: Path) -> None:
    reading = read_embedding(OPEN, str(tmp_path / "p"), EmbeddingInfo("e", ""), "model.ckpt-7", [str(tmp_path)])
    with pytest.raises(ProjectorError, match=r"the checkpoint model.ckpt-7.\ntbtui reads no TensorFlow checkpoints"):
        finished(reading)


def test_metadata_may_be_of_another_length_or_absent(tmp_path: Path) -> None:
    short = read(tmp_path, b"1\t2\n3\t4\n", b"only\n")
    assert short.columns[0].values == ("only", "")
    assert short.notes == ("the metadata have 1 rows for 2 points",)
    (tmp_path / "m").unlink()
    info = EmbeddingInfo("e", "t", "m")
    found = finished(read_embedding(OPEN, str(tmp_path / "p"), info, "", [str(tmp_path)]))
    assert found.columns == ()
    assert "m is not there" in found.notes[0]


def test_columns_have_names_that_tell_them_apart(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"a\t\ta\n1\t2\t3\n4\n")
    columns, _ = finished(read_metadata(OPEN, str(tmp_path / "m"), np.arange(2)))
    assert [(one.name, one.values) for one in columns] == [
        ("a", ("1", "4")), ("column 2", ("2", "")), ("a (3)", ("3", "")),
    ]  # fmt: skip


def test_a_file_that_changed_is_known_by_it(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("1\t2\n")
    info, config = EmbeddingInfo("e", "t", "m"), str(tmp_path / "p")
    before = signature_of(OPEN, config, info, [str(tmp_path)])
    assert before == signature_of(OPEN, config, info, [str(tmp_path)])
    (tmp_path / "t").write_text("1\t2\n3\t4\n")
    assert before != signature_of(OPEN, config, info, [str(tmp_path)])


numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=20), st.integers(1, 19))
def test_pieces_of_regular_lines_give_the_numbers_that_were_written(rows: list[list[float]], cut: int) -> None:
    lines = [b"\t".join(repr(number).encode() for number in row) for row in rows]
    found = LineNumbers()
    for piece in (lines[:cut], lines[cut:]):
        if piece:
            numbers_of_lines(b"\n".join(piece) + b"\n", found)
    assert np.array_equal(found.points(), np.array(rows, np.float32))
    assert found.places().tolist() == list(range(len(rows)))
