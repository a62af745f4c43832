"""The rows of the event browser are all records of a file, and its damage, at their places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tbtui.model.entries import EntryError
from tbtui.parsing.event_blocks import Block, read_block
from tbtui.parsing.event_rows import FileRows, NoticeKind, file_rows
from tbtui.parsing.event_writer import frame, simple_value, summary_event
from tbtui.parsing.logdir import Logdir, open_logdir
from tbtui.parsing.record_chain import HEADER
from tbtui.parsing.tf_record import frame as frame_buffer
from tests.conftest import event_bytes, scalar_events


def rows_of(logdir: Logdir) -> Iterator[FileRows]:
    for run in logdir.snapshot.runs.values():
        yield from (file_rows(run.name, file) for file in run.files)


def blocks_of(logdir: Logdir, rows: FileRows) -> list[Block]:
    return [read_block(logdir.snapshot.open, rows, number) for number in range(rows.blocks)]


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_every_record_of_the_corpus_is_a_row_at_its_place(corpus: Path, part: str) -> None:
    truth = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    events = files = 0
    for name in truth:
        if not (corpus / part / name).is_dir():
            continue
        logdir = open_logdir(str(corpus / part / name))
        for rows in rows_of(logdir):
            blocks = blocks_of(logdir, rows)
            offsets = np.concatenate([block.offsets for block in blocks])
            is_record = np.concatenate([~np.isin(np.arange(len(block.offsets)), [*block.notices]) for block in blocks])
            buffer = bytearray(Path(rows.file.path).read_bytes())
            framed = frame_buffer(buffer, 0, len(buffer), at_end=True)
            assert offsets[is_record].tolist() == (framed.starts - HEADER).tolist(), rows.file.path
            assert int(is_record.sum()) == rows.file.events
            assert len(offsets) == rows.count
            assert [len(block.offsets) for block in blocks] == np.diff(rows.rows).tolist()
            assert (np.diff(offsets) > 0).all()
            events += rows.file.events
            files += 1
    assert files > 30
    assert events > 300


def test_damage_and_a_torn_tail_are_rows_at_their_place(tmp_path: Path) -> None:
    records = [frame(event.SerializeToString()) for event in scalar_events("a", [(i, 1.0) for i in range(3000)])]
    bad = bytearray(records[2000])
    bad[-6] ^= 1
    data = b"".join([*records[:2000], bytes(bad), *records[2001:]]) + frame(b"x" * 50)[:30]
    (tmp_path / "events.out.tfevents.1").write_bytes(data)
    logdir = open_logdir(str(tmp_path))
    (rows,) = rows_of(logdir)
    assert rows.count == 3001
    blocks, number = blocks_of(logdir, rows), rows.block_of_row(2000)
    notice = blocks[number].notices[2000 - int(rows.rows[number])]
    assert (notice.kind, notice.offset) == (NoticeKind.DAMAGE, sum(map(len, records[:2000])))
    last = blocks[-1].notices[len(blocks[-1].offsets) - 1]
    assert (last.kind, last.length) == (NoticeKind.PENDING, 30)


def test_wall_times_are_those_of_the_records(tmp_path: Path) -> None:
    big = summary_event(5, 12.5, [simple_value("a", 1.0)])
    big.summary.value[0].metadata.plugin_data.content = b"x" * (2 << 20)
    (tmp_path / "events.out.tfevents.1").write_bytes(
        event_bytes(*scalar_events("a", [(0, 1.0)], 10.0), version=False) + frame(big.SerializeToString()) + frame(b"")
    )
    logdir = open_logdir(str(tmp_path))
    (rows,) = rows_of(logdir)
    assert np.concatenate([block.wall_times for block in blocks_of(logdir, rows)]).tolist() == [10.0, 12.5, 0.0]


@pytest.mark.parametrize("change", ["replace", "truncate", "rewrite", "delete"])
def test_a_file_that_is_no_longer_what_was_read_says_so(tmp_path: Path, change: str) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*scalar_events("a", [(i, 1.0) for i in range(50)])))
    logdir = open_logdir(str(tmp_path))
    (rows,) = rows_of(logdir)
    if change == "replace":
        other = tmp_path / "other"
        other.write_bytes(path.read_bytes())
        other.replace(path)
    elif change == "truncate":
        path.write_bytes(path.read_bytes()[:200])
    elif change == "rewrite":
        path.write_bytes(event_bytes(*scalar_events("longer", [(i, 1.0) for i in range(60)])))
    else:
        path.unlink()
    words = {"replace": "replaced", "truncate": "truncated", "rewrite": "written anew", "delete": "gone"}
    with pytest.raises(EntryError, match=words[change]):
        read_block(logdir.snapshot.open, rows, 0)
