"""The Text screen: steps, differences, search, long texts; nothing hostile of a text reaches the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tbtui.analysis.text_rows import joined
from tbtui.model.display import safe_text
from tbtui.parsing.event_writer import EventWriter, metadata, string_value, summary_event
from tests.running import open_screen, press, running, seen


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two runs with a few notes each, and one long text."""
    for run in ("alpha", "beta"):
        writer = EventWriter(str(tmp_path / run), 1.7e9)
        for step in range(4):
            text = f"# Notes\n\nstep {step} of {run}\n\nsame line"
            writer.add(summary_event(step, 1.7e9 + step, [string_value("notes", [text.encode()], metadata("text"))]))
        writer.add(summary_event(0, 1.7e9, [string_value("zlong", [b"word\n" * 50_000], metadata("text"))]))
        writer.close()
    return tmp_path


async def test_texts_are_rendered_and_steps_are_gone_through(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        text = await seen(app, pilot)
        assert "step 3 of alpha" in text
        assert "step 3 (4 of 4) · newest" in text
        assert "# Notes step 0 of beta" in text
        assert "step 2 of alpha" in await press(app, pilot, "comma")
        assert app.selection.step == 2
        assert "# Notes" in await press(app, pilot, "m")


async def test_the_list_of_steps_chooses_run_and_step(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        await seen(app, pilot)
        app.screen.list.focus()  # type: ignore[attr-defined]
        text = await press(app, pilot, "home", "down")
        assert (app.selection.run, app.selection.step) == ("beta", 0)
        assert "notes · beta" in text
        await press(app, pilot, "end")
        assert (app.selection.run, app.selection.step) == ("beta", None)


async def test_differences_to_the_step_before_and_to_another_run(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        await seen(app, pilot)
        text = await press(app, pilot, "d")
        assert "- step 2 of alpha" in text
        assert "+ step 3 of alpha" in text
        text = await press(app, pilot, "D")
        assert "- step 3 of beta" in text
        assert "Difference: - beta step 3  + alpha step 3" in text
        assert "+ step" not in await press(app, pilot, "escape")


async def test_a_marked_text_is_compared_with_any_other(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        await seen(app, pilot)
        text = await press(app, pilot, "asterisk", "comma", "comma", "comma", "d")
        assert "- step 3 of alpha" in text
        assert "+ step 0 of alpha" in text


async def test_a_search_lists_lines_and_goes_from_one_to_the_next(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        await seen(app, pilot)
        app.screen.view.focus()  # type: ignore[attr-defined]
        text = await press(app, pilot, "slash", *"step 1", "enter")
        assert "Found /step 1/" in text
        assert "2 lines" in text
        assert (app.selection.run, app.selection.step) == ("alpha", 1)
        await press(app, pilot, "n")
        assert (app.selection.run, app.selection.step) == ("beta", 1)
        styles = {segment.text: segment.style for strip in app.screen._compositor.render_strips() for segment in strip}
        assert styles["step 1"].reverse
        assert "Steps" in await press(app, pilot, "escape")


async def test_a_hit_far_below_is_scrolled_to(logs: Path, tmp_path: Path) -> None:
    writer = EventWriter(str(tmp_path / "alpha"), 1.8e9)
    lines = "\n\n".join(["filler"] * 200 + ["the needle"] + ["filler"] * 20)
    writer.add(summary_event(0, 1.8e9, [string_value("deep", [lines.encode()], metadata("text"))]))
    writer.close()
    async with running(logs, (80, 24)) as (app, pilot):
        await open_screen(app, pilot, "text")
        await seen(app, pilot)
        app.screen.view.focus()  # type: ignore[attr-defined]
        text = await press(app, pilot, "slash", *"needle", "enter", "n")
        assert text.count("the needle") == 2


async def test_long_texts_are_cut_and_shown_whole_on_demand(logs: Path) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        text = await press(app, pilot, "down")
        assert "zlong" in text
        rows = app.screen.view.rows  # type: ignore[attr-defined]
        assert "M shows all" in rows[-1].spans[0].text
        await press(app, pilot, "M")
        assert len(app.screen.view.rows) == 50_000  # type: ignore[attr-defined]


HOSTILE = ("ansi", "html", "invalid_utf8", "markup", "nul", "rtl", "emoji", "long_line")


@pytest.mark.parametrize(("size", "keys"), [((80, 24), ""), ((40, 12), "mw")])
async def test_hostile_texts_never_reach_the_terminal(corpus: Path, size: tuple[int, int], keys: str) -> None:
    async with running(corpus / "c" / "texts", size) as (app, pilot):
        await open_screen(app, pilot, "text")
        await press(app, pilot, *keys)
        screen: Any = app.screen
        for tag in HOSTILE:
            app.select(**screen.tag_choice(app.selection, tag))
            text = await seen(app, pilot)
            assert tag in text
            assert all(safe_text(line) == line for line in text.split("\n"))
            for strip in app.screen._compositor.render_strips():
                assert all(safe_text(segment.text) == segment.text for segment in strip)


async def test_what_is_wrong_names_file_and_offset(corpus: Path) -> None:
    async with running(corpus / "c" / "texts") as (app, pilot):
        await open_screen(app, pilot, "text")
        screen: Any = app.screen
        app.select(**screen.tag_choice(app.selection, "float_tensor_with_text_metadata"))
        await seen(app, pilot)
        assert "at byte 1,181,789" in " ".join(joined(row.spans).strip() for row in screen.view.rows)


async def test_a_text_can_be_copied_and_written_to_files(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with running(logs) as (app, pilot):
        await open_screen(app, pilot, "text")
        await press(app, pilot, "d")
        screen: Any = app.screen
        assert "+ step 3 of alpha" in screen.copied_text()
        assert [one.name for one in screen.exports()] == [
            "notes-alpha-step3-difference.diff", "notes-alpha-step3.md", "notes-alpha-step3.txt", "notes-alpha.md",
        ]  # fmt: skip
        made = {one.name: one.make().decode() for one in screen.exports()}
        assert made["notes-alpha-step3.md"] == "# Notes\n\nstep 3 of alpha\n\nsame line"
        assert made["notes-alpha.md"].count("same line") == 4
        assert "- step 2 of alpha\n+ step 3 of alpha\n" in made["notes-alpha-step3-difference.diff"]


async def test_without_texts_the_screen_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, "text")
        assert "tfevents" in await seen(app, pilot)
