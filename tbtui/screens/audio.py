"""Audio: the waveform and the spectrogram of one clip, and a table of the clips of all runs at a step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from tbtui.analysis.clips import ClipSound, LoudnessPart, SoundPart, SpectrumPart, clip_part
from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.sounds import Loudness, SoundHeads, clip_heads
from tbtui.analysis.spectra import Spectrogram
from tbtui.charts.heatmap import Heatmap
from tbtui.charts.sound_charts import Waveform, channel_names, spectrogram_chart
from tbtui.charts.sound_words import clip_notes, clip_words, cursor_words, spectrum_words
from tbtui.model.entries import Entries, EntryError, Place
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import AUDIO
from tbtui.widgets.clip_list import ClipList, ListedClip
from tbtui.widgets.entry_values import Wanted
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.sound_dashboard import ALL, SoundChart, SoundDashboard
from tbtui.widgets.sound_exports import sound_exports

_MOST_MEASURED = 4_000_000
"""Longer clips are measured only when they are looked at."""


class AudioScreen(SoundDashboard):
    """Sounds."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "audio",
        "Audio",
        90,
        lambda snapshot: any(run.entries.get(AUDIO) for run in snapshot.runs.values()),
        "Sounds of all runs: waveform, spectrogram, loudness. Nothing is played unless P asks for it.",
    )
    PLUGIN = AUDIO
    CSS = """
    AudioScreen #wave-pane { height: 1fr; }
    AudioScreen #spectrum-pane { height: 1fr; }
    AudioScreen #clips-pane { height: 8; }
    AudioScreen.low #clips-pane { height: 5; }
    AudioScreen.narrow #clips-pane { display: none; }
    AudioScreen.narrow #spectrum-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._clips: list[ListedClip] = []
        self._key: tuple[str, int] | None = None
        self._counts: dict[tuple[str, str], int] = {}
        self._sound: tuple[ListedClip, ClipSound] | None = None
        self._spectrum: Spectrogram | None = None

    def compose_main(self) -> Iterable[Widget]:
        """Both charts over one time axis, and the table."""
        self.wave = SoundChart(on_point=self._clicked, on_wheel=self._turned, id="wave")
        self.spectrum = SoundChart(on_point=self._clicked, on_wheel=self._turned, id="spectrum")
        self.clips = ClipList(on_move=self._chose_row, actions=self, id="clips")
        self.wave_pane = Pane(self.wave, title="Waveform", id="wave-pane")
        self.spectrum_pane = Pane(self.spectrum, title="Spectrogram", id="spectrum-pane")
        self.clips_pane = Pane(self.clips, title="Clips", id="clips-pane")
        yield from (self.wave_pane, self.spectrum_pane, self.clips_pane)

    # What is shown

    def convert(self, value: Any, entries: Entries) -> SoundHeads:
        """What the headers of an entry's clips say."""
        return clip_heads(value)

    def convert_part(self, value: Any, place: Place, part: Any) -> ClipSound | Loudness | Spectrogram:
        """What is drawn of a clip."""
        return clip_part(value, part)

    @property
    def sound(self) -> ClipSound | None:
        """The sound that is looked at."""
        return self._sound[1] if self._sound else None

    def sound_columns(self) -> int:
        """How many cells wide the charts are, about."""
        return max(2, self.wave.size.width - 8)

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the clips of all runs, and the chosen one's charts; what was drawn stays until they are ready."""
        places = {row.name: place for place, row in enumerate(self.runs.rows)}
        chosen = sorted(self.chosen, key=lambda one: places.get(one.run, 0))
        self._clips = [clip for one in chosen for clip in self._listed(one)]
        place = self._chosen_place(selection)
        clip = self._clips[place] if self._clips else None
        self._want(chosen, clip)
        self.clips.show_clips(self._clips, selection, self.palette, place)
        self._show_charts(clip)

    def _listed(self, one: ChosenEntry) -> list[ListedClip]:
        """The clips of an entry; while it is being read, as many as its tag and run had before."""
        heads = self.values.get(one.entries, one.index)
        key = (one.entries.tag, one.run)
        if isinstance(heads, SoundHeads) and heads.clips:
            self._counts[key] = count = len(heads.clips)
            return [
                ListedClip(one, number, count, head, self._loudness(one, number), head.problem)
                for number, head in enumerate(heads.clips)
            ]
        if heads is None:
            count = self._counts.get(key, 1)
            return [ListedClip(one, number, count, None) for number in range(count)]
        problem = str(heads) if isinstance(heads, EntryError) else "This entry holds no sound."
        return [ListedClip(one, 0, 1, None, problem=problem)]

    def _loudness(self, one: ChosenEntry, number: int) -> Loudness | None:
        sound = self.values.get(one.entries, one.index, SoundPart(number))
        found = sound.loudness if isinstance(sound, ClipSound) else None
        found = found or self.values.get(one.entries, one.index, LoudnessPart(number))
        return found if isinstance(found, Loudness) else None

    def _chosen_place(self, selection: Selection) -> int:
        """The row that was chosen, unless another run was chosen in the lists."""
        number = self._key[1] if self._key else 0
        run = selection.run if selection.run is not None else self._key[0] if self._key else None
        keys = [clip.key for clip in self._clips]
        of_run = [place for place, key in enumerate(keys) if key[0] == run]
        place = next((place for place in of_run if keys[place][1] == number), next(iter(of_run), 0))
        self._key = self._clips[place].key if self._clips else None
        return place

    def _want(self, chosen: Sequence[ChosenEntry], clip: ListedClip | None) -> None:
        """Have read what is missing: the chosen clip first, then how loud the others are."""
        wanted: list[Wanted] = [(one.entries, one.index) for one in chosen]
        if clip is not None and clip.head is not None and clip.head.header is not None:
            parts = (SoundPart(clip.number), self._spectrum_part(clip))
            wanted += [(clip.one.entries, clip.one.index, part) for part in parts]
        for other in self._clips:
            header = other.head.header if other.head else None
            if header and header.frames * header.channels <= _MOST_MEASURED:
                wanted.append((other.one.entries, other.one.index, LoudnessPart(other.number)))
        self.values.want(wanted)

    def _spectrum_part(self, clip: ListedClip) -> SpectrumPart:
        channels = clip.head.header.channels if clip.head and clip.head.header else 1
        channel = self.sound_options.channel
        return SpectrumPart(clip.number, channel if channel < channels > 1 else ALL, self.sound_options.mel)

    def _show_charts(self, clip: ListedClip | None) -> None:
        problem = self._take(clip)
        message = self.why_nothing(self.snapshot) if clip is None else problem or "reading ..."
        shown = self._sound if not problem and clip is not None else None
        spectrum = self._heatmap(shown[1]) if shown else None
        wave = self._waveform(*shown, spectrum) if shown else None
        self.wave.show(wave, self.palette, message)
        self.spectrum.show(spectrum, self.palette, message)
        self._show_heads(clip, shown[1] if shown else None)

    def _take(self, clip: ListedClip | None) -> str:
        """Take in what is at hand of the chosen clip; why it cannot be shown, "" where it can."""
        if clip is None or clip.head is None:
            return clip.problem if clip else ""
        one = clip.one
        place = one.entries.place(one.index)
        where = f"\n{place.path} at byte {place.offset:,}"
        if clip.problem:
            return clip.problem + where
        for part in (SoundPart(clip.number), self._spectrum_part(clip)):
            found = self.values.get(one.entries, one.index, part)
            if isinstance(found, EntryError):
                return str(found) + where
            if isinstance(found, ClipSound):
                self._sound = (clip, found)
            elif isinstance(found, Spectrogram):
                self._spectrum = found
        return "The clip holds no samples." if self.sound and not len(self.sound.sound.samples) else ""

    def _waveform(self, clip: ListedClip, sound: ClipSound, below: Heatmap | None) -> Waveform:
        options, names = self.sound_options, channel_names(len(sound.channels))
        lanes = [options.channel] if 0 <= options.channel < len(names) else range(len(names))
        drawn = tuple(sound.channels[lane] for lane in lanes)
        highest = max(one.reach(*(end * sound.rate for end in self.seen)) for one in drawn)
        return Waveform(
            drawn,
            tuple(names[lane] for lane in lanes),
            sound.rate,
            bool(sound.header.rate),
            self.seen,
            (highest or 1.0) if options.fit else max(1.0, highest),
            self.palette.stroke(self.selection.slots.get(clip.one.run, 0)).colour,
            self.cursor,
            below,
        )

    def _heatmap(self, sound: ClipSound) -> Heatmap | None:
        if self._spectrum is None:
            return None
        return spectrogram_chart(
            self._spectrum,
            sound.rate,
            self.seen,
            self.sound_columns(),
            seconds=bool(sound.header.rate),
            cursor=self.cursor,
        )

    def _show_heads(self, clip: ListedClip | None, sound: ClipSound | None) -> None:
        label = clip.name() if clip else ""
        self.wave_pane.head(f"{self.tag or 'Audio'}{': ' if label else ''}{label}", self._words(sound))
        spectrum = spectrum_words(self._spectrum, sound, self.cursor) if self._spectrum and sound else ""
        self.spectrum_pane.head("Spectrogram", spectrum)
        notes = clip_notes(clip.head, sound) if clip and clip.head else ""
        self.clips_pane.head("Clips", notes or f"{len(self._clips)}")

    def _words(self, sound: ClipSound | None) -> str:
        words = [self.step_line()] if self._clips else []
        words += ["playing"] if self.playing else []
        if sound is not None:
            at = [cursor_words(sound, self.cursor)] if self.cursor is not None else []
            words += [*at, *clip_words(sound, self.seen if self.x_range else None)]
        return " · ".join(words)

    # What is chosen

    def _chose_row(self, row: int) -> None:
        self._key = self._clips[row].key
        self.tbtui.select(run=self._key[0])
        self.update()

    def action_next_clip(self, by: int) -> None:
        """Choose the clip above or below in the table."""
        self.clips.action_move(by)

    def _clicked(self, x: int, y: int) -> None:
        """A click puts the cursor."""
        if isinstance(self.wave.model, Waveform):
            self.put_cursor(self.wave.model.x_at(x, self.wave.size.width, self.wave.size.height))

    def _turned(self, x: int, direction: int) -> None:
        """The wheel goes nearer or farther, about the place of the mouse."""
        if isinstance(self.wave.model, Waveform):
            self.zoom_about(self.wave.model.x_at(x, self.wave.size.width, self.wave.size.height), direction)

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The chosen clip as it stands in the log, and the part that is seen."""
        clip = next((clip for clip in self._clips if clip.key == self._key), None)
        if clip is None or clip.head is None:
            return ()
        whole = self.x_range is None and self.sound_options.channel == ALL
        part = None if self.sound is None or whole else self.seen_samples(self.sound)
        return sound_exports(clip, self.tag or "", part, self.playable_rate())

    def copied_text(self) -> str:
        """What is known of the chosen clip."""
        return f"{self.tag} · {self._key[0]} · {self._words(self.sound)}" if self._key else ""
