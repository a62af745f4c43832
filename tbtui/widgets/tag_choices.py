"""What is done with the tag under the cursor of the tree: laid over, pinned, measured by a second axis, taken away."""

from __future__ import annotations

from tbtui.widgets.curve_choices import CurveChoices


class TagChoices(CurveChoices):
    """Curves whose tags stand in a tree beside them."""

    def tag_under_cursor(self) -> str | None:
        """The tag of the tree's cursor; None on a group."""
        rows = self.tags.rows
        return rows[self.tags.cursor].tag if rows else None

    def action_mark_tag(self) -> None:
        """Lay the tag under the cursor over the chart, or take it away."""
        tag = self.tag_under_cursor()
        if tag is not None:
            marked = _toggled(self.selection.marked_tags, tag)
            self.tbtui.select(marked_tags=marked)
            if marked == (tag,):
                self.notify("It is laid over the chart of every tag that you go to.", timeout=3)

    def action_pin_tag(self) -> None:
        """Pin the tag under the cursor, or let it go."""
        tag = self.tag_under_cursor()
        if tag is not None:
            self.tbtui.select(pinned_tags=_toggled(self.selection.pinned_tags, tag))

    def action_right_axis(self) -> None:
        """Measure the tag under the cursor by the second y axis, or by the first again."""
        tag = self.tag_under_cursor()
        if tag is not None:
            self.tbtui.select(right_tags=self.selection.right_tags ^ {tag})

    def action_drop_tag(self) -> None:
        """Take the derived tag under the cursor away."""
        self.drop_expression(self.tag_under_cursor())


def _toggled(tags: tuple[str, ...], tag: str) -> tuple[str, ...]:
    """The tags with one more at the end, or without it."""
    rest = tuple(one for one in tags if one != tag)
    return rest if tag in tags else (*tags, tag)
