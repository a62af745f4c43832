"""What a text can be written to a file as."""

from __future__ import annotations

from functools import partial

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.text_files import difference_file, markdown_file, plain_file, steps_file
from tbtui.widgets.exports import Export, file_name


def text_exports(one: ChosenEntry, base: ChosenEntry | None) -> list[Export]:
    """The text, all steps of it, and first of all its difference to another one where that is shown."""
    stem = f"{one.entries.tag}-{one.run}"
    here = f"{stem}-step{one.step}"
    offered = [
        Export("Markdown: this text", file_name(here, ".md"), partial(markdown_file, one)),
        Export("Plain text: without control characters", file_name(here, ".txt"), partial(plain_file, one)),
        Export("Markdown: all steps of this run", file_name(stem, ".md"), partial(steps_file, one.entries)),
    ]
    if base is None:
        return offered
    changes = Export("The difference", file_name(f"{here}-difference", ".diff"), partial(difference_file, base, one))
    return [changes, *offered]
