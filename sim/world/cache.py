"""Numba's cache of compiled functions, made anew where it is damaged.

Numba takes what lies in its cache for what it wrote: a file cut off by a kill or a full disk ends every later run, and a flipped bit may run. Here
each file begins with the hash of the rest. One that is another, empty, foreign or unreadable counts as missing, so the function is compiled again
and the file written over; and where nothing can be written, the function is compiled and not kept. Numba numbers its files in the order of writing,
so of two processes one can write over what the index of the other names; here a file has its number from the signature it was compiled for.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from typing import Any, Final

from numba.core.caching import FunctionCache, IndexDataCacheFile

_SEAL: Final = hashlib.sha256().digest_size


class _Sealed(IndexDataCacheFile):
    """An index and its data files, each behind the hash of what it holds."""

    def _read(self, path: str) -> Any:
        """What a file holds, `None` where it is not whole."""
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        if hashlib.sha256(data[_SEAL:]).digest() != data[:_SEAL]:
            return None
        return pickle.loads(data[_SEAL:])

    def _write(self, path: str, value: Any) -> None:
        data = self._dump(value)
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(data).digest() + data)

    def _load_index(self) -> dict[Any, str]:
        written_by, overloads = self._read(self._index_path) or ((), b"")
        if written_by != (self._version, self._source_stamp):
            return {}  # another Numba's signatures might not even be read
        found: dict[Any, str] = pickle.loads(overloads)
        return found

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(self._index_path, ((self._version, self._source_stamp), self._dump(overloads)))

    def save(self, key: Any, data: Any) -> None:
        """Keep what was compiled for a signature."""
        overloads = self._load_index()
        if key not in overloads:
            number = int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:6], "big")
            overloads[key] = self._data_name(number)
            self._save_index(overloads)
        self._save_data(overloads[key], data)

    def _load_data(self, name: str) -> Any:
        return self._read(self._data_path(name))

    def _save_data(self, name: str, data: Any) -> None:
        self._write(self._data_path(name), data)


class RulesCache(FunctionCache):
    """The cache of one function."""

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        cached: Any = _Sealed
        self._cache_file = cached(self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp())

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, where that can be written."""
        with contextlib.suppress(OSError):
            super().save_overload(sig, data)
