"""Reads and decodes one entry when it is looked at; one bounded cache keeps what was read last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

from numpy.typing import NDArray

from tbtui.model.entries import Decode, EntryError, PayloadError, Place
from tbtui.parsing.files import FileSystem
from tbtui.parsing.payload import Payload, parse_payload, read_record
from tbtui.parsing.payload_conversions import Conversion, conversion_of, elements_of

_CACHE_BYTES: Final = 64 << 20


class PayloadReader:
    """Reads entries of files of one file system. May be used from several threads."""

    def __init__(self, files: FileSystem) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._records: OrderedDict[Place, bytes] = OrderedDict()
        self._bytes = 0

    def payload(self, place: Place) -> Payload:
        """The event and the value at ``place``; EntryError where they cannot be read."""
        key = place._replace(value_index=0)
        with self._lock:
            data = self._records.get(key)
            if data is not None:
                self._records.move_to_end(key)
        if data is None:
            data = read_record(self._files, place)
            self._keep(key, data)
        return parse_payload(data, place)

    def _keep(self, key: Place, data: bytes) -> None:
        with self._lock:
            if key not in self._records and len(data) <= _CACHE_BYTES // 4:
                self._records[key] = data
                self._bytes += len(data)
            while self._bytes > _CACHE_BYTES:
                self._bytes -= len(self._records.popitem(last=False)[1])

    def decoder_of(self, plugin: str) -> Decode:
        """The function that reads and decodes the entries of a plugin."""
        convert = conversion_of(plugin)
        return lambda place: self._converted(place, plugin, convert)

    def elements(self, place: Place, plugin: str) -> NDArray[Any] | list[bytes]:
        """An entry as the numbers or strings that TensorBoard would hold; EntryError where it cannot be read."""
        found: NDArray[Any] | list[bytes] = self._converted(place, plugin, elements_of)
        return found

    def _converted(self, place: Place, plugin: str, convert: Conversion) -> Any:
        payload = self.payload(place)
        try:
            return convert(payload, plugin)
        except PayloadError as error:
            raise EntryError(f"{place.path} at byte {place.offset:,}: {error}") from error
