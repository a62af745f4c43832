"""What is said of a picture: whose it is, how large, of which step; and what is read off it."""

from __future__ import annotations

from tbtui.analysis.labels import bytes_label
from tbtui.analysis.picture_slots import ShownPicture, problem_of
from tbtui.analysis.pictures import Picture
from tbtui.charts.cells import Colour
from tbtui.charts.picture_wall import Panel
from tbtui.model.entries import EntryError


def panel_title(shown: ShownPicture, group: str | None, *, runs: bool) -> tuple[str, ...]:
    """What tells the picture from the others on the wall; the colour before it tells the run too.

    ``group`` is that of all tags on the wall; None where there is only one tag.
    """
    number = f"{shown.slot.number + 1}/{shown.count}" if shown.count > 1 else ""
    if group is None:
        return tuple(filter(None, (number, shown.slot.run)))
    leaf = shown.slot.tag.removeprefix(f"{group}/")
    return (f"{leaf} {number}".rstrip(), *([shown.slot.run] if runs else []))


def panel_of(
    shown: ShownPicture, title: tuple[str, ...], mark: tuple[str, Colour], picture: Picture | EntryError | None
) -> Panel:
    """The panel of a picture, or of what is wrong with it."""
    if isinstance(picture, Picture):
        return Panel(title, *mark, picture, "", caption(shown, picture))
    problem = str(picture) if isinstance(picture, EntryError) else problem_of(shown)
    size = [bytes_label(shown.head.encoded)] if shown.head else []
    below = (*size, f"step {shown.one.step:,}")
    if not problem:
        return Panel(title, *mark, None, "reading ...", below)
    place = shown.one.entries.place(shown.one.index)
    where = "" if shown.problem else f"\n{place.path} at byte {place.offset:,}"
    return Panel(title, *mark, None, problem + where, below)


def caption(shown: ShownPicture, picture: Picture) -> tuple[str, ...]:
    """Size, format, bytes and step of a picture; first what is out of the ordinary."""
    words = [f"{picture.width:,}x{picture.height:,}"]
    if picture.frames > 1:
        words.append(f"frame {picture.frame + 1}/{picture.frames}")
    if not picture.whole:
        words.append(f"shown at 1/{picture.reduction}")
    if shown.declared != (picture.width, picture.height):
        words.append(f"the log says {_number(shown.declared[0])}x{_number(shown.declared[1])}")
    return (*words, f"{picture.format} {picture.mode}", bytes_label(picture.encoded), f"step {shown.one.step:,}")


def _number(size: int | None) -> str:
    return "?" if size is None else f"{size:,}"


def reading(picture: Picture, cross: tuple[int, int]) -> tuple[str, ...]:
    """The pixel that is read off: red, green and blue as the file has them, and its place."""
    place, found = f"at ({cross[0]}, {cross[1]})", picture.pixel(*cross)
    if found is None:
        return "outside", place
    red, green, blue = found
    values = (f"{red} {green} {blue}", f"#{red:02x}{green:02x}{blue:02x}", place)
    return values if picture.whole else (values[0], "a mean", *values[1:])
